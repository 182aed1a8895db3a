import { describe, expect, it } from "vitest";
import { gaussianAt, gaussianKernel, medianWidth, stretchesOf, timeWeighted, worthOf } from "./smoothers.ts";
import { runningMedian } from "./statistics.ts";

const VALUES = [1, 4, 2, 8, 5, 7, 1, 9, 3, 6, 2, 4, 8, 1, 5, 9, 2, 6, 3, 7];
const XS = [0, 1, 2, 4, 8, 16, 17, 18, 19, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100];
const WHOLE = { start: 0, end: VALUES.length };

const timeWeightedOf = (values: readonly number[], xs: readonly number[], weight: number, stretch = WHOLE) => {
  const out = new Float64Array(values.length);
  timeWeighted(values, xs, stretch, weight, 100, out);
  return out;
};

describe("the time-weighted average", () => {
  // numpy 2.4: sum(0.6^(5 (x_i - x_j)) v_j) / sum(0.6^(5 (x_i - x_j))), which is sqrt(0.6)^(1000 (x_i - x_j) / 100).
  it.each([
    [0, 1],
    [1, 3.7835510689],
    [2, 2.1379151778],
    [3, 7.9618337408],
    [9, 5.799454182],
    [19, 6.7113995485],
  ])("at point %i is the weighted mean %s of all before", (at, expected) => {
    expect(timeWeightedOf(VALUES, XS, 0.6)[at]).toBeCloseTo(expected, 9);
  });

  it("does not change where a curve is logged twice as often with the same values", () => {
    const slow = timeWeightedOf([0, 10, 10], [0, 0.1, 0.3], 0.9, { start: 0, end: 3 });
    expect(slow[2]).toBeGreaterThan(slow[1]);
    const level = timeWeightedOf([3, 3, 3, 3], [0, 1, 2, 90], 0.9, { start: 0, end: 4 });
    expect([...level]).toEqual([3, 3, 3, 3]);
  });

  it("lets NaN pass and feeds nothing of it to the rest", () => {
    const gapped = timeWeightedOf([1, Number.NaN, 4], [0, 0.5, 1], 0.6, { start: 0, end: 3 });
    expect(gapped[1]).toBeNaN();
    expect(gapped[2]).toBeCloseTo(timeWeightedOf([1, 4], [0, 1], 0.6, { start: 0, end: 2 })[1], 12);
  });
});

describe("the Gaussian", () => {
  const kernel = gaussianKernel(0.6);

  // scipy 1.17: gaussian_filter1d(v, 2 / sqrt(pi), mode="constant", truncate=4), over the same of ones.
  it.each([
    [0, 2.2776154696],
    [1, 3.0306713569],
    [9, 4.368753039],
    [19, 5.4060924006],
  ])("at point %i is %s, the weights that fall off the end shared among the rest", (at, expected) => {
    expect(gaussianAt(VALUES, WHOLE, at, kernel)).toBeCloseTo(expected, 9);
  });

  it("leaves what is not finite where it is, and out of its neighbours", () => {
    expect(gaussianAt([1, Number.POSITIVE_INFINITY, 1], { start: 0, end: 3 }, 1, kernel)).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(gaussianAt([1, Number.POSITIVE_INFINITY, 1], { start: 0, end: 3 }, 0, kernel)).toBe(1);
  });

  it("does not look beyond a restart", () => {
    expect(gaussianAt([5, 5, 100, 100], { start: 0, end: 2 }, 1, kernel)).toBeCloseTo(5, 12);
  });
});

describe("the width that a weight is worth", () => {
  it.each([
    [0, 1, "nothing is smoothed"],
    [0.5, 3, "variance 1/3: (1 - w) / (1 + w)"],
    [0.6, 4, "variance 1/4"],
    [0.99, 199, "variance 1/199"],
  ])("of %s is %s points: %s", (weight, points) => {
    expect(worthOf(weight)).toBeCloseTo(points, 9);
  });

  it("is odd for the median, which needs a middle", () => {
    expect([0, 0.5, 0.6, 0.99].map(medianWidth)).toEqual([1, 3, 5, 199]);
  });

  it("makes a median that scipy's medfilt agrees with", () => {
    // scipy 1.17: medfilt(v, 5)[2:18]
    const medfilt = [4, 5, 5, 7, 5, 6, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6];
    expect([...runningMedian(VALUES, 5)].slice(2, 18)).toEqual(medfilt);
  });
});

it("smoothing begins anew where an attempt does", () => {
  expect(stretchesOf([0, 3], 5)).toEqual([
    { start: 0, end: 3 },
    { start: 3, end: 5 },
  ]);
});
