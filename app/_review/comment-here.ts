/** Where a key begins a comment: at the step under the pointer, over the steps in sight, or on the selected runs. */
import { pointedChart } from "../_charts/pointed-chart.ts";
import { openPlace } from "../_state/review.ts";
import { shownRunsNow } from "../_state/shown-runs.ts";

/** A comment is about so many runs at most. */
const MOST_RUNS = 1000;

/** Opens the comments on the place under the pointer; where there is no chart, on the selected runs. */
export function commentHere(extent: "step" | "range"): void {
  const chart = pointedChart();
  if (chart === null) {
    commentOnSelected();
    return;
  }
  const { tag } = chart;
  const runs = chart.runs.slice(0, MOST_RUNS);
  const step = chart.step();
  const steps = extent === "range" ? chart.range() : step === null ? null : ([step, step] as const);
  openPlace({ anchor: { kind: "chart", tag, steps, runs }, title: tag, thread: null });
}

/** Opens the comments on the runs that are selected. */
export function commentOnSelected(): void {
  const { drawn } = shownRunsNow();
  const [first] = drawn;
  if (first === undefined) return;
  const runs = drawn.slice(0, MOST_RUNS).map(({ run }) => run.id);
  const title = drawn.length === 1 ? first.run.name : `${first.run.name} … (${drawn.length})`;
  openPlace({ anchor: { kind: drawn.length === 1 ? "run" : "runs", runs }, title, thread: null });
}
