/** Splitting a command line, against the shell that it imitates. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitWords } from "./words.ts";

/** What `/bin/sh` makes of each of `texts` as arguments, null where it finds a syntax error. One shell asks itself: a process for each would take a minute. */
function shellWords(texts: readonly string[]): (string[] | null)[] {
  const script = `for text; do (eval "printf '%s\\\\0' $text"); printf '%d\\n\\0' $?; done 2>/dev/null`;
  const { stdout } = spawnSync("/bin/sh", ["-c", script, "sh", ...texts], { encoding: "utf8" });
  const answers: (string[] | null)[] = [];
  let words: string[] = [];
  for (const word of stdout.split("\0").slice(0, -1)) {
    if (word.endsWith("\n")) answers.push(word === "0\n" ? words : null);
    words = word.endsWith("\n") ? [] : [...words, word];
  }
  return answers;
}

describe("splitWords", () => {
  it("splits as a shell does whatever it does not decline", () => {
    // Quotes, backslashes and blanks in every order; `$` to be declined.
    const text = fc.string({ unit: fc.constantFrom(..."aé {}=-'\"\\ \t$"), minLength: 1, maxLength: 14 });
    const taken = fc.sample(text, { numRuns: 1500, seed: 5 }).flatMap((command) => {
      const split = splitWords(command);
      return split.kind === "words" ? [{ command, words: split.words }] : [];
    });
    expect(taken.length).toBeGreaterThan(300);
    const byShell = shellWords(taken.map(({ command }) => command));
    expect(taken).toEqual(taken.map(({ command }, i) => ({ command, words: byShell[i] })));
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
