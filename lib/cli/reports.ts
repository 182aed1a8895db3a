/** `tuneboard report list|export`: reports that were written on the board, without it. */
import { join } from "node:path";
import { finish, type Parts } from "../advisor/parts.ts";
import { PAGE_WORDS } from "../report/page-words.ts";
import type { BlockData, ListedReport, Report } from "../report/parts.ts";
import { timeText } from "../report/report.ts";
import type { StudyBasis } from "../server/engine.ts";
import { readBlock } from "../server/report-data.ts";
import { exportReport, gatherData, type ReportFormat } from "../server/report-export.ts";
import { Annotations } from "../store/annotations.ts";
import { RunDigests } from "../store/run-digests.ts";
import { AS_KEPT, adviseOnLogs } from "./advise.ts";
import { failed, misused } from "./failure.ts";
import { type LogsPlace, now, refuseUnreadable, withLogs } from "./open-logs.ts";
import { openReports, viewerIn } from "./open-reports.ts";
import { openOutput } from "./output.ts";
import { printableLines } from "./printable.ts";

export interface ExportQuestion {
  /** Id or title. */
  readonly report: string;
  readonly format: ReportFormat;
  /** Null: a file with the report's title, here. */
  readonly out: string | null;
}

/** @throws CommandFailure for another format. */
export function toFormat(text: string): ReportFormat {
  if (text !== "html" && text !== "md") throw misused(`--format ${text} is not known; there are html and md.`);
  return text;
}

/** All reports of the state directory, as text or as JSON. */
export async function listReports(place: LogsPlace, asJson: boolean): Promise<string> {
  const { listed, unreadable } = await withReports(place, ({ reports }) => ({
    listed: reports.list(),
    unreadable: reports.unreadable(),
  }));
  if (unreadable.length > 0)
    console.error(`This version cannot read ${unreadable.join(", ")}: kept as it is, for the version that wrote it.`);
  if (asJson) return `${JSON.stringify(listed, null, 1)}\n`;
  if (listed.length === 0) return "No reports: they are written on the board, under Reports.\n";
  return printableLines(`${listed.map(lineOf).join("\n")}\n`);
}

const lineOf = ({ id, title, author, changedAt, dataBlocks, frozenBlocks, language }: ListedReport): string =>
  [
    id,
    title || PAGE_WORDS[language].untitled,
    ...(author === "" ? [] : [`by ${author}`]),
    timeText(changedAt) ?? "",
    dataBlocks === frozenBlocks ? "frozen" : `${dataBlocks - frozenBlocks} of ${dataBlocks} blocks live`,
  ].join("  ");

/**
 * Writes a report to a file; the name of the file.
 *
 * @throws CommandFailure if there is no such report, or it shows live data and no log directory was named.
 */
export async function exportReportFile(place: LogsPlace, root: string, question: ExportQuestion): Promise<string> {
  const file = await withReports(place, async ({ reports }) => {
    const named = reports.list().filter(({ id, title }) => id === question.report || title === question.report);
    if (named.length > 1) throw failed(`${named.length} reports are called "${question.report}"; name one by its id.`);
    const report = named.length === 0 ? null : reports.read(named[0].id);
    if (report === null) throw failed(`There is no report ${question.report}; tuneboard report list shows them.`);
    const data = await dataOf(place, report, reports);
    return exportReport(question.format, report, data, viewerIn(root));
  });
  const path = question.out ?? file.name;
  const output = openOutput(path);
  await output.write(file.bytes);
  await output.close();
  return path;
}

async function dataOf(
  place: LogsPlace,
  report: Report,
  reports: Parameters<typeof gatherData>[1],
): Promise<ReadonlyMap<string, BlockData>> {
  const live = report.blocks.filter((block) => block.kind !== "text" && block.frozen === null);
  if (live.length > 0 && place.logdirs.length === 0) {
    const blocks = live.length === 1 ? "1 block" : `${live.length} blocks`;
    throw misused(`${blocks} of this report show live data: name the logs with --logdir, or freeze them on the board.`);
  }
  if (live.length === 0) return gatherData(null, reports, report);
  return withLogs(place, (store) => {
    refuseUnreadable(store.logdirs());
    const engine = {
      store,
      annotations: new Annotations(store, join(place.stateDir, "annotations")),
      digests: new RunDigests(store),
      now,
      study: async <Answer>(think: (basis: StudyBasis) => Parts<Answer>) =>
        finish(think(await adviseOnLogs(place, { ...AS_KEPT, language: null }))),
    };
    return gatherData((question) => readBlock(engine, question), reports, report);
  });
}

async function withReports<T>(
  place: LogsPlace,
  use: (open: Awaited<ReturnType<typeof openReports>>) => T | Promise<T>,
): Promise<T> {
  const open = await openReports(place).catch((error: unknown) => {
    throw failed(error instanceof Error ? error.message : String(error));
  });
  try {
    return await use(open);
  } finally {
    open.close();
  }
}
