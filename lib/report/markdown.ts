/** A report as Markdown. Figures stand in it as SVG, which viewers that allow HTML draw; what they show is said in words beneath. */
import { unreachable } from "../core/unreachable.ts";
import type { Block, ReportDocument } from "./document.ts";
import { escapeHtml, escapeMarkdown } from "./escape.ts";
import { FIGURE_COLOURS, FIGURE_CSS, figureSvg } from "./svg.ts";

const STYLE = `<style>${FIGURE_COLOURS}${FIGURE_CSS.replaceAll("\n", "")}</style>`;

/** `report` as Markdown with tables. Equal documents give equal bytes. */
export const toMarkdown = ({ blocks }: ReportDocument): string => `${blocks.map(toText).join("\n\n")}\n`;

/** One block as Markdown, without a line break at its end. */
export function toText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return block.isStrong ? `**${escapeMarkdown(block.text)}**` : startOfLine(escapeMarkdown(block.text));
    case "list": {
      const title = block.title === null ? "" : `${startOfLine(escapeMarkdown(block.title))}\n\n`;
      return (
        title +
        block.items.map((item, i) => `${block.isNumbered ? `${i + 1}.` : "-"} ${escapeMarkdown(item)}`).join("\n")
      );
    }
    case "table": {
      const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
      const rows = block.rows.map(({ cells, isMarked }) =>
        line(cells.map((cell) => (isMarked && cell !== "" ? `**${escapeMarkdown(cell)}**` : escapeMarkdown(cell)))),
      );
      return [line(block.head.map(escapeMarkdown)), line(block.head.map(() => "---")), ...rows].join("\n");
    }
    case "figure":
      return `<div>\n${inlineSvg(figureSvg(block.figure))}\n</div>\n\n*${escapeMarkdown(block.figure.text)}*`;
    case "code": {
      const fence = "`".repeat(Math.max(3, longestRun(block.code) + 1));
      const code = `${fence}\n${block.code}\n${fence}`;
      return block.isFolded === true
        ? `<details><summary>${escapeHtml(block.title)}</summary>\n\n${code}\n\n</details>`
        : `${startOfLine(escapeMarkdown(block.title))}\n\n${code}`;
    }
    default:
      return unreachable(block);
  }
}

/** A sentence that begins like a list or a quotation is none. */
const startOfLine = (text: string): string => text.replace(/^(\s*)([-+>]|\d+[.)])/, "$1\\$2");

const longestRun = (code: string): number => Math.max(0, ...(code.match(/`+/g) ?? []).map(({ length }) => length));

/** One line within a `<div>`: up to the next empty line everything is HTML then, and names in it are no Markdown. With its own style. */
const inlineSvg = (svg: string): string => svg.replace(/\n/g, "").replace(">", `>${STYLE}`);
