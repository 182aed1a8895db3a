/** Fewer points for drawing, with nothing lost that a pixel could show. */

import type { Series } from "./series.ts";
import type { SeriesIndex, XColumnName } from "./series-index.ts";

/** Points of a series that are worth drawing. */
export interface Thinned {
  /** Positions in the series, ascending. */
  readonly indices: Uint32Array;
  /** Places in `indices` where the x axis goes back: a restart begins there and the pen is lifted. */
  readonly restarts: readonly number[];
}

/** More points in a pixel column than this are looked up in the index; fewer are all kept. */
const ALL_KEPT = 4;

/**
 * Of every pixel column the first and last point, the smallest and largest finite value, and the first value that is
 * not finite: drawn as lines they cover the same pixels as all points, and no extremum is ever lost.
 *
 * `range` is the visible part of the column `x` (inclusive, in its own numbers) and `columns` its width in pixels; one
 * point beyond either end is kept, so that the line leaves the picture. Points whose x is not a number cannot be placed
 * and are left out. Takes time by columns, not by points.
 */
export function thin(
  series: Series,
  index: SeriesIndex,
  x: XColumnName,
  range: readonly [number, number],
  columns: number,
): Thinned {
  const { length } = series;
  const attempts = index.attempts(x);
  const kept = new IndexList(Math.min(length, 5 * columns + 8));
  const restarts: number[] = [];
  for (let attempt = 0; attempt < attempts.length && attempts[attempt] < length; attempt++) {
    const before = kept.length;
    const end = Math.min(attempts[attempt + 1] ?? length, length);
    thinAttempt(series[x], index, attempts[attempt], end, range, columns, kept);
    if (before > 0 && kept.length > before) restarts.push(before);
  }
  return { indices: kept.toArray(), restarts };
}

function thinAttempt(
  xs: ArrayLike<number>,
  index: SeriesIndex,
  start: number,
  end: number,
  [low, high]: readonly [number, number],
  columns: number,
  kept: IndexList,
): void {
  const from = firstAtLeast(xs, start, end, low);
  const to = firstAbove(xs, from, end, high);
  if (from > start) kept.push(from - 1);
  const scale = high > low ? columns / (high - low) : 0;
  let at = from;
  while (at < to) {
    const column = Math.min(columns - 1, Math.floor((xs[at] - low) * scale));
    const next = columnEnd(xs, at, to, (x) => Math.min(columns - 1, Math.floor((x - low) * scale)) > column);
    if (next - at <= ALL_KEPT) for (; at < next; at++) pushPlaced(xs, at, kept);
    else keepColumn(xs, index, at, next, kept);
    at = next;
  }
  if (to < end && Number.isFinite(xs[to])) kept.push(to);
}

/** The first position after `at` whose x lies beyond the pixel column, found in steps that double: columns are short or long. */
function columnEnd(xs: ArrayLike<number>, at: number, to: number, isBeyond: (x: number) => boolean): number {
  let inside = at;
  let step = 1;
  while (inside + step < to && !isBeyond(xs[inside + step])) {
    inside += step;
    step *= 2;
  }
  let low = inside + 1;
  let high = Math.min(inside + step, to);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(xs[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pushPlaced(xs: ArrayLike<number>, at: number, kept: IndexList): void {
  if (Number.isFinite(xs[at])) kept.push(at);
}

function keepColumn(xs: ArrayLike<number>, index: SeriesIndex, from: number, to: number, kept: IndexList): void {
  index.extrema(from, to, (lowest, highest, notFinite) => {
    const wanted = [from, lowest, highest, notFinite, to - 1].sort((a, b) => a - b);
    let previous = -1;
    for (const position of wanted) {
      if (position > previous) pushPlaced(xs, position, kept);
      previous = Math.max(previous, position);
    }
  });
}

/** The first of `xs[start … end)`, which ascends, that is at least `limit`. */
const firstAtLeast = (xs: ArrayLike<number>, start: number, end: number, limit: number): number =>
  bisect(start, end, (at) => xs[at] < limit);

const firstAbove = (xs: ArrayLike<number>, start: number, end: number, limit: number): number =>
  bisect(start, end, (at) => xs[at] <= limit);

function bisect(start: number, end: number, isBefore: (at: number) => boolean): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

class IndexList {
  length = 0;
  private items: Uint32Array;

  constructor(capacity: number) {
    this.items = new Uint32Array(Math.max(capacity, 16));
  }

  push(index: number): void {
    if (this.length === this.items.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length] = index;
    this.length += 1;
  }

  toArray(): Uint32Array {
    return this.items.subarray(0, this.length);
  }
}
