/** One file followed without an engine around it: what a look brings, at whatever time. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { concat, curve, eventFile, eventRecords, recordOffsets } from "../../fixtures/builders/event-file.ts";
import { FileFollower } from "./file-follower.ts";
import type { FileUpdate, LogFile } from "./followed-file.ts";
import { ReadBuffer } from "./read-buffer.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-follower-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LOG: Omit<LogFile, "path"> = { name: "run/log", format: "tfevents", tag: null, patterns: [], isRotated: false };
const pathOf = (name: string): string => join(folder, name);
const follow = (name: string, log: Partial<LogFile> = {}): FileFollower =>
  new FileFollower({ ...LOG, path: pathOf(name), ...log }, new ReadBuffer());

type Points = Extract<FileUpdate, { kind: "points" }>;
function look(follower: FileFollower, nowMs = Date.now()): Points {
  const update = follower.look(nowMs);
  if (update.kind !== "points") throw new Error(update.kind);
  return update;
}
const valuesOf = ({ points }: Points, tag: string): number[] =>
  points.flatMap((one) => (one.tag === tag ? [...one.series.values.subarray(0, one.series.length)] : []));

const HOUR_MS = 3_600_000;

describe("a file whose change time is as it was", () => {
  const log = eventFile(curve("x", [1, 2, 3]));
  /** Goes on from a look at `nowMs`, with another beginning in mind than the file has: only who opens it notices. */
  function misled(nowMs: number): FileFollower {
    const first = follow("log");
    look(first, nowMs);
    const state = first.state();
    const mark = { ...state.mark, head: "another beginning" };
    return FileFollower.resume({ ...state, mark }, new ReadBuffer());
  }

  it("is not opened by who goes on, and says what it said", () => {
    writeFileSync(pathOf("log"), log);
    const { startedAt } = look(follow("log"));
    const update = look(misled(Date.now() + HOUR_MS));
    expect(update).toMatchObject({ isAnew: false, points: [], problems: [], bytesRead: 0, isAtEnd: true, startedAt });
    expect(startedAt).not.toBeNull();
  });

  it("is opened when it had changed so shortly before that another change may have the same time", () => {
    writeFileSync(pathOf("log"), log);
    expect(look(misled(statSync(pathOf("log")).ctimeMs + 1000)).isAnew).toBe(true);
  });

  it("is opened when all of its other times and its size are as they were", () => {
    writeFileSync(pathOf("log"), log);
    const follower = follow("log");
    look(follower, Date.now() + HOUR_MS);
    const { atime, mtime, ctimeMs } = statSync(pathOf("log"));
    do {
      writeFileSync(pathOf("log"), eventFile(curve("y", [4, 5, 6])));
      utimesSync(pathOf("log"), atime, mtime);
    } while (statSync(pathOf("log")).ctimeMs === ctimeMs); // until the file system's clock has moved on
    const update = look(FileFollower.resume(follower.state(), new ReadBuffer()), Date.now() + HOUR_MS);
    expect([update.isAnew, valuesOf(update, "y")]).toEqual([true, [4, 5, 6]]);
  });

  it("is opened while something unfinished is at its end", () => {
    writeFileSync(pathOf("log"), log.slice(0, -3));
    const follower = follow("log");
    look(follower, statSync(pathOf("log")).ctimeMs + 3000);
    expect(look(follower, Date.now() + HOUR_MS).problems).toMatchObject([{ kind: "unfinished record" }]);
  });
});

describe("a record that the file does not hold to its end", () => {
  const bytes = eventFile(curve("x", [1, 2, 3]));

  it("is a problem once the file is silent, and its point is there when the rest comes", () => {
    const path = pathOf("log");
    writeFileSync(path, bytes.slice(0, -3));
    const follower = follow("log");
    expect(look(follower).problems).toEqual([]);
    const later = Date.now() + HOUR_MS;
    expect(follower.isWorthALook(statSync(path), later)).toBe(true);
    const silent = look(follower, later);
    expect(silent.problems).toMatchObject([{ kind: "unfinished record", file: "run/log", count: 1 }]);
    expect(follower.isWorthALook(statSync(path), later)).toBe(false);
    appendFileSync(path, bytes.slice(-3));
    const whole = look(follower);
    expect([whole.isAnew, valuesOf(whole, "x"), whole.problems]).toEqual([false, [3], []]);
  });

  it.each([
    2n ** 30n,
    2n ** 32n,
    2n ** 63n,
    2n ** 64n - 1n,
  ])("with a claim of %d bytes keeps nothing from being read, now or later, and takes no memory", (length) => {
    writeFileSync(pathOf("log"), eventFile(curve("x", [1, 2, 3]), { faults: [{ kind: "length", at: 2, length }] }));
    const before = process.memoryUsage().rss;
    const follower = follow("log");
    const first = look(follower);
    expect(valuesOf(first, "x")).toEqual([1, 3]);
    expect(first.problems).toMatchObject([{ kind: "record over the limit", count: 1 }]);
    appendFileSync(pathOf("log"), eventRecords(curve("x", [4], { from: 3 })));
    const more = look(follower);
    expect([more.isAnew, valuesOf(more, "x")]).toEqual([false, [4]]);
    expect(process.memoryUsage().rss - before).toBeLessThan(10 * 1024 * 1024);
  });
});

