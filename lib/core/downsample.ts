/** Fewer points for drawing, with nothing lost that a pixel could show. */
import type { XAxis } from "./api.ts";
import type { Series } from "./series.ts";

/** Points of a series that are worth drawing. */
export interface Thinned {
  /** Indices into the series, ascending. */
  readonly indices: Uint32Array;
  /** Positions in `indices` where the x axis goes back: a restart begins there and the pen is lifted. */
  readonly restarts: readonly number[];
}

/** x of each point: a step, or seconds since `origin` (the run's first event for relative time, 0 for wall time). */
export interface XColumn {
  readonly values: ArrayLike<number>;
  readonly origin: number;
}

export const xColumn = (series: Series, x: XAxis, startedAt: number): XColumn =>
  x === "step"
    ? { values: series.steps, origin: 0 }
    : { values: series.wallTimes, origin: x === "relative" ? startedAt : 0 };

/** Smallest and largest finite x of the series, or null when it has none. O(n): restarts may stand anywhere. */
export function xExtent({ length }: Series, { values, origin }: XColumn): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < length; i++) {
    const x = values[i];
    if (x < low && x !== -Infinity) low = x;
    if (x > high && x !== Infinity) high = x;
  }
  return low <= high ? [low - origin, high - origin] : null;
}

/** The first point of each attempt: 0, and wherever x goes back. */
export function attemptStarts(length: number, { values }: XColumn): number[] {
  const starts = length > 0 ? [0] : [];
  for (let i = 1; i < length; i++) if (values[i] < values[i - 1]) starts.push(i);
  return starts;
}

/**
 * Of every pixel column the first and last point, the smallest and largest finite value, and the first value that is
 * not finite: drawn as lines they cover the same pixels as all points, and no extremum is ever lost.
 *
 * `range` is the visible part of the x axis (inclusive) and `columns` its width in pixels; one point beyond either end
 * is kept, so that the line leaves the picture. Points whose x is not finite cannot be placed and are left out.
 */
export function thin(
  series: Series,
  x: XColumn,
  starts: readonly number[],
  range: readonly [number, number],
  columns: number,
): Thinned {
  const kept = new IndexList(Math.min(series.length, 5 * columns + 8));
  const restarts: number[] = [];
  for (let attempt = 0; attempt < starts.length; attempt++) {
    const before = kept.length;
    const end = attempt + 1 < starts.length ? starts[attempt + 1] : series.length;
    thinAttempt(series, x, starts[attempt], end, range, columns, kept);
    if (before > 0 && kept.length > before) restarts.push(before);
  }
  return { indices: kept.toArray(), restarts };
}

function thinAttempt(
  { values }: Series,
  { values: xs, origin }: XColumn,
  start: number,
  end: number,
  [low, high]: readonly [number, number],
  columns: number,
  kept: IndexList,
): void {
  const from = firstAtLeast(xs, start, end, low + origin);
  const to = firstAtLeast(xs, from, end, high + origin, true);
  if (from > start) kept.push(from - 1);
  const scale = high > low ? columns / (high - low) : 0;
  let column = -1;
  let picked = new Pick(0);
  for (let i = from; i < to; i++) {
    const at = Math.min(columns - 1, Math.floor((xs[i] - origin - low) * scale));
    if (at !== column) {
      if (column >= 0) picked.flush(kept);
      column = at;
      picked = new Pick(i);
    }
    picked.see(i, values[i]);
  }
  if (column >= 0) picked.flush(kept);
  if (to < end) kept.push(to);
}

/** The points to keep of one pixel column. */
class Pick {
  private last: number;
  private lowest = -1;
  private highest = -1;
  private notFinite = -1;
  private low = Infinity;
  private high = -Infinity;

  constructor(private readonly first: number) {
    this.last = first;
  }

  see(index: number, value: number): void {
    this.last = index;
    if (value - value !== 0) {
      if (this.notFinite < 0) this.notFinite = index;
      return;
    }
    if (value < this.low) {
      this.low = value;
      this.lowest = index;
    }
    if (value > this.high) {
      this.high = value;
      this.highest = index;
    }
  }

  flush(kept: IndexList): void {
    if (this.last - this.first < 4) {
      for (let i = this.first; i <= this.last; i++) kept.push(i);
      return;
    }
    const wanted = [this.first, this.lowest, this.highest, this.notFinite, this.last].sort((a, b) => a - b);
    let previous = -1;
    for (const index of wanted) {
      if (index > previous) kept.push(index);
      previous = Math.max(previous, index);
    }
  }
}

/** The first of `xs[start … end)`, which ascends, that is at least `limit`; with `beyond`, that is above it. */
function firstAtLeast(xs: ArrayLike<number>, start: number, end: number, limit: number, beyond = false): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (beyond ? xs[middle] <= limit : xs[middle] < limit) low = middle + 1;
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
