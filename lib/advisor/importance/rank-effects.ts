/** How much of the order of runs a setting explains, and how often chance explains as much. */
import type { Chance } from "../chance.ts";

/** The place of every value among all, from 0; equal values share the mean of their places. */
export function ranksOf(values: readonly number[]): Float64Array {
  const order = values
    .map((_, i) => i)
    .sort((a, b) => (values[a] === values[b] ? a - b : values[a] < values[b] ? -1 : 1));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end += 1;
    for (let k = start; k <= end; k++) ranks[order[k]] = (start + end) / 2;
    start = end + 1;
  }
  return ranks;
}

export interface Effect {
  /** Share of the variance, in [0, 1]. */
  readonly share: number;
  /** How often shuffled values are explained as well; never 0. */
  readonly chance: number;
}

const SHUFFLES = 500;

/** Of each column by itself: the variance between the means of its bins. `columns` hold bin numbers from 0, one for each of `values`. */
export function mainEffects(columns: readonly Int32Array[], values: Float64Array, chance: Chance): Effect[] {
  return effects(columns, values, squaresAround(values, mean(values)), chance);
}

/**
 * Of two columns together, beyond what each does by itself: the variance between their cells that no sum of a part of `a` and a part of `b`
 * explains. One run in each cell leaves nothing to compare with, and chance explains as much.
 */
export function jointEffect(a: Int32Array, b: Int32Array, values: Float64Array, chance: Chance): Effect {
  const width = 1 + b.reduce((most, bin) => Math.max(most, bin), 0);
  const cells = a.map((bin, i) => bin * width + b[i]);
  return effects([cells], residualsOf([a, b], values), squaresAround(values, mean(values)), chance)[0];
}

function effects(columns: readonly Int32Array[], values: Float64Array, total: number, chance: Chance): Effect[] {
  const counters = columns.map(toCounter);
  const found = counters.map((between) => between(values));
  const asGood = columns.map(() => 0);
  const shuffled = Float64Array.from(values);
  for (let round = 0; round < SHUFFLES; round++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = Math.floor(chance() * (i + 1));
      const kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
    for (const [i, between] of counters.entries()) if (between(shuffled) >= found[i] - 1e-9 * total) asGood[i] += 1;
  }
  return found.map((squares, i) => ({
    share: total > 0 ? Math.min(1, squares / total) : 0,
    chance: (asGood[i] + 1) / (SHUFFLES + 1),
  }));
}

/** Counts the squares between the bins of one column, for many shuffles of the values. */
function toCounter(bins: Int32Array): (values: Float64Array) => number {
  const size = 1 + bins.reduce((most, bin) => Math.max(most, bin), 0);
  const sizes = new Float64Array(size);
  for (const bin of bins) sizes[bin] += 1;
  const sums = new Float64Array(size);
  return (values) => {
    const centre = mean(values);
    sums.fill(0);
    for (let i = 0; i < bins.length; i++) sums[bins[i]] += values[i] - centre;
    let between = 0;
    for (let bin = 0; bin < size; bin++) if (sizes[bin] > 0) between += sums[bin] ** 2 / sizes[bin];
    return between;
  };
}

/** Rounds of taking out one column's means after the other's; a grid needs one. */
const ROUNDS = 20;

/** What a sum of one part for each column leaves. */
function residualsOf(columns: readonly Int32Array[], values: Float64Array): Float64Array {
  const centre = mean(values);
  const rest = values.map((value) => value - centre);
  for (let round = 0; round < ROUNDS; round++) {
    for (const bins of columns) {
      const size = 1 + bins.reduce((most, bin) => Math.max(most, bin), 0);
      const sums = new Float64Array(size);
      const sizes = new Float64Array(size);
      for (let i = 0; i < bins.length; i++) {
        sums[bins[i]] += rest[i];
        sizes[bins[i]] += 1;
      }
      for (let i = 0; i < bins.length; i++) rest[i] -= sums[bins[i]] / sizes[bins[i]];
    }
  }
  return rest;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

function squaresAround(values: Float64Array, centre: number): number {
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return sum;
}
