/** A line of a console with its terminal colours. */
import Anser from "anser";
import type { ConsoleLine } from "./console-window.ts";

/** The parser's names for the sixteen colours, in ours: readable on both grounds. */
const COLOURS: Readonly<Record<string, string>> = {
  "ansi-red": "text-red",
  "ansi-bright-red": "text-red",
  "ansi-green": "text-green",
  "ansi-bright-green": "text-green",
  "ansi-yellow": "text-amber",
  "ansi-bright-yellow": "text-amber",
  "ansi-blue": "text-accent",
  "ansi-bright-blue": "text-accent",
  "ansi-magenta": "text-accent",
  "ansi-bright-magenta": "text-accent",
  "ansi-cyan": "text-accent",
  "ansi-bright-cyan": "text-accent",
  "ansi-bright-black": "text-ink-faint",
};

export function AnsiLine({ line: { before, text } }: { readonly line: ConsoleLine }) {
  if (before === "" && !text.includes("\u001b")) return text;
  return Anser.ansiToJson(before + text, { json: true, use_classes: true, remove_empty: true }).map(
    ({ content, fg, decorations }, at) => {
      const looks = [
        COLOURS[fg] ?? "",
        decorations.includes("bold") ? "font-bold" : "",
        decorations.includes("dim") ? "text-ink-faint" : "",
        decorations.includes("underline") ? "underline" : "",
        decorations.includes("italic") ? "italic" : "",
      ].join(" ");
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no identity but their place
        <span key={at} className={looks}>
          {content}
        </span>
      );
    },
  );
}
