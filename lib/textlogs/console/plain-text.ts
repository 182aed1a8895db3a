/** Terminal output → the text that stands in it. */

const ESC = "\\u001b";
/** Colours and cursor moves (CSI), titles, links and clipboards (OSC), and every other escape sequence. */
const ESCAPES = new RegExp(
  `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]|${ESC}\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)?|${ESC}[ -/]*[0-~]?`,
  "g",
);
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const CONTROLS = /[\p{Cc}\p{Cs}]/gu;

/**
 * `text` without escape sequences; other control characters, backspaces among them, become spaces, except tabs. Nothing
 * of it is carried out: no link, no title, no clipboard. Linear in `text`.
 */
export const plainText = (text: string): string =>
  CONTROL.test(text)
    ? text.replace(ESCAPES, "").replace(CONTROLS, (control) => (control === "\t" ? control : " "))
    : text;
