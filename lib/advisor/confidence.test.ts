import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capped, chanceAtHorizon, toWord } from "./confidence.ts";

describe("words", () => {
  it.each([
    [0.85, "clear"],
    [0.84, "likely"],
    [0.7, "likely"],
    [0.5, "tentative"],
    [0.49, "not enough evidence"],
    [0, "not enough evidence"],
  ])("%f is %s", (confidence, word) => expect(toWord(confidence)).toBe(word));
});

describe("caps", () => {
  it("lower to the least and keep every reason", () => {
    const caps = [
      { limit: 0.7, because: "a" },
      { limit: 0.4, because: "b" },
      { limit: 0.9, because: "c" },
    ];
    expect(capped(0.8, caps)).toEqual({ confidence: 0.4, caps: ["a", "b", "c"] });
    expect(capped(0.3, [])).toEqual({ confidence: 0.3, caps: [] });
  });
});

describe("chanceAtHorizon", () => {
  it.each([
    [0.05, 0.7],
    [0.1, 0.89],
    [0.5, 0.96],
    [1, 0.98],
    [7, 0.98],
  ])("after %f of the budget it is %f", (seen, chance) => expect(chanceAtHorizon(seen)).toBeCloseTo(chance, 12));
  it("never falls as more is seen", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        expect(chanceAtHorizon(Math.max(a, b))).toBeGreaterThanOrEqual(chanceAtHorizon(Math.min(a, b)));
      }),
      { seed: 6 },
    );
  });
});
