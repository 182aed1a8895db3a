/** How far the axes reach: TensorBoard's rules for y, and the data themselves for x. */
import type { Column } from "./curve.ts";

/** From, to; from is smaller. */
export type Interval = readonly [number, number];

/** Ends that somebody set; null: as the data have it. */
export type Limits = readonly [low: number | null, high: number | null];

/** Both ends as the data have them. */
export const NO_LIMITS: Limits = [null, null];

/** Part of a chart, in units of its axes; null: fitted to the data. */
export interface Zoom {
  readonly x: Interval | null;
  readonly y: Interval | null;
}

/** The values between `from` and `to` on x decide; without a range all of them do. */
export interface Extent {
  readonly x: Column;
  readonly y: Column;
}

const PERCENTILE = 0.05;
const PADDING = 0.05;

/** Smallest and largest x of all points; null without any. */
export function xExtent(lines: readonly Extent[]): Interval | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { x } of lines) {
    for (const value of x) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return null;
  if (low === high) return [low - 0.5, high + 0.5];
  return [low, high];
}

/** The finite values within `range` on x, positive ones only where `logY`, in no order. */
function shownValues(lines: readonly Extent[], range: Interval | null, logY: boolean): Float64Array {
  let room = 0;
  for (const { y } of lines) room += y.length;
  const values = new Float64Array(room);
  let count = 0;
  for (const { x, y } of lines) {
    for (let i = 0; i < y.length; i++) {
      const value = y[i];
      if (!Number.isFinite(value) || (logY && value <= 0)) continue;
      if (range !== null && (x[i] < range[0] || x[i] > range[1])) continue;
      values[count++] = value;
    }
  }
  return values.subarray(0, count);
}

/**
 * Smallest and largest value to show within `range`. Without outliers, these are the 5th and 95th percentile, cut the way
 * TensorBoard cuts them; on a logarithmic axis only positive values count. Null if there is nothing to show.
 *
 * @see TensorBoard, line_chart_v2, `computeDataSeriesExtent`.
 */
export function yExtent(
  lines: readonly Extent[],
  {
    range,
    ignoreOutliers,
    logY,
  }: { readonly range: Interval | null; readonly ignoreOutliers: boolean; readonly logY: boolean },
): Interval | null {
  const values = shownValues(lines, range, logY);
  const last = values.length - 1;
  if (last < 0) return null;
  const cuts = ignoreOutliers && last >= 2;
  const low = selectRanked(values, cuts ? Math.ceil(last * PERCENTILE) : 0);
  const high = selectRanked(values, cuts ? Math.floor(last * (1 - PERCENTILE)) : last);
  return [low, high];
}

/**
 * The value that would stand at place `rank` if `values` were sorted. Moves values around. Sorting would do, but takes
 * ten times as long, and a live chart with a hundred runs asks for this four times a second.
 *
 * @see Hoare, "Algorithm 65: find", 1961.
 */
export function selectRanked(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i += 1;
      while (values[j] > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}

/**
 * A linear axis around `extent`, padded by a twentieth and rounded outwards to whole ticks. A constant c is shown on
 * [0, 2c], so that one sees where it lies; nothing at all on [-1, 1].
 */
export function linearDomain(extent: Interval | null): Interval {
  if (extent === null) return [-1, 1];
  const [low, high] = extent;
  if (low === high) return low === 0 ? [-1, 1] : low > 0 ? [0, 2 * low] : [2 * low, 0];
  const padding = (high - low) * PADDING;
  return roundOut([low - padding, high + padding], 10);
}

/** A logarithmic axis around `extent`, from half the smallest to twice the largest value, as exponents of ten. */
export function logDomain(extent: Interval | null): Interval {
  if (extent === null) return [-1, 1];
  return [Math.log10(0.5 * extent[0]), Math.log10(2 * extent[1])];
}

/** A round distance (1, 2 or 5 times a power of ten) that divides `span` into about `count` parts. */
export function roundStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return power * (factor >= Math.sqrt(50) ? 10 : factor >= Math.sqrt(10) ? 5 : factor >= Math.sqrt(2) ? 2 : 1);
}

function roundOut([low, high]: Interval, count: number): Interval {
  const step = roundStep(high - low, count);
  if (!(step > 0) || !Number.isFinite(step)) return [low, high];
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
}
