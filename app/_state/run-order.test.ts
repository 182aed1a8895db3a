import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendOrder, formatOrder, parseOrder } from "./run-order.ts";

const run = (id: string, startedAt: number | null) => ({ id, startedAt });

describe("the order in which runs were seen", () => {
  it("goes by their start, then by the engine's order", () => {
    const order = extendOrder(new Map(), [
      run("late", 9),
      run("first", 1),
      run("same1", 5),
      run("same2", 5),
      run("empty", null),
    ]);
    expect([...order.keys()]).toEqual(["first", "same1", "same2", "late", "empty"]);
  });

  it("keeps every number when runs come, also in the middle of the list", () => {
    const before = extendOrder(new Map(), [run("a", 1), run("c", 2)]);
    const after = extendOrder(before, [run("a", 1), run("b", 0), run("c", 2)]);
    expect([...after]).toEqual([
      ["a", 0],
      ["c", 1],
      ["b", 2],
    ]);
  });

  it("keeps the numbers of runs that are gone: they may come back", () => {
    const before = extendOrder(new Map(), [run("a", 1), run("b", 2)]);
    expect(extendOrder(before, [run("b", 2)])).toBe(before);
  });

  it("is the same after it was remembered", () => {
    const ids = fc.uniqueArray(fc.string({ unit: fc.constantFrom(..."abc019"), minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(ids, (names) => {
        const order = extendOrder(
          new Map(),
          names.map((id) => run(id, 0)),
        );
        expect(parseOrder(formatOrder(order))).toEqual(order);
      }),
    );
  });

  it("begins anew where nothing sensible is remembered", () => {
    expect(parseOrder(null).size).toBe(0);
    expect(parseOrder("<script> {}").size).toBe(0);
  });
});
