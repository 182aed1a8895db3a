import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendOrder, followMoves, formatOrder, movedKeys, parseOrder } from "./run-order.ts";

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

  it("gives a run that was renamed its number back, whenever that was noticed, and nobody another one", () => {
    const before = new Map([
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ]);
    const moved = movedKeys([{ id: "a" }, { id: "c" }, { id: "d", formerIds: ["b"] }]);
    expect([...followMoves(before, moved)]).toEqual([
      ["a", 0],
      ["d", 1],
      ["c", 2],
    ]);
    const late = followMoves(new Map([...before, ["d", 3], ["e", 4]]), moved);
    expect(late.get("d")).toBe(1);
    expect([late.get("a"), late.get("c"), late.get("e")]).toEqual([0, 2, 4]);
    expect(followMoves(late, moved)).toBe(late);
  });

  it("does not follow a run whose former name somebody has", () => {
    expect(movedKeys([{ id: "old" }, { id: "new", formerIds: ["old"] }]).size).toBe(0);
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
