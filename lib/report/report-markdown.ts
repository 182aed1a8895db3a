/** A report that somebody wrote as Markdown, with a picture of each chart and figure beside it. Equal inputs make equal bytes. */
import { chartSvg } from "../charts/chart-svg.ts";
import { curveRows, tableHead } from "../charts/chart-text.ts";
import { plotRect, sceneTicks, toMapping } from "../charts/scene.ts";
import { CHART_THEMES } from "../charts/theme.ts";
import { toColumn } from "../listing/columns.ts";
import { toMarkdownTree } from "../markdown/tree.ts";
import { writeMarkdown } from "../markdown/write.ts";
import { cellText } from "./cells.ts";
import { chartScene, curvesOf, drawnLines } from "./chart-scene.ts";
import type { Block } from "./document.ts";
import { escapeMarkdown } from "./escape.ts";
import { toText } from "./markdown.ts";
import { axisTitle, columnTitle, PAGE_WORDS, type PageWords } from "./page-words.ts";
import type { BlockData, ChartData, DataBlock, Report, TableData } from "./parts.ts";
import { timeText } from "./report.ts";
import { adviceIn } from "./said-advice.ts";
import { FIGURE_COLOURS, FIGURE_CSS, figureSvg } from "./svg.ts";

/** Text files by their path within the archive. */
export type Files = Readonly<Record<string, string>>;

const WIDTH = 900;
const HEIGHT = 420;

/** `report.md`, and the pictures that it shows. `data`: by the id of the block; a block without is left out. */
export function reportMarkdown(report: Report, data: ReadonlyMap<string, BlockData>): Files {
  const words = PAGE_WORDS[report.language];
  const pictures: Record<string, string> = {};
  const keep = (svg: string): string => {
    const path = `pictures/${Object.keys(pictures).length + 1}.svg`;
    pictures[path] = svg;
    return path;
  };
  const about = [
    report.author === "" ? null : words.by(report.author),
    words.changed(timeText(report.changedAt) ?? ""),
  ].flatMap((text) => (text === null ? [] : [escapeMarkdown(text)]));
  const parts = report.blocks.map((block) => {
    if (block.kind === "text") return writeMarkdown(toMarkdownTree(block.text));
    const found = data.get(block.id);
    return found === undefined ? "" : dataText(block, found, report, words, keep);
  });
  const text = [`# ${escapeMarkdown(report.title || words.untitled)}`, about.join(" · "), ...parts];
  return { "report.md": `${text.filter((part) => part !== "").join("\n\n")}\n`, ...pictures };
}

function dataText(
  block: DataBlock,
  data: BlockData,
  { language }: Report,
  words: PageWords,
  keep: (svg: string) => string,
): string {
  const time = timeText(data.at) ?? "";
  const state = block.frozen === null ? words.read(time) : words.frozen(time);
  const shortfall = data.shortfall === null ? [] : [escapeMarkdown(words.shortfall(data.shortfall))];
  const caption = block.caption === "" ? [] : [writeMarkdown(toMarkdownTree(block.caption))];
  const note = `*${escapeMarkdown(state)}*`;
  return [...contentOf(data, language, words, keep), ...shortfall, ...caption, note].join("\n\n");
}

function contentOf(
  data: BlockData,
  language: Report["language"],
  words: PageWords,
  keep: (svg: string) => string,
): readonly string[] {
  switch (data.kind) {
    case "chart":
      return chartText(data, words, keep);
    case "table":
      return [tableText(data, language, words)];
    case "advice":
      return adviceText(adviceIn(data, language), keep);
  }
}

function chartText(data: ChartData, words: PageWords, keep: (svg: string) => string): readonly string[] {
  const { chart } = data;
  const curves = drawnLines(data, curvesOf(data), { theme: "light", palette: "tensorboard" });
  const title = chart.title || chart.tags.join(", ");
  if (curves.length === 0) return [`**${escapeMarkdown(title)}**`];
  const scene = chartScene(chart, curves, null);
  const rect = plotRect(WIDTH, HEIGHT);
  const frame = {
    title,
    xName: axisTitle(chart.x, words),
    width: WIDTH,
    height: HEIGHT,
    rect,
    theme: CHART_THEMES.light,
  };
  const svg = chartSvg(scene, { ...frame, mapping: toMapping(scene, rect), ticks: sceneTicks(scene, rect) });
  return [`![${escapeMarkdown(title)}](${keep(svg)})`, toText(plainTable(tableHead(words), curveRows(scene)))];
}

function tableText({ table, rows }: TableData, language: Report["language"], words: PageWords): string {
  const columns = table.columns.flatMap((id) => toColumn(id) ?? []);
  const head = [words.run, ...columns.map((column) => columnTitle(column, words))];
  return toText(
    plainTable(
      head,
      rows.map(({ run, cells }) => [
        run,
        ...columns.map((column, at) => cellText(cells[at] ?? null, column, language)),
      ]),
    ),
  );
}

const plainTable = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: "table",
  head,
  rows: rows.map((cells) => ({ cells, isMarked: false })),
});

/** Its own headings stand below those of the report; figures become pictures. */
const adviceText = (blocks: readonly Block[], keep: (svg: string) => string): readonly string[] =>
  blocks.map((block) => {
    if (block.kind === "heading") return `#### ${escapeMarkdown(block.text)}`;
    if (block.kind !== "figure") return toText(block);
    const text = escapeMarkdown(block.figure.text);
    const style = `<style>${FIGURE_COLOURS}${FIGURE_CSS}</style>`;
    return `![${text}](${keep(figureSvg(block.figure).replace(">", `>${style}`))})\n\n*${text}*`;
  });
