import { describe, expect, it } from "vitest";
import { seededChance } from "../chance.ts";
import { jointEffect, mainEffects, ranksOf } from "./rank-effects.ts";

const grid = (of: (a: number, b: number) => number) => {
  const cells = Array.from({ length: 16 }, (_, i) => ({ a: i & 1, b: (i >> 1) & 1 }));
  return {
    a: Int32Array.from(cells, ({ a }) => a),
    b: Int32Array.from(cells, ({ b }) => b),
    values: Float64Array.from(cells, ({ a, b }) => of(a, b)),
  };
};

describe("ranks", () => {
  it.each([
    { values: [3, 1, 2], ranks: [2, 0, 1], because: "no ties" },
    { values: [5, 5, 1], ranks: [1.5, 1.5, 0], because: "equals share their places" },
    {
      values: [Number.NEGATIVE_INFINITY, 0.9, Number.NEGATIVE_INFINITY],
      ranks: [0.5, 2, 0.5],
      because: "what failed shares the last places",
    },
  ])("of $values are $ranks: $because", ({ values, ranks }) => expect([...ranksOf(values)]).toEqual(ranks));
});

describe("effects, by the textbook's sums of squares for a 2 × 2 grid with 4 runs in each cell", () => {
  it("of a sum belong to its parts: 3a + b has 9/10 and 1/10, and nothing jointly", () => {
    const { a, b, values } = grid((x, y) => 3 * x + y);
    const [first, second] = mainEffects([a, b], values, seededChance(1));
    expect(first.share).toBeCloseTo(0.9, 9);
    expect(second.share).toBeCloseTo(0.1, 9);
    expect(first.chance).toBeCloseTo(1 / 501, 9);
    expect(second.chance).toBeGreaterThan(0.05);
    expect(jointEffect(a, b, values, seededChance(1)).share).toBeCloseTo(0, 9);
  });
  it("of an exclusive or belong to the pair alone", () => {
    const { a, b, values } = grid((x, y) => (x === y ? 1 : 0));
    expect(mainEffects([a, b], values, seededChance(1)).map(({ share }) => share)).toEqual([0, 0]);
    const joint = jointEffect(a, b, values, seededChance(1));
    expect(joint.share).toBeCloseTo(1, 9);
    expect(joint.chance).toBeLessThan(0.01);
  });
  it("of one run in each cell cannot be told from chance", () => {
    const a = Int32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    const b = Int32Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(jointEffect(a, b, Float64Array.from([3, 1, 4, 1, 5, 9, 2, 6, 5]), seededChance(1)).chance).toBe(1);
  });
  it("are nothing where all runs are equal", () => {
    const { a, b, values } = grid(() => 1);
    expect(mainEffects([a, b], values, seededChance(1))).toEqual([
      { share: 0, chance: 1 },
      { share: 0, chance: 1 },
    ]);
  });
});
