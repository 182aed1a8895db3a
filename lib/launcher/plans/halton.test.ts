/** The quasi-random points against their definition. */
import { describe, expect, it } from "vitest";
import { haltonPoints } from "./halton.ts";

describe("Halton points", () => {
  it("are van der Corput's sequence in bases 2, 3 and 5 when nothing is permuted", () => {
    // Digits of 1, 2, 3, … mirrored at the point, as in Halton's paper.
    expect(haltonPoints(3, 6, 0)).toEqual(
      [
        [1 / 2, 1 / 3, 1 / 5],
        [1 / 4, 2 / 3, 2 / 5],
        [3 / 4, 1 / 9, 3 / 5],
        [1 / 8, 4 / 9, 4 / 5],
        [5 / 8, 7 / 9, 1 / 25],
        [3 / 8, 2 / 9, 6 / 25],
      ].map((point) => point.map((x) => expect.closeTo(x, 12))),
    );
  });

  it.each([1, 7, 2026])("fill every axis evenly with seed %d: bⁿ points in a row, one in each of bⁿ parts", (seed) => {
    const bases = [2, 3, 5, 7, 11, 13];
    const points = haltonPoints(bases.length, 400, seed);
    bases.forEach((base, axis) => {
      for (const parts of [base, base * base]) {
        // Index 0 is not among the points, so the first whole block begins at index `parts`.
        const block = points.slice(parts - 1, 2 * parts - 1).map((point) => Math.floor(point[axis] * parts + 1e-9));
        expect(new Set(block).size).toBe(parts);
      }
    });
  });
});
