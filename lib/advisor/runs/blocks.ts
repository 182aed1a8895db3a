/** A curve in at most 240 numbers: block means over steps, smoothed so that spikes vanish and the shape stays. */
import { type Numbers, runningMean, runningMedian } from "../../core/statistics.ts";
import { remembered } from "../remembered.ts";
import { type Curve, isUsable } from "./curve.ts";

/** Equal blocks over [`from`, `to`], `count` of them. */
export interface Grid {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const MOST_BLOCKS = 240;

/** A shorter span than this, in steps or epochs, is one moment. */
const LEAST_SPAN = 1e-6;

/** A grid with as many blocks as a curve of `points` points can fill; one block for a single step. */
export function toGrid(from: number, to: number, points: number): Grid {
  return { from, to, count: to - from > LEAST_SPAN ? Math.max(1, Math.min(MOST_BLOCKS, Math.floor(points))) : 1 };
}

/** The step at which block `block` begins; `grid.count` gives the end of the last. */
export const edgeOf = (grid: Grid, block: number): number => grid.from + ((grid.to - grid.from) * block) / grid.count;

/** The block that holds `step`, clamped into the grid. */
export function blockOf(grid: Grid, step: number): number {
  const share = grid.count > 1 ? (step - grid.from) / (grid.to - grid.from) : 0;
  return Math.min(grid.count - 1, Math.max(0, Math.floor(share * grid.count)));
}

/** Both columns have `grid.count` numbers, NaN after `last`, the block of the curve's last usable value (−1: there is none). */
export interface Blocks {
  readonly means: Float64Array;
  /** The largest value in each block: single-step spikes drown in means. */
  readonly peaks: Float64Array;
  readonly last: number;
  /** The largest usable value that went into them, before clipping. */
  readonly highest: number;
  readonly grid: Grid;
}

/**
 * Means of a curve's usable values in each block of `grid`, each value clipped to `cap` first: one value of 1e28 must not
 * rule its neighbours. Blocks without a value are interpolated from their neighbours, before the first value they repeat it.
 * Nothing is made up after the curve's end. Asked again for the same curve, it answers with the same blocks: leave them as they are.
 */
export function toBlocks(curve: Curve, grid: Grid, cap: number): Blocks {
  const known = blocksOf.get(curve) ?? [];
  const before = known.find(
    ({ blocks, cap: other }) => sameGrid(blocks.grid, grid) && sameClip(blocks.highest, other, cap),
  );
  if (before !== undefined) return before.blocks;
  const blocks = blocksOn(curve, grid, cap);
  blocksOf.set(curve, [{ blocks, cap }, ...known.slice(0, MOST_KEPT - 1)]);
  return blocks;
}

/** The sweep's grid, and the two on which convergence is looked for. */
const MOST_KEPT = 3;
const blocksOf = new WeakMap<Curve, readonly { readonly blocks: Blocks; readonly cap: number }[]>();

const sameGrid = (a: Grid, b: Grid): boolean => a.from === b.from && a.to === b.to && a.count === b.count;
/** A cap above all values clips nothing, wherever it lies. */
const sameClip = (highest: number, a: number, b: number): boolean => a === b || highest <= Math.min(a, b);

function blocksOn(curve: Curve, grid: Grid, cap: number): Blocks {
  const sums = new Float64Array(grid.count);
  const counts = new Int32Array(grid.count);
  const peaks = new Float64Array(grid.count).fill(Number.NaN);
  const { from, to, count } = grid;
  const perStep = count > 1 ? count / (to - from) : 0;
  const { steps, values, length } = curve;
  let last = -1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const step = steps[i];
    if (step > to) break;
    if (step < from || !isUsable(values[i])) continue;
    if (values[i] > highest) highest = values[i];
    const value = values[i] < cap ? values[i] : cap;
    const block = Math.min(count - 1, Math.floor((step - from) * perStep));
    sums[block] += value;
    counts[block] += 1;
    if (!(peaks[block] >= value)) peaks[block] = value;
    last = block;
  }
  return {
    means: bridged(
      sums.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : Number.NaN)),
      last,
    ),
    peaks: bridged(peaks, last),
    last,
    highest,
    grid,
  };
}

/** The smoothed means of all blocks that the curve filled. */
export const smoothOf = remembered(
  ({ means, last, grid }: Blocks): Float64Array => smoothBlocks(means.subarray(0, last + 1), grid.count),
);

/** Fills gaps (NaN) between known blocks up to `last` by straight lines, in place; before the first known one it repeats that. */
export function bridged(column: Float64Array, last: number): Float64Array {
  let known = -1;
  for (let i = 0; i <= last; i++) {
    if (Number.isNaN(column[i])) continue;
    for (let j = known + 1; j < i; j++) {
      column[j] = known < 0 ? column[i] : column[known] + ((column[i] - column[known]) * (j - known)) / (i - known);
    }
    known = i;
  }
  return column;
}

/**
 * Median of 5 blocks, then mean of 9, for 240 blocks; narrower in proportion for fewer, so that the bandwidth stays near
 * 5 % of the horizon and thirty epochs are not averaged into a line. As long as `column`.
 */
export function smoothBlocks(column: Numbers, count: number): Float64Array {
  const medianWidth = count < 12 ? 1 : Math.max(3, oddWidth(count / 48));
  return runningMean(runningMedian(column, medianWidth), oddWidth(count / 27));
}

/** The odd whole number next to `width`, at least 1. */
export const oddWidth = (width: number): number => 2 * Math.round((Math.max(1, width) - 1) / 2) + 1;

/** How many blocks make the terminal window: the last 5 %. */
export const terminalBlocks = (count: number): number => Math.max(1, Math.round(0.05 * count));
