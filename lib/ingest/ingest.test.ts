import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { bundleWorker } from "../../fixtures/builders/engine.ts";
import { curve, eventFile, eventRecords, type ScalarForm, scalar } from "../../fixtures/builders/event-file.ts";
import { readColumns } from "../store/columns-cache.ts";
import { Store } from "../store/store.ts";
import { Ingest } from "./ingest.ts";

const bundles = mkdtempSync(join(tmpdir(), "tuneboard-worker-"));
const workerPath = join(bundles, "ingest-worker.mjs");

beforeAll(() => bundleWorker(workerPath));
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

let root: string;
let ingest: Ingest | null = null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tuneboard-logs-"));
});
afterEach(async () => {
  await ingest?.close();
  ingest = null;
  rmSync(root, { recursive: true, force: true });
});

async function open(path: string, follow: boolean, cachePath?: string): Promise<Store> {
  const store = new Store([{ name: "logs", path, error: null, passedOver: [] }]);
  const cache = cachePath === undefined ? null : { path: cachePath, madeBy: "this engine", worthBytes: 1 };
  const report = (sentence: string) => expect.unreachable(sentence);
  ingest = new Ingest(store, {
    workerUrl: pathToFileURL(workerPath),
    follow,
    cache,
    now: () => Date.now() / 1000,
    report,
  });
  await ingest.start();
  await ingest.loaded;
  return store;
}

function write(path: string, bytes: Uint8Array): string {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, bytes);
  return whole;
}

const names = (store: Store): string[] => store.runs().map(({ name }) => name);

function points(store: Store, name: string, tag: string): [number, number][] {
  const series =
    store
      .runs()
      .find((run) => run.name === name)
      ?.series(tag) ?? null;
  if (series === null) return [];
  return Array.from({ length: series.length }, (_, i) => [series.steps[i], series.values[i]]);
}

const eventually = (claim: () => void) => vi.waitFor(claim, { timeout: 10_000, interval: 10 });

describe("what counts as a run", () => {
  it("is every directory with event files, named by its path, as TensorBoard names them", async () => {
    const store = await open(fileURLToPath(new URL("../../fixtures/writers", import.meta.url)), false);
    const withEvents = store.runs().filter((run) => run.format() === "tfevents");
    expect(withEvents.map(({ name }) => name).sort()).toEqual([
      "keras/diverges/train",
      "keras/lr0.01/train",
      "keras/lr0.01/validation",
      "keras/lr0.1/train",
      "keras/lr0.1/validation",
      "torch_basic/lr0.01",
      "torch_basic/lr0.1",
      "torch_basic/odd",
      "torch_basic/suffix",
    ]);
  });

  it("is also what other tools log: CSV, JSON lines, console output, each under the name that its place gives it", async () => {
    const text = (lines: string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);
    write("csv/metrics.csv", text(["step,loss", "0,3", "1,2"]));
    write("json/metrics.jsonl", text(['{"step": 0, "loss": 3}', '{"step": 1, "loss": NaN}']));
    write("console/stdout.txt", text(["step 0/10 loss 3.0", "step 1/10 loss 2.5"]));
    write("notes/README.txt", text(["loss of sleep: 3 nights"]));
    const store = await open(root, false);
    expect(store.runs().map((run) => [run.name, run.format()])).toEqual([
      ["console", "console"],
      ["csv", "csv"],
      ["json", "jsonl"],
    ]);
    expect(points(store, "csv", "loss")).toEqual([
      [0, 3],
      [1, 2],
    ]);
    expect(points(store, "json", "loss")).toEqual([
      [0, 3],
      [1, NaN],
    ]);
    expect(points(store, "console", "loss")).toEqual([
      [0, 3],
      [1, 2.5],
    ]);
  });

  it("is `.` for files in the log directory itself", async () => {
    write("events.out.tfevents.1.host", eventFile(curve("x", [1])));
    expect(names(await open(root, false))).toEqual(["."]);
  });

  it("ends at links that lead back, and passes over pipes named like logs", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    symlinkSync(root, join(root, "run/loop"));
    symlinkSync("self", join(root, "self"));
    symlinkSync(join(root, "nowhere"), join(root, "dangling"));
    execFileSync("mkfifo", [join(root, "run/events.out.tfevents.pipe")]);
    mkdirSync(join(root, "events.out.tfevents.directory"));
    expect(names(await open(root, false))).toEqual(["run"]);
  });

  it("follows a link to a run elsewhere", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "tuneboard-elsewhere-"));
    writeFileSync(join(elsewhere, "events.out.tfevents.1"), eventFile(curve("x", [1])));
    symlinkSync(elsewhere, join(root, "linked"));
    expect(names(await open(root, false))).toEqual(["linked"]);
    rmSync(elsewhere, { recursive: true });
  });
});

