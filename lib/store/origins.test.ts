/** Which logs are one file: what stands for what, and that a hundred thousand links cost a hundred thousand steps. */
import { describe, expect, it } from "vitest";
import { compareNames } from "../core/natural-order.ts";
import { type CompareLogs, Origins } from "./origins.ts";
import { Run } from "./run.ts";
import type { LogFile } from "./run-file.ts";

const logOf = (name: string): LogFile => new Run("logs", name, name).file("events");

const twinNames = (log: LogFile): string =>
  log.twin === null ? "none" : `${log.twin.log.run.name}, ${log.twin.isFirst ? "before it" : "after it"}`;

describe("logs that are one file", () => {
  it("stand for each other: the first by the name of its run counts", () => {
    const origins = new Origins();
    const [b, a, c] = ["run10", "run9", "run11"].map(logOf);
    for (const log of [b, a, c]) origins.move(log, null, "1:2:3");
    expect([a, b, c].map(twinNames)).toEqual(["run10, after it", "run9, before it", "run9, before it"]);
    origins.move(a, "1:2:3", null);
    expect([a, b, c].map(twinNames)).toEqual(["none", "run11, after it", "run10, before it"]);
    origins.move(c, "1:2:3", "another");
    expect([a, b, c].map(twinNames)).toEqual(["none", "none", "none"]);
  });

  it("are not those that were deleted", () => {
    const origins = new Origins();
    const [a, b, c] = ["a", "b", "c"].map(logOf);
    for (const log of [a, b]) origins.move(log, null, "1:2:3");
    a.isGone = true;
    origins.lose(a, "1:2:3");
    origins.move(c, null, "1:2:3");
    expect(twinNames(a)).toBe("none");
    expect(twinNames(b)).toBe("c, after it");
    expect(origins.goneAt("1:2:3")).toEqual([a]);
    expect(origins.besides(b, "1:2:3")).toBe(c);
  });

  it("change the versions of the runs that they belong to, and of no other", () => {
    const origins = new Origins();
    const [a, b, c, alone] = ["a", "b", "c", "alone"].map(logOf);
    for (const log of [a, b]) origins.move(log, null, "1:2:3");
    origins.move(alone, null, "4:5:6");
    const before = [a, b, alone].map(({ run }) => run.version);
    origins.move(c, null, "1:2:3");
    const changed = [a, b, alone].map(({ run }, i) => run.version > before[i]);
    expect(changed).toEqual([true, true, false]);
  });

  /** Comparisons of names that it takes to meet `count` links, to ask each for its twin, and to lose one after the other. */
  function comparisonsOf(count: number, order: (logs: LogFile[]) => LogFile[]): number {
    let comparisons = 0;
    const counting: CompareLogs = (a, b) => {
      comparisons += 1;
      return compareNames(a.run.name, b.run.name);
    };
    const origins = new Origins(counting);
    const logs = order(Array.from({ length: count }, (_, i) => logOf(`run${i}`)));
    for (const log of logs) {
      origins.move(log, null, "1:2:3");
      expect(origins.goneAt("1:2:3")).toHaveLength(0);
    }
    for (const log of logs) expect(log.twin).not.toBeNull();
    for (const log of logs) {
      origins.besides(log, "1:2:3");
      origins.move(log, "1:2:3", null);
    }
    return comparisons;
  }

  it.each([
    { name: "ascending", order: (logs: LogFile[]) => logs },
    { name: "descending", order: (logs: LogFile[]) => logs.toReversed() },
    { name: "mixed", order: (logs: LogFile[]) => logs.toSorted((a, b) => (a.run.id < b.run.id ? -1 : 1)) },
  ])("take as many comparisons as sorting them once does, in $name order", ({ order }) => {
    for (const count of [1000, 8000]) expect(comparisonsOf(count, order)).toBeLessThan(count * Math.log2(count));
  });
});
