/** With and without decay as two bands: the mean dev curve of each arm's seeds, as smooth as it is judged, with its standard error. */

import type { Advice, Mark } from "../../core/advice.ts";
import type { Figure, FigureItem } from "../../core/figure.ts";
import { t } from "../../core/text.ts";
import { smoothDev } from "../decay/dev-peak.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { term } from "../wording.ts";

/** The figure of a call on decay; null when no two arms were compared. */
export function decayFigure(curves: SweepCurves, advice: readonly Advice[]): Figure | null {
  const { metric } = curves;
  const marks = advice.find(({ rule }) => rule === "decay-effect")?.evidence[0]?.marks ?? [];
  if (metric === null) return null;
  const decayed = arm(curves, marks, metric.tag, "chosen");
  const constant = arm(curves, marks, metric.tag, "rejected");
  if (decayed.length === 0 || constant.length === 0) return null;
  return {
    kind: "decay",
    text: t`With decay (blue) and without (grey): the smoothed mean of the seeds, plus and minus two standard errors.`,
    x: { label: term(curves.unit), isLog: false, isShare: false, range: null },
    y: { label: metric.tag, isLog: false, isShare: metric.isBounded, range: lateRange([...constant, ...decayed]) },
    items: [...constant, ...decayed],
  };
}

/** The later two thirds with some room: beside where both came from, their difference would be a hair. */
function lateRange(items: readonly FigureItem[]): readonly [number, number] | null {
  const bands = items.flatMap((item) => (item.kind === "area" ? [...item.points] : []));
  const last = bands.reduce((latest, [step]) => Math.max(latest, step), 0);
  const ends = bands.flatMap(([step, low, high]) => (step >= last / 3 ? [low, high] : [])).filter(Number.isFinite);
  if (ends.length === 0) return null;
  const [low, high] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
  return high > low ? [low - 0.1 * (high - low), high + 0.1 * (high - low)] : null;
}

function arm(
  { everyRun }: SweepCurves,
  marks: readonly Mark[],
  tag: string,
  role: "chosen" | "rejected",
): readonly FigureItem[] {
  const own = marks.filter((mark) => mark.kind === "run" && mark.tag === tag && mark.role === role);
  const names = new Set(own.map((mark) => (mark.kind === "run" ? mark.run : "")));
  const runs: readonly ScaledRun[] = everyRun.filter(({ replicate: { dev } }) => dev !== null && names.has(dev.run));
  const smooth = smoothDev(runs);
  if (smooth === null) return [];
  const label = own[0]?.label ?? "";
  const drawn = role === "chosen" ? "chosen" : "plain";
  const { steps, fit, error } = smooth;
  return [
    {
      kind: "area",
      role: drawn,
      label,
      points: steps.map((step, i) => [step, fit[i] - 2 * error[i], fit[i] + 2 * error[i]]),
    },
    { kind: "line", role: drawn, label, points: steps.map((step, i) => [step, fit[i]]) },
  ];
}
