/**
 * Random writers against the whole reader: whatever they do, what is shown in the end is the ledger of what they wrote,
 * every intact point once. TUNEBOARD_STORM_SECONDS makes the storms longer, TUNEBOARD_STORM_KILLS kills more engines,
 * TUNEBOARD_STORM_SEED makes other storms.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { buildEngineIn, type EngineProcess, startEngine } from "../../fixtures/builders/engine.ts";
import { curve, type EventSpec, eventFile, padding } from "../../fixtures/builders/event-file.ts";
import { type Ledger, ledgerOfCsv, randomFrom, Storm } from "../../fixtures/builders/storm.ts";
import type { RunsAnswer } from "../core/api.ts";
import { exactStep, type Series } from "../core/series.ts";
import { Store } from "../store/store.ts";
import { Ingest } from "./ingest.ts";

const STORM_MS = 1000 * Number(process.env.TUNEBOARD_STORM_SECONDS ?? 6);
const SEED = Number(process.env.TUNEBOARD_STORM_SEED ?? 20_240_817);
/** For a busy machine: nothing is measured against it. */
const LONGEST_SETTLING_MS = 60_000;
const TEST_TIMEOUT_MS = 2 * STORM_MS + 4 * LONGEST_SETTLING_MS;

const folder = mkdtempSync(join(tmpdir(), "tuneboard-storm-"));
let program: string;
beforeAll(async () => {
  program = await buildEngineIn(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let root: string;
let state: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tuneboard-logs-"));
  state = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
});
afterEach(() => {
  for (const path of [root, state]) rmSync(path, { recursive: true, force: true });
});

const pointsOf = (series: Series): string[] =>
  Array.from({ length: series.length }, (_, i) => `${exactStep(series, i)}:${series.values[i]}`);

function shownBy(store: Store): Ledger {
  // What a deleted run leaves behind is kept, and is no part of what its writer has.
  const perRun = store.runs().flatMap((run) => {
    if (run.isGone()) return [];
    const tags = run.tags().flatMap((tag) => {
      const series = run.series(tag);
      return series === null ? [] : [[tag, pointsOf(series)] as const];
    });
    return [[run.name, Object.fromEntries(tags)] as const];
  });
  return Object.fromEntries(perRun);
}

describe("a storm of appends, cuts, replacements, moves and deletions", () => {
  function open(follow: boolean): { store: Store; ingest: Ingest; started: Promise<void> } {
    const store = new Store([{ name: "logs", path: root, error: null, passedOver: [] }]);
    const ingest = new Ingest(store, {
      workerUrl: pathToFileURL(join(folder, "dist/ingest-worker.mjs")),
      follow,
      cache: { path: join(state, "logs.columns"), madeBy: "this engine", worthBytes: 1 },
      now: () => Date.now() / 1000,
      report: (sentence) => expect.unreachable(sentence),
    });
    return { store, ingest, started: ingest.start() };
  }

  /** At no moment is there a value that nobody wrote yet, or one that stands there twice: values are given out once, in order. */
  function expectOnlyWritten(store: Store, storm: Storm): void {
    const values = Object.values(shownBy(store)).flatMap((tags) =>
      Object.values(tags).flatMap((points) => points.map((point) => Number(point.split(":")[1]))),
    );
    expect(values.filter((value) => !(Number.isInteger(value) && value < storm.pointsWritten))).toEqual([]);
  }

  it(
    "ends with every intact point once, in a reader that was ended again and again and in a new one",
    async () => {
      const random = randomFrom(SEED);
      const storm = new Storm(root, random);
      let reader = open(true);
      const ended: Promise<void>[] = [];
      for (const end = performance.now() + STORM_MS; performance.now() < end; ) {
        for (let deeds = Math.floor(random() * 12); deeds > 0; deeds--) storm.step();
        await sleep(random() * 12);
        if (random() < 0.02) expectOnlyWritten(reader.store, storm);
        if (random() < 0.02) {
          ended.push(reader.started, reader.ingest.close()); // nobody waits for it: its threads end where they are
          reader = open(true);
        }
      }
      storm.finish();
      const expected = storm.ledger();
      await vi.waitFor(() => expect(shownBy(reader.store)).toEqual(expected), {
        timeout: LONGEST_SETTLING_MS,
        interval: 200,
      });
      await Promise.all([...ended, reader.ingest.close()]);

      const late = open(false);
      await late.started;
      await late.ingest.loaded;
      expect(shownBy(late.store)).toEqual(expected);
      await late.ingest.close();
    },
    TEST_TIMEOUT_MS,
  );
});

describe("an engine that is killed while writers write", () => {
  const KILLS = Number(process.env.TUNEBOARD_STORM_KILLS ?? 20);
  const cacheFolder = () => join(state, "cache");
  const isCached = () =>
    existsSync(cacheFolder()) && readdirSync(cacheFolder()).some((name) => name.endsWith(".columns"));

  /** More bytes than the cache thinks worth its while, and few points: records of which nobody wants anything. */
  const ballast: EventSpec[] = Array.from({ length: 9 }, () => padding(1024 * 1024));
  let generation = 0;
  function replaceBallast(): Ledger {
    const values = [generation++, 1e6 + generation, 2e6 + generation];
    const run = join(root, "ballast");
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, ".new"), eventFile([...curve("x", values), ...ballast]));
    renameSync(join(run, ".new"), join(run, "events.out.tfevents.1.ballast"));
    return { ballast: { x: values.map((value, step) => `${step}:${value}`) } };
  }

  const exported = (stateDir: string): Ledger => {
    const args = [program, "export", "--logdir", root, "--state-dir", stateDir];
    return ledgerOfCsv(execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 }));
  };

  async function served({ url }: EngineProcess): Promise<Ledger> {
    const tags: Record<string, object> = await (await fetch(`${url}/data/plugin/scalars/tags`)).json();
    const { runs }: RunsAnswer = await (await fetch(`${url}/api/runs`)).json();
    for (const { name, state } of runs) if (state === "gone") delete tags[name];
    const ledger: Record<string, Record<string, string[]>> = {};
    for (const run of Object.keys(tags)) {
      ledger[run] = {};
      for (const tag of Object.keys(tags[run])) {
        const answer = await fetch(`${url}/data/plugin/scalars/scalars?${new URLSearchParams({ run, tag })}`);
        const triplets: [number, number, number][] = answer.ok ? await answer.json() : [];
        ledger[run][tag] = triplets.map(([, step, value]) => `${step}:${value}`);
      }
    }
    return ledger;
  }

  it(
    `shows every intact point once after ${KILLS} kills, over HTTP and in an export, with its cache and without`,
    async () => {
      const random = randomFrom(SEED + 1);
      const storm = new Storm(root, random);
      let ballast = replaceBallast();
      const writeFor = async (ms: number, isEnough: () => boolean = () => false): Promise<void> => {
        for (const end = performance.now() + ms; performance.now() < end && !isEnough(); await sleep(random() * 15)) {
          for (let deeds = Math.floor(random() * 6); deeds > 0; deeds--) storm.step();
        }
      };
      for (let kill = 0; kill < KILLS; kill++) {
        const starting = startEngine(program, root, state);
        await writeFor(20);
        const engine = await starting;
        if (kill === 0) await writeFor(LONGEST_SETTLING_MS, isCached);
        else await writeFor((random() * STORM_MS) / KILLS);
        if (kill % 5 === 4) ballast = replaceBallast(); // the cache is written anew, or was about to be
        await engine.kill();
        expect(engine.stderr()).toBe("");
      }
      const last = await startEngine(program, root, state);
      await writeFor(200);
      storm.finish();
      const expected = { ...storm.ledger(), ...ballast };
      try {
        await vi.waitFor(async () => expect(await served(last)).toEqual(expected), {
          timeout: LONGEST_SETTLING_MS,
          interval: 200,
        });
      } finally {
        await last.kill();
      }
      expect(isCached()).toBe(true);
      expect(exported(state)).toEqual(expected);
      expect(exported(join(state, "another"))).toEqual(expected);
    },
    TEST_TIMEOUT_MS,
  );
});
