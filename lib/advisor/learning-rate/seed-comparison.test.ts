import { describe, expect, it } from "vitest";
import { compareSeeds, criticalT } from "./seed-comparison.ts";

describe("seeds of two settings", () => {
  it("are compared by Welch's t, as R does it on the sleep data", () => {
    // R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const compared = compareSeeds(first, second);
    expect(compared?.t).toBeCloseTo(-1.8608, 4);
    expect(compared?.freedom).toBeCloseTo(17.776, 3);
    expect(compared?.isClear).toBe(false);
  });
  it("win pairs, a tie half of one", () => {
    expect(compareSeeds([3, 2, 2], [1, 2, 0])).toMatchObject({ wins: 8, pairs: 9 });
  });
  it("are clear where the means differ and most pairs are won, and not where one seed makes the mean", () => {
    expect(compareSeeds([0.91, 0.912, 0.914], [0.9, 0.901, 0.902])?.isClear).toBe(true);
    expect(compareSeeds([0.9, 0.9, 0.99], [0.899, 0.901, 0.902])?.isClear).toBe(false);
  });
  it("say nothing below three of each, and are clear without any spread only where they differ", () => {
    expect(compareSeeds([1, 2], [3, 4, 5])).toBeNull();
    expect(compareSeeds([1, 1, 1], [1, 1, 1])?.isClear).toBe(false);
    expect(compareSeeds([2, 2, 2], [1, 1, 1])?.isClear).toBe(true);
  });
});

it.each([
  [3, 3.182],
  [4, 2.776],
  [10, 2.228],
  [30, 2.042],
])("at %d degrees of freedom |t| exceeds %d in one case in twenty", (freedom, tabled) => {
  expect(Math.abs(criticalT(freedom) / tabled - 1)).toBeLessThan(0.01);
});
