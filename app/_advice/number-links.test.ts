import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mark } from "../../lib/core/advice.ts";
import { linkNumbers } from "./number-links.ts";

const step = (at: number): Mark => ({ kind: "step", tag: "loss", step: at, label: "", role: "converged" });
const runMark = (name: string): Mark => ({ kind: "run", tag: "loss", run: name, label: "", role: "chosen" });
const linked = (text: string, marks: readonly Mark[]) =>
  linkNumbers(text, marks).flatMap(({ text: piece, mark }) => (mark === null ? [] : [piece]));

describe("numbers in advice", () => {
  it.each([
    ["for 6,000 steps", [step(6000)], ["6,000"]],
    ["at 4,000, then more", [step(4000)], ["4,000"]],
    ["Train at 0.01 for long", [runMark("sweep/lr=0.01_s0")], ["0.01"]],
    ["Train at 1e-3", [runMark("lr0.001_s0")], ["1e-3"]],
    ["run sweep/lr0.001_s0 to 4,100", [runMark("sweep/lr0.001_s0"), step(4100)], ["sweep/lr0.001_s0", "4,100"]],
    ["three of 12 runs", [step(6000)], []],
    [
      "95.2 % on dev",
      [{ kind: "point", tag: "dev", run: "a", step: 1, value: 0.9519, label: "" } satisfies Mark],
      ["95.2"],
    ],
  ])("%j leads from %j to its marks", (text, marks, numbers) => {
    expect(linked(text, marks)).toEqual(numbers);
  });

  it("leave the sentence as it was", () => {
    const sentence = fc.string({ unit: fc.constantFrom(..."ab 0123,.e-=/"), maxLength: 40 });
    fc.assert(
      fc.property(sentence, sentence, (text, name) => {
        const pieces = linkNumbers(text, [step(1), step(12), runMark(name === "" ? "x" : name)]);
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      }),
    );
  });
});
