/** Logs that are rotated while they are followed, and read when they were: one history, every line once. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileFollower } from "./file-follower.ts";
import type { FileUpdate, FollowerState, LogFile } from "./followed-file.ts";
import { ReadBuffer } from "./read-buffer.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-rotation-"));
  path = join(folder, "train.csv");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A follower and the points that whoever listens to it has by now. */
class Listener {
  points: string[] = [];

  constructor(private follower: FileFollower) {}

  /** Looks until there is nothing more to read. */
  look(): FileUpdate["kind"] {
    for (;;) {
      const update = this.follower.look(Date.now());
      if (update.kind !== "points") return update.kind;
      if (update.isAnew) this.points = [];
      for (const { tag, series } of update.points) {
        for (let i = 0; i < series.length; i++) this.points.push(`${tag} ${series.steps[i]} ${series.values[i]}`);
      }
      if (update.isAtEnd) return "points";
    }
  }

  /** As another engine, or another thread, goes on. */
  hand(): void {
    const state: FollowerState = structuredClone(this.follower.state());
    this.follower = FileFollower.resume(state, new ReadBuffer());
  }
}

const follow = (isRotated: boolean, format: LogFile["format"] = "csv"): Listener =>
  new Listener(
    new FileFollower({ path, name: "train.csv", format, tag: null, patterns: [], isRotated }, new ReadBuffer()),
  );

/** `train.csv.1` becomes `train.csv.2`, and so on, to make room. */
function shift(): void {
  for (let age = 50; age >= 1; age--)
    if (existsSync(`${path}.${age}`)) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
}
function rename(): void {
  shift();
  renameSync(path, `${path}.1`);
}
function copyAndTruncate(): void {
  shift();
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}

const row = (step: number): string => `${step},${step / 2}\n`;
const rows = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => row(from + i)).join("");
const points = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `loss ${from + i} ${(from + i) / 2}`);

describe.each([
  { how: "renamed", rotate: rename },
  { how: "copied and cut", rotate: copyAndTruncate },
])("a log that is $how while it is followed", ({ rotate }) => {
  it("is read to its old end and on in the new file, header or not", () => {
    writeFileSync(path, `step,loss\n${rows(0, 5)}`);
    const listener = follow(false);
    listener.look();
    appendFileSync(path, rows(5, 8)); // nobody looked since
    rotate();
    appendFileSync(path, rows(8, 10));
    listener.look();
    expect(listener.points).toEqual(points(0, 10));
    const late = follow(true);
    late.look();
    expect(late.points).toEqual(points(0, 10));
  });

  it("and so twice between two looks", () => {
    writeFileSync(path, `step,loss\n${rows(0, 5)}`);
    const listener = follow(false);
    listener.look();
    appendFileSync(path, rows(5, 6));
    rotate();
    appendFileSync(path, rows(6, 9));
    rotate();
    appendFileSync(path, rows(9, 10));
    listener.look();
    expect(listener.points).toEqual(points(0, 10));
  });

  it("loses no line that had no end, and mixes it with no other", () => {
    writeFileSync(path, `step,loss\n${rows(0, 5)}5,2.5`);
    const listener = follow(false);
    listener.look();
    rotate();
    appendFileSync(path, rows(6, 8));
    listener.look();
    expect(listener.points).toEqual([...points(0, 5), "loss 5 2.5", ...points(6, 8)]);
  });
});

it("a log that was renamed and is not there yet stays, with its older parts, until those are gone as well", () => {
  writeFileSync(path, `step,loss\n${rows(0, 5)}`);
  const listener = follow(false);
  listener.look();
  appendFileSync(path, rows(5, 6));
  rename();
  expect([listener.look(), listener.look()]).toEqual(["points", "points"]);
  expect(listener.points).toEqual(points(0, 6));
  writeFileSync(path, rows(6, 7));
  listener.look();
  expect(listener.points).toEqual(points(0, 7));
  rmSync(`${path}.1`);
  listener.look();
  expect(listener.points).toEqual(points(0, 7)); // what was read was written, whoever tidied up since
  rmSync(path);
  expect(listener.look()).toBe("gone");
});

it("a copy that somebody made of the log beside it doubles nothing", () => {
  writeFileSync(path, `step,loss\n${rows(0, 5)}`);
  copyFileSync(path, `${path}.1`);
  appendFileSync(path, rows(5, 8));
  const listener = follow(true);
  listener.look();
  expect(listener.points).toEqual(points(0, 8));
});

it("a log that is cut without a copy begins anew", () => {
  writeFileSync(path, `step,loss\n${rows(0, 50)}`);
  const listener = follow(false);
  listener.look();
  writeFileSync(path, `step,loss\n${rows(100, 102)}`);
  listener.look();
  expect(listener.points).toEqual(points(100, 102));
});

it("a directory that takes the name of an older part stops nobody", () => {
  writeFileSync(path, `step,loss\n${rows(0, 5)}`);
  const listener = follow(true);
  rmSync(path);
  writeFileSync(`${path}.2`, `step,loss\n${rows(0, 3)}`);
  writeFileSync(path, rows(3, 5));
  listener.look();
  expect(listener.points).toEqual(points(0, 5));
});

it("ends with every line once and in order, whatever writers and tools do and whoever looks when", () => {
  const deed = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("write" as const), lines: fc.integer({ min: 1, max: 9 }) }) },
    { weight: 3, arbitrary: fc.constant({ kind: "look" as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: "rename" as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: "copy" as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: "hand over" as const }) },
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), "tuneboard-rotation-"));
      path = join(folder, "train.csv");
      let step = 3;
      writeFileSync(path, `step,loss\n${rows(0, step)}`);
      const listener = follow(false);
      listener.look();
      for (const one of deeds) {
        if (one.kind === "write") {
          appendFileSync(path, rows(step, step + one.lines));
          step += one.lines;
        } else if (one.kind === "look") listener.look();
        else if (one.kind === "hand over") listener.hand();
        else if (existsSync(path)) (one.kind === "rename" ? rename : copyAndTruncate)();
      }
      appendFileSync(path, row(step));
      listener.look();
      expect(listener.points).toEqual(points(0, step + 1));
      const late = follow(true);
      late.look();
      expect(late.points).toEqual(points(0, step + 1));
    }),
    { seed: 13, numRuns: 300 },
  );
});
