/** A command line split into its words as a shell would, without a shell and without anything that only a shell does. */
import { t } from "../../core/text.ts";

/** The words, or in a sentence why only a shell could say what they are. */
export type WordSplit =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "unusable"; readonly because: string };

/** What only a shell does, and the words for it. A tilde and a wildcard would be taken literally without a word. */
const NEEDS_SHELL = /[|&;<>()$`*?[\n]/;

/**
 * Splits `text` by blanks, with quotes and backslashes as POSIX has them (Shell Command Language, 2.2 Quoting). Where a shell would do
 * more (variables, pipes, redirections, patterns, a tilde, a comment), it declines: silently passing `$HOME` on would start another program
 * than was meant.
 */
export function splitWords(text: string): WordSplit {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === " " || c === "\t") {
      if (word !== null) words.push(word);
      word = null;
    } else if (c === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return unusable(t`a single quote is not closed`);
      word = (word ?? "") + text.slice(at + 1, end);
      at = end;
    } else if (c === '"') {
      const quoted = doubleQuoted(text, at + 1);
      if (quoted.kind === "unusable") return quoted;
      word = (word ?? "") + quoted.text;
      at = quoted.end;
    } else if (c === "\\") {
      if (at + 1 === text.length) return unusable(t`it ends in a backslash`);
      at += 1;
      if (text[at] !== "\n") word = (word ?? "") + text[at];
    } else if (c === "\n" && text.slice(at).trim() === "") {
      break; // YAML's block texts end in one
    } else if (NEEDS_SHELL.test(c) || (word === null && (c === "~" || c === "#"))) {
      return needsShell(c);
    } else {
      word = (word ?? "") + c;
    }
  }
  if (word !== null) words.push(word);
  return words.length === 0 ? unusable(t`it is empty`) : { kind: "words", words };
}

function doubleQuoted(
  text: string,
  from: number,
): { readonly kind: "text"; readonly text: string; readonly end: number } | (WordSplit & { kind: "unusable" }) {
  let quoted = "";
  for (let at = from; at < text.length; at++) {
    const c = text[at];
    if (c === '"') return { kind: "text", text: quoted, end: at };
    if (c === "$" || c === "`") return needsShell(c);
    if (c !== "\\") quoted += c;
    else if (text[at + 1] === "\n") at += 1;
    else if ('$`"\\'.includes(text[at + 1] ?? "")) quoted += text[++at] ?? "";
    else quoted += c; // a backslash before anything else is itself
  }
  return unusable(t`a double quote is not closed`);
}

const unusable = (because: string) => ({ kind: "unusable", because }) as const;

const needsShell = (c: string) =>
  unusable(
    t`${c === "\n" ? t`a second line` : c} is something only a shell understands: quote it, write the command as a list, or say \`shell: true\``,
  );
