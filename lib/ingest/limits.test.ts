/** Systems that refuse, and logs without measure: the engine goes on with everything else. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { buildEngineIn, type EngineProcess, startEngine } from "../../fixtures/builders/engine.ts";
import { curve, eventFile, eventRecords, scalar } from "../../fixtures/builders/event-file.ts";
import type { HealthAnswer, ProblemsAnswer, RunsAnswer } from "../core/api.ts";

const folder = mkdtempSync(join(tmpdir(), "tuneboard-limits-"));
let program: string;
beforeAll(async () => {
  program = await buildEngineIn(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let root: string;
let engine: EngineProcess | null = null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tuneboard-logs-"));
});
afterEach(async () => {
  await engine?.kill();
  engine = null;
  rmSync(root, { recursive: true, force: true });
});

/** Starts the engine over `root` and waits until it has read what is there. */
async function open(through: readonly string[] = []): Promise<EngineProcess> {
  const started = await startEngine(program, root, mkdtempSync(join(folder, "state-")), through);
  engine = started;
  await eventually(async () => {
    const health: HealthAnswer = await (await fetch(`${started.url}/api/health`)).json();
    expect(health.loading).toBeNull();
  });
  return started;
}

/** Nothing is timed: the limit is for a busy machine. */
const eventually = (claim: () => Promise<void>) => vi.waitFor(claim, { timeout: 20_000, interval: 20 });

const runsOf = async ({ url }: EngineProcess): Promise<RunsAnswer> => (await fetch(`${url}/api/runs`)).json();

/** Points of each run, all tags together. */
async function pointCounts(of: EngineProcess): Promise<Record<string, number>> {
  const { runs } = await runsOf(of);
  return Object.fromEntries(runs.map(({ name, points }) => [name, points.reduce((a, b) => a + b, 0)]));
}

function writeRun(run: string, values: readonly number[]): string {
  mkdirSync(join(root, run), { recursive: true });
  const path = join(root, run, "events.out.tfevents.1");
  writeFileSync(path, eventFile(curve("x", values)));
  return path;
}

