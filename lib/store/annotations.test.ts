import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type PlainRun, storeOf } from "../../fixtures/builders/review.ts";
import { Annotations } from "./annotations.ts";
import { Store } from "./store.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function open(folder: string, logdir = "/logs") {
  const store = new Store([{ name: "", path: logdir, error: null, passedOver: [] }]);
  const run = store.ensureRun("", "sweep/a");
  return { annotations: new Annotations(store, join(folder, "annotations")), run: run.id, store };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tuneboard-annotations-"));
  folders.push(folder);
  return folder;
}

const onlyFile = (folder: string): string => {
  const [name = ""] = readdirSync(join(folder, "annotations"));
  return join(folder, "annotations", name);
};

describe("annotations", () => {
  it("are there after a restart, and are told to whoever listens", () => {
    const folder = newFolder();
    const { annotations, run } = open(folder);
    const heard: number[] = [];
    annotations.subscribe((revision) => heard.push(revision));
    expect(annotations.change([{ run, set: { name: "the good one", labels: ["paper"] } }])).toEqual({ kind: "kept" });
    expect(annotations.change([{ run, set: { isHidden: true } }])).toEqual({ kind: "kept" });
    expect(heard).toEqual([1, 2]);
    expect(open(folder).annotations.answer().runs).toEqual([
      { id: run, name: "the good one", colour: "", labels: ["paper"], note: "", isHidden: true },
    ]);
  });

  it("belong to the log directory: a run of the same name elsewhere has none", () => {
    const folder = newFolder();
    const { annotations, run } = open(folder);
    annotations.change([{ run, set: { note: "here" } }]);
    const other = open(folder, "/others");
    expect(other.run).toBe(run);
    expect(other.annotations.answer().runs).toEqual([]);
  });

  const origin = (of: string) => ({
    problems: [],
    facts: { hparams: null, ending: null },
    format: null,
    startedAt: null,
    writtenAt: null,
    origin: of,
  });

  it("go with a run that is moved while we watch, and leave alone what is said of another one", () => {
    const { annotations, run, store } = open(newFolder());
    store.setLoading(null);
    const before = store.ensureRun("", "sweep/a");
    store.describeFile(before, "log", origin("1:2:3"));
    annotations.change([{ run, set: { note: "the good one", colour: "#aa0000" } }]);
    const now = store.ensureRun("", "kept/b");
    store.describeFile(now, "log b", origin("1:2:3"));
    store.loseFile(before, "log");
    expect(annotations.answer().runs).toMatchObject([{ id: now.id, note: "the good one", colour: "#aa0000" }]);
    const last = store.ensureRun("", "kept/c");
    annotations.change([{ run: last.id, set: { note: "its own" } }]);
    store.describeFile(last, "log c", origin("1:2:3"));
    store.loseFile(now, "log b");
    expect(annotations.answer().runs).toMatchObject([{ id: last.id, note: "its own" }]);
  });

  it("find a run again that was moved while nobody watched", () => {
    const folder = newFolder();
    const first = open(folder);
    first.store.describeFile(first.store.ensureRun("", "sweep/a"), "log", origin("1:2:3"));
    first.annotations.change([{ run: first.run, set: { note: "the good one" } }]);
    const store = new Store([{ name: "", path: "/logs", error: null, passedOver: [] }]);
    const moved = store.ensureRun("", "kept/b");
    store.describeFile(moved, "log b", origin("1:2:3"));
    store.describeFile(store.ensureRun("", "other"), "log c", origin("1:2:4"));
    const annotations = new Annotations(store, join(folder, "annotations"));
    expect(annotations.answer().runs).toEqual([]); // it may still be found where it was
    store.setLoading(null);
    expect(annotations.answer().runs).toMatchObject([{ id: moved.id, note: "the good one" }]);
  });

  describe("of a log directory that was moved as a whole", () => {
    const RUNS = [
      { path: "sweep/a", startsAt: 1000 },
      { path: "sweep/b", startsAt: 2000 },
    ];
    const at = (folder: string, logdir: string, runs: readonly PlainRun[] = RUNS) => {
      const store = storeOf(logdir, runs);
      return { store, annotations: new Annotations(store, join(folder, "annotations")) };
    };
    const noted = (folder: string, logdir: string, runs?: readonly PlainRun[]) => {
      const { store, annotations } = at(folder, logdir, runs);
      const run = store.runAt("logs", "sweep/a")?.id ?? "";
      annotations.change([{ run, set: { name: "the good one", labels: ["paper"], note: "kept" } }]);
    };

    it("go along, also to another disk, where no file has its number any more", () => {
      const folder = newFolder();
      noted(folder, "/logs");
      const { annotations, store } = at(folder, "/archive/2026");
      const { runs } = annotations.answer();
      expect(runs).toMatchObject([{ name: "the good one", labels: ["paper"], note: "kept" }]);
      expect(store.run(runs[0].id)?.path).toBe("sweep/a");
      expect(at(folder, "/logs").annotations.answer().runs).toHaveLength(1); // a copy may still be looked at there
    });

    it("come once: what is taken back there stays so", () => {
      const folder = newFolder();
      noted(folder, "/logs");
      const { annotations } = at(folder, "/archive");
      const [{ id: run }] = annotations.answer().runs;
      annotations.change([{ run, set: { name: "", labels: [], note: "" } }]);
      expect(at(folder, "/archive").annotations.answer().runs).toEqual([]);
    });

    it("go to no run that merely has the same name, and to none of two that begin alike", () => {
      const folder = newFolder();
      noted(folder, "/logs");
      expect(at(folder, "/others", [{ path: "sweep/a", startsAt: 9000 }]).annotations.answer().runs).toEqual([]);
      const twins = [
        { path: "x", startsAt: 1000 },
        { path: "y", startsAt: 1000 },
      ];
      expect(at(folder, "/copies", twins).annotations.answer().runs).toEqual([]);
    });

    it("are found although a version that knew runs by their files alone wrote them, once this one has seen them", () => {
      const folder = newFolder();
      noted(folder, "/logs");
      const file = onlyFile(folder);
      const old = JSON.parse(readFileSync(file, "utf8"));
      for (const entry of old.runs) {
        delete entry.contents;
        delete entry.settings;
      }
      writeFileSync(file, JSON.stringify({ version: old.version, logdir: old.logdir, runs: old.runs }));
      expect(at(folder, "/logs").annotations.answer().runs).toHaveLength(1);
      expect(at(folder, "/archive").annotations.answer().runs).toMatchObject([{ note: "kept" }]);
    });
  });

  it("that say nothing are not kept", () => {
    const { annotations, run } = open(newFolder());
    annotations.change([{ run, set: { note: "x" } }]);
    annotations.change([{ run, set: { note: "" } }]);
    expect(annotations.answer().runs).toEqual([]);
  });

  it("are not overwritten by somebody who did not see them: nothing of the change is made", () => {
    const { annotations, run, store } = open(newFolder());
    const other = store.ensureRun("", "sweep/b").id;
    annotations.change([{ run, set: { note: "first" } }]);
    const changes = [
      { run: other, set: { note: "also" } },
      { run, set: { note: "second" }, was: { note: "" } },
    ];
    expect(annotations.change(changes)).toMatchObject({ kind: "conflict", run: "sweep/a", is: { note: "first" } });
    expect(annotations.answer().runs).toHaveLength(1);
    expect(annotations.change([{ run, set: { note: "second" }, was: { note: "first" } }])).toEqual({ kind: "kept" });
  });

  it("of a run that nobody knows are refused", () => {
    const { annotations } = open(newFolder());
    expect(annotations.change([{ run: "nobody", set: { note: "x" } }])).toEqual({
      kind: "unknown run",
      run: "nobody",
    });
  });

  it.each([
    ["cut short", (text: string) => text.slice(0, 20)],
    ["empty", () => ""],
    ["of a later version", (text: string) => text.replace('"version": 1', '"version": 2')],
  ])("in a file that is %s stay as they are, and the file is named", (_, damage) => {
    const folder = newFolder();
    const { annotations, run } = open(folder);
    annotations.change([{ run, set: { note: "precious" } }]);
    const file = onlyFile(folder);
    const damaged = damage(readFileSync(file, "utf8"));
    writeFileSync(file, damaged);
    expect(annotations.answer().problem).toContain(file);
    expect(annotations.change([{ run, set: { note: "new" } }]).kind).toBe("not kept");
    expect(readFileSync(file, "utf8")).toBe(damaged);
  });

  it("that another engine wrote are seen and kept", () => {
    const folder = newFolder();
    const mine = open(folder);
    const theirs = open(folder);
    mine.annotations.change([{ run: mine.run, set: { note: "mine" } }]);
    theirs.annotations.change([{ run: theirs.run, set: { labels: ["theirs"] } }]);
    expect(mine.annotations.answer().runs).toMatchObject([{ note: "mine", labels: ["theirs"] }]);
  });

  it("survive a folder that cannot be made: the change is refused with the reason", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "annotations"), "a file is in the way");
    const { annotations, run } = open(folder);
    expect(annotations.change([{ run, set: { note: "x" } }])).toMatchObject({
      kind: "not kept",
      because: expect.stringContaining(join(folder, "annotations")),
    });
    expect(annotations.answer().runs).toEqual([]);
  });
});
