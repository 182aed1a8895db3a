/** Log directories as they should not be: odd names, loops, foreign file systems, roots that come and go. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  watch,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { curve, eventFile, eventRecords, scalar } from "../../fixtures/builders/event-file.ts";
import {
  eventually,
  LOG,
  names,
  oneRun,
  open,
  openStore,
  points,
  root,
  states,
  write,
} from "../../fixtures/builders/opened-logs.ts";
import { toRunId } from "../core/units.ts";
import { withoutDoubles } from "../store/doubles.ts";
import { Store } from "../store/store.ts";
import type { WatchInSystem } from "./watch.ts";

const NFS = 0x6969;
const EXT4 = 0xef53;

describe("a name that only bytes can tell", () => {
  const odd = (text: string): Buffer => Buffer.from(`${root}/${text}`, "latin1");
  const writeOdd = (text: string, values: readonly number[]): void => {
    write(`plain/${LOG}`, eventFile(curve("x", values)));
    mkdirSync(odd(text));
    renameSync(join(root, `plain/${LOG}`), Buffer.concat([odd(text), Buffer.from(`/${LOG}`)]));
    rmSync(join(root, "plain"), { recursive: true });
  };

  it("is a run like others, shown with its bytes in numbers; its twins stay apart, in their ids as well", async () => {
    writeOdd("caf\xe9", [1]);
    writeOdd("caf\xe8", [2]);
    write(`caf\\xe9/${LOG}`, eventFile(curve("x", [3])));
    const store = await open(root, false);
    expect(names(store).sort()).toEqual(["caf\\\\xe9", "caf\\xe8", "caf\\xe9"]);
    expect(points(store, "caf\\xe9", "x")).toEqual([[0, 1]]);
    expect(points(store, "caf\\xe8", "x")).toEqual([[0, 2]]);
    expect(points(store, "caf\\\\xe9", "x")).toEqual([[0, 3]]);
    expect(new Set(store.runs().map(({ id }) => id)).size).toBe(3);
  });

  it("is followed like others, as a directory and as a file", async () => {
    writeOdd("caf\xe9", [1]);
    const store = await open(root, true);
    appendFileSync(Buffer.concat([odd("caf\xe9"), Buffer.from(`/${LOG}`)]), eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(points(store, "caf\\xe9", "x").length).toBe(2));
    oneRun("plain");
    const moved = Buffer.concat([odd("caf\xe9"), Buffer.from("/events.out.tfevents.\xff", "latin1")]);
    renameSync(join(root, `plain/${LOG}`), moved);
    await eventually(() => expect(points(store, "caf\\xe9", "x").length).toBe(3));
    appendFileSync(moved, eventRecords([scalar("x", 3, 4)]));
    await eventually(() => expect(points(store, "caf\\xe9", "x").length).toBe(4));
  });
});

it.each([
  '<img src=x onerror="1">',
  "..%2f..%2fetc",
  "%2e%2e",
  "new\nline\tand tab",
  "right\u202eto left",
  "💀",
  "e\u0301 apart",
  "é joined",
  "trailing space ",
  "trailing.dot.",
  "#?&=",
  "__proto__",
  "constructor",
  "\u200b",
  "n".repeat(255),
])("a run may be called %j, and its id finds it", async (name) => {
  oneRun(name);
  const store = await open(root, false);
  expect(names(store)).toEqual([name]);
  expect(store.run(toRunId("logs", name))?.name).toBe(name);
});

describe("links", () => {
  it("are followed in a chain of forty, and a run that is reached by several names is shown once, by its own", async () => {
    oneRun("own");
    symlinkSync(join(root, "own"), join(root, "a0"));
    for (let i = 1; i < 40; i++) symlinkSync(join(root, `a${i - 1}`), join(root, `a${i}`));
    symlinkSync(join(root, "own"), join(root, "0 before it in order"));
    expect(names(await open(root, false))).toEqual(["own"]);
  });

  it("of files are files: one log under two names is two runs, each with its points once", async () => {
    const log = oneRun("one");
    mkdirSync(join(root, "two"));
    linkSync(log, join(root, "two", LOG));
    const store = await open(root, true);
    appendFileSync(log, eventRecords([scalar("x", 1, 2)]));
    for (const run of ["one", "two"]) {
      await eventually(() =>
        expect(points(store, run, "x")).toEqual([
          [0, 1],
          [1, 2],
        ]),
      );
    }
  });

  it("of files are said at both runs, and averages and the advice take the first for both", async () => {
    const log = oneRun("one");
    oneRun("three");
    mkdirSync(join(root, "two"));
    symlinkSync(log, join(root, "two", LOG));
    const store = await open(root, true);
    const said = () =>
      Object.fromEntries(store.runs().map((run) => [run.name, run.problems().map(({ text }) => text)]));
    const text = (run: string) =>
      `It is the same file as ${run}/${LOG} of the run ${run}; averages and the advice count it once.`;
    expect(said()).toEqual({ one: [text("two")], two: [text("one")], three: [] });
    expect(withoutDoubles(store.runs()).map(({ name }) => name)).toEqual(["one", "three"]);
    rmSync(join(root, "two", LOG));
    await eventually(() => expect(said().one).toEqual([]));
  });

  it("of a file beside it do not double its points", async () => {
    const log = oneRun("run");
    symlinkSync(log, join(root, "run", `${LOG}.latest`));
    const store = await open(root, false);
    expect(points(store, "run", "x")).toEqual([[0, 1]]);
    expect(
      store
        .runs()[0]
        .problems()
        .map(({ text }) => text),
    ).toEqual([
      `It is the same file as run/${LOG}.latest; its points are taken once.`,
      `It is the same file as run/${LOG}; its points are taken once.`,
    ]);
  });
});

describe("log directories that overlap", () => {
  it("show a run in both, and say that it is one", async () => {
    oneRun("sweep/a");
    const store = new Store([
      { name: "all", path: root, error: null, passedOver: [] },
      { name: "sweep", path: join(root, "sweep"), error: null, passedOver: [] },
    ]);
    await openStore(store);
    expect(names(store)).toEqual(["all/sweep/a", "sweep/a"]);
    expect(store.runs()[0].problems()[0].text).toContain("of the run sweep/a;");
    expect(withoutDoubles(store.runs()).map(({ name }) => name)).toEqual(["all/sweep/a"]);
  });
});

describe("what is no file", () => {
  it("is passed over, whatever it is called, and never waited for", async () => {
    oneRun("run");
    execFileSync("mkfifo", [join(root, "run", "events.out.tfevents.2"), join(root, "run", "metrics.csv")]);
    mkdirSync(join(root, "run", "events.out.tfevents.3"));
    symlinkSync("/dev/zero", join(root, "run", "events.out.tfevents.4"));
    const server = createServer().listen(join(root, "run", "events.out.tfevents.5"));
    const store = await open(root, true);
    expect(names(store)).toEqual(["run"]);
    expect(points(store, "run", "x")).toEqual([[0, 1]]);
    server.close();
  });

  it("ends a run whose file it takes the place of, and holds nobody up", async () => {
    const file = oneRun("run");
    const other = oneRun("other");
    const store = await open(root, true);
    rmSync(file);
    execFileSync("mkfifo", [file]);
    appendFileSync(other, eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(points(store, "other", "x").length).toBe(2));
    await eventually(() => expect(states(store)).toMatchObject({ run: "gone" }));
  });
});

describe("a path that is too long for the system", () => {
  it("is said, and the rest is read", async () => {
    oneRun("run");
    // Neither half is too long to be made; one inside the other is.
    const half = (top: string) => join(root, top, ...Array.from({ length: 12 }, () => "d".repeat(200)));
    for (const top of ["upper", "lower"]) mkdirSync(half(top), { recursive: true });
    renameSync(join(root, "lower"), join(half("upper"), "lower"));
    write(`${Array.from({ length: 200 }, () => "b").join("/")}/${LOG}`, eventFile(curve("x", [1])));
    const store = await open(root, false);
    expect(names(store).map((name) => name.length)).toEqual([399, 3]);
    const [{ text }, ...others] = store.logdirs()[0].passedOver;
    expect(others).toEqual([]);
    expect(text).toBe("The directory has a path that is too long for the system; it will be tried again.");
    execFileSync("rm", ["-rf", root]); // Node itself cannot remove it
  });
});

describe("a root that goes and comes back", () => {
  it("keeps its runs while it is away, says so, and goes on with it", async () => {
    oneRun("run");
    const store = await open(root, true);
    renameSync(root, `${root}-away`);
    await eventually(() => expect(store.logdirs()[0].error).toContain("not there"));
    expect(points(store, "run", "x")).toEqual([[0, 1]]);
    renameSync(`${root}-away`, root);
    appendFileSync(join(root, "run", LOG), eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(store.logdirs()[0].error).toBeNull());
    await eventually(() => expect(points(store, "run", "x").length).toBe(2));
  });

  it("is read anew when it is another one", async () => {
    oneRun("before");
    const store = await open(root, true);
    rmSync(root, { recursive: true });
    await eventually(() => expect(store.logdirs()[0].error).toContain("not there"));
    mkdirSync(root);
    oneRun("after");
    await eventually(() => expect(states(store)).toMatchObject({ before: "gone" }));
    await eventually(() => expect(points(store, "after", "x")).toEqual([[0, 1]]));
  });
});

describe("times that lie", () => {
  it("hide nothing: a file that grew under its old time, or one from the future, is read to its end", async () => {
    const file = oneRun("old");
    const future = oneRun("future");
    const inAYear = Date.now() / 1000 + 365 * 86_400;
    utimesSync(future, inAYear, inAYear);
    const { atime, mtime } = statSync(file);
    const store = await open(root, true);
    appendFileSync(file, eventRecords([scalar("x", 1, 2)]));
    utimesSync(file, atime, mtime);
    appendFileSync(future, eventRecords([scalar("x", 1, 2)]));
    utimesSync(future, inAYear, inAYear);
    await eventually(() => expect(points(store, "old", "x").length).toBe(2));
    await eventually(() => expect(points(store, "future", "x").length).toBe(2));
  });

  it("of a directory hide no run in it", async () => {
    oneRun("sweep/one");
    const { atime, mtime } = statSync(join(root, "sweep"));
    const store = await open(root, true);
    oneRun("sweep/two");
    utimesSync(join(root, "sweep"), atime, mtime);
    await eventually(() => expect(names(store)).toEqual(["sweep/one", "sweep/two"]));
  });
});

/** A real network file system cannot be had in a test: what statfs answers on one is put in the place of this one's answer. */
describe("a log directory that says it is on a network file system", () => {
  /** As on one that another machine writes to: no event ever comes. */
  const silent: WatchInSystem = () => ({ close: () => {}, on: () => {} });

  it("shows new points and new runs without one event, and says once why that takes longer", async () => {
    const file = oneRun("run");
    const store = await open(root, true, undefined, { system: { askFileSystem: async () => NFS, watch: silent } });
    await eventually(() => expect(store.logdirs()[0].passedOver).toHaveLength(1));
    const [{ path, text }] = store.logdirs()[0].passedOver;
    expect(path).toBe(".");
    expect(text).toContain("network file system (NFS)");
    appendFileSync(file, eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(points(store, "run", "x").length).toBe(2));
    oneRun("late");
    await eventually(() => expect(names(store)).toEqual(["late", "run"]));
    expect(store.logdirs()[0].passedOver).toHaveLength(1);
  });

  it("says nothing of the kind of a local one, nor of one that cannot be asked", async () => {
    for (const askFileSystem of [async () => EXT4, () => Promise.reject(new Error("no answer"))]) {
      oneRun("run");
      let watches = 0;
      const counted: WatchInSystem = (path, options, listener) => {
        watches += 1;
        return watch(path, options, listener);
      };
      const store = await open(root, true, undefined, { system: { askFileSystem, watch: counted } });
      await eventually(() => expect(watches).toBe(2));
      expect(store.logdirs()[0].passedOver).toEqual([]);
    }
  });
});

describe("a system that refuses watches", () => {
  it("is said once, with what would help; new points and new runs show all the same", async () => {
    const files = [oneRun("one"), oneRun("two")];
    const said: string[] = [];
    const refusing: WatchInSystem = () => {
      throw Object.assign(new Error("ENOSPC: System limit for number of file watchers reached"), { code: "ENOSPC" });
    };
    const store = await open(root, true, undefined, { system: { watch: refusing }, report: (one) => said.push(one) });
    for (const file of files) appendFileSync(file, eventRecords([scalar("x", 1, 2)]));
    oneRun("three");
    await eventually(() => expect(names(store)).toEqual(["one", "three", "two"]));
    for (const run of ["one", "two"]) await eventually(() => expect(points(store, run, "x").length).toBe(2));
    await eventually(() => expect(store.logdirs()[0].passedOver.map(({ text }) => text)).toEqual(said));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("sysctl fs.inotify.max_user_watches");
  });
});