const residentOf = ({ process }: EngineProcess): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${process.pid}/status`, "utf8"))?.[1]) * 1024;

/** Runs what stands behind it in a user namespace of its own, whose limit of watches only holds there. */
const withWatches = (most: number): string[] => [
  "unshare",
  "-Ur",
  "sh",
  "-c",
  `echo ${most} > /proc/sys/user/max_inotify_watches && exec "$@"`,
  "sh",
];
const canLimitWatches = (() => {
  const [command, ...args] = [...withWatches(50), "true"];
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
})();

describe("a system without watches to spare", () => {
  // Where user namespaces are not permitted (or there is no /proc/sys/user), the limit cannot be set for one process.
  it.skipIf(!canLimitWatches)(
    "still shows new points and new runs, and says in one sentence what is slower",
    async () => {
      const files = Array.from({ length: 100 }, (_, i) => writeRun(`run${i}`, [1, 2]));
      const running = await open(withWatches(50));
      await eventually(async () => expect(running.stderr()).not.toBe(""));
      for (const file of files) appendFileSync(file, eventRecords([scalar("x", 2, 3)]));
      writeRun("run99/below", [1]);
      writeRun("late", [1, 2, 3, 4]);
      const expected = Object.fromEntries(files.map((_, i) => [`run${i}`, 3]));
      await eventually(async () =>
        expect(await pointCounts(running)).toEqual({ ...expected, "run99/below": 1, late: 4 }),
      );
      expect(running.stderr().trim().split("\n")).toHaveLength(1);
      expect(running.stderr()).toMatch(/^Not everything can be watched \(.*\); .*\.\n$/);
      expect(running.stderr()).not.toMatch(/\n\s+at /); // a stack is no sentence
    },
  );
});

/** Runs what stands behind it so that it may hold so many files open at the same time. */
const withOpenFiles = (most: number): string[] => ["sh", "-c", `ulimit -n ${most} && exec "$@"`, "sh"];

describe("a process that may open few files at a time", () => {
  it("reads the settings of all runs of MLflow's store, each of which is a file", async () => {
    const params = Array.from({ length: 40 }, (_, i) => `p${i}`);
    for (let i = 0; i < 20; i++) {
      const run = join(root, `1/${i.toString(16).padStart(32, "0")}`);
      for (const part of ["metrics", "params"]) mkdirSync(join(run, part), { recursive: true });
      writeFileSync(join(run, "metrics/loss"), "1700000000000 3.0 0\n1700000001000 2.0 1\n");
      for (const name of params) writeFileSync(join(run, "params", name), "1");
    }
    const running = await open(withOpenFiles(128));
    const { runs } = await runsOf(running);
    expect(runs).toHaveLength(20);
    for (const { hparams } of runs) expect(Object.keys(hparams).sort()).toEqual([...params].sort());
  });
});

/** Permissions bind nobody who is root: then the engine runs as somebody else. */
const asNobody = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
const canBeNobody = asNobody.length === 0 || spawnSync(asNobody[0], [...asNobody.slice(1), "true"]).status === 0;

describe("directories and files that may not be read", () => {
  it.skipIf(!canBeNobody)(
    "are said, each with its place, while the rest is read; they come once they may be",
    async () => {
      writeRun("open", [1, 2]);
      const file = writeRun("closed file", [1]);
      writeRun("closed/below", [1]);
      chmodSync(file, 0);
      chmodSync(join(root, "closed"), 0);
      for (const path of [folder, root]) chmodSync(path, 0o755);
      const stateDir = mkdtempSync(join(folder, "state-"));
      chmodSync(stateDir, 0o777);
      const running = await startEngine(program, root, stateDir, asNobody);
      engine = running;
      const problems = async (): Promise<ProblemsAnswer> => (await fetch(`${running.url}/api/problems`)).json();
      await eventually(async () => {
        const { logdirs, runs } = await problems();
        expect(logdirs.flatMap(({ passedOver }) => passedOver)).toEqual([
          { path: "closed", text: "The directory may not be read by this user; it will be tried again." },
        ]);
        expect(runs.map(({ run, problems: [{ text }] }) => [run, text])).toEqual([
          ["closed file", "The file may not be read by this user; it will be tried again."],
        ]);
      });
      expect((await pointCounts(running)).open).toBe(2);
      chmodSync(join(root, "closed"), 0o755);
      chmodSync(file, 0o644);
      await eventually(async () =>
        expect(await pointCounts(running)).toEqual({ open: 2, "closed file": 1, "closed/below": 1 }),
      );
      await eventually(async () => expect(await problems()).toMatchObject({ logdirs: [], runs: [] }));
    },
  );
});

describe("a sweep that starts", () => {
  it("is listed whole, however many runs come at once", async () => {
    writeRun("before", [1]);
    const running = await open();
    const expected: Record<string, number> = { before: 1 };
    for (let i = 0; i < 500; i++) {
      writeRun(`sweep/run${i}`, [1, 2]);
      expected[`sweep/run${i}`] = 2;
    }
    await eventually(async () => expect(await pointCounts(running)).toEqual(expected));
    expect(running.stderr()).toBe("");
  });
});

describe("a run with a tag for every step", () => {
  it("keeps its points, and the others are followed beside it", async () => {
    const TAGS = 20_000;
    mkdirSync(join(root, "many"));
    const events = Array.from({ length: TAGS }, (_, i) => scalar(`loss at step ${i}`, i, i));
    writeFileSync(join(root, "many/events.out.tfevents.1"), eventFile(events));
    const other = writeRun("other", [1]);
    const running = await open();
    appendFileSync(other, eventRecords([scalar("x", 1, 2)]));
    await eventually(async () => expect(await pointCounts(running)).toEqual({ many: TAGS, other: 2 }));
    const { runs } = await runsOf(running);
    expect(runs.find(({ name }) => name === "many")?.tagIndices).toHaveLength(TAGS);
  });
});

describe("a sparse file of a tebibyte that is named like a log", () => {
  const MOST_ADDED_BYTES = 64 * 1024 * 1024;

  it("takes no memory and holds nobody up", async () => {
    const other = writeRun("other", [1]);
    const running = await open();
    const before = residentOf(running);
    mkdirSync(join(root, "sparse"));
    const sparse = join(root, "sparse/events.out.tfevents.1");
    writeFileSync(sparse, eventFile(curve("x", [1, 2, 3])));
    truncateSync(sparse, 2 ** 40);
    await eventually(async () => expect((await pointCounts(running)).sparse).toBe(3));
    for (let step = 1; step <= 5; step++) {
      appendFileSync(other, eventRecords([scalar("x", step, 0)]));
      await eventually(async () => expect((await pointCounts(running)).other).toBe(step + 1));
    }
    expect(residentOf(running) - before).toBeLessThan(MOST_ADDED_BYTES);
    expect(running.stderr()).toBe("");
  });

  it("does not keep the start from ending, and is no run's point", async () => {
    writeRun("other", [1, 2]);
    mkdirSync(join(root, "sparse"));
    for (const name of ["events.out.tfevents.1", "train.log", "metrics.csv", "metrics.jsonl"]) {
      writeFileSync(join(root, "sparse", name), "");
      truncateSync(join(root, "sparse", name), 2 ** 40);
    }
    const running = await open();
    const counts = await pointCounts(running);
    expect(counts.other).toBe(2);
    expect(counts.sparse ?? 0).toBe(0);
    expect(residentOf(running)).toBeLessThan(300 * 1024 * 1024);
  });
});

describe("a file that is deleted while it is followed", () => {
  it("leaves its run and points in the list as gone, until what is written anew takes their place", async () => {
    const going = writeRun("going", [1, 2, 3]);
    const staying = writeRun("staying", [1]);
    const running = await open();
    unlinkSync(going);
    const states = async () => Object.fromEntries((await runsOf(running)).runs.map(({ name, state }) => [name, state]));
    await eventually(async () => expect((await states()).going).toBe("gone"));
    expect(await pointCounts(running)).toEqual({ going: 3, staying: 1 });
    writeFileSync(going, eventFile(curve("x", [4])));
    appendFileSync(staying, eventRecords([scalar("x", 1, 2)]));
    await eventually(async () => expect(await pointCounts(running)).toEqual({ going: 1, staying: 2 }));
    expect((await states()).going).toBe("live");
    expect(running.stderr()).toBe("");
  });

  it("leaves the others alone when it goes between being found and being read", async () => {
    const running = await open();
    for (let i = 0; i < 40; i++) {
      const path = writeRun(`short${i}`, [1]);
      if (i % 2 === 0) unlinkSync(path);
    }
    const expected = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`short${2 * i + 1}`, 1]));
    await eventually(async () => expect(await pointCounts(running)).toEqual(expected));
    expect(running.stderr()).toBe("");
  });
});
