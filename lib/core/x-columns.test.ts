import { describe, expect, it } from "vitest";
import type { Series } from "./series.ts";
import { latestAtSteps } from "./x-columns.ts";

const series = (steps: readonly number[], values: readonly number[] = steps): Series => ({
  length: steps.length,
  steps: Int32Array.from(steps),
  wallTimes: new Float64Array(steps.length),
  values: Float64Array.from(values),
});

describe("a metric as the x axis", () => {
  it("is what was last logged at or before the step", () => {
    const epochs = series([0, 10, 20], [1, 2, 3]);
    expect([...latestAtSteps(series([0, 5, 10, 15, 25]), [0], epochs, [0])]).toEqual([1, 1, 2, 2, 3]);
  });

  it("has no place for points before its first value", () => {
    expect([...latestAtSteps(series([0, 1, 2]), [0], series([1], [0.5]), [0])]).toEqual([NaN, 0.5, 0.5]);
  });

  it("looks at the same attempt after a restart, and at what that attempt took over before it", () => {
    // First attempt 0 … 3 with rate 1, second from step 2 on with rate 2.
    const points = series([0, 1, 2, 3, 2, 3]);
    const rates = series([0, 3, 3], [1, 1.5, 2]);
    expect([...latestAtSteps(points, [0, 4], rates, [0, 2])]).toEqual([1, 1, 1, 1.5, 1, 2]);
  });
});
