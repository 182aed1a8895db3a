/** Curves of the store as a frame for drawing: smoothed over all points, then thinned to what the width can show. */
import type { SeriesRequest } from "../core/api.ts";
import { attemptStarts, thin, type XColumn, xColumn, xExtent } from "../core/downsample.ts";
import type { Series, ValueColumn } from "../core/series.ts";
import type { FrameCurve, SeriesFrame } from "../core/series-frame.ts";
import { smooth } from "../core/smooth.ts";
import type { Store } from "./store.ts";

interface Curve {
  readonly run: string;
  readonly series: Series;
  readonly startedAt: number;
  readonly x: XColumn;
}

interface ThinnedCurve extends Curve {
  readonly indices: Uint32Array;
  readonly restarts: readonly number[];
  /** Smoothed values of all points; null when nothing is smoothed. */
  readonly smoothed: Float64Array | null;
}

/** The curves that `request` asks for; runs that are unknown or lack the tag are left out. */
export function drawnCurves(store: Store, request: SeriesRequest): SeriesFrame {
  const curves = findCurves(store, request);
  const range = request.range ?? commonExtent(curves);
  return toFrame(
    store.version,
    request,
    curves.map((curve) => thinCurve(curve, range, request)),
  );
}

function findCurves(store: Store, { runs, tag, x }: SeriesRequest): Curve[] {
  return runs.flatMap((id) => {
    const run = store.run(id);
    const series = run?.series(tag) ?? null;
    if (run === null || series === null) return [];
    const startedAt = run.startedAt() ?? 0; // a log without times has nothing to count from
    return [{ run: id, series, startedAt, x: xColumn(series, x, startedAt) }];
  });
}

/** The part of the x axis that all curves together take: they share the pixels. */
function commonExtent(curves: readonly Curve[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { series, x } of curves) {
    const extent = xExtent(series, x);
    if (extent === null) continue;
    low = Math.min(low, extent[0]);
    high = Math.max(high, extent[1]);
  }
  return low <= high ? [low, high] : [0, 1];
}

function thinCurve(
  curve: Curve,
  range: readonly [number, number],
  { columns, smoothing }: SeriesRequest,
): ThinnedCurve {
  const { series, x } = curve;
  const starts = attemptStarts(series.length, x);
  const { indices, restarts } = thin(series, x, starts, range, columns);
  return { ...curve, indices, restarts, smoothed: smoothing > 0 ? smoothAttempts(series, starts, smoothing) : null };
}

/** Each attempt is smoothed by itself: what came before a restart says nothing about what follows it. */
function smoothAttempts({ length, values }: Series, starts: readonly number[], weight: number): Float64Array {
  if (starts.length <= 1) return smooth(values, length, weight);
  const whole = new Float64Array(length);
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? length;
    whole.set(smooth(values.subarray(start, end), end - start, weight), start);
  });
  return whole;
}

function toFrame(version: number, { tag, x }: SeriesRequest, curves: readonly ThinnedCurve[]): SeriesFrame {
  const points = curves.reduce((sum, { indices }) => sum + indices.length, 0);
  const areSteps32 = curves.every(({ series }) => series.steps instanceof Int32Array);
  const areFloats = curves.every(({ series }) => series.values instanceof Float32Array);
  const newValues = (): ValueColumn => (areFloats ? new Float32Array(points) : new Float64Array(points));
  const steps = areSteps32 ? new Int32Array(points) : new Float64Array(points);
  const relative = new Float32Array(points);
  const values = newValues();
  const smoothed = curves.some((curve) => curve.smoothed !== null) ? newValues() : values;
  const places: FrameCurve[] = [];
  let at = 0;
  for (const { run, series, startedAt, indices, restarts, smoothed: smoothValues } of curves) {
    places.push({ run, start: at, length: indices.length, total: series.length, restarts, startedAt });
    for (const index of indices) {
      steps[at] = series.steps[index];
      relative[at] = series.wallTimes[index] - startedAt;
      values[at] = series.values[index];
      if (smoothValues !== null) smoothed[at] = smoothValues[index];
      at += 1;
    }
  }
  return { version, tag, x, curves: places, steps, relative, values, smoothed };
}
