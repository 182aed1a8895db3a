import { describe, expect, it } from "vitest";
import { seededChance } from "../chance.ts";
import { finish } from "../parts.ts";
import { forestInParts, type Tree } from "./forest.ts";
import { functionalAnova } from "./functional-anova.ts";

/** A full grid of 4 × 4, three runs in each cell, worth `law` of the two levels. */
function gridOf(law: (a: number, b: number) => number) {
  const cells = Array.from({ length: 48 }, (_, i) => [i % 4, (i >> 2) % 4] as const);
  const columns = [0, 1].map((k) => Int32Array.from(cells, (cell) => cell[k]));
  return { columns, values: Float64Array.from(cells, ([a, b]) => law(a, b)) };
}
const sharesOf = (law: (a: number, b: number) => number) => {
  const { columns, values } = gridOf(law);
  return functionalAnova(finish(forestInParts(columns, [4, 4], values, 64, seededChance(1))), [4, 4]);
};

describe("functional ANOVA", () => {
  it("divides a tree's variance as on paper", () => {
    // Two settings of two levels: 0 but for one corner of 1. Mean 1/4, variance 3/16; each alone: means 0 and 1/2, variance 1/16; together the rest.
    const corner: Tree = [
      { from: [0, 0], to: [1, 2], value: 0 },
      { from: [1, 0], to: [2, 1], value: 0 },
      { from: [1, 1], to: [2, 2], value: 1 },
    ];
    const { mains, pair } = functionalAnova([corner], [2, 2]);
    expect(mains[0]).toBeCloseTo(1 / 3, 12);
    expect(mains[1]).toBeCloseTo(1 / 3, 12);
    expect(pair(0, 1)).toBeCloseTo(1 / 3, 12);
  });
  it("weighs levels by the space and not by the runs: a level tried once counts as much as one tried often", () => {
    const tree: Tree = [
      { from: [0], to: [1], value: 0 },
      { from: [1], to: [4], value: 4 },
    ];
    expect(functionalAnova([tree], [4]).mains).toEqual([1]);
  });
  it("finds the setting that rules, the sum of two, and what two do only together", () => {
    const one = sharesOf((a) => a);
    expect(one.mains[0]).toBeGreaterThan(0.9);
    expect(one.mains[1]).toBeLessThan(0.05);
    const sum = sharesOf((a, b) => 2 * a + b); // variances 4 : 1
    expect(sum.mains[0] / sum.mains[1]).toBeGreaterThan(2);
    expect(sum.pair(0, 1)).toBeLessThan(0.15);
    const crossed = sharesOf((a, b) => (a < 2 === b < 2 ? 1 : 0));
    expect(crossed.pair(0, 1)).toBeGreaterThan(0.6);
    expect(crossed.mains[0] + crossed.mains[1]).toBeLessThan(0.3);
  });
  it("has nothing to divide where all runs are the same", () => {
    const none = sharesOf(() => 7);
    expect(none.mains).toEqual([0, 0]);
    expect(none.pair(0, 1)).toBe(0);
  });
  it("is the same every time", () => expect(sharesOf((a, b) => a * b).mains).toEqual(sharesOf((a, b) => a * b).mains));
});
