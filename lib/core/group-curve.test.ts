import { describe, expect, it } from "vitest";
import { type Band, groupCurve, lastOfSteps } from "./group-curve.ts";

const member = (steps: readonly number[], values: readonly number[]) => ({ steps, values, xs: steps });
const SEEDS = [
  member([0, 1, 2, 3], [1, 2, 3, 4]),
  member([0, 1, 2, 3], [2, 4, 6, 9]),
  member([0, 1, 2, 3], [4, 3, 2, 1]),
];

describe("the mean over seeds", () => {
  it("is taken at each step, with the number of runs", () => {
    const { steps, means, counts } = groupCurve(SEEDS, "std");
    expect([...steps]).toEqual([0, 1, 2, 3]);
    // (1+2+4)/3, (2+4+3)/3, (3+6+2)/3, (4+9+1)/3
    expect([...means]).toEqual([7 / 3, 3, 11 / 3, 14 / 3]);
    expect([...counts]).toEqual([3, 3, 3, 3]);
  });

  // numpy 2.4: std(ddof=1), the same over sqrt(3), min and max.
  it.each<[Band, number[], number[]]>([
    ["std", [0.80580781, 2, 1.58500067, 0.62521479], [3.86085886, 4, 5.74833267, 8.70811855]],
    ["stderr", [1.45141424, 2.42264973, 2.46481624, 2.33333333], [3.21525244, 3.57735027, 4.8685171, 7]],
    ["minmax", [1, 2, 2, 1], [4, 4, 6, 9]],
  ])("has a band of %s", (band, lows, highs) => {
    const group = groupCurve(SEEDS, band);
    lows.forEach((low, at) => {
      expect(group.lows[at]).toBeCloseTo(low, 5);
    });
    highs.forEach((high, at) => {
      expect(group.highs[at]).toBeCloseTo(high, 5);
    });
  });

  it("takes only steps that all who are under way have logged: nothing is made up between them", () => {
    const group = groupCurve([member([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]), member([0, 2, 4], [10, 12, 14])], "minmax");
    expect([...group.steps]).toEqual([0, 2, 4]);
    expect([...group.means]).toEqual([5, 7, 9]);
  });

  it("goes on without a run that stopped early, and says so", () => {
    const group = groupCurve([member([0, 1, 2], [1, 1, 1]), member([0, 1], [3, 3])], "std");
    expect([...group.means]).toEqual([2, 2, 1]);
    expect([...group.counts]).toEqual([2, 2, 1]);
    expect(group.lows[2]).toBeNaN(); // one run has no spread
  });

  it("is no number where one of the seeds has none", () => {
    const group = groupCurve([member([0, 1], [1, Number.NaN]), member([0, 1], [3, 3])], "minmax");
    expect([group.means[0], group.means[1], group.lows[1], group.highs[1]]).toEqual([2, NaN, NaN, NaN]);
  });

  it("does not depend on the order of the runs", () => {
    expect(groupCurve([...SEEDS].reverse(), "std").steps).toEqual(groupCurve(SEEDS, "std").steps);
  });

  it("of nothing is nothing", () => {
    expect(groupCurve([], "std").steps).toHaveLength(0);
    expect(groupCurve([member([], [])], "std").steps).toHaveLength(0);
  });
});

it("of points that share a step the last one counts", () => {
  expect([...lastOfSteps([0, 0, 1, 1, 1, 2], Uint32Array.of(0, 1, 2, 3, 4, 5))]).toEqual([1, 4, 5]);
});
