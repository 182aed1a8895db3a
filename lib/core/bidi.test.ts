import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancedDirections } from "./bidi.ts";

const [RLO, PDF, RLI, PDI] = ["\u202e", "\u202c", "\u2067", "\u2069"];

describe("characters that turn the direction of text", () => {
  it.each([
    { text: `see ${RLO}gpj.exe`, shown: "see gpj.exe", because: "nothing ends it" },
    { text: `${RLO}a${PDF} b`, shown: `${RLO}a${PDF} b`, because: "it ends in its line" },
    { text: `${RLO}a\nb${PDF}`, shown: "a\nb", because: "a line break ends it, and its end begins nothing" },
    { text: `a${PDF}${PDI}b`, shown: "ab", because: "nothing was begun" },
    { text: `${RLI}a${PDF}${PDI}`, shown: `${RLI}a${PDI}`, because: "the end of another kind" },
    { text: `${RLO}a${RLI}b${PDI}`, shown: `a${RLI}b${PDI}`, because: "only the inner one ends" },
    { text: "שלום and hello", shown: "שלום and hello", because: "letters have directions of their own" },
  ])("$text: $because", ({ text, shown }) => {
    expect(balancedDirections(text)).toBe(shown);
  });

  it("are as many that begin as that end, whatever was written, and nothing else is touched", () => {
    const letters = fc.constantFrom("a", "\n", RLO, PDF, RLI, PDI, "\u202a", "\u2066");
    fc.assert(
      fc.property(fc.string({ unit: letters }), (text) => {
        const shown = balancedDirections(text);
        const count = (set: RegExp): number => shown.match(set)?.length ?? 0;
        expect(count(/[\u202a\u202b\u202d\u202e]/g)).toBe(count(/\u202c/g));
        expect(count(/[\u2066-\u2068]/g)).toBe(count(/\u2069/g));
        expect(balancedDirections(shown)).toBe(shown);
        const plain = /[\u202a-\u202e\u2066-\u2069]/g;
        expect(shown.replace(plain, "")).toBe(text.replace(plain, ""));
      }),
      { seed: 11 },
    );
  });
});
