/** Splitting a command line, against the shell that it imitates. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitWords } from "./words.ts";

/** What `/bin/sh` makes of `text` as arguments, or null when it finds a syntax error. */
function shellWords(text: string): string[] | null {
  const { stdout, status } = spawnSync("/bin/sh", ["-c", `printf '%s\\0' ${text}`], { encoding: "utf8" });
  return status === 0 ? stdout.split("\0").slice(0, -1) : null;
}

describe("splitWords", () => {
  it("splits as a shell does whatever it does not decline", () => {
    // Quotes, backslashes and blanks in every order; `$` to be declined.
    const text = fc.string({ unit: fc.constantFrom(..."aé {}=-'\"\\ \t$"), minLength: 1, maxLength: 14 });
    let compared = 0;
    fc.assert(
      fc.property(text, (command) => {
        const split = splitWords(command);
        if (split.kind === "unusable") return;
        compared += 1;
        expect(split.words).toEqual(shellWords(command));
      }),
      { numRuns: 1500, seed: 5 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it.each([
    {
      text: `python train.py --name "a b" --note 'it is' x\\ y`,
      words: ["python", "train.py", "--name", "a b", "--note", "it is", "x y"],
    },
    { text: `a '' ""`, words: ["a", "", ""] },
    { text: "a b\n", words: ["a", "b"] },
    { text: "a ~b c~ d#e", words: null },
    { text: "a c~ d#e 'x|y'", words: ["a", "c~", "d#e", "x|y"] },
    { text: "a > b", words: null },
    { text: "a $HOME", words: null },
    { text: 'a "$(id)"', words: null },
    { text: "a *.csv", words: null },
    { text: "a\nb", words: null },
    { text: "a 'b", words: null },
    { text: "   ", words: null },
    { text: "a\\", words: null },
  ])("$text", ({ text, words }) => {
    const split = splitWords(text);
    expect(split.kind === "words" ? split.words : null).toEqual(words);
  });
});
