/** One run's curve of one tag, as it lies in the engine's answer: columns in file order, thinned for drawing. */
import type { XAxis } from "../../lib/core/api.ts";
import type { SeriesFrame } from "../../lib/core/series-frame.ts";

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
}

/** The curves of a frame, by run id; their columns are views into the frame. */
export function readCurves(frame: SeriesFrame): ReadonlyMap<string, Curve> {
  return new Map(
    frame.curves.map(({ run, start, length, total, restarts, startedAt }) => {
      const end = start + length;
      const steps = frame.steps.subarray(start, end);
      const relative = frame.relative.subarray(start, end);
      const values = frame.values.subarray(start, end);
      const smoothed = frame.smoothed.subarray(start, end);
      return [run, { run, steps, relative, values, smoothed, restarts, startedAt, total }];
    }),
  );
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

/** Where the points stand on the x axis: steps, seconds since the run's start, or seconds since the Unix epoch. */
export function xColumn(curve: Curve, x: XAxis): Column {
  if (x === "step") return curve.steps;
  if (x === "relative") return curve.relative;
  const { relative, startedAt } = curve;
  return Float64Array.from(relative, (seconds) => startedAt + seconds);
}
