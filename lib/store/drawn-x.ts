/** Where the points of a series stand on the axis that somebody chose. */
import { effectiveBatch } from "../advisor/runs/settings.ts";
import type { XAxis } from "../core/api.ts";
import type { AlongX } from "../core/downsample.ts";
import type { Series } from "../core/series.ts";
import { latestAtSteps } from "../core/x-columns.ts";
import { drawingOf } from "./drawing.ts";
import type { Run } from "./run.ts";

export interface DrawnX extends AlongX {
  /** What the axis counts from, in units of `xs`. */
  readonly origin: number;
  /** x goes to and fro within an attempt. */
  readonly isPath: boolean;
  /** The column is none of the series' own and must be sent along. */
  readonly isForeign: boolean;
}

const NOWHERE: readonly number[] = [];

/** The column of `x` for `series`, which is the run's; without any place where the run does not know it. */
export function xOf(run: Run, series: Series, x: XAxis): DrawnX {
  const { index } = drawingOf(series);
  const { length } = series;
  const own = { length, origin: 0, isPath: false, isForeign: false };
  if (x === "step") return { ...own, xs: series.steps, starts: index.attempts("steps") };
  if (x === "wall" || x === "relative") {
    const origin = x === "relative" ? (run.startedAt() ?? 0) : 0;
    return { ...own, xs: series.wallTimes, starts: index.attempts("wallTimes"), origin };
  }
  if (x === "index") {
    const xs = Float64Array.from({ length }, (_, at) => at + 1);
    return { ...own, isForeign: true, xs, starts: length === 0 ? [] : [0] };
  }
  const starts = index.attempts("steps");
  const foreign = { ...own, starts, isForeign: true };
  if (x === "samples") {
    const batch = effectiveBatch(run.hparams());
    if (batch === null) return { ...foreign, xs: NOWHERE, starts: [], length: 0 };
    return { ...foreign, xs: Float64Array.from({ length }, (_, at) => series.steps[at] * batch) };
  }
  const source = run.series(x.slice("tag:".length));
  if (source === null) return { ...foreign, xs: NOWHERE, starts: [], length: 0 };
  const xs = columnFrom(series, source);
  return { ...foreign, xs, isPath: goesBack(xs, starts) };
}

interface Held {
  readonly source: Series;
  readonly lengths: string;
  readonly xs: Float64Array;
}

const held = new WeakMap<Series, Held>();

/** Found once for each state of the two series: zooming asks for the same column again and again. */
function columnFrom(series: Series, source: Series): Float64Array {
  const lengths = `${series.length}/${source.length}`;
  const known = held.get(series);
  if (known?.source === source && known.lengths === lengths) return known.xs;
  const starts = (of: Series): readonly number[] => drawingOf(of).index.attempts("steps");
  const xs = latestAtSteps(series, starts(series), source, starts(source));
  held.set(series, { source, lengths, xs });
  return xs;
}

/** Also true where points before the first have no place: they cannot be found by halving either. */
function goesBack(xs: Float64Array, starts: readonly number[]): boolean {
  let next = 1;
  for (let at = 1; at < xs.length; at++) {
    if (at === starts[next]) {
      next += 1;
      continue;
    }
    if (!(xs[at] >= xs[at - 1])) return true;
  }
  return xs.length > 0 && Number.isNaN(xs[0]);
}
