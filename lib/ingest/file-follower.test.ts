/** One file followed without an engine around it: what a look brings, at whatever time. */
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { concat, curve, eventFile, eventRecords } from "../../fixtures/builders/event-file.ts";
import { FileFollower, type FileUpdate, type LogFile } from "./file-follower.ts";
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

  it("with a claim of a gibibyte keeps nothing from being read, now or later, and takes no memory", () => {
    const length = 2n ** 30n;
    writeFileSync(pathOf("log"), eventFile(curve("x", [1, 2, 3]), { faults: [{ kind: "length", at: 2, length }] }));
    const before = process.memoryUsage().rss;
    const follower = follow("log");
    expect(valuesOf(look(follower), "x")).toEqual([1, 3]);
    appendFileSync(pathOf("log"), eventRecords(curve("x", [4], { from: 3 })));
    const more = look(follower);
    expect([more.isAnew, valuesOf(more, "x")]).toEqual([false, [4]]);
    expect(process.memoryUsage().rss - before).toBeLessThan(10 * 1024 * 1024);
  });
});

it("reads on behind a damaged length and a long record, whatever room there is", () => {
  const blob = concat([Uint8Array.of(0xfa, 0x01, 0x80, 0x80, 600_000 >> 14), new Uint8Array((600_000 >> 14) << 14)]);
  const events = [...curve("x", [1, 2]), { rawFields: blob.fill(0x55, 5) }, ...curve("x", [3, 4], { from: 2 })];
  const bytes = eventFile(events, { faults: [{ kind: "bad length checksum", at: 3 }] });
  writeFileSync(pathOf("log"), bytes);
  expect(valuesOf(look(follow("log")), "x")).toEqual([1, 2, 3, 4]);
});
