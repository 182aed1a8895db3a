import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { say, sayAll, t, textOf } from "./text.ts";

const chinese = { "Train for {0}: {1}.": "{1}：训练 {0}。", "{0} step[s]": "{0} 步", clear: "明确", "{^0}": "{0}" };

describe("a text", () => {
  it("is said in English from its own template, and in Chinese from the catalogue, in another order", () => {
    const text = t`Train for ${textOf("{0} step[s]", ["300"])}: ${t`clear`}.`;
    expect(say(text, null)).toBe("Train for 300 steps: clear.");
    expect(say(text, chinese)).toBe("明确：训练 300 步。");
  });

  it.each([
    ["1", "1 step"],
    ["0", "0 steps"],
    ["1,000", "1,000 steps"],
  ])("%s: counts as English does", (n, expected) => {
    expect(say(textOf("{0} step[s]", [n]), null)).toBe(expected);
  });

  it("begins with a capital letter where it stands first, and tells two meanings of a word apart", () => {
    expect(say(textOf("{^0}", [t`clear`]), null)).toBe("Clear");
    expect(say(textOf("steps#schedule", []), null)).toBe("steps");
  });

  it("can be joined with others and with plain words, and is said where it stands", () => {
    expect(say(`${t`clear`}, b; ${[t`clear`, "c"].join(" or ")}`, chinese)).toBe("明确, b; 明确 or c");
  });

  it("sets no space between Chinese characters where a word fills in for a number", () => {
    const catalogue = { "{0} falls at {1}": "{0} 在第 {1} 步下降", loss: "损失" };
    expect(say(t`${t`loss`} falls at ${30}`, catalogue)).toBe("损失在第 30 步下降");
    expect(say(t`${"train/loss"} falls at ${30}`, catalogue)).toBe("train/loss 在第 30 步下降");
  });

  it("falls back on English where the catalogue has no entry", () => {
    expect(say(t`unheard of ${1}`, chinese)).toBe("unheard of 1");
  });

  it("leaves strings that are no text as they are, whatever a run is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(say(name, chinese)).toBe(name);
        expect(say(t`${name}${name}`, null)).toBe(name + name);
      }),
    );
  });

  it("never throws over a name that holds our own characters, and never shows them", () => {
    const odd = fc.string({ unit: fc.constantFrom("\uFDD0", "\uFDD1", "\uFDD2", "a", "{0}") });
    fc.assert(
      fc.property(odd, odd, (a, b) => {
        if (a.includes("\uFDD0")) expect(say(a, null)).not.toMatch(/[\uFDD0-\uFDD2]/);
        expect(say(t`${a} and ${b}`, null)).not.toMatch(/[\uFDD0-\uFDD2]/);
      }),
    );
  });
});

it("says all texts in an answer, and leaves its keys and numbers", () => {
  const answer = { clear: [t`clear`, 1, null], inner: { text: t`clear`, is: true } };
  expect(sayAll(answer, chinese)).toEqual({ clear: ["明确", 1, null], inner: { text: "明确", is: true } });
});
