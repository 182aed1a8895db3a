import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  jumpDeviation,
  mean,
  median,
  normalBelow,
  rankCorrelation,
  robustDeviation,
  runningMean,
  runningMedian,
} from "./statistics.ts";

const columns = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const widths = fc.integer({ min: 0, max: 20 }).map((half) => 2 * half + 1);
const windowsOf = (values: readonly number[], width: number) =>
  values.map((_, i) => values.slice(Math.max(0, i - (width >> 1)), i + (width >> 1) + 1));

describe("centre and spread", () => {
  it("of jumps from value to value count no slope, and up and down by 1 as 1.4826 · 2 / √6", () => {
    expect(jumpDeviation([1, 3, 5, 7, 9])).toBe(0);
    expect(jumpDeviation([0, 1, 0, 1, 0, 1])).toBeCloseTo(2.9652 / 2.44949, 4);
    expect(jumpDeviation([1, 2])).toBeNaN();
  });
  it("take the middle of an even column between its two middle values", () => expect(median([4, 1, 3, 2])).toBe(2.5));
  it("say NaN of nothing", () => {
    expect(median([])).toBeNaN();
    expect(mean([])).toBeNaN();
  });
  it("leave an outlier unheard", () => expect(robustDeviation([1, 2, 3, 4, 5, 6, 1e9])).toBeCloseTo(2 * 1.4826, 12));
  it("leave the column as it was", () => {
    const column = [3, 1, 2];
    median(column);
    expect(column).toEqual([3, 1, 2]);
  });
});

describe("running windows", () => {
  it("agree with the median of every cut window", () => {
    fc.assert(
      fc.property(columns, widths, (values, width) => {
        expect([...runningMedian(values, width)]).toEqual(windowsOf(values, width).map(median));
      }),
      { seed: 1 },
    );
  });
  it("agree with the mean of every cut window", () => {
    fc.assert(
      fc.property(columns, widths, (values, width) => {
        expect([...runningMean(values, width)]).toEqual(windowsOf(values, width).map(mean));
      }),
      { seed: 2 },
    );
  });
  it("forget a huge value as soon as it has left the window", () => {
    expect([...runningMean([1e34, 2.3, 2.4, 2.5], 3)].slice(2)).toEqual([(2.3 + 2.4 + 2.5) / 3, (2.4 + 2.5) / 2]);
  });
});

describe("rank correlation", () => {
  it("is 1 for any rising relation and −1 for any falling one", () => {
    expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1e9])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, -9])).toBeCloseTo(-1, 12);
  });
  it("agrees with Spearman's example of IQ and hours of television", () => {
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(rankCorrelation(iq, hours)).toBeCloseTo(-29 / 165, 12);
  });
  it("is 0, not NaN, when a column is constant or empty", () => {
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(rankCorrelation([], [])).toBe(0);
  });
});

describe("the normal distribution", () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447],
    [-1.959964, 0.025],
    [3, 0.9986501],
  ])("lies below %f with share %f", (z, share) => expect(normalBelow(z)).toBeCloseTo(share, 6));
});
