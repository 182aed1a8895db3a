import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withNoise } from "../runs/run-log-builder.ts";
import { lowess } from "./lowess.ts";

describe("lowess", () => {
  it("gives a straight line back, however unevenly it was sampled", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 80 }), (unsorted) => {
        const x = unsorted.sort((a, b) => a - b);
        const { fit, error } = lowess(
          x,
          x.map((step) => 3 - 0.002 * step),
        );
        fit.forEach((value, i) => {
          expect(value).toBeCloseTo(3 - 0.002 * x[i], 6);
        });
        for (const value of error) expect(value).toBeLessThan(1e-6);
      }),
      { seed: 5 },
    );
  });
  it("knows its own error: the truth lies within 2 of it in about 95 % of the points", () => {
    let inside = 0;
    let points = 0;
    for (let seed = 0; seed < 40; seed++) {
      const x = Array.from({ length: 60 }, (_, i) => i * 50);
      const noisy = withNoise((step) => step / 3000, 0.01, seed + 1);
      const { fit, error } = lowess(x, x.map(noisy));
      for (let i = 5; i < 55; i++) {
        points += 1;
        if (Math.abs(fit[i] - x[i] / 3000) <= 2 * error[i]) inside += 1;
      }
    }
    expect(inside / points).toBeGreaterThan(0.9);
    expect(inside / points).toBeLessThan(0.99);
  });
  it("returns too few points as they are", () => expect([...lowess([1, 2], [5, 7]).fit]).toEqual([5, 7]));
});
