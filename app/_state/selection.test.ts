import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EVERYTHING,
  followInSelection,
  isOnly,
  isSelected,
  onlyRun,
  type Selectable,
  type Selection,
  withRuns,
} from "./selection.ts";

const run = (ordinal: number): Selectable => ({ key: `r${ordinal}`, ordinal });
const isOn = (selection: Selection, { key, ordinal }: Selectable) => isSelected(selection, key, ordinal);

describe("the selection", () => {
  it("begins with the first 500 runs, as TensorBoard does", () => {
    expect(isOn(EVERYTHING, run(499))).toBe(true);
    expect(isOn(EVERYTHING, run(500))).toBe(false);
  });

  it("shows runs that come later, but leaves those off that were turned off", () => {
    const without2 = withRuns(EVERYTHING, [run(2)], false);
    expect([run(1), run(2), run(3)].map((one) => isOn(without2, one))).toEqual([true, false, true]);
  });

  it("of only one run stays with it when others come", () => {
    const only = onlyRun("r7");
    expect(isOnly(only, "r7")).toBe(true);
    expect(isOn(only, run(8))).toBe(false);
  });

  it("of only one run stays with it when it is renamed", () => {
    expect(isOnly(followInSelection(onlyRun("r7"), new Map([["r7", "s7"]])), "s7")).toBe(true);
    const other = onlyRun("r8");
    expect(followInSelection(other, new Map([["r7", "s7"]]))).toBe(other);
  });

  it("of all runs knows no limit", () => {
    expect(isOn({ base: "all", flipped: new Set() }, run(9000))).toBe(true);
  });

  const selection: fc.Arbitrary<Selection> = fc.record({
    base: fc.constantFrom("default", "all", "none"),
    flipped: fc.uniqueArray(fc.nat(600)).map((ordinals) => new Set(ordinals.map((ordinal) => `r${ordinal}`))),
  });

  it("turns exactly the given runs on or off", () => {
    fc.assert(
      fc.property(selection, fc.uniqueArray(fc.nat(600)), fc.boolean(), fc.nat(600), (before, chosen, on, other) => {
        const after = withRuns(before, chosen.map(run), on);
        for (const ordinal of chosen) expect(isOn(after, run(ordinal))).toBe(on);
        if (!chosen.includes(other)) expect(isOn(after, run(other))).toBe(isOn(before, run(other)));
      }),
    );
  });
});