describe("settings", () => {
  it("come from hparams.json beside the events, nested ones under dotted names", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    write(
      "run/hparams.json",
      new TextEncoder().encode('{"lr": 0.01, "schedule": {"kind": "const"}, "best": NaN, "tags": [1]}'),
    );
    const store = await open(root, false);
    await eventually(() =>
      expect(store.runs()[0].hparams()).toEqual({ lr: 0.01, "schedule.kind": "const", best: "NaN" }),
    );
  });
});

it("takes from MLflow's store the metrics, the parameters and how the run ended", async () => {
  const run = "mlruns/0/0123456789abcdef0123456789abcdef";
  const text = (line: string) => new TextEncoder().encode(`${line}\n`);
  write(`${run}/metrics/train/loss`, text("1700000000000 3.5 0"));
  write(`${run}/metrics/acc`, text("1700000001000 0.5 10"));
  write(`${run}/params/lr`, text("0.01"));
  write(`${run}/meta.yaml`, text("run_name: first\nstatus: 4\nend_time: 1700000002000"));
  const store = await open(root, false);
  expect(names(store)).toEqual([run]);
  expect(store.runs()[0].hparams()).toEqual({ lr: 0.01 });
  expect(points(store, run, "train/loss")).toEqual([[0, 3.5]]);
  expect(points(store, run, "acc")).toEqual([[10, 0.5]]);
  expect(store.runs()[0].stateAt(0)).toBe("failed");
});

describe("tuneboard.yaml", () => {
  const text = (...lines: string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);
  const log = () => write("run/stdout.txt", text("at 1 we lose 5", "at 2 we lose 4"));

  it("says how console logs are to be read, and is obeyed when it changes", async () => {
    log();
    write("tuneboard.yaml", text("console:", "  patterns:", '    - "at (?<step>\\\\d+) we lose (?<lost>\\\\d+)"'));
    const store = await open(root, true);
    expect(points(store, "run", "lost")).toEqual([
      [1, 5],
      [2, 4],
    ]);
    write("tuneboard.yaml", text("console:", "  patterns:", '    - "at (?<step>\\\\d+) we lose (?<gone>\\\\d+)"'));
    await eventually(() =>
      expect(points(store, "run", "gone")).toEqual([
        [1, 5],
        [2, 4],
      ]),
    );
    expect(points(store, "run", "lost")).toEqual([]);
  });

  it("stops nobody as a pipe, which has no end to be read to", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    execFileSync("mkfifo", [join(root, "tuneboard.yaml")]);
    const store = await open(root, false);
    expect(names(store)).toEqual(["run"]);
    expect(store.logdirs()[0].passedOver).toEqual([
      { path: "tuneboard.yaml", text: "It is no file of at most 1 MiB." },
    ]);
  });

  it.each([
    { yaml: "console: patterns: x", because: "It is no YAML" },
    { yaml: "console: {patterns: 3}", because: "`console.patterns` is not as it should be" },
    { yaml: 'console: {patterns: ["(?<step>"]}', because: "The pattern (?<step> cannot be used" },
    { yaml: 'console: {patterns: ["(?<step>a+)+$"]}', because: "it could take for ever" },
  ])("with the mistake $yaml counts for nothing, and says so", async ({ yaml, because }) => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    write("tuneboard.yaml", text(yaml));
    const store = await open(root, false);
    expect(names(store)).toEqual(["run"]);
    expect(store.logdirs()[0].passedOver).toEqual([{ path: "tuneboard.yaml", text: expect.stringContaining(because) }]);
  });
});

