/** How far two runs of the same settings fall apart: the measure of every difference. */

import { jumpDeviation, median } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { points, quantity, times } from "../wording.ts";
import type { Metric } from "./judge.ts";
import type { ScaledRun } from "./run-state.ts";
import { numberNamed } from "./settings.ts";

/** Seed deviation of depth and area on the common scale. Measured: at most 0.006 in 21 of 24 sweeps. */
export const LOSS_NOISE = 0.003;

/** Standard deviation of one run's best dev value, and where it comes from. */
export interface DevNoise {
  readonly deviation: number;
  readonly source: "seeds" | "binomial" | "assumed";
  /** Within this a pick may be moved away from the best value. Less than `deviation` where that is assumed of a loss: a move gives away what was seen. */
  readonly forMoves: number;
  /** One phrase: `0.6 points between seeds (4 degrees of freedom)`. */
  readonly text: string;
}

/** Seeds of one setting with their best dev values. */
export interface SeedValues {
  readonly runs: readonly ScaledRun[];
  readonly values: readonly number[];
}

/** Seed deviation of dev accuracy over the binomial one, rounded up from 12 image sweeps (median 0.87, range 0.6–2.0). */
const KAPPA = 1.2;
const ASSUMED_POINTS = 0.004;
const ASSUMED_SHARE_OF_RANGE = 0.005;
/** Runs that share a seed differ by less than seeds do. On 12 public sweeps and 12 of our own any share from 0.1 to 0.3 % moves picks as well as this one; 0.5 % costs up to 3 % of the loss. */
const MOVES_SHARE_OF_DESCENT = 0.002;
/** A loss that ends near zero has noise of that size: 0.2 % of its descent is half of a loss that fell to 0.4 %. Seeds of 45 sweeps differed by 0 to 9 % of the best loss in 39, by 20 to 43 % in six. */
const MOVES_SHARE_OF_BEST = 0.05;
/** Where all runs stand on one plateau their range is nothing, and noise is not. Measured between seeds: 0.01 to 0.4 % of the descent, median 0.06. */
export const ASSUMED_SHARE_OF_DESCENT = 0.001;

/**
 * The noise of the dev metric: pooled over settings with several seeds when they give 2 degrees of freedom; else by the size of the
 * dev set, for shares; else an assumption, which caps every confidence built on it. The wiggle within runs is off by factors of 0.5 to 23, so
 * it is used only upwards: where evaluations of all runs jump by more than 1.5 × what the dev set explains.
 */
export function devNoise(groups: readonly SeedValues[], metric: Metric): DevNoise {
  const pooled = pooledDeviation(groups.map(({ values }) => values));
  const inWords = (deviation: number) => (metric.isBounded ? points(deviation) : quantity(deviation));
  if (pooled !== null)
    return {
      deviation: pooled.deviation,
      source: "seeds",
      forMoves: pooled.deviation,
      text: t`${inWords(pooled.deviation)} between seeds (${pooled.freedom} degrees of freedom)`,
    };
  const values = groups.flatMap((group) => group.values);
  if (values.length === 0) return { deviation: 0, source: "assumed", forMoves: 0, text: t`no dev values` };
  const size = metric.isBounded ? commonDevSize(groups) : null;
  if (size !== null) {
    const best = metric.goal === "max" ? Math.max(...values) : Math.min(...values);
    const bySize = sampling(best, size);
    const jitter = evalJitter(groups.flatMap(({ runs }) => runs));
    if (jitter !== null && jitter > NOISY * bySize)
      return {
        deviation: jitter,
        source: "binomial",
        forMoves: jitter,
        text: t`${inWords(jitter)} from one evaluation to the next, ${times(jitter / bySize)} what a dev set of ${quantity(size)} explains`,
      };
    const deviation = KAPPA * bySize;
    return {
      deviation,
      source: "binomial",
      forMoves: deviation,
      text: t`${inWords(deviation)} by a dev set of ${quantity(size)}`,
    };
  }
  const assumed = metric.isBounded
    ? { deviation: ASSUMED_POINTS, forMoves: ASSUMED_POINTS }
    : assumedByRange(groups, values, metric);
  const { deviation } = assumed;
  return {
    ...assumed,
    source: "assumed",
    text: t`${inWords(deviation)}, assumed: no seeds${metric.isBounded ? t` and no dev set size` : ""}`,
  };
}

/**
 * Shares of the range between rates and of the descent; of an exponential, those of its logarithm, at the best value. The range counts up to the descent:
 * one rate that made things worse than untrained would make all others the same.
 */
