/** A report with everything that it shows, as a file for others. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { exportedPage } from "../report/exported-page.ts";
import { PAGE_WORDS } from "../report/page-words.ts";
import type { BlockData, Question, Report } from "../report/parts.ts";
import { questionOf } from "../report/question.ts";
import { reportMarkdown } from "../report/report-markdown.ts";
import { adviceIn } from "../report/said-advice.ts";
import type { Reports } from "../store/reports.ts";

/** The page that draws itself, or Markdown. */
export type ReportFormat = "html" | "md";

/** The program that shows a report outside of the board, and its style sheet. */
export interface ReportViewer {
  readonly code: string;
  readonly codeHash: string;
  readonly style: string;
}

export interface ExportedReport {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the page carries. */
export interface ReportPayload {
  readonly report: Report;
  /** By the id of the block. */
  readonly data: readonly (readonly [block: string, data: BlockData])[];
}

/**
 * The viewer that the build left in `folder`.
 *
 * @throws Error if it is not there.
 */
export function readViewer(folder: string): ReportViewer {
  const code = readFileSync(join(folder, "report-viewer.js"), "utf8");
  const style = readFileSync(join(folder, "report-viewer.css"), "utf8");
  return { code, style, codeHash: `sha256-${createHash("sha256").update(code).digest("base64")}` };
}

/** What every block of `report` shows: as it was stored where it stands still, as it is now where not. Without `read`, only the former. */
export async function gatherData(
  read: ((question: Question) => Promise<BlockData | null>) | null,
  reports: Pick<Reports, "frozen">,
  { blocks }: Report,
): Promise<ReadonlyMap<string, BlockData>> {
  const data = new Map<string, BlockData>();
  for (const block of blocks) {
    if (block.kind === "text") continue;
    const stored = block.frozen === null ? null : reports.frozen(block.frozen.id);
    const shown = stored !== null ? JSON.parse(stored) : read === null ? null : await read(questionOf(block));
    if (shown !== null) data.set(block.id, shown);
  }
  return data;
}

/** Most of it is the noise of curves, which no level makes smaller. */
const FAST = 2;

/** `report` and `data` as a file; `viewer` is asked for where a page is wanted. */
export async function exportReport(
  format: ReportFormat,
  report: Report,
  data: ReadonlyMap<string, BlockData>,
  viewer: () => ReportViewer,
): Promise<ExportedReport> {
  const title = report.title || PAGE_WORDS[report.language].untitled;
  const name = fileName(title);
  if (format === "md") {
    const { strToU8, zipSync } = await import("fflate"); // it computes tables, for which no start should wait
    const files = Object.entries(reportMarkdown(report, data)).map(([path, text]) => [path, strToU8(text)] as const);
    // A fixed time: the same report makes the same bytes.
    const bytes = zipSync(Object.fromEntries(files), { level: 6, mtime: new Date(1980, 0, 1) });
    return { name: `${name}.zip`, type: "application/zip", bytes };
  }
  const told = [...data].map(([id, one]) => [id, inLanguageOf(report, one)] as const);
  const payload: ReportPayload = { report, data: told };
  const page = exportedPage({
    ...viewer(),
    title,
    language: report.language,
    payload: gzipSync(JSON.stringify(payload), { level: FAST }).toString("base64"),
  });
  return { name: `${name}.html`, type: "text/html; charset=utf-8", bytes: Uint8Array.from(Buffer.from(page)) };
}

/** A page is read in its report's language: what it could say in another one only makes it larger. */
const inLanguageOf = ({ language }: Report, data: BlockData): BlockData =>
  data.kind === "advice" ? { ...data, said: { [language]: adviceIn(data, language) } } : data;

/** A name that every file system takes. */
const fileName = (title: string): string =>
  title
    .replace(/[<>:"/\\|?*\p{Cc}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\.+/, "")
    .slice(0, 80) || "report";
