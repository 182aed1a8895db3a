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

/**
 * What is kept of a pixel column: its first and last point besides its extrema, or only these. Without the ends, a line
 * between two columns begins and ends at extrema, which covers the same pixels of both, at another slope.
 */
export type Detail = "ends and extrema" | "extrema";

/** More points in a pixel column than this are looked up in the index; fewer are all kept. */
export const POINTS_KEPT: Readonly<Record<Detail, number>> = { "ends and extrema": 4, extrema: 2 };

/** How x becomes a place: as it is, or by its logarithm, where what is not positive has none. */
export type XScale = "linear" | "log";

/** The column that a series is drawn over. `starts`: the first point of each attempt; within one x does not go back. */
export interface AlongX {
  readonly xs: ArrayLike<number>;
  readonly starts: readonly number[];
  readonly length: number;
}

/** The part of x that is shown (inclusive, in its own numbers), and its width in pixels; without a `detail` columns keep their ends. */
export interface Frame {
  readonly range: readonly [number, number];
  readonly columns: number;
  readonly scale: XScale;
  readonly detail?: Detail;
}

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
  detail: Detail = "ends and extrema",
): Thinned {
  const along = { xs: series[x], starts: index.attempts(x), length: series.length };
  return thinAlong(along, index, { range, columns, scale: "linear", detail });
}

/**
 * The same over any column. Where the frame's detail leaves ends out, only those of the whole range and the extrema are
 * kept.
 */
export function thinAlong({ xs, starts, length }: AlongX, index: SeriesIndex, frame: Frame): Thinned {
  const kept = new IndexList(Math.min(length, 5 * frame.columns + 8));
  const restarts: number[] = [];
  for (let attempt = 0; attempt < starts.length && starts[attempt] < length; attempt++) {
    const before = kept.length;
    const end = Math.min(starts[attempt + 1] ?? length, length);
    thinAttempt(xs, index, starts[attempt], end, frame, kept);
    if (before > 0 && kept.length > before) restarts.push(before);
  }
  return { indices: kept.toArray(), restarts };
}

/** The pixel column of x; NaN where it has no place. */
function columnOf({ range: [low, high], columns, scale }: Frame): (x: number) => number {
  const isLog = scale === "log";
  const from = isLog ? Math.log10(low) : low;
  const width = (isLog ? Math.log10(high) : high) - from;
  const perUnit = width > 0 ? columns / width : 0;
  return isLog
    ? (x) => Math.min(columns - 1, Math.floor((Math.log10(x) - from) * perUnit))
    : (x) => Math.min(columns - 1, Math.floor((x - from) * perUnit));
}

function thinAttempt(
  xs: ArrayLike<number>,
  index: SeriesIndex,
  start: number,
  end: number,
  frame: Frame,
  kept: IndexList,
): void {
  const { detail = "ends and extrema" } = frame;
  const [low, high] = frame.range;
  const from = firstAtLeast(xs, start, end, low);
  const to = firstAbove(xs, from, end, high);
  if (from > start && isPlaced(xs[from - 1], frame.scale)) kept.push(from - 1);
  const column = columnOf(frame);
  let at = from;
  let width = 0;
  while (at < to) {
    const next = columnEnd(xs, at, to, column, width);
    width = next - at;
    if (next - at <= POINTS_KEPT[detail]) for (; at < next; at++) pushPlaced(xs, at, kept);
    else {
      const first = detail === "ends and extrema" || at === from ? at : -1;
      const last = detail === "ends and extrema" || next === to ? next - 1 : -1;
      keepColumn(xs, index, at, next, first, last, kept);
    }
    at = next;
  }
  if (to < end && Number.isFinite(xs[to])) kept.push(to);
}

const isPlaced = (x: number, scale: XScale): boolean => Number.isFinite(x) && (scale === "linear" || x > 0);

/** So many points a pixel column are drawn of a line that goes to and fro. */
const PATH_POINTS_A_COLUMN = 4;

/**
 * Points of a line whose x may go to and fro, in file order: of each row of points that stay within a pixel column the
 * same ones that `thin` keeps, and one point on either side of every part outside of `range`. Where that is still far
 * more than the pixels show, the rows are made longer than a column; extrema in x and value are kept all the same.
 * Looks at every point.
 */
