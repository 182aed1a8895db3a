import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareNames } from "./natural-order.ts";

describe("compareNames", () => {
  it.each([
    ["lr=2", "lr=10", "digits are numbers"],
    ["lr=0.003", "lr=0.01", "fractions are read whole"],
    ["lr=1e-4", "lr=1e-3", "exponents are read"],
    ["a/b", "a_b", "a folder stands before a longer neighbour"],
    ["a_b", "a1", "an underscore separates words"],
    ["a1", "ab", "digits stand before letters"],
    ["a", "a/b", "the shorter name first"],
    ["a01b", "a1c", "equal numbers do not decide"],
  ])("%s before %s: %s", (first, second) => {
    expect(compareNames(first, second)).toBeLessThan(0);
    expect(compareNames(second, first)).toBeGreaterThan(0);
  });

  const name = fc.string({ unit: fc.constantFrom("a", "b", "/", "_", "0", "1", "2", ".", "e", "-"), maxLength: 7 });

  it("is 0 for equal names only", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareNames(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it("is an order: sorting does not depend on where one starts", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
        const sorted = [...names].sort(compareNames);
        expect([...names].reverse().sort(compareNames)).toEqual(sorted);
        for (const [i, later] of sorted.slice(1).entries())
          expect(compareNames(sorted[i] ?? "", later)).toBeLessThan(0);
      }),
    );
  });
});
