import { describe, expect, it } from "vitest";
import { differenceError, pooledDeviation, seedsNeeded } from "./noise.ts";

describe("pooledDeviation", () => {
  it("pools squares over groups and counts its freedom", () => {
    const pooled = pooledDeviation([[1, 3], [10, 12, 14], [7]]);
    expect(pooled?.freedom).toBe(3);
    expect(pooled?.deviation).toBeCloseTo(Math.sqrt((2 + 8) / 3), 12);
  });
  it("says nothing of single seeds, of one pair, or without spread", () => {
    expect(pooledDeviation([[1], [2], [3]])).toBeNull();
    expect(pooledDeviation([[1, 2]])).toBeNull();
    expect(pooledDeviation([[2, 2, 2]])).toBeNull();
  });
});

describe("differenceError", () => {
  it("is √2 deviations between single runs and shrinks with seeds", () => {
    expect(differenceError(0.5, 1, 1)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(differenceError(0.6, 3, 3)).toBeCloseTo(0.6 * Math.sqrt(2 / 3), 12);
  });
});

it.each([
  [0.003, 0.003, 16], // 2 · 2.8² = 15.7
  [0.003, -0.006, 4],
  [0.003, 0, null],
  [0.3, 1e-6, null],
])("a deviation of %f shows a difference of %f with %j seeds of each", (deviation, difference, seeds) =>
  expect(seedsNeeded(deviation, difference)).toBe(seeds));
