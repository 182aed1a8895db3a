/** Curves of the store as a frame for drawing: smoothed over all points, then thinned to what the width can show. */
import type { SeriesRequest } from "../core/api.ts";
import { type AlongX, type Detail, POINTS_KEPT, type Thinned, thinAlong, thinPath } from "../core/downsample.ts";
import type { Series, StepColumn, ValueColumn } from "../core/series.ts";
import type { Extras, FrameCurve, SeriesFrame } from "../core/series-frame.ts";
import { drawingOf, extentOf } from "./drawing.ts";
import { type DrawnGroup, drawnGroup } from "./drawn-groups.ts";
import { type DrawnX, xOf } from "./drawn-x.ts";
import { pauses } from "./pauses.ts";
import type { Store } from "./store.ts";

/** What the points of a frame may take, so that all of it stays below 2 MB. */
const MOST_BYTES = 1_750_000;
/** Beyond this the ends of pixel columns are left out: they are half of the points, and so of the time to send and to draw them. */
const MOST_BYTES_WITH_ENDS = 600_000;
/** Of a point's step and time together, packed; three or four in most logs. */
const PACKED_BYTES = 4;
const FEWEST_COLUMNS = 50;
/** Work on the event loop between two pauses. */
const SLICE_MS = 12;

interface Curve {
  readonly run: string;
  readonly series: Series;
  /** Null for groups: their members began at different times. */
  readonly startedAt: number | null;
  readonly x: DrawnX;
  readonly group: DrawnGroup | null;
}

interface ThinnedCurve extends Curve {
  readonly indices: Uint32Array;
  readonly drawn: DrawnPoints;
  readonly restarts: readonly number[];
  /** Smoothed values at `indices`; null when nothing is smoothed. */
  readonly smoothed: Float64Array | null;
  readonly smoothLow: Float64Array | null;
  readonly smoothHigh: Float64Array | null;
  readonly unplaced: number;
}

/**
 * The curves that `request` asks for; runs that are unknown or lack the tag are left out, and so are groups without any
 * such run. Others get their turn while it works. `mostBytes`: what the points may take, apart from very many curves.
 */
export async function drawnCurves(
  store: Pick<Store, "run" | "version">,
  request: SeriesRequest,
  mostBytes: number = MOST_BYTES,
): Promise<SeriesFrame> {
  const { version } = store;
  const pause = pauses(SLICE_MS);
  const curves = await findCurves(store, request, pause);
  const range = request.range ?? (await commonExtent(curves, request, pause));
  const resolution = resolutionFor(curves, request, mostBytes);
  const thinned: ThinnedCurve[] = [];
  for (const curve of curves) {
    thinned.push(thinCurve(curve, range, resolution, request));
    await pause();
  }
  return toFrame(version, request, resolution.columns, thinned);
}

/** The points at a curve's indices. */
interface DrawnPoints {
  readonly steps: StepColumn;
  /** Seconds since the curve began; NaN for groups. */
  readonly relative: Float32Array<ArrayBuffer>;
  readonly values: ValueColumn;
}

interface Resolution {
  /** Pixel columns that are told apart. */
  readonly columns: number;
  readonly detail: Detail;
}

/** What fits into a frame: with many curves, the ends of pixel columns are left out first, then columns are made wider, for all curves alike. */
function resolutionFor(curves: readonly Curve[], { columns, smoothing }: SeriesRequest, mostBytes: number): Resolution {
  const numbers = smoothing > 0 ? 2 : 1;
  const valueBytes = curves.every(({ series }) => series.values instanceof Float32Array) ? 4 : 8;
  const extras =
    (curves.some(({ x }) => x.isForeign) ? 1 : 0) + (curves.some(({ group }) => group !== null) ? 1 + 2 * numbers : 0);
  const pointBytes = PACKED_BYTES + numbers * valueBytes + extras * Float64Array.BYTES_PER_ELEMENT;
  const pointsIn = (bytes: number): number => bytes / pointBytes / Math.max(1, curves.length);
  const mostWithEnds = pointsIn(Math.min(mostBytes, MOST_BYTES_WITH_ENDS));
  if (columns * POINTS_KEPT["ends and extrema"] <= mostWithEnds) return { columns, detail: "ends and extrema" };
  const most = Math.floor(pointsIn(mostBytes) / POINTS_KEPT.extrema);
  return { columns: Math.min(columns, Math.max(most, FEWEST_COLUMNS)), detail: "extrema" };
}

