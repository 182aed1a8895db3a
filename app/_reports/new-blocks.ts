/** Blocks as they begin: from what the board shows at the moment. */
import { compareNames } from "../../lib/core/natural-order.ts";
import { judges } from "../../lib/listing/columns.ts";
import type { AdviceSpec, ChartSpec, DataBlock, ReportBlock, RunChoice, TableSpec } from "../../lib/report/parts.ts";
import { useAdvice } from "../_state/advice.ts";
import { useLive } from "../_state/live.ts";
import { type ShownRuns, shownRunsNow } from "../_state/shown-runs.ts";
import { useView } from "../_state/view.ts";
import type { View } from "../_state/view-url.ts";
import { findDefaultColumns } from "../_state/wanted-summaries.ts";

const newId = (): string => crypto.getRandomValues(new Uint32Array(2)).join("-");

/** The drawn runs: by the filters that found them where nobody chose single ones, so that later runs join them; else by name. */
export function chosenRuns(
  { drawn, listed }: ShownRuns,
  view: Pick<View, "runFilter" | "where" | "selection">,
): RunChoice {
  const isWhole = drawn.length === listed.length && view.selection.flipped.size === 0;
  if (isWhole) return { kind: "matching", pattern: view.runFilter, where: view.where };
  return {
    kind: "named",
    names: drawn.map(({ run }) => run.name),
    ordinals: drawn.map(({ ordinal }) => ordinal),
  };
}

/** The chart of `tags` as it stands on the board, part of it where that was zoomed into. */
export function chartNow(tags: readonly string[], title: string, cardKey: string | null = null): ChartSpec {
  const view = useView.getState();
  const zoom = cardKey === null ? null : (view.zooms.get(cardKey) ?? null);
  const inUnits = (end: number, isLog: boolean): number => (isLog ? 10 ** end : end);
  const ends = (zoomed: readonly [number, number] | null | undefined, limits: ChartSpec["xLimits"], isLog: boolean) =>
    zoomed == null ? limits : ([inUnits(zoomed[0], isLog), inUnits(zoomed[1], isLog)] as const);
  const { x, logX, logY, smoothing, smoother, ignoreOutliers, showsEarlier, groupBy, band, colourBy } = view;
  return {
    title,
    tags,
    runs: chosenRuns(shownRunsNow(), view),
    x,
    logX,
    logY,
    smoothing,
    smoother,
    ignoreOutliers,
    showsEarlier,
    groupBy,
    band,
    colourBy,
    xLimits: ends(zoom?.x, view.xLimits, logX),
    yLimits: ends(zoom?.y, view.yLimits, logY),
  };
}

/** Of the usual columns, what says little to somebody who was not there. */
const CLOCKS: readonly string[] = ["started", "duration"];

function tableNow(): TableSpec {
  const view = useView.getState();
  const { answer } = useLive.getState();
  const shown = shownRunsNow();
  const columns = view.columns ?? findDefaultColumns(shown.all, answer?.tags ?? []);
  return { runs: chosenRuns(shown, view), columns: columns.filter((id) => !CLOCKS.includes(id)), sort: view.sort };
}

function adviceNow(): AdviceSpec {
  const { sweep } = useView.getState();
  const known = useAdvice.getState().answer?.sweeps ?? [];
  const shown = known.find(({ id }) => id === sweep) ?? known[0];
  return { sweep: shown?.id ?? null, title: shown?.title ?? "", rule: null };
}

/** The tag that most would begin with: what runs are judged by, else the first there is. */
function firstTag(): readonly string[] {
  const tags = useLive.getState().answer?.tags ?? [];
  return (judges(tags)[0] === undefined ? [...tags].sort(compareNames) : judges(tags)).slice(0, 1);
}

export const chartBlock = (chart: ChartSpec): DataBlock => ({
  id: newId(),
  kind: "chart",
  caption: "",
  frozen: null,
  chart,
});

export function newBlock(kind: ReportBlock["kind"]): ReportBlock {
  const own = { id: newId(), caption: "", frozen: null };
  switch (kind) {
    case "text":
      return { id: newId(), kind, text: "" };
    case "chart":
      return chartBlock(chartNow(firstTag(), ""));
    case "table":
      return { ...own, kind, table: tableNow() };
    case "advice":
      return { ...own, kind, advice: adviceNow() };
  }
}
