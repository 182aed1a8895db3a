/** Lines for a terminal, 100 columns wide: headings, sentences, and lists behind a label. */

/** What is printed, its texts still to be said. */
export type Line =
  | { readonly kind: "title"; readonly text: string }
  /** After an empty line. */
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string; readonly indent: number; readonly hang?: number }
  /** The label stands before the first item, and every line is indented behind it. */
  | { readonly kind: "labelled"; readonly label: string; readonly text: string };

const WIDTH = 100;
const LABEL = 12;

/** `lines` as text without a newline at its end. `say` puts each text into words. */
export const printed = (lines: readonly Line[], say: (text: string) => string): string =>
  lines.flatMap((line) => linesOf(line, say)).join("\n");

function linesOf(line: Line, say: (text: string) => string): string[] {
  const text = say(line.text);
  if (line.kind === "title") return [text, "─".repeat(Math.min(WIDTH, widthOf(text)))];
  if (line.kind === "heading") return ["", text];
  if (line.kind === "text") return wrap(text, " ".repeat(line.indent), " ".repeat(line.indent + (line.hang ?? 0)));
  const label = line.label === "" ? "" : `  ${say(line.label)}`;
  return wrap(text, label + " ".repeat(Math.max(0, 2 + LABEL - widthOf(label))), " ".repeat(2 + LABEL));
}

/** Chinese needs no spaces to break at, but a stop does not begin a line, nor does an opening bracket end one. */
const PIECES = /[（“]*(?:[\u3400-\u9fff]|[^\u3000-\u9fff\uff00-\uffef“”]+)[，。；：、）”！？]*|./gu;
const WIDE = /[\u3000-\u9fff\uff00-\uff60]/;

/** Columns of `text`: a Chinese character takes two. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);

/** Breaks `text` at spaces, or between Chinese characters, so that no line is wider than 100 columns, unless one word is. */
function wrap(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    const pieces = word.match(PIECES) ?? [""];
    for (const [i, piece] of pieces.entries()) {
      const space = isEmpty || i > 0 ? "" : " ";
      if (!isEmpty && widthOf(line) + space.length + widthOf(piece) > WIDTH) {
        lines.push(line);
        line = rest + piece;
      } else line += space + piece;
      isEmpty = false;
    }
  }
  return [...lines, line];
}
