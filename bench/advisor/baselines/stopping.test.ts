import { describe, expect, it } from "vitest";
import type { Point } from "../replay.ts";
import { kneeOf } from "./kneedle.ts";
import { plateauTrigger } from "./plateau.ts";
import { stopsByHalving, stopsByMedian } from "./stopping.ts";

const curve = (values: readonly number[]): Point[] => values.map((value, i) => ({ step: 10 * i, value }));

describe("Kneedle", () => {
  it("finds the point farthest below the chord", () => {
    // scaled: x 0 ¼ ½ ¾ 1, y 1 0.3 0.1 0.05 0; below the chord by 0, 0.45, 0.4, 0.2, 0
    expect(kneeOf(curve([10, 3, 1, 0.5, 0]))).toBe(10);
  });
  it("is the end of a straight line, which has no knee", () => expect(kneeOf(curve([4, 3, 2, 1, 0]))).toBe(40));
});

describe("ReduceLROnPlateau", () => {
  it("triggers at the eleventh value that is not better by 0.01 %", () => {
    expect(plateauTrigger(curve([2, 1, ...Array(12).fill(0.99995)]), false)).toBe(120); // best at 10, eleven bad ones to 120
  });
  it("starts again with every better value, and may never trigger", () => {
    expect(plateauTrigger(curve([2, ...Array(10).fill(2), 1, ...Array(10).fill(1)]), false)).toBeNull();
  });
  it("looks the other way for metrics that rise", () => {
    expect(plateauTrigger(curve([0.5, ...Array(11).fill(0.5)]), true)).toBe(110);
  });
});

describe("stopping rules", () => {
  const runs = [
    [0.1, 0.2, 0.3],
    [0.1, 0.5, 0.6],
    [0.1, 0.1, 0.1],
    [0.4, 0.4, 0.4],
  ].map((dev) => ({ dev: curve(dev) }));
  it("the median rule stops what never reached the median of the others' running averages", () => {
    // averages 0.2, 0.4, 0.1, 0.4: medians of the others 0.4, 0.2, 0.4, 0.2; bests 0.3, 0.6, 0.1, 0.4
    expect(stopsByMedian(runs, 20)).toEqual([runs[0], runs[2]]);
  });
  it("halving keeps the best half by the last value, and at least one run", () => {
    expect(stopsByHalving(runs, 20, 2)).toEqual([runs[0], runs[2]]); // 0.6, 0.4 go on
    expect(stopsByHalving(runs.slice(0, 1), 20, 4)).toEqual([]);
  });
});
