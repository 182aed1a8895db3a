/**
 * Many small logs: how soon they are ready, what watching them costs, and how soon a new point reaches the browser.
 *
 *   npm run bench -- directories                 10,000 files in 2,000 directories, 50 of them growing for 20 s
 *   npm run bench -- directories --directories 20000 --files 5 --rounds 1      100,000 files
 *   npm run bench -- directories --directories 1 --files 50000 --growing 1      all in one directory
 *   npm run bench -- directories --directories 200 --files 5 --growing 20 --seconds 5
 *   npm run bench -- directories --rustboard PATH (or --tensorboard PATH)
 *
 * Memory is what the engine has resident beyond one that serves an empty directory. Latency is from the moment before the
 * append to the arrival of the server-sent event that names the run; one event may tell of several appends. What arrived at
 * all is counted in the list of runs. Needs Linux: watches and CPU are read from /proc.
 */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { curve, eventFile, eventRecords, scalar } from "../fixtures/builders/event-file.ts";
import type { LiveEvents, RunsAnswer } from "../lib/core/api.ts";
import { readArguments } from "./arguments.ts";
import { longestPauseMs } from "./longest-pause.ts";
import { findRustboard, loadInRustboard, NO_RUSTBOARD, type Server, startTuneboard } from "./peers.ts";
import {
  cpuSecondsOf,
  median,
  percentile,
  report,
  residentOf,
  sayHowBusy,
  untilLoaded,
  watchesOf,
} from "./processes.ts";

const { values: args } = readArguments({
  options: {
    directories: { type: "string", default: "2000" },
    files: { type: "string", default: "5" },
    growing: { type: "string", default: "50" },
    seconds: { type: "string", default: "20" },
    rounds: { type: "string", default: "3" },
    rustboard: { type: "string" },
    tensorboard: { type: "string" },
  },
});
const directories = Number(args.directories);
const files = Number(args.files);
const growing = Number(args.growing);
/** Each growing file gets a point so often. */
const PERIOD_MS = 500;
/** After the start, and after the last watch: until the first garbage is collected. */
const SETTLE_MS = 3000;
/** Longer than it takes an engine that is not told of changes to find what was written. */
const LONGEST_ARRIVAL_MS = 60_000;

const runName = (i: number): string => `sweep${Math.floor(i / 100)}/run${i}`;
const logOf = (root: string, i: number): string => join(root, runName(i), "events.out.tfevents.1700000000.bench.0");

function writeLogs(root: string): void {
  const bytes = eventFile(curve("loss", [3, 2, 1]));
  for (let i = 0; i < directories; i++) {
    mkdirSync(join(root, runName(i)), { recursive: true });
    for (let file = 0; file < files; file++) writeFileSync(logOf(root, i).replace(/0$/, String(file)), bytes);
  }
}

interface Started {
  readonly server: Server;
  /** From the start of the process to everything read. */
  readonly readySeconds: number;
}

async function start(logdir: string, stateDir: string): Promise<Started> {
  const begin = performance.now();
  const server = await startTuneboard(logdir, stateDir);
  await untilLoaded(server.url);
  return { server, readySeconds: (performance.now() - begin) / 1000 };
}

const pidOf = ({ server }: Started): number => server.process.pid ?? 0;

/** Resident bytes of an engine with nothing to show. */
async function emptyEngine(folder: string): Promise<number> {
  const empty = join(folder, "nothing");
  mkdirSync(empty);
  const started = await start(empty, join(folder, "state-of-nothing"));
  await sleep(SETTLE_MS);
  const bytes = residentOf(pidOf(started));
  started.server.stop();
  return bytes;
}

/** Calls `changed` with the ids of each `points` event as it arrives, until `signal` aborts. */
async function listen(url: string, signal: AbortSignal, changed: (ids: Iterable<string>) => void): Promise<void> {
  const { body } = await fetch(`${url}/api/events`, { signal });
  if (body === null) throw new Error("the stream of events has no body");
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = /^event: points\ndata: (.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      const points: LiveEvents["points"] = JSON.parse(data);
      changed(Object.values(points.changed).flat());
    }
  }
}

/** Seconds until the number of watches is `all`, or has stayed as it was for long: then the system gives out no more. */
async function untilWatched(pid: number, all: number): Promise<number> {
  const begin = performance.now();
  let last = { watches: 0, at: begin };
  while (last.watches < all && performance.now() - last.at < LONGEST_ARRIVAL_MS / 2) {
    await sleep(100);
    const watches = watchesOf(pid);
    if (watches !== last.watches) last = { watches, at: performance.now() };
  }
  return (last.at - begin) / 1000;
}

const runsOf = async (url: string): Promise<RunsAnswer> => (await fetch(`${url}/api/runs`)).json();

const pointsIn = ({ runs }: RunsAnswer): number => runs.flatMap(({ points }) => points).reduce((a, b) => a + b, 0);

