/** The curves of one tag with everything that the evidence marks on them: bands, steps, peaks, schedules. */

import type { Mark } from "../../core/advice.ts";
import type { Figure, FigureItem, FigureRole } from "../../core/figure.ts";
import { median } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { toBlocks, toGrid } from "../runs/blocks.ts";
import { type Curve, spanOf } from "../runs/curve.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { joined, term } from "../wording.ts";

/** Points of one curve: as many as a picture of half a page shows. */
const MOST_POINTS = 120;
/** Curves above the start by more than this share of the descent leave the picture: one that exploded would flatten all others. */
const HEADROOM = 0.15;

/** The figure of `tag`, or null when nothing of it can be drawn. `marks`: of the whole sweep. */
export function curveFigure(curves: SweepCurves, tag: string, marks: readonly Mark[]): Figure | null {
  const own = marks.filter((mark) => mark.tag === tag);
  const isMetric = curves.metric?.tag === tag;
  const { scale, everyRun } = curves;
  const cap = !isMetric && scale !== null && !scale.isFlat ? scale.start + HEADROOM * scale.descent : null;
  const drawn = everyRun.flatMap((run) => {
    const curve = curveOfTag(run, tag);
    return curve === null ? [] : [{ run, curve }];
  });
  const range = isMetric
    ? rangeOfGood(
        curves,
        drawn.map(({ curve }) => curve),
      )
    : null;
  const lines = drawn.map(({ run, curve }): Extract<FigureItem, { kind: "line" }> => {
    const mark =
      own.find((one) => one.kind === "run" && one.run === curve.run && one.role === "chosen") ??
      own.find((one) => one.kind === "run" && one.run === curve.run && one.role === "tied");
    const role: FigureRole =
      mark?.kind !== "run" ? (run.outcome === "ok" ? "plain" : "failed") : mark.role === "chosen" ? "chosen" : "tied";
    return {
      kind: "line",
      role,
      label: run.replicate.experiment.name,
      points: pointsOf(curve, range ?? [Number.NEGATIVE_INFINITY, cap ?? Number.POSITIVE_INFINITY], scale),
    };
  });
  const others = [
    ...new Map(own.flatMap((mark) => toItem(mark).map((item) => [placeOf(item), item] as const)).reverse()).values(),
  ].reverse();
  if (lines.length === 0 && !others.some(({ kind }) => kind === "line")) return null;
  return {
    kind: "curves",
    text: textOf(tag, lines, isMetric),
    x: { label: term(curves.unit), isLog: false, isShare: false, range: null },
    y: { label: tag, isLog: false, isShare: isMetric && curves.metric?.isBounded === true, range },
    items: [
      ...others.filter(({ kind }) => kind === "band"),
      ...lines.filter(({ role }) => role === "failed" || role === "plain"),
      ...lines.filter(({ role }) => role === "tied"),
      ...lines.filter(({ role }) => role === "chosen"),
      ...others.filter(({ kind }) => kind !== "band"),
    ],
  };
}

/** A step has one line and one word, the first that was said of it, however many sentences speak of it. */
const placeOf = (item: FigureItem): string => JSON.stringify(item.kind === "upright" ? [item.kind, item.x] : item);

/** What one sees, with the colours that are there. */
function textOf(tag: string, lines: readonly { readonly role: FigureRole }[], isMetric: boolean): string {
  if (lines.length === 0) return t`${tag} over the steps as it is proposed, and dashed the alternatives.`;
  const said: readonly (readonly [FigureRole, string])[] = [
    ["chosen", t`blue is chosen`],
    ["tied", t`green the same within noise`],
    ["failed", t`red failed`],
    ["plain", t`grey are the others`],
  ];
  const colours = joined(
    said.flatMap(([role, words]) => (lines.some((line) => line.role === role) ? [words] : [])),
    ", ",
  );
  return isMetric ? t`${tag} of every run: ${colours}.` : t`${tag} of every run, averaged in blocks: ${colours}.`;
}

/** Where the better half of the runs were in the later two thirds, with room: where they all come from says nothing. */
function rangeOfGood({ metric }: SweepCurves, all: readonly Curve[]): readonly [number, number] | null {
  const sign = metric?.goal === "min" ? -1 : 1;
  const late = (curve: Curve): readonly number[] =>
    Array.from({ length: curve.length - Math.floor(curve.length / 3) }, (_, i) => curve.values[curve.length - 1 - i]);
  const sorted = all.map(late).sort((a, b) => sign * (median(b) - median(a)));
  const values = sorted.slice(0, Math.max(2, Math.ceil(all.length / 2))).flat();
  if (values.length === 0) return null;
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const room = high - low;
  return high > low ? [low - (sign > 0 ? 0.6 : 0.1) * room, high + (sign > 0 ? 0.1 : 0.6) * room] : null;
}

function curveOfTag({ replicate: { loss, dev } }: ScaledRun, tag: string): Curve | null {
  const curve = [dev, loss].find((one) => one?.tag === tag) ?? null;
  return curve !== null && curve.length > 0 ? curve : null;
}

/** Means over blocks of the curve's own span, or the points themselves where they are few. */
function pointsOf(
  curve: Curve,
  [low, high]: readonly [number, number],
  scale: CommonScale | null,
): readonly (readonly [number, number])[] {
  const limited = (value: number): number => (value >= low && value <= high ? value : Number.NaN);
  if (curve.length <= MOST_POINTS)
    return Array.from({ length: curve.length }, (_, i) => [curve.steps[i], limited(curve.values[i])] as const);
  const span = spanOf(curve);
  if (span === null) return [];
  const grid = toGrid(span.first, span.last, MOST_POINTS);
  const { means, last } = toBlocks(curve, grid, scale?.cap ?? Number.POSITIVE_INFINITY);
  const width = (grid.to - grid.from) / grid.count;
  return Array.from(
    { length: last + 1 },
    (_, i) => [Math.round(grid.from + (i + 0.5) * width), limited(means[i])] as const,
  );
}

function toItem(mark: Mark): readonly FigureItem[] {
  if (mark.kind === "step") return [{ kind: "upright", role: mark.role, label: mark.label, x: mark.step }];
  if (mark.kind === "point")
    return [{ kind: "point", role: "peak", label: mark.label, x: mark.step, y: mark.value, error: 0 }];
  if (mark.kind === "schedule") return [{ kind: "line", role: mark.role, label: mark.label, points: mark.points }];
  if (mark.kind === "band")
    return [{ kind: "band", axis: mark.axis === "step" ? "x" : "y", label: mark.label, from: mark.from, to: mark.to }];
  return [];
}