async function findCurves(
  store: Pick<Store, "run">,
  request: SeriesRequest,
  pause: () => Promise<void>,
): Promise<Curve[]> {
  const curves: Curve[] = [];
  for (const id of request.runs) {
    const run = store.run(id);
    const series = run?.series(request.tag) ?? null;
    if (run === null || series === null) continue;
    const x = xOf(run, series, request.x);
    // A log without times has nothing to count from.
    curves.push({ run: id, series, startedAt: run.startedAt() ?? 0, x, group: null });
    await pause();
  }
  for (const wanted of request.groups ?? []) {
    const group = drawnGroup(store, wanted, request);
    await pause();
    if (group === null) continue;
    const { mean, xs } = group;
    const place = { xs, starts: mean.length === 0 ? [] : [0], length: mean.length, origin: 0, isForeign: true };
    const isPath = xs.some((x, at) => at > 0 && !(x >= xs[at - 1]));
    curves.push({ run: wanted.id, series: mean, startedAt: null, x: { ...place, isPath }, group });
  }
  return curves;
}

/** The part of the x axis that all curves together take: they share the pixels. */
async function commonExtent(
  curves: readonly Curve[],
  { x: axis, logX = false }: SeriesRequest,
  pause: () => Promise<void>,
): Promise<readonly [number, number]> {
  let low = Infinity;
  let high = -Infinity;
  for (const { x, series } of curves) {
    const isOwn = !logX && !x.isForeign;
    const extent = isOwn
      ? drawingOf(series).index.extent(axis === "step" ? "steps" : "wallTimes")
      : extentOf(counted(x), logX ? "log" : "linear");
    await pause();
    if (extent === null) continue;
    const origin = isOwn ? x.origin : 0;
    low = Math.min(low, extent[0] - origin);
    high = Math.max(high, extent[1] - origin);
  }
  return low <= high ? [low, high] : [logX ? 0.1 : 0, 1];
}

/** The column as the axis counts it. */
const counted = ({ xs, starts, length, origin }: DrawnX): AlongX =>
  origin === 0
    ? { xs, starts, length }
    : { xs: Float64Array.from({ length }, (_, at) => xs[at] - origin), starts, length };

function thinCurve(
  curve: Curve,
  [low, high]: readonly [number, number],
  { columns, detail }: Resolution,
  { x: axis, smoothing, smoother = "ema", logX = false }: SeriesRequest,
): ThinnedCurve {
  const { series, group, x } = curve;
  const scale = logX ? "log" : "linear";
  // Times since a start are taken off the whole column only where a logarithm needs them.
  const along = logX ? counted(x) : x;
  const origin = logX ? 0 : x.origin;
  const frame = { range: [low + origin, high + origin] as const, columns, scale, detail } as const;
  const thinOne = (one: Series): Thinned =>
    x.isPath ? thinPath(along, one.values, frame) : thinAlong(along, drawingOf(one).index, frame);
  const found = thinOne(series);
  const indices =
    group === null ? found.indices : union([found.indices, thinOne(group.low).indices, thinOne(group.high).indices]);
  const unplaced = x.isForeign || logX ? countUnplaced(along, series.length, logX) : 0;
  const how = { kind: smoother, weight: smoothing, axis };
  const smooth = (one: Series | undefined): Float64Array | null =>
    one === undefined || smoothing <= 0 ? null : drawingOf(one).smoothed(indices, how, along);
  return {
    ...curve,
    indices,
    drawn: gathered(curve, indices),
    restarts: found.restarts,
    smoothed: smooth(series),
    smoothLow: smooth(group?.low),
    smoothHigh: smooth(group?.high),
    unplaced,
  };
}