interface Growth {
  readonly latenciesMs: readonly number[];
  readonly appends: number;
  /** Of the points that were appended. */
  readonly arrived: number;
  /** Part of one core, 0 … 1. */
  readonly cpu: number;
}

/** Appends to `growing` logs in turn, evenly over the period, and takes the time until the page hears of each. */
async function grow(root: string, started: Started): Promise<Growth> {
  const { url } = started.server;
  const before = await runsOf(url);
  const idOf = new Map(before.runs.map(({ name, id }) => [name, id]));
  const appendedAt = new Map<string, number[]>();
  const latenciesMs: number[] = [];
  const ended = new AbortController();
  const listening = listen(url, ended.signal, (ids) => {
    for (const id of ids) {
      const now = performance.now();
      latenciesMs.push(...(appendedAt.get(id) ?? []).map((since) => now - since));
      appendedAt.delete(id);
    }
  }).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  await sleep(500);
  const cpuBefore = cpuSecondsOf(pidOf(started));
  const begin = performance.now();
  const appends = Math.floor((Number(args.seconds) * 1000 * growing) / PERIOD_MS);
  for (let i = 0; i < appends; i++) {
    const due = begin + (i * PERIOD_MS) / growing;
    if (due > performance.now()) await sleep(due - performance.now());
    const run = (i % growing) * Math.floor(directories / growing);
    const record = eventRecords([scalar("loss", 3 + i, Math.random())]);
    const id = idOf.get(runName(run)) ?? "";
    appendedAt.set(id, [...(appendedAt.get(id) ?? []), performance.now()]);
    appendFileSync(logOf(root, run), record);
  }
  const seconds = (performance.now() - begin) / 1000;
  const cpu = (cpuSecondsOf(pidOf(started)) - cpuBefore) / seconds;
  const expected = pointsIn(before) + appends;
  let now = pointsIn(before);
  for (const end = performance.now() + LONGEST_ARRIVAL_MS; now < expected && performance.now() < end; await sleep(500))
    now = pointsIn(await runsOf(url));
  ended.abort();
  await listening;
  return { latenciesMs, appends, arrived: appends - (expected - now), cpu };
}

const folder = mkdtempSync(join(tmpdir(), "tuneboard-bench-"));
try {
  const logs = join(folder, "logs");
  writeLogs(logs);
  const empty = await emptyEngine(folder);
  const rustboard = findRustboard(args.rustboard, args.tensorboard);
  const ready: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < Number(args.rounds); round++) {
    const { server, readySeconds } = await start(logs, join(folder, `state${round}`));
    server.stop();
    ready.push(readySeconds);
    if (rustboard !== null) theirs.push((await loadInRustboard(rustboard, logs)).seconds);
  }
  const started = await start(logs, join(folder, "state"));
  try {
    const all = directories + Math.ceil(directories / 100) + 1; // the runs', those above them, and the root
    const watchedAfter = await untilWatched(pidOf(started), all);
    await sleep(SETTLE_MS);
    const added = residentOf(pidOf(started)) - empty;
    const watches = watchesOf(pidOf(started));
    const { latenciesMs, appends, arrived, cpu } = await grow(logs, started);
    const p95 = percentile(latenciesMs, 0.95);
    console.log(
      `${(directories * files).toLocaleString("en")} files in ${directories.toLocaleString("en")} directories`,
    );
    sayHowBusy();
    const each = (seconds: readonly number[]) => seconds.map((s) => s.toFixed(2)).join(", ");
    report("start to all read", `${median(ready).toFixed(2)} s   (${each(ready)})`, {
      says: "1 s",
      isMet: median(ready) <= 1,
    });
    const pauseMs = await longestPauseMs(logs);
    report("longest pause meanwhile", `${pauseMs.toFixed(0)} ms`, { says: "100 ms", isMet: pauseMs <= 100 });
    report("memory added", `${(added / 1e6).toFixed(0)} MB`, { says: "40 MB", isMet: added <= 40e6 });
    report("watches", `${watches}, the last ${watchedAfter.toFixed(1)} s after all was read`, {
      says: `${all} directories`,
      isMet: watches <= all,
    });
    report(
      "written to page",
      `p50 ${percentile(latenciesMs, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (${arrived} of ${appends})`,
      { says: "p95 200 ms", isMet: p95 <= 200 && arrived === appends },
    );
    report("CPU while they grow", `${(100 * cpu).toFixed(1)} % of a core`, { says: "10 %", isMet: cpu <= 0.1 });
    if (rustboard === null) console.log(`\n${NO_RUSTBOARD}`);
    else {
      report("RustBoard, start to loaded", `${median(theirs).toFixed(2)} s   (${each(theirs)})`, null);
      report("ready, ratio", `${(median(theirs) / median(ready)).toFixed(2)} times as fast as theirs`, null);
    }
  } finally {
    started.server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
