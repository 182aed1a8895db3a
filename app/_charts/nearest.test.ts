import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAME } from "../../fixtures/builders/scene.ts";
import type { Line } from "../../lib/charts/trace.ts";
import { findNearest, interpolate } from "./nearest.ts";

const line = (x: readonly number[], y: readonly number[], restarts: readonly number[] = []): Line => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  restarts,
});

describe("the nearest point", () => {
  it("is found as by looking at every one", () => {
    const xs = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1 }).map((x) => x.sort((a, b) => a - b));
    fc.assert(
      fc.property(xs, fc.double({ min: -20, max: 120, noNaN: true }), (x, px) => {
        const found = findNearest(
          line(
            x,
            x.map(() => 0),
          ),
          SAME,
          px,
          0,
        );
        const closest = Math.min(...x.map((one) => Math.abs(one - px)));
        expect(Math.abs((found?.px ?? Number.NaN) - px)).toBeCloseTo(closest, 9);
      }),
    );
  });

  it("is a number, even when the pointer stands on a gap", () => {
    expect(findNearest(line([1, 2, 3], [7, Number.NaN, Number.NaN]), SAME, 3, 0)?.index).toBe(0);
  });

  it("is on the branch that lies nearer on the screen when a restart left two", () => {
    const restarted = line([0, 10, 20, 10, 20], [5, 5, 5, 50, 50], [3]);
    expect(findNearest(restarted, SAME, 11, 48)?.index).toBe(3);
    expect(findNearest(restarted, SAME, 11, 7)?.index).toBe(1);
  });

  it("is absent on an empty line, and on one without any number", () => {
    expect(findNearest(line([], []), SAME, 1, 1)).toBeNull();
    expect(findNearest(line([1], [Number.NaN]), SAME, 1, 1)).toBeNull();
  });
});

describe("interpolation", () => {
  it("goes straight between two points and not beyond them", () => {
    expect(interpolate([0, 10], [100, 200], 5)).toBe(150);
    expect(interpolate([0, 10], [100, 200], 11)).toBeNull();
    expect(interpolate([], [], 1)).toBeNull();
  });
});
