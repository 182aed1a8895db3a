/** `tuneboard advise --report FILE`: the advice as a document for somebody who was not there. */
import { extname } from "node:path";
import { finish } from "../advisor/parts.ts";
import type { Language } from "../core/text.ts";
import { reportInParts } from "../report/assemble.ts";
import type { ReportDocument } from "../report/document.ts";
import { toHtml } from "../report/html.ts";
import { toMarkdown } from "../report/markdown.ts";
import type { StudyBasis } from "../server/engine.ts";
import { misused } from "./failure.ts";
import { openOutput } from "./output.ts";
import { printable } from "./printable.ts";

export interface ReportFile {
  readonly path: string;
  readonly write: (report: ReportDocument) => string;
  readonly language: Language;
}

/**
 * Where a report goes, and how it is written, by the file's ending.
 *
 * @throws CommandFailure for another ending.
 */
export function toReportFile(path: string, language: Language): ReportFile {
  const ending = extname(path).toLowerCase();
  const write = ending === ".html" || ending === ".htm" ? toHtml : ending === ".md" ? toMarkdown : null;
  if (write === null) throw misused(`--report ${path}: reports are written as .html or .md.`);
  return { path, write, language };
}

/**
 * Writes the report on `basis`, and says where.
 *
 * @throws CommandFailure when it cannot be written.
 */
export async function writeReport(
  { path, write, language }: ReportFile,
  { logs, options, answer }: StudyBasis,
): Promise<void> {
  const report = finish(reportInParts(logs, options, answer, { language, sweep: null }));
  const output = openOutput(path, "--report");
  await output.write(write(report));
  await output.close();
  console.error(printable(`The report is in ${path}.`));
}
