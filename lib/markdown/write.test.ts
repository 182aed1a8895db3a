import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toMarkdownTree } from "./tree.ts";
import { writeMarkdown } from "./write.ts";

const rewritten = (text: string): string => writeMarkdown(toMarkdownTree(text));

describe("Markdown that is written again", () => {
  it.each([
    ["# Title\n\nTwo *words* and **more**, `code`."],
    ["- one\n- two\n  - three"],
    ["3. c\n4. d"],
    ["> said\n> twice"],
    ["| a | b |\n|---|--:|\n| 1 | 2 |"],
    ["```python\nprint(1 < 2)\n```"],
    ["[a link](https://example.org/a%20b?c=d) and ~~gone~~"],
    ["line one\nline two"],
    ["2 * 3 * 4 and a_b_c and 1. no list"],
  ])("reads as the same tree: %j", (text) => {
    expect(toMarkdownTree(rewritten(text))).toEqual(toMarkdownTree(text));
  });

  it.each([
    ["<script>alert(1)</script>", "HTML is text here, and must not become HTML elsewhere"],
    ["<img src=x onerror=alert(1)>", "the same without an end tag"],
    ["[click](javascript:alert(1))", "an address that runs something"],
    ["[click](java&#115;cript:alert(1))", "the same, written with an entity"],
    ["[x]: javascript:alert(1)\n\n[x]", "the same, as a reference"],
    ["[page](/api/login)", "a place on the board, which elsewhere is somebody else's"],
  ])("%s holds no tag and no link: %s", (text) => {
    const again = rewritten(text);
    expect(again).not.toMatch(/<[a-z/!?]/i);
    expect(JSON.stringify(toMarkdownTree(again))).not.toContain('"link"');
    expect(again).not.toMatch(/(^|[^\\])\]\(/);
  });

  it("never holds a tag, whatever was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>ab/!`*_[]()\\ \n#-|&;1.:") }), (text) => {
        const outsideOfCode = rewritten(text).replace(/(`+)[\s\S]*?\1/g, "");
        expect(outsideOfCode).not.toMatch(/<[a-z!?/]/i);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