it("waits at a block of zeros and reads what fills it later in its place", () => {
  const bytes = eventFile(curve("x", [1, 2, 3, 4]));
  const half = recordOffsets(bytes)[3];
  writeFileSync(pathOf("log"), bytes.slice().fill(0, half));
  const follower = follow("log");
  const early = look(follower);
  expect([valuesOf(early, "x"), early.problems]).toEqual([[1, 2], []]);
  writeFileSync(pathOf("log"), bytes);
  const filled = look(follower);
  expect([filled.isAnew, valuesOf(filled, "x"), filled.problems]).toEqual([false, [3, 4], []]);
});

it.each([
  { by: "a longer one", values: [7, 8, 9, 10] },
  { by: "a shorter one", values: [7] },
  { by: "one of the same size", values: [7, 8, 9] },
])("reads a file anew that was replaced by $by", ({ values }) => {
  writeFileSync(pathOf("log"), eventFile(curve("x", [1, 2, 3])));
  const follower = follow("log");
  look(follower);
  writeFileSync(pathOf("fresh"), eventFile(curve("x", values)));
  renameSync(pathOf("fresh"), pathOf("log"));
  const update = look(follower);
  expect([update.isAnew, valuesOf(update, "x")]).toEqual([true, values]);
  expect(valuesOf(look(follower), "x")).toEqual([]);
});

it("holds no more than a part of a line of 64 MiB, and reads on behind it", () => {
  const line = Buffer.alloc(64 * 1024 * 1024, "x");
  writeFileSync(pathOf("log"), Buffer.concat([Buffer.from("step,a\n1,2\n"), line, Buffer.from("\n3,4\n")]));
  const before = process.memoryUsage().rss;
  const follower = follow("log", { format: "csv" });
  let update = look(follower);
  const seen = valuesOf(update, "a");
  while (!update.isAtEnd) {
    update = look(follower);
    seen.push(...valuesOf(update, "a"));
  }
  expect(seen).toEqual([2, 4]);
  expect(update.problems).toMatchObject([{ kind: "line over the limit", count: 1 }]);
  expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
});

// Reading a process's memory at address 0 is an input/output error, as a broken disk or server gives it.
it.skipIf(!existsSync("/proc/self/mem"))("says that a file cannot be read, and reads it as soon as it can be", () => {
  symlinkSync("/proc/self/mem", pathOf("log"));
  const follower = follow("log");
  for (let i = 0; i < 3; i++) expect(follower.look(Date.now())).toMatchObject({ kind: "unreadable" });
  unlinkSync(pathOf("log"));
  expect(follower.look(Date.now())).toEqual({ kind: "gone" });
  writeFileSync(pathOf("log"), eventFile(curve("x", [1, 2])));
  expect(valuesOf(look(follower), "x")).toEqual([1, 2]);
});

it("has nothing to say of an empty event file, until it has something to say", () => {
  writeFileSync(pathOf("log"), "");
  const follower = follow("log");
  const empty = look(follower);
  expect([empty.points, empty.problems]).toEqual([[], []]);
  appendFileSync(pathOf("log"), eventFile(curve("x", [1])));
  expect(valuesOf(look(follower), "x")).toEqual([1]);
});

it("reads on behind a damaged length and a long record, whatever room there is", () => {
  const blob = concat([Uint8Array.of(0xfa, 0x01, 0x80, 0x80, 600_000 >> 14), new Uint8Array((600_000 >> 14) << 14)]);
  const events = [...curve("x", [1, 2]), { rawFields: blob.fill(0x55, 5) }, ...curve("x", [3, 4], { from: 2 })];
  const bytes = eventFile(events, { faults: [{ kind: "bad length checksum", at: 3 }] });
  writeFileSync(pathOf("log"), bytes);
  expect(valuesOf(look(follow("log")), "x")).toEqual([1, 2, 3, 4]);
});
