import { describe, expect, it } from "vitest";
import { onlyStep } from "./curve.ts";

const curve = (steps: readonly number[], total = steps.length) => ({ steps: Float64Array.from(steps), total });

describe("the step of which an axis of steps would make one place", () => {
  it.each([
    { curves: [curve([0, 0, 0])], step: 0, because: "everything was logged without a step" },
    { curves: [curve([0, 0]), curve([0], 40)], step: 0, because: "the same in all runs" },
    { curves: [curve([-1, -1])], step: -1, because: "whichever step it is" },
    { curves: [curve([5])], step: null, because: "one point has its place" },
    { curves: [curve([0]), curve([0])], step: null, because: "one point a run is a comparison of runs" },
    { curves: [curve([0, 0]), curve([0, 1])], step: null, because: "one run has steps" },
    { curves: [], step: null, because: "there is nothing to see" },
  ])("is $step: $because", ({ curves, step }) => {
    expect(onlyStep(curves)).toBe(step);
  });
});
