/** What the settings did: importance, differences, and every run as a line and as dots. */

import { useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { CHART_THEMES } from "../../lib/charts/theme.ts";
import { rampColour } from "../../lib/core/palette.ts";
import { type Column, cellValue, toColumn } from "../../lib/listing/columns.ts";
import { type ListedRun, titleOf } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";
import { useSize } from "../_charts/use-size.ts";
import { useColumnIds } from "../_runs/use-column-ids.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { useSummaries } from "../_state/summaries.ts";
import { Differences } from "./differences-table.tsx";
import { ImportanceBars } from "./importance-bars.tsx";
import { type Axis, placeOn, toAxis } from "./options/axes.ts";
import { ParallelPlot } from "./parallel-plot.tsx";
import { ScatterMatrix } from "./scatter-matrix.tsx";

/** More lines than this are a carpet, and cost seconds. */
const MOST_RUNS = 2000;
const MOST_SETTINGS = 8;
const MOST_METRICS = 3;

export function HparamsScreen() {
  const t = useTranslations("hparams");
  const { drawn } = useShownRuns();
  const summaries = useSummaries((state) => state.byTag);
  const columns = useColumnIds();
  const runs = drawn.length > MOST_RUNS ? drawn.slice(0, MOST_RUNS) : drawn;
  const { settings, metrics } = useMemo(() => findAxes(columns, runs, summaries), [columns, runs, summaries]);
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const plotted = usePlotted(runs, settings, metrics, summaries);
  return (
    <section
      aria-label={t("title")}
      data-scrolls=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 max-sm:px-2"
    >
      <div className="grid gap-x-8 lg:grid-cols-2">
        <ImportanceBars />
        <Differences runs={drawn} />
      </div>
      {drawn.length > runs.length && (
        <p role="status" className="pt-3 text-amber">
          {t("cut", { shown: runs.length.toLocaleString("en-US"), total: drawn.length.toLocaleString("en-US") })}
        </p>
      )}
      <div ref={host} className="relative min-h-8">
        {settings.length === 0 || metrics.length === 0 ? (
          <p className="pt-6 text-ink-soft">{t("nothingVaries")}</p>
        ) : (
          size !== null && (
            <>
              <ParallelPlot axes={[...settings, ...metrics]} runs={plotted} width={size.width} />
              <ScatterMatrix settings={settings} metrics={metrics} runs={plotted} width={size.width} />
            </>
          )
        )}
      </div>
    </section>
  );
}

/** A run as both plots draw it. */
export interface PlottedRun {
  readonly listed: ListedRun;
  readonly name: string;
  /** By how it came out: from the lowest to the highest rank of the first metric. */
  readonly colour: string;
  readonly settings: readonly (number | null)[];
  readonly metrics: readonly (number | null)[];
}

/** The table's own settings and metrics, as far as the drawn runs differ in them. */
function findAxes(ids: readonly string[], runs: readonly ListedRun[], summaries: Summaries) {
  const columns = ids.flatMap((id) => toColumn(id) ?? []);
  const axesOf = (kind: Column["kind"], most: number): Axis[] =>
    columns
      .filter((column) => column.kind === kind)
      .flatMap(
        (column) =>
          toAxis(
            column,
            runs.map((listed) => cellValue(listed, column, summaries)),
          ) ?? [],
      )
      .slice(0, most);
  return { settings: axesOf("setting", MOST_SETTINGS), metrics: axesOf("metric", MOST_METRICS) };
}

function usePlotted(
  runs: readonly ListedRun[],
  settings: readonly Axis[],
  metrics: readonly Axis[],
  summaries: Summaries,
): readonly PlottedRun[] {
  const theme = usePreferences((preferences) => preferences.theme);
  return useMemo(() => {
    const placesOf = (listed: ListedRun, axes: readonly Axis[]) =>
      axes.map((axis) => placeOn(axis, cellValue(listed, axis.column, summaries)));
    const placed = runs.map((listed) => ({
      listed,
      settings: placesOf(listed, settings),
      metrics: placesOf(listed, metrics),
    }));
    const outcomes = [...new Set(placed.flatMap((run) => run.metrics[0] ?? []))].sort((a, b) => a - b);
    const rank = new Map(outcomes.map((outcome, at) => [outcome, at / Math.max(1, outcomes.length - 1)]));
    const grey = CHART_THEMES[theme].label;
    return placed.map((run) => {
      const share = rank.get(run.metrics[0] ?? Number.NaN);
      return { ...run, name: titleOf(run.listed), colour: share === undefined ? grey : rampColour(share, theme) };
    });
  }, [runs, settings, metrics, summaries, theme]);
}