/** Right after thinning has looked at them, the columns are in the processor's cache; of a hundred curves, most are not when all are thinned. */
function gathered({ series, startedAt }: Curve, indices: Uint32Array): DrawnPoints {
  const { steps, wallTimes, values } = series;
  const { length } = indices;
  const origin = startedAt ?? Number.NaN;
  const drawn = {
    steps: steps instanceof Int32Array ? new Int32Array(length) : new Float64Array(length),
    relative: new Float32Array(length),
    values: values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length),
  };
  for (let place = 0; place < length; place++) {
    const index = indices[place];
    drawn.steps[place] = steps[index];
    drawn.relative[place] = wallTimes[index] - origin;
    drawn.values[place] = values[index];
  }
  return drawn;
}

const union = (lists: readonly Uint32Array[]): Uint32Array =>
  Uint32Array.from(new Set(lists.flatMap((list) => [...list]))).sort();

function countUnplaced({ xs }: AlongX, points: number, logX: boolean): number {
  let count = 0;
  for (let at = 0; at < points; at++) if (!(logX ? xs[at] > 0 : Number.isFinite(xs[at]))) count += 1;
  return count;
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
  const extras = newExtras(curves, points);
  const places: FrameCurve[] = [];
  let at = 0;
  for (const curve of curves) {
    const { run, series, indices, drawn, restarts, group, unplaced, startedAt } = curve;
    places.push({
      run,
      start: at,
      length: indices.length,
      total: group?.total ?? series.length,
      restarts,
      startedAt: startedAt ?? 0,
      ...(curve.x.isPath ? { isPath: true } : {}),
      ...(unplaced > 0 ? { unplaced } : {}),
      ...(group === null ? {} : { members: group.members }),
    });
    steps.set(drawn.steps, at);
    relative.set(drawn.relative, at);
    values.set(drawn.values, at);
    if (curve.smoothed !== null) smoothed.set(curve.smoothed, at);
    fillExtras(extras, at, curve);
    at += indices.length;
  }
  return { version, tag, x, columns, curves: places, steps, relative, values, smoothed, extras };
}

function newExtras(curves: readonly ThinnedCurve[], points: number): Extras {
  const column = (): Float64Array => new Float64Array(points).fill(Number.NaN);
  const isForeign = curves.some(({ x }) => x.isForeign);
  const isGrouped = curves.some(({ group }) => group !== null);
  const isSmooth = curves.some(({ smoothLow }) => smoothLow !== null);
  return {
    ...(isForeign ? { x: column() } : {}),
    ...(isGrouped ? { low: column(), high: column(), count: column() } : {}),
    ...(isSmooth ? { smoothLow: column(), smoothHigh: column() } : {}),
  };
}

/** Fills the part of the extras that begins at `start`. */
function fillExtras(extras: Extras, start: number, { x, group, indices, smoothLow, smoothHigh }: ThinnedCurve): void {
  const { x: xs, low, high, count } = extras;
  if (Object.keys(extras).length === 0) return;
  indices.forEach((index, place) => {
    const at = start + place;
    if (xs !== undefined) xs[at] = x.xs[index] - x.origin;
    if (group !== null && low !== undefined && high !== undefined && count !== undefined) {
      low[at] = group.low.values[index];
      high[at] = group.high.values[index];
      count[at] = group.counts[index];
    }
  });
  if (smoothLow !== null) extras.smoothLow?.set(smoothLow, start);
  if (smoothHigh !== null) extras.smoothHigh?.set(smoothHigh, start);
}
