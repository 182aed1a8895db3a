/** Characters that turn the direction of text: kept to the line and the words that they were written for. */

/** Embeddings and overrides, closed by PDF; isolates, closed by PDI. */
const OPENERS: Readonly<Record<string, string>> = {
  "\u202a": "\u202c",
  "\u202b": "\u202c",
  "\u202d": "\u202c",
  "\u202e": "\u202c",
  "\u2066": "\u2069",
  "\u2067": "\u2069",
  "\u2068": "\u2069",
};
const CONTROLS = /([\u202a-\u202e\u2066-\u2069])/;

/**
 * `text` without directional controls that are not closed in their line, and without ends of what was never begun: one that is
 * left open turns around whatever is shown behind it. What is closed stays, and does what its author meant.
 *
 * @see Unicode Standard Annex 9, sections 2 and 3.3.2: a line break ends all of them.
 */
export const balancedDirections = (text: string): string =>
  CONTROLS.test(text) ? text.split("\n").map(balancedLine).join("\n") : text;

function balancedLine(line: string): string {
  const parts = line.split(CONTROLS);
  const open: { readonly at: number; readonly closer: string }[] = [];
  for (const [at, part] of parts.entries()) {
    const closer = OPENERS[part];
    if (closer !== undefined) open.push({ at, closer });
    else if (part === "\u202c" || part === "\u2069") {
      if (open.at(-1)?.closer === part) open.pop();
      else parts[at] = "";
    }
  }
  for (const { at } of open) parts[at] = "";
  return parts.join("");
}