describe("following", () => {
  it("shows what is appended, once, and only when its record is complete", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2])));
    const store = await open(root, true);
    expect(points(store, "run", "x")).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const more = eventRecords([scalar("x", 2, 3), scalar("y", 0, 9)]);
    appendFileSync(file, more.slice(0, 20));
    appendFileSync(file, more.slice(20));
    await eventually(() => expect(points(store, "run", "y")).toEqual([[0, 9]]));
    expect(points(store, "run", "x")).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(store.runs()[0].problems()).toEqual([]);
  });

  it("notices new runs, however deep, and new files of a run", async () => {
    const store = await open(root, true);
    expect(names(store)).toEqual([]);
    write("a/b/c/events.out.tfevents.1", eventFile(curve("x", [1])));
    await eventually(() => expect(points(store, "a/b/c", "x")).toEqual([[0, 1]]));
    write("a/b/c/events.out.tfevents.2", eventFile(curve("x", [5], { from: 1 })));
    await eventually(() =>
      expect(points(store, "a/b/c", "x")).toEqual([
        [0, 1],
        [1, 5],
      ]),
    );
  });

  it("follows two writers of one run at the same time", async () => {
    const first = write("run/events.out.tfevents.1", eventFile(curve("train", [1])));
    const second = write("run/events.out.tfevents.2", eventFile(curve("dev", [1])));
    const store = await open(root, true);
    appendFileSync(second, eventRecords([scalar("dev", 1, 2)]));
    appendFileSync(first, eventRecords([scalar("train", 1, 2)]));
    await eventually(() => {
      expect(points(store, "run", "train")).toEqual([
        [0, 1],
        [1, 2],
      ]);
      expect(points(store, "run", "dev")).toEqual([
        [0, 1],
        [1, 2],
      ]);
    });
  });

  it("reads a file anew that was replaced, without doubling a point", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    const store = await open(root, true);
    const longer = write("elsewhere", eventFile(curve("x", [7, 8, 9, 10])));
    renameSync(longer, file);
    await eventually(() => expect(points(store, "run", "x").map(([, value]) => value)).toEqual([7, 8, 9, 10]));
  });

  it("reads a file anew that was cut and written again", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    const store = await open(root, true);
    truncateSync(file, 0);
    await eventually(() => expect(points(store, "run", "x")).toEqual([]));
    writeFileSync(file, eventFile(curve("x", [4])));
    await eventually(() => expect(points(store, "run", "x")).toEqual([[0, 4]]));
  });

  it("follows a link at once, and never round a loop", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "tuneboard-elsewhere-"));
    const file = join(elsewhere, "events.out.tfevents.1");
    writeFileSync(file, eventFile(curve("x", [1])));
    const store = await open(root, true);
    symlinkSync(elsewhere, join(root, "linked"));
    symlinkSync(root, join(elsewhere, "loop"));
    await eventually(() => expect(names(store)).toEqual(["linked"]));
    appendFileSync(file, eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(points(store, "linked", "x").length).toBe(2));
    mkdirSync(join(root, "more"));
    write("more/events.out.tfevents.1", eventFile(curve("x", [1])));
    await eventually(() => expect(names(store)).toEqual(["linked", "more"]));
    rmSync(elsewhere, { recursive: true });
  });

  it.each([
    { to: "a larger size", values: [7, 8, 9, 10, 11] },
    { to: "the same size", values: [7, 8, 9] },
  ])("reads a file anew that was written over to $to between two looks", async ({ values }) => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    const store = await open(root, true);
    writeFileSync(file, eventFile(curve("x", values)));
    await eventually(() => expect(points(store, "run", "x").map(([, value]) => value)).toEqual(values));
  });

  it("shows no point twice when a better source of the same run appears", async () => {
    const lines = (...rows: string[]) => new TextEncoder().encode(`${rows.join("\n")}\n`);
    write("run/metrics.csv", lines("step,loss", "0,3", "1,2"));
    const store = await open(root, true);
    expect(points(store, "run", "loss").length).toBe(2);
    write("run/events.out.tfevents.1", eventFile(curve("loss", [3, 2, 1])));
    await eventually(() =>
      expect(points(store, "run", "loss")).toEqual([
        [0, 3],
        [1, 2],
        [2, 1],
      ]),
    );
    expect(store.runs()[0].format()).toBe("tfevents");
  });

  it("reads a last line without an end once its file has long been silent", async () => {
    const file = write("run/metrics.csv", new TextEncoder().encode("step,loss\n0,3\n1,2"));
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(file, anHourAgo, anHourAgo);
    expect(points(await open(root, false), "run", "loss")).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it("leaves a text log alone that is mostly a hole, says so, and reads the others", async () => {
    const sparse = write("sparse/metrics.csv", new TextEncoder().encode("step,loss\n0,3\n1,2\n"));
    truncateSync(sparse, 2 ** 40);
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    const store = await open(root, false);
    expect(points(store, "run", "x")).toEqual([[0, 1]]);
    const [problem] = store.runAt("logs", "sparse")?.problems() ?? [];
    expect(problem.text).toContain("mostly a hole");
  });

  it("lets a run go when its files are gone, and the others stay", async () => {
    write("stays/events.out.tfevents.1", eventFile(curve("x", [1])));
    write("goes/events.out.tfevents.1", eventFile(curve("x", [1])));
    const store = await open(root, true);
    rmSync(join(root, "goes"), { recursive: true });
    await eventually(() => expect(names(store)).toEqual(["stays"]));
  });

  it("watches nothing when it was closed before it had begun", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    const store = new Store([{ name: "logs", path: root, error: null, passedOver: [] }]);
    for (let i = 0; i < 20; i++) write(`more${i}/events.out.tfevents.1`, eventFile(curve("x", [1])));
    const portsBefore = process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort");
    const early = new Ingest(store, {
      workerUrl: pathToFileURL(workerPath),
      follow: true,
      cache: null,
      now: () => 0,
      report: () => {},
    });
    const starting = early.start();
    await early.close();
    await starting;
    await sleep(300); // a watch that was begun would be there by now
    const left = process.getActiveResourcesInfo();
    expect(left.filter((kind) => kind === "FSEventWrap" || kind === "MessagePort")).toEqual(portsBefore);
  });

  it("calls a run live while it grows", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2])));
    const store = await open(root, true);
    const now = Date.now() / 1000;
    expect(store.runs()[0].stateAt(now)).toBe("unknown");
    appendFileSync(file, eventRecords([scalar("x", 2, 3)]));
    await eventually(() => expect(store.runs()[0].stateAt(now)).toBe("live"));
    expect(store.runs()[0].stateAt(now + 4000)).toBe("stalled");
  });
});

