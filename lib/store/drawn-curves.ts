/** Curves of the store as a frame for drawing: smoothed over all points, then thinned to what the width can show. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { SeriesRequest } from "../core/api.ts";
import { thin } from "../core/downsample.ts";
import type { Series, ValueColumn } from "../core/series.ts";
import type { FrameCurve, SeriesFrame } from "../core/series-frame.ts";
import { SeriesIndex, type XColumnName, xColumnName } from "../core/series-index.ts";
import { SmoothIndex } from "../core/smooth-index.ts";
import type { Store } from "./store.ts";

/** Points that a frame may hold: about 2 MB. Beyond, pixel columns are made wider, for all curves alike. */
const MOST_POINTS = 125_000;
/** What a pixel column holds at most, rarely more than four of them. */
const POINTS_A_COLUMN = 4;
const FEWEST_COLUMNS = 50;
/** Work on the event loop between two pauses. */
const SLICE_MS = 12;

interface Curve {
  readonly run: string;
  readonly series: Series;
  readonly startedAt: number;
  readonly drawing: Drawing;
}

interface ThinnedCurve extends Curve {
  readonly indices: Uint32Array;
  readonly restarts: readonly number[];
  /** Smoothed values at `indices`; null when nothing is smoothed. */
  readonly smoothed: Float64Array | null;
}

/** What was found out about a series while drawing it, kept as long as the series is. */
class Drawing {
  readonly index: SeriesIndex;
  private smoothing: { readonly weight: number; readonly index: SmoothIndex } | null = null;

  constructor(private readonly series: Series) {
    this.index = new SeriesIndex(series);
  }

  /** The smoothing of one weight at a time: charts of a tag share theirs. */
  smoothed(weight: number): SmoothIndex {
    if (this.smoothing?.weight !== weight) this.smoothing = { weight, index: new SmoothIndex(this.series, weight) };
    return this.smoothing.index;
  }
}

const drawings = new WeakMap<Series, Drawing>();

function drawingOf(series: Series): Drawing {
  let drawing = drawings.get(series);
  if (drawing === undefined) {
    drawing = new Drawing(series);
    drawings.set(series, drawing);
  }
  return drawing;
}

/** The curves that `request` asks for; runs that are unknown or lack the tag are left out. Others get their turn while it works. */
export async function drawnCurves(store: Store, request: SeriesRequest): Promise<SeriesFrame> {
  const { version } = store;
  const curves = findCurves(store, request);
  const pause = pauses();
  const range = request.range ?? (await commonExtent(curves, request, pause));
  const most = Math.floor(MOST_POINTS / (POINTS_A_COLUMN * Math.max(1, curves.length)));
  const columns = Math.min(request.columns, Math.max(most, FEWEST_COLUMNS));
  const thinned: ThinnedCurve[] = [];
  for (const curve of curves) {
    thinned.push(thinCurve(curve, range, columns, request));
    await pause();
  }
  return toFrame(version, request, columns, thinned);
}

function findCurves(store: Store, { runs, tag }: SeriesRequest): Curve[] {
  return runs.flatMap((id) => {
    const run = store.run(id);
    const series = run?.series(tag) ?? null;
    if (run === null || series === null) return [];
    // A log without times has nothing to count from.
    return [{ run: id, series, startedAt: run.startedAt() ?? 0, drawing: drawingOf(series) }];
  });
}

/** The part of the x axis that all curves together take: they share the pixels. */
async function commonExtent(
  curves: readonly Curve[],
  { x }: SeriesRequest,
  pause: () => Promise<void>,
): Promise<readonly [number, number]> {
  let low = Infinity;
  let high = -Infinity;
  for (const { drawing, startedAt } of curves) {
    const extent = drawing.index.extent(xColumnName(x));
    await pause();
    if (extent === null) continue;
    const origin = x === "relative" ? startedAt : 0;
    low = Math.min(low, extent[0] - origin);
    high = Math.max(high, extent[1] - origin);
  }
  return low <= high ? [low, high] : [0, 1];
}

function thinCurve(
  curve: Curve,
  [low, high]: readonly [number, number],
  columns: number,
  { x, smoothing }: SeriesRequest,
): ThinnedCurve {
  const { series, drawing, startedAt } = curve;
  const column: XColumnName = xColumnName(x);
  const origin = x === "relative" ? startedAt : 0;
  const { indices, restarts } = thin(series, drawing.index, column, [low + origin, high + origin], columns);
  if (smoothing <= 0) return { ...curve, indices, restarts, smoothed: null };
  const smoothed = new Float64Array(indices.length);
  drawing.smoothed(smoothing).at(indices, drawing.index.attempts("steps"), (place, value) => {
    smoothed[place] = value;
  });
  return { ...curve, indices, restarts, smoothed };
}

function toFrame(
  version: number,
  { tag, x }: SeriesRequest,
  columns: number,
  curves: readonly ThinnedCurve[],
): SeriesFrame {
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
    for (let place = 0; place < indices.length; place++) {
      const index = indices[place];
      steps[at] = series.steps[index];
      relative[at] = series.wallTimes[index] - startedAt;
      values[at] = series.values[index];
      if (smoothValues !== null) smoothed[at] = smoothValues[place];
      at += 1;
    }
  }
  return { version, tag, x, columns, curves: places, steps, relative, values, smoothed };
}

/** A function to call between pieces of work: it lets others have their turn when the slice is used up. */
function pauses(): () => Promise<void> {
  let sliceStart = performance.now();
  return async () => {
    if (performance.now() - sliceStart < SLICE_MS) return;
    await nextTurn();
    sliceStart = performance.now();
  };
}
