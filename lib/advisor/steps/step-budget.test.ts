import { describe, expect, it } from "vitest";
import { roundUp } from "./step-budget.ts";

describe("roundUp", () => {
  it.each([
    [5947, 6000],
    [6000, 6000],
    [6001, 6100],
    [1.5 * 4000, 6000],
    [21, 21],
    [20.1, 21],
    [3, 3],
    [0.2, 1],
    [0, 0],
    [Number.NaN, 0],
  ])("%f becomes %f", (value, rounded) => expect(roundUp(value)).toBe(rounded));
});
