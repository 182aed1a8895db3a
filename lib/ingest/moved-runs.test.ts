/** Runs whose files are deleted, renamed or moved while we look. */
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { curve, eventFile, eventRecords, scalar } from "../../fixtures/builders/event-file.ts";
import {
  eventually,
  LOG,
  names,
  oneRun,
  open,
  points,
  root,
  states,
  write,
} from "../../fixtures/builders/opened-logs.ts";
import { toRunId } from "../core/units.ts";
import { Annotations } from "../store/annotations.ts";

describe("a run that is deleted", () => {
  it("keeps the points of all its files, whatever their number, and says that it is gone", async () => {
    for (let i = 0; i < 5; i++) write(`run/${LOG}.${i}`, eventFile(curve(`x${i}`, [i])));
    oneRun("other");
    const store = await open(root, true);
    rmSync(join(root, "run"), { recursive: true });
    await eventually(() => expect(states(store)).toMatchObject({ run: "gone" }));
    for (let i = 0; i < 5; i++) expect(points(store, "run", `x${i}`)).toEqual([[0, i]]);
  });

  it("is forgotten as soon as somebody hides it, and what takes its name then is not hidden", async () => {
    oneRun("run");
    const store = await open(root, true);
    rmSync(join(root, "run"), { recursive: true });
    await eventually(() => expect(states(store)).toEqual({ run: "gone" }));
    const folder = mkdtempSync(join(tmpdir(), "tuneboard-annotations-"));
    const annotations = new Annotations(store, folder);
    const hide = { run: store.runs()[0].id, set: { isHidden: true } };
    expect(annotations.change([hide])).toEqual({ kind: "kept" });
    expect(names(store)).toEqual([]);
    oneRun("run");
    await eventually(() => expect(points(store, "run", "x")).toEqual([[0, 1]]));
    expect(annotations.answer().runs).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it("in part lives on without the points of that part", async () => {
    const log = oneRun("run");
    write(`run/${LOG}.2`, eventFile(curve("y", [2])));
    const store = await open(root, true);
    rmSync(log);
    await eventually(() => expect(points(store, "run", "x")).toEqual([]));
    expect(points(store, "run", "y")).toEqual([[0, 2]]);
    expect(states(store).run).not.toBe("gone");
  });

  it("and trained again under its name shows the new training alone", async () => {
    oneRun("run");
    const store = await open(root, true);
    rmSync(join(root, "run"), { recursive: true });
    await eventually(() => expect(states(store)).toMatchObject({ run: "gone" }));
    write(`run/${LOG}.later`, eventFile(curve("x", [7, 8])));
    await eventually(() =>
      expect(points(store, "run", "x")).toEqual([
        [0, 7],
        [1, 8],
      ]),
    );
  });
});

describe("a run that is renamed while it is written", () => {
  it("has all its points under the new name, and none under the old", async () => {
    oneRun("old");
    const store = await open(root, true);
    renameSync(join(root, "old"), join(root, "new"));
    appendFileSync(join(root, "new", LOG), eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(names(store)).toEqual(["new"]));
    await eventually(() => expect(points(store, "new", "x").length).toBe(2));
  });

  it("says under which ids it was known, also after a second move, to another folder and with several files", async () => {
    for (let i = 0; i < 5; i++) write(`old/${LOG}.${i}`, eventFile(curve(`x${i}`, [i])));
    const store = await open(root, true);
    renameSync(join(root, "old"), join(root, "new"));
    await eventually(() => expect(names(store)).toEqual(["new"]));
    mkdirSync(join(root, "kept"));
    renameSync(join(root, "new"), join(root, "kept/best"));
    await eventually(() => expect(names(store)).toEqual(["kept/best"]));
    const [{ formerIds }] = store.runs();
    expect(formerIds).toEqual([toRunId("logs", "old"), toRunId("logs", "new")]);
    for (let i = 0; i < 5; i++) expect(points(store, "kept/best", `x${i}`)).toEqual([[0, i]]);
  });

  it("takes no other run for the one that was deleted, though the system gives its place on disk out again", async () => {
    const store = await open(root, true);
    for (let i = 0; i < 20; i++) {
      const log = oneRun(`first${i}`);
      await eventually(() => expect(points(store, `first${i}`, "x")).toHaveLength(1));
      rmSync(log);
      oneRun(`second${i}`);
    }
    await eventually(() => expect(names(store).filter((name) => name.startsWith("second"))).toHaveLength(20));
    await eventually(() => expect(Object.values(states(store)).filter((state) => state === "gone")).toHaveLength(20));
    expect(store.runs().flatMap(({ formerIds }) => formerIds)).toEqual([]);
  });
});