function assumedByRange(groups: readonly SeedValues[], values: readonly number[], metric: Metric) {
  const best = metric.goal === "max" ? Math.max(...values) : Math.min(...values);
  const isByRatio = metric.isExponential && Math.min(...values) > 0;
  const scaled = isByRatio ? Math.log : (value: number) => value;
  const ends = [Math.max(...values), Math.min(...values)].map(scaled);
  const first = firstDev(groups);
  const descent = Number.isNaN(first) || (isByRatio && first <= 0) ? 0 : Math.abs(scaled(first) - scaled(best));
  const range = descent > 0 ? Math.min(descent, ends[0] - ends[1]) : ends[0] - ends[1];
  const unit = isByRatio ? best : 1;
  const deviation = unit * Math.max(ASSUMED_SHARE_OF_RANGE * range, ASSUMED_SHARE_OF_DESCENT * descent);
  const near = best > 0 ? MOVES_SHARE_OF_BEST * best : Number.POSITIVE_INFINITY;
  const forMoves =
    descent > 0 ? Math.min(deviation, unit * MOVES_SHARE_OF_DESCENT * descent, near) : Math.min(deviation, near);
  return { deviation, forMoves };
}

/** What the size of the dev set lets two seeds of one setting differ by, whatever the seeds at hand show; null where the settings do not say it. */
export function noiseBySize(groups: readonly SeedValues[], metric: Metric): number | null {
  const values = groups.flatMap((group) => group.values);
  const size = metric.isBounded && values.length > 0 ? commonDevSize(groups) : null;
  return size === null ? null : KAPPA * sampling(median(values), size);
}

function commonDevSize(groups: readonly SeedValues[]): number | null {
  const size = median(groups.flatMap(({ runs }) => runs.map(devSize)).filter((n) => n !== null));
  return size >= 1 && size <= 1e12 ? size : null;
}

/** The first evaluation, the median over runs; NaN where nobody evaluated twice. */
function firstDev(groups: readonly SeedValues[]): number {
  const firsts = groups.flatMap(({ runs }) =>
    runs.flatMap(({ replicate: { dev } }) => (dev === null || dev.length < 2 ? [] : dev.values[0])),
  );
  return median(firsts.filter(Number.isFinite));
}

/** Standard deviation of a share measured on `size` examples; never 0, since one example may always fall the other way. */
function sampling(share: number, size: number): number {
  const bounded = Math.min(1 - 1 / (2 * size), Math.max(1 / (2 * size), share));
  return Math.sqrt((bounded * (1 - bounded)) / size);
}

/** Evaluations jump by more than their dev set explains: other subsets each time, or dropout left on. */
export const NOISY = 1.5;
const FEWEST_EVALS = 12;

/** The noise of single late evaluations, median over `runs`; null when they evaluate seldom. One run that jumps by itself does not count. */
export function evalJitter(runs: readonly ScaledRun[]): number | null {
  const jitters = runs.flatMap(({ replicate: { dev } }) => {
    if (dev === null || dev.length < FEWEST_EVALS) return [];
    const late = Array.from({ length: dev.length >> 1 }, (_, i) => dev.values[dev.length - 1 - i]);
    return [jumpDeviation(late)];
  });
  return jitters.length > 0 ? median(jitters) : null;
}

/** How many examples the dev set holds, when the settings say. */
export const devSize = ({ replicate }: ScaledRun): number | null =>
  numberNamed(replicate.experiment.hparams, [
    "ndev",
    "nval",
    "nvalid",
    "nvalidation",
    "devsize",
    "valsize",
    "validationsize",
    "numval",
    "neval",
  ]);

/** Pooled standard deviation within groups, or null below 2 degrees of freedom or without any spread. */
export function pooledDeviation(
  groups: readonly (readonly number[])[],
): { readonly deviation: number; readonly freedom: number } | null {
  const { squares, freedom } = spreadWithin(groups);
  return freedom >= 2 && squares > 0 ? { deviation: Math.sqrt(squares / freedom), freedom } : null;
}

/** Sum of squares around each group's own mean, and its degrees of freedom. */
export function spreadWithin(groups: readonly (readonly number[])[]): {
  readonly squares: number;
  readonly freedom: number;
} {
  let squares = 0;
  let freedom = 0;
  for (const values of groups) {
    const centre = values.reduce((a, b) => a + b, 0) / values.length;
    for (const value of values) squares += (value - centre) ** 2;
    freedom += Math.max(0, values.length - 1);
  }
  return { squares, freedom };
}

/** Standard error of the difference between two settings with `a` and `b` seeds. */
export const differenceError = (deviation: number, a: number, b: number): number =>
  deviation * Math.sqrt(1 / a + 1 / b);

/** By how much the best of `candidates` settings, each the mean of `seeds` runs, looks better than it is, where noise alone makes it the best. */
export const selectionBias = (deviation: number, candidates: number, seeds: number): number =>
  candidates < 2 || seeds < 1 ? 0 : deviation * Math.sqrt((2 * Math.log(candidates)) / seeds);

/**
 * Seeds of each of two settings that show a difference of `difference` in four of five tries (two-sided test at
 * 5 %): 2 · (2.8 σ / Δ)². Null for no difference, or more than anybody would run.
 */
export function seedsNeeded(deviation: number, difference: number): number | null {
  const seeds = Math.ceil(2 * ((2.8 * deviation) / Math.abs(difference)) ** 2 - 1e-9);
  return seeds >= 1 && seeds <= MOST_SEEDS ? seeds : null;
}

const MOST_SEEDS = 1000;
