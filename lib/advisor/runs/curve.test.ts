import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanCurve } from "./curve.ts";
import { toSeries } from "./run-log-builder.ts";

const clean = (steps: number[], values: number[] = steps.map((step) => step * 10)) => {
  const curve = cleanCurve(toSeries(steps, values), "run", "loss");
  const column = (from: ArrayLike<number>) => Array.from({ length: curve.length }, (_, i) => from[i]);
  return { ...curve, steps: column(curve.steps), values: column(curve.values) };
};

it("is the same object for the same columns, and another once they have grown", () => {
  const series = toSeries([0, 1, 2], [5, 4, 3]);
  const before = cleanCurve({ ...series, length: 2 }, "run", "loss");
  expect(cleanCurve({ ...series, length: 2 }, "run", "loss")).toBe(before);
  const after = cleanCurve(series, "run", "loss");
  expect([before.length, after.length]).toEqual([2, 3]);
  expect(cleanCurve(series, "other", "loss").run).toBe("other");
});

describe("cleanCurve", () => {
  it.each([
    { because: "rising steps stay", steps: [0, 1, 2], kept: [0, 1, 2], rewinds: [], misplaced: 0 },
    {
      because: "a restart replaces what came after it",
      steps: [0, 10, 20, 30, 40, 15, 25, 35, 45],
      kept: [0, 10, 15, 25, 35, 45],
      rewinds: [15],
      misplaced: 0,
    },
    {
      because: "a restart from the beginning replaces all",
      steps: [0, 1, 2, 3, 0, 1, 2, 3],
      kept: [0, 1, 2, 3],
      rewinds: [0],
      misplaced: 0,
    },
    {
      because: "one record out of order is sorted in",
      steps: [0, 10, 30, 20, 40, 50],
      kept: [0, 10, 20, 30, 40, 50],
      rewinds: [],
      misplaced: 1,
    },
    {
      because: "one record that came early is no restart",
      steps: [0, 1, 9, 2, 3, 4, 5, 10],
      kept: [0, 1, 2, 3, 4, 5, 9, 10],
      rewinds: [],
      misplaced: 1,
    },
    {
      because: "two steps at the very end are too few for a restart",
      steps: [0, 10, 20, 5, 6],
      kept: [0, 5, 6, 10, 20],
      rewinds: [],
      misplaced: 2,
    },
    {
      because: "steps that are not numbers are dropped",
      steps: [0, Number.NaN, 2, Number.POSITIVE_INFINITY],
      kept: [0, 2],
      rewinds: [],
      misplaced: 0,
    },
    { because: "nothing stays nothing", steps: [], kept: [], rewinds: [], misplaced: 0 },
  ])("$because", ({ steps, kept, rewinds, misplaced }) => {
    expect(clean(steps)).toMatchObject({ steps: kept, rewinds, misplaced });
  });
  it("keeps the new branch's values after a restart", () => {
    expect(clean([0, 10, 20, 30, 10, 20, 30, 40], [9, 8, 7, 6, 5, 4, 3, 2]).values).toEqual([9, 5, 4, 3, 2]);
  });
  it("takes the median of several processes that log one step", () => {
    expect(clean([0, 0, 0, 1], [5, 900, 6, 4])).toMatchObject({ steps: [0, 1], values: [6, 4], merged: 2 });
  });
  it("counts non-finite and overflowing values, and keeps them", () => {
    expect(clean([0, 1, 2, 3], [1, Number.NaN, 1e300, 0.5])).toMatchObject({ nonFinite: 2, lowest: 0.5, length: 4 });
  });
  it("reads no further than the series is long", () => {
    const series = { ...toSeries([0, 1, 2, 0], [1, 2, 3, 9]), length: 3 };
    expect(cleanCurve(series, "run", "loss")).toMatchObject({ length: 3, rewinds: [] });
  });
  it("always leaves steps that rise", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), (steps) => {
        const cleaned = clean(steps).steps;
        expect(cleaned.every((step, i) => i === 0 || step > cleaned[i - 1])).toBe(true);
      }),
      { seed: 3 },
    );
  });
});
