import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearDomain, logDomain, roundStep, selectRanked, xExtent, yExtent } from "./domain.ts";

const lineOf = (y: readonly number[]) => ({ x: Float64Array.from(y, (_, i) => i), y: Float64Array.from(y) });
const ALL = { range: null, ignoreOutliers: false, logY: false };

describe("the extent of y", () => {
  it("leaves out what is no number", () => {
    expect(yExtent([lineOf([Number.NaN, 2, Number.POSITIVE_INFINITY, 5])], ALL)).toEqual([2, 5]);
  });

  // TensorBoard: sorted[ceil((n-1) * 0.05)] and sorted[floor((n-1) * 0.95)] when n > 2.
  it.each([
    [[1, 2], [1, 2], "two points are never outliers"],
    [[0, 1, 100], [1, 1], "of three, the middle one is left: ceil(0.1) = floor(1.9) = 1"],
    [Array.from({ length: 21 }, (_, i) => i), [1, 19], "ceil(20 × 0.05) = 1, floor(20 × 0.95) = 19"],
  ])("without outliers of %j is %j: %s", (values, extent) => {
    expect(yExtent([lineOf(values)], { ...ALL, ignoreOutliers: true })).toEqual(extent);
  });

  it("looks only at the range that is shown", () => {
    expect(yExtent([lineOf([9, 1, 2, 9])], { ...ALL, range: [1, 2] })).toEqual([1, 2]);
  });

  it("knows only positive values on a logarithmic axis", () => {
    expect(yExtent([lineOf([-1, 0, 0.1, 10])], { ...ALL, logY: true })).toEqual([0.1, 10]);
    expect(yExtent([lineOf([-1, 0])], { ...ALL, logY: true })).toBeNull();
  });
});

describe("the domain", () => {
  it.each([
    [null, [-1, 1]],
    [
      [0, 0],
      [-1, 1],
    ],
    [
      [3, 3],
      [0, 6],
    ],
    [
      [-3, -3],
      [-6, 0],
    ],
  ] as const)("of %j is %j, as TensorBoard's", (extent, domain) => {
    expect(linearDomain(extent)).toEqual(domain);
  });

  it("holds its extent with room on both sides, and ends on round numbers", () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-6);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [from, to] = linearDomain([low, high]);
        expect(from).toBeLessThanOrEqual(low - (high - low) * 0.049);
        expect(to).toBeGreaterThanOrEqual(high + (high - low) * 0.049);
      }),
    );
  });

  it("is in exponents of ten on a logarithmic axis, from half to twice", () => {
    expect(logDomain([0.02, 500])).toEqual([Math.log10(0.01), Math.log10(1000)]);
  });

  it("of x is the data's own, and has a width even for one point", () => {
    expect(xExtent([lineOf([1, 1, 1])])).toEqual([0, 2]);
    expect(xExtent([lineOf([1])])).toEqual([-0.5, 0.5]);
    expect(xExtent([])).toBeNull();
  });
});

describe("a round step", () => {
  it.each([
    [10, 10, 1],
    [100, 6, 20],
    [0.7, 5, 0.1],
    [3000, 4, 1000],
  ])("divides %s into about %s by %s", (span, count, step) => {
    expect(roundStep(span, count)).toBeCloseTo(step, 12);
  });
});

it("a value is found by its rank as by sorting", () => {
  const values = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.nat(), (list, seed) => {
      const rank = seed % list.length;
      const sorted = Float64Array.from(list).sort();
      expect(selectRanked(Float64Array.from(list), rank) === sorted[rank]).toBe(true);
    }),
  );
});
