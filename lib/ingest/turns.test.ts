import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

const items = (...names: string[]) => new Map(names.map((name) => [name, name.toUpperCase()]));
const taken = (turns: Turns<string, string>, most: number) => [...turns.next(most)].map(([name]) => name).join("");

describe("turns", () => {
  it("go round: a few at a time, each as often as the others", () => {
    const turns = new Turns(items("a", "b", "c", "d", "e"));
    expect([taken(turns, 2), taken(turns, 2), taken(turns, 2), taken(turns, 2)]).toEqual(["ab", "cd", "ea", "bc"]);
  });

  it("give nobody two at a time, however many may have theirs", () => {
    const turns = new Turns(items("a", "b", "c"));
    expect([taken(turns, 7), taken(turns, 7)]).toEqual(["abc", "abc"]);
    expect(taken(new Turns(items()), 3)).toBe("");
  });

  it("go on where somebody stopped", () => {
    const turns = new Turns(items("a", "b", "c"));
    for (const [name] of turns.next(3)) if (name === "a") break;
    expect(taken(turns, 2)).toBe("bc");
  });

  it("pass over what is gone, and come to what is new", () => {
    const all = items("a", "b", "c");
    const turns = new Turns(all);
    expect(taken(turns, 1)).toBe("a");
    all.delete("b");
    all.set("d", "D");
    expect([taken(turns, 2), taken(turns, 1)]).toEqual(["cd", "a"]);
  });

  it("take the work of a part of them each time: of a hundred thousand, all have had theirs after two hundred times five hundred", () => {
    const turns = new Turns(new Map(Array.from({ length: 100_000 }, (_, i) => [i, i])));
    const had = new Set<number>();
    for (let time = 0; time < 200; time++) {
      const now = [...turns.next(500)];
      expect(now.length).toBe(500);
      for (const [i] of now) had.add(i);
    }
    expect(had.size).toBe(100_000);
  });
});
