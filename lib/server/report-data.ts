/** What a block of a report shows at this moment. */

import type { Parts } from "../advisor/parts.ts";
import { toExperiments } from "../advisor/runs/experiment.ts";
import { toSweeps } from "../advisor/runs/sweep.ts";
import { groupRuns, type RunGroup } from "../charts/run-groups.ts";
import { compareNames } from "../core/natural-order.ts";
import { toJsonNumber } from "../core/series.ts";
import { encodeFrame } from "../core/series-frame.ts";
import { type CellValue, type Column, cellValue, compareValues, isKnown, toColumn } from "../listing/columns.ts";
import { type ListedRun, titleOf } from "../listing/listed-run.ts";
import { inkRuns } from "../listing/run-colours.ts";
import { reportsInParts } from "../report/assemble.ts";
import type {
  AdviceData,
  AdviceSpec,
  BlockData,
  ChartData,
  ChartSpec,
  Question,
  TableData,
  TableSpec,
} from "../report/parts.ts";
import { drawnCurves } from "../store/drawn-curves.ts";
import { findRuns, listedRuns, type ReportEngine, summariesOf, tagsOfColumns } from "./report-runs.ts";

/** What the curves of one chart may take: ten such charts are less than ten megabytes as a page, however badly they compress. */
const MOST_BYTES = 640_000;
/** Twice what a page is wide, so that a chart that stands still can be zoomed into. */
const COLUMNS = 1600;
const MOST_LINES = 500;
const MOST_ROWS = 2000;

/** Asks the engine. */
export async function readBlock(engine: ReportEngine, question: Question): Promise<BlockData> {
  switch (question.kind) {
    case "chart":
      return readChart(engine, question.chart);
    case "table":
      return readTable(engine, question.table);
    case "advice":
      return readAdvice(engine, question.advice);
  }
}

async function readChart(engine: ReportEngine, chart: ChartSpec): Promise<ChartData> {
  const found = findRuns(engine, chart.runs);
  const runs = found.runs.filter(({ run }) => chart.tags.some((tag) => hasPoints(engine, run.id, tag)));
  const groups = groupRuns(runs, chart.groupBy);
  const shown = groups.slice(0, MOST_LINES);
  const inkOf = inkRuns(listedRuns(engine).runs, chart.colourBy);
  const frames: string[] = [];
  for (const tag of chart.tags) {
    const request = { ...requestOf(chart, shown), tag };
    const frame = await drawnCurves(engine.store, request, MOST_BYTES / chart.tags.length);
    frames.push(Buffer.from(encodeFrame(frame)).toString("base64"));
  }
  const lines = shown.map(({ id, name, members }) => ({
    id,
    name: members.length === 1 ? titleOf(members[0]) : name,
    runs: members.map(({ run }) => run.name),
    ink: inkOf(members[0]),
  }));
  const shortfall =
    groups.length > shown.length
      ? ({ kind: "too many", shown: shown.length, of: groups.length } as const)
      : runs.length === 0
        ? (found.shortfall ?? ({ kind: "no points" } as const))
        : null;
  return { kind: "chart", at: engine.now(), shortfall, chart, lines, frames };
}

const hasPoints = ({ store }: ReportEngine, run: string, tag: string): boolean =>
  (store.run(run)?.series(tag)?.length ?? 0) > 0;

/** The question for the curves, apart from the tag. */
function requestOf(
  { x, logX, smoothing, smoother, band, xLimits: [low, high] }: ChartSpec,
  groups: readonly RunGroup[],
) {
  const isAlone = ({ members }: RunGroup): boolean => members.length === 1;
  return {
    runs: groups.filter(isAlone).map(({ id }) => id),
    groups: groups.flatMap((group) =>
      isAlone(group) ? [] : [{ id: group.id, runs: group.members.map(({ run }) => run.id) }],
    ),
    columns: COLUMNS,
    x,
    logX,
    range: low !== null && high !== null && low < high ? ([low, high] as const) : null,
    smoothing,
    smoother,
    band,
  };
}

function readTable(engine: ReportEngine, table: TableSpec): TableData {
  const found = findRuns(engine, table.runs);
  const columns = table.columns.flatMap((id) => toColumn(id) ?? []);
  const { sort } = table;
  const summaries = summariesOf(engine, tagsOfColumns([...table.columns, ...(sort === null ? [] : [sort.column])]));
  const inkOf = inkRuns(listedRuns(engine).runs, "");
  const cell = (listed: ListedRun, column: Column): CellValue => cellValue(listed, column, summaries);
  const ordered = sort === null ? found.runs : sorted(found.runs, sort, cell);
  const rows = ordered.slice(0, MOST_ROWS).map((listed) => ({
    run: titleOf(listed),
    ink: inkOf(listed),
    cells: columns.map((column) => {
      const value = cell(listed, column);
      return typeof value === "number" ? toJsonNumber(value) : value;
    }),
  }));
  const shortfall =
    ordered.length > rows.length
      ? ({ kind: "too many", shown: rows.length, of: ordered.length } as const)
      : found.shortfall;
  return { kind: "table", at: engine.now(), shortfall, table, rows };
}

/** What is not known stands last, whatever the direction. */
function sorted(
  runs: readonly ListedRun[],
  { column: id, isDescending }: NonNullable<TableSpec["sort"]>,
  cell: (listed: ListedRun, column: Column) => CellValue,
): readonly ListedRun[] {
  const sign = isDescending ? -1 : 1;
  const column = toColumn(id);
  if (column === null) return [...runs].sort((a, b) => sign * compareNames(a.run.name, b.run.name));
  const valued = runs.map((listed) => ({ listed, value: cell(listed, column) }));
  return valued
    .sort((a, b) => {
      const [known, other] = [isKnown(a.value), isKnown(b.value)];
      if (!known || !other) return Number(other) - Number(known);
      return isKnown(a.value) && isKnown(b.value) ? sign * compareValues(a.value, b.value) : 0;
    })
    .map(({ listed }) => listed);
}

async function readAdvice(engine: ReportEngine, advice: AdviceSpec): Promise<AdviceData> {
  const { sweep, rule } = advice;
  const at = engine.now();
  return engine.study(function* ({ logs, options, answer }): Parts<AdviceData> {
    const id = sweep ?? answer.sweeps[0]?.id ?? null;
    const found = toSweeps(toExperiments(logs), options.sweeps).some((one) => one.id === id);
    if (id === null || !found) return { kind: "advice", at, shortfall: { kind: "no sweep" }, advice, said: {} };
    const { en, zh } = yield* reportsInParts(logs, options, answer, { sweep: id, rule });
    const said = { en: en.blocks, zh: zh.blocks };
    return { kind: "advice", at, shortfall: null, advice: { ...advice, title: en.title }, said };
  });
}
