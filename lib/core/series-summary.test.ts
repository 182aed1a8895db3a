import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeriesBuilder } from "./series-builder.ts";
import { SeriesDigest } from "./series-summary.ts";

type Point = readonly [step: number, value: number];

function digestOf(points: readonly Point[], looks: readonly number[] = []) {
  const series = new SeriesBuilder();
  const digest = new SeriesDigest(series);
  for (const [i, [step, value]] of points.entries()) {
    series.push(step, 0, value, false);
    if (looks.includes(i)) digest.summary();
  }
  return digest.summary();
}

describe("the summary of a series", () => {
  it("has the extremes with their first steps, the mean and the last point", () => {
    const points: Point[] = [
      [0, 4],
      [10, 1],
      [20, 7],
      [30, 1],
      [40, 2],
    ];
    expect(digestOf(points)).toEqual({
      points: 5,
      last: 2,
      lastStep: 40,
      least: 1,
      leastStep: 10,
      most: 7,
      mostStep: 20,
      mean: 3, // (4 + 1 + 7 + 1 + 2) / 5
    });
  });

  it("forgets what a restart did again: the diverged attempt is no maximum", () => {
    const points: Point[] = [
      [0, 5],
      [1, 4],
      [2, 900],
      [3, 901],
      [2, 3],
      [3, 2],
    ];
    expect(digestOf(points, [3])).toMatchObject({ points: 4, most: 5, least: 2, mean: 3.5 }); // (5 + 4 + 3 + 2) / 4
  });

  it("keeps points that all carry the same step: that is no restart", () => {
    expect(
      digestOf([
        [0, 9],
        [0, 1],
      ]),
    ).toMatchObject({ points: 2, most: 9, least: 1, mean: 5 });
  });

  it("leaves NaN and infinities out of extremes and mean, but says when the last value is one", () => {
    const summary = digestOf([
      [0, 2],
      [1, Infinity],
      [2, 4],
      [3, NaN],
    ]);
    expect(summary).toMatchObject({ points: 4, last: NaN, least: 2, most: 4, mean: 3 });
  });

  it("has no extreme and no mean where nothing is finite, and is nothing for no points", () => {
    expect(digestOf([[0, NaN]])).toMatchObject({ least: NaN, most: NaN, mean: NaN });
    expect(digestOf([])).toBeNull();
  });

  it("does not lose small values beside a huge one", () => {
    const summary = digestOf([
      [0, 1],
      [1, 1e100],
      [2, 1],
      [3, -1e100],
    ]);
    expect(summary?.mean).toBe(0.5); // (1 + 1) / 4, which a plain sum takes for 0
  });

  it("is the same whenever one looks while the series grows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(12), fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(NaN))), { minLength: 1 }),
        fc.array(fc.nat(20)),
        (points, looks) => {
          const isBack = (i: number) => i > 0 && points[i][0] < points[i - 1][0];
          const counted = points.filter(([step], i) => points.every(([x], j) => j <= i || !isBack(j) || step < x));
          const finite = counted.map(([, value]) => value).filter(Number.isFinite);
          const summary = digestOf(points, looks);
          expect(summary?.points).toBe(counted.length);
          expect(summary?.least).toBe(finite.length === 0 ? NaN : Math.min(...finite));
          expect(summary?.most).toBe(finite.length === 0 ? NaN : Math.max(...finite));
          const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
          expect(summary?.mean).toSatisfy((found) => Object.is(found, mean) || Math.abs(found - mean) < 1e-9);
        },
      ),
      { seed: 7 },
    );
  });
});