export function thinPath({ xs, starts, length }: AlongX, values: ArrayLike<number>, frame: Frame): Thinned {
  const [low, high] = frame.range;
  const isInside = (at: number): boolean => xs[at] >= low && xs[at] <= high;
  const column = columnOf(frame);
  const near: number[] = [];
  for (let at = 0; at < length; at++) {
    if (!isPlaced(xs[at], frame.scale)) continue;
    if (isInside(at) || (at > 0 && isInside(at - 1)) || (at + 1 < length && isInside(at + 1))) near.push(at);
  }
  const attemptOf = attempts(starts);
  const byColumn = keepRows(near, xs, values, (at) => `${attemptOf(at)}:${column(xs[at])}`);
  const most = PATH_POINTS_A_COLUMN * frame.columns;
  const size = Math.ceil((7 * byColumn.length) / most);
  const places = new Map(byColumn.map((at, place) => [at, Math.floor(place / size)]));
  const kept =
    byColumn.length <= most
      ? byColumn
      : keepRows(byColumn, xs, values, (at) => `${attemptOf(at)}:${places.get(at) ?? 0}`);
  const restarts: number[] = [];
  for (let place = 1; place < kept.length; place++) {
    if (attemptOf(kept[place]) !== attemptOf(kept[place - 1])) restarts.push(place);
  }
  return { indices: Uint32Array.from(kept), restarts };
}

/** To be called with ascending positions: the attempt that each belongs to. */
function attempts(starts: readonly number[]): (at: number) => number {
  return (at) => {
    let attempt = starts.length - 1;
    while (attempt > 0 && starts[attempt] > at) attempt -= 1;
    return attempt;
  };
}

/** Of each row of neighbours with the same key, the ends, the extrema of both columns and the first that is not finite. */
function keepRows(
  positions: readonly number[],
  xs: ArrayLike<number>,
  values: ArrayLike<number>,
  keyOf: (at: number) => string,
): readonly number[] {
  const kept: number[] = [];
  let row: number[] = [];
  let key = "";
  const close = (): void => {
    if (row.length <= POINTS_KEPT["ends and extrema"]) kept.push(...row);
    else kept.push(...extremesOf(row, xs, values));
    row = [];
  };
  for (const at of positions) {
    const next = keyOf(at);
    if (next !== key) close();
    key = next;
    row.push(at);
  }
  close();
  return kept;
}

function extremesOf(row: readonly number[], xs: ArrayLike<number>, values: ArrayLike<number>): readonly number[] {
  const finite = row.filter((at) => Number.isFinite(values[at]));
  const most = (of: readonly number[], column: ArrayLike<number>, sign: 1 | -1): readonly number[] =>
    of.length === 0 ? [] : [of.reduce((best, at) => (sign * column[at] > sign * column[best] ? at : best))];
  const odd = row.find((at) => !Number.isFinite(values[at]));
  const wanted = [
    row[0],
    ...most(finite, values, 1),
    ...most(finite, values, -1),
    ...most(row, xs, 1),
    ...most(row, xs, -1),
    ...(odd === undefined ? [] : [odd]),
    row[row.length - 1],
  ];
  return [...new Set(wanted)].sort((a, b) => a - b);
}

/**
 * The first position after `at` whose x lies beyond the pixel column. Looked for where it would be if the column had as many
 * points as the one before, `guess`, which mostly is the place or beside it; then in steps that double: columns are short or long.
 */
function columnEnd(
  xs: ArrayLike<number>,
  at: number,
  to: number,
  column: (x: number) => number,
  guess: number,
): number {
  const here = column(xs[at]);
  let inside = at;
  let beyond = to;
  for (let near = at + guess - 1; near <= at + guess + 1; near++) {
    if (near <= inside || near >= to) continue;
    if (column(xs[near]) > here) {
      beyond = near;
      break;
    }
    inside = near;
  }
  if (beyond === to) {
    let step = 1;
    while (inside + step < to && !(column(xs[inside + step]) > here)) {
      inside += step;
      step *= 2;
    }
    beyond = Math.min(inside + step, to);
  }
  let low = inside + 1;
  let high = beyond;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column(xs[middle]) > here) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pushPlaced(xs: ArrayLike<number>, at: number, kept: IndexList): void {
  if (Number.isFinite(xs[at])) kept.push(at);
}

/** `first`, `last`: which of its ends to keep; -1 for none. */
function keepColumn(
  xs: ArrayLike<number>,
  index: SeriesIndex,
  from: number,
  to: number,
  first: number,
  last: number,
  kept: IndexList,
): void {
  const { lowest, highest, notFinite } = index.extrema(from, to);
  if (first >= 0) pushPlaced(xs, first, kept);
  // Ends are ends; what lies between them has one of three orders.
  const a = Math.min(lowest, highest);
  const b = Math.max(lowest, highest);
  if (notFinite >= 0 && notFinite < a) pushBetween(xs, notFinite, first, last, kept);
  if (a >= 0) pushBetween(xs, a, first, last, kept);
  if (notFinite > a && notFinite < b) pushBetween(xs, notFinite, first, last, kept);
  if (b > a) pushBetween(xs, b, first, last, kept);
  if (notFinite > b) pushBetween(xs, notFinite, first, last, kept);
  if (last > first) pushPlaced(xs, last, kept);
}

/** A point of a column, unless it is one of the ends that are kept anyway. */
function pushBetween(xs: ArrayLike<number>, at: number, first: number, last: number, kept: IndexList): void {
  if (at !== first && at !== last) pushPlaced(xs, at, kept);
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