const DOUBLE: ScalarForm = { tensor: "double", in: "content" };

describe("the columns cache", () => {
  const cachePath = () => join(root, "../", `${basename(root)}-cache`, "logs.columns");
  afterEach(() => rmSync(dirname(cachePath()), { recursive: true, force: true }));

  /** Opens the logs, waits for the cache to be written, and ends. */
  async function openAndCache(): Promise<void> {
    await open(root, true, cachePath());
    await eventually(() => expect(existsSync(cachePath())).toBe(true));
    await ingest?.close();
  }

  const twoFiles = () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    return write(
      "run/events.out.tfevents.2",
      eventFile([scalar("x", 2n ** 60n + 1n, 4), scalar("d", 0, 0.1, { form: DOUBLE })]),
    );
  };

  it("gives the same points as the logs, to the last digit", async () => {
    twoFiles();
    const before = await open(root, false);
    const expected = before.runs()[0].pointsOf("run/events.out.tfevents.2");
    await ingest?.close();
    await openAndCache();
    const after = await open(root, false, cachePath());
    expect(points(after, "run", "x")).toEqual(points(before, "run", "x"));
    expect(after.runs()[0].pointsOf("run/events.out.tfevents.2")).toEqual(expected);
    expect(after.runs()[0].startedAt()).toBe(before.runs()[0].startedAt());
  });

  it("is really used: points that only it holds appear", async () => {
    const file = twoFiles();
    await openAndCache();
    const { size, mtime, atime } = statSync(file);
    const bytes = readFileSync(file);
    bytes[Math.floor(size / 2)] ^= 0xff; // between the two places whose content is compared
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    const store = await open(root, false, cachePath());
    expect(points(store, "run", "x").length).toBe(4);
    expect(store.runs()[0].problems()).toEqual([]);
  });

  it("holds every file, also when several threads read them", async () => {
    for (let i = 0; i < 40; i++) write(`run${i}/events.out.tfevents.1`, eventFile(curve("x", [i])));
    await openAndCache();
    expect(await readColumns(cachePath(), "this engine")).toHaveLength(40);
  });

  it("goes on where it ends when a file has grown since", async () => {
    const file = twoFiles();
    await openAndCache();
    appendFileSync(file, eventRecords([scalar("x", 7, 5)]));
    const store = await open(root, true, cachePath());
    expect(points(store, "run", "x").map(([, value]) => value)).toEqual([1, 2, 3, 4, 5]);
  });

  it("is put aside for a file that was written anew", async () => {
    const file = twoFiles();
    await openAndCache();
    writeFileSync(file, eventFile(curve("x", [8, 9])));
    const store = await open(root, false, cachePath());
    expect(points(store, "run", "x").map(([, value]) => value)).toEqual([1, 2, 3, 8, 9]);
  });

  it("is put aside when another engine made it", async () => {
    twoFiles();
    await openAndCache();
    expect(await readColumns(cachePath(), "another engine")).toBeNull();
    expect(await readColumns(cachePath(), "this engine")).toHaveLength(2);
  });

  it("is put aside as a whole when it is damaged or cut anywhere", async () => {
    twoFiles();
    await openAndCache();
    const whole = readFileSync(cachePath());
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const damaged = Uint8Array.from(whole);
      damaged[at] ^= 1;
      writeFileSync(cachePath(), damaged);
      expect(await readColumns(cachePath(), "this engine"), `byte ${at}`).toBeNull();
    }
    writeFileSync(cachePath(), whole.subarray(0, whole.length - 1));
    const store = await open(root, false, cachePath());
    expect(points(store, "run", "x").length).toBe(4);
  });
});
