import { describe, expect, it } from "vitest";
import { differenceError, pooledDeviation } from "./noise.ts";

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
