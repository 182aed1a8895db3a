/** One run's curve of one tag, as it lies in the engine's answer: columns in file order, thinned for drawing. */
import type { XAxis } from "../core/api.ts";
import type { FrameCurve, SeriesFrame } from "../core/series-frame.ts";

/** Numbers of a curve, one for each point. */
export type Column = Float32Array | Float64Array | Int32Array;

/** All columns have the same length. NaN and infinities are where they were logged. */
export interface Curve {
  /** Run id. */
  readonly run: string;
  readonly steps: Column;
  /** Seconds since `startedAt`. */
  readonly relative: Float32Array;
  readonly values: Column;
  readonly smoothed: Column;
  /** Indices at which a restart begins, ascending: the pen is lifted before them. */
  readonly restarts: readonly number[];
  readonly startedAt: number;
  /** Points in the store, before range and thinning. */
  readonly total: number;
  /** Where the points stand on an axis that is neither steps nor times. */
  readonly xs?: Float64Array;
  /** Which axis `xs` belongs to. */
  readonly xsAxis?: XAxis;
  readonly isPath?: boolean;
  /** Points that have no place on the axis. */
  readonly unplaced?: number;
  /** Of a group: what stands around its mean. */
  readonly spread?: Spread;
}

/** The band around a mean, the same smoothed, and how many runs each point is the mean of. */
export interface Spread {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly smoothLow: Float64Array;
  readonly smoothHigh: Float64Array;
  readonly count: Float64Array;
  readonly members: number;
}

/** The curves of a frame, by run id; their columns are views into the frame. */
export const readCurves = (frame: SeriesFrame): ReadonlyMap<string, Curve> =>
  new Map(frame.curves.map((place) => [place.run, readCurve(frame, place)]));

function readCurve(frame: SeriesFrame, place: FrameCurve): Curve {
  const { run, start, length, total, restarts, startedAt, isPath, unplaced, members } = place;
  const end = start + length;
  const { x, low, high, smoothLow = low, smoothHigh = high, count } = frame.extras;
  const cut = (column: Float64Array): Float64Array => column.subarray(start, end);
  const spread =
    members === undefined || !low || !high || !smoothLow || !smoothHigh || !count
      ? undefined
      : {
          low: cut(low),
          high: cut(high),
          smoothLow: cut(smoothLow),
          smoothHigh: cut(smoothHigh),
          count: cut(count),
          members,
        };
  return {
    run,
    steps: frame.steps.subarray(start, end),
    relative: frame.relative.subarray(start, end),
    values: frame.values.subarray(start, end),
    smoothed: frame.smoothed.subarray(start, end),
    restarts,
    startedAt,
    total,
    ...(x === undefined ? {} : { xs: cut(x), xsAxis: frame.x }),
    ...(isPath === undefined ? {} : { isPath }),
    ...(unplaced === undefined ? {} : { unplaced }),
    ...(spread === undefined ? {} : { spread }),
  };
}

const NO_POINTS = new Float64Array(0);

/** The curve of a run for which the engine knows no points. */
export const emptyCurve = (run: string): Curve => ({
  run,
  steps: NO_POINTS,
  relative: new Float32Array(0),
  values: NO_POINTS,
  smoothed: NO_POINTS,
  restarts: [],
  startedAt: 0,
  total: 0,
});

/**
 * The step that all points of all `curves` have, where one has several points: an axis of steps would put all of them into
 * one place. Null where steps tell points apart.
 */
export function onlyStep(curves: Iterable<Pick<Curve, "steps" | "total">>): number | null {
  let step: number | null = null;
  let hasSeveral = false;
  for (const { steps, total } of curves) {
    hasSeveral ||= total > 1;
    for (const one of steps) {
      if (step !== null && one !== step) return null;
      step = one;
    }
  }
  return hasSeveral ? step : null;
}

/** Where the points stand on the x axis: in its units, or in exponents of ten where it is logarithmic. */
export function xColumn(curve: Curve, x: XAxis, logX = false): Column {
  const column = linearColumn(curve, x);
  return logX ? Float64Array.from(column, (at) => (at > 0 ? Math.log10(at) : Number.NaN)) : column;
}

/** A curve that was asked for on another axis has no place on this one until its successor comes. */
function linearColumn({ xs, xsAxis, steps, relative, startedAt }: Curve, x: XAxis): Column {
  if (xs !== undefined && xsAxis === x) return xs;
  if (x === "step") return steps;
  if (x === "relative") return relative;
  if (x !== "wall") return new Float64Array(steps.length).fill(Number.NaN);
  return Float64Array.from(relative, (seconds) => startedAt + seconds);
}
