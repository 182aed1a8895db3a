/** Text from logs, made fit for a terminal. */

/** Control characters, and those that turn the direction of what follows: a name could move the cursor, or hide what it is. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** `text` on one line, with its control characters as escapes: a run may be called anything, also `\n`. */
export const printable = (text: string): string => text.replace(UNSEEN, escapeOf);

/** The same for a text of several lines. */
export const printableLines = (text: string): string =>
  text.replace(UNSEEN, (character) => (character === "\n" || character === "\t" ? character : escapeOf(character)));

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escapeOf = (character: string): string =>
  NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
