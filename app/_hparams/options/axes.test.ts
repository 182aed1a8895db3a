import { describe, expect, it } from "vitest";
import { type Axis, passes, placeOn, toAxis } from "./axes.ts";

const column = { kind: "setting", name: "x" } as const;

describe("an axis", () => {
  it.each([
    [[1e-4, 1e-2], "log", "two powers of ten"],
    [[0.1, 1], "value", "one power of ten"],
    [[0, 1e6], "value", "zero has no logarithm"],
    [[0, 1e-4, 1e-2], "category", "but a few values beside zero stand side by side"],
    [[-1, 100], "value", "nor has anything below"],
    [["adam", "sgd"], "category", "words"],
    [[1, "auto"], "category", "a number among words is a word"],
    [[true, false], "category", "yes and no"],
    [[1, 1000, NaN, null], "log", "what is missing does not matter"],
  ] as const)("for %j is %s: %s", (values, kind, _) => {
    expect(toAxis(column, values)?.kind).toBe(kind);
  });

  it.each([[[]], [[1, 1]], [[null, 3]], [[NaN, 3]]])("is not drawn for %j: nothing can be told apart", (values) => {
    expect(toAxis(column, values)).toBeNull();
  });

  it("gives words their places in natural order, and no place to what it does not know", () => {
    const axis = toAxis(column, ["b10", "b9", 3]);
    expect(axis?.words).toEqual(["3", "b9", "b10"]);
    expect(axis === null ? [] : ["b9", 3, "c", null].map((value) => placeOn(axis, value))).toEqual([1, 0, null, null]);
  });
});

describe("what is marked on axes", () => {
  const axes: Axis[] = ["a", "b"].map((id) => ({ id, column, kind: "value", words: [] }));

  it.each([
    [[1, 5], true, "inside of one of the intervals of every axis"],
    [[3, 5], true, "at the edge"],
    [[3.5, 5], false, "between two intervals"],
    [[1, 9], false, "outside on one axis"],
    [[null, 5], false, "no value where one is asked for"],
  ] as const)("lets %j through: %s, because %s", (places, expected, _) => {
    const marked = new Map([
      ["a", [[0, 3] as const, [4, 6] as const]],
      ["b", [[5, 5] as const]],
    ]);
    expect(passes(places, axes, marked)).toBe(expected);
  });

  it("lets everything through where nothing is marked", () => {
    expect(passes([null, null], axes, new Map([["a", []]]))).toBe(true);
  });
});
