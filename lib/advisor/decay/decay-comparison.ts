/** A run with decay beside one without: gain, lag, shift of the peak, and the one word for all three (rules R37, R38). */
import type { DecayEffect } from "../../core/advice.ts";
import { mean } from "../../core/statistics.ts";
import type { Metric } from "../runs/judge.ts";
import { type DevNoise, devNoise, differenceError, noiseBySize, pooledDeviation, spreadWithin } from "../runs/noise.ts";
import { hasFailed } from "../runs/run-state.ts";
import type { Arm, DecayTrial } from "./decay-arms.ts";
import { meanDev } from "./dev-peak.ts";
import { type AroundOldPeak, aroundOldPeak } from "./old-peak.ts";

export interface Comparison {
  readonly decayed: Arm;
  readonly base: Arm;
  /** Of smoothed peaks, positive when decay is better. */
  readonly gain: number;
  readonly error: number;
  /** Seeds that both arms have; 0: compared as unpaired. */
  readonly pairs: number;
  /** Too few pairs to show their own deviation: it is taken as a share of that of unpaired runs. */
  readonly isPairNoiseAssumed: boolean;
  /** Of the best single evaluations: flatters whichever arm is noisier. */
  readonly rawGain: number;
  /** Of the smoothed ends. */
  readonly endGain: number;
  /** How much more of the descent the decayed arm left than the constant one where its dev metric was best; null without a training loss. */
  readonly lag: number | null;
  /** Peak step with decay over peak step without; null when a dev curve is too short or its peak is at 0. */
  readonly shift: number | null;
  /** The peak moved later by more than its uncertainty, and not because a decayed run is best at its end by nature. */
  readonly movedTooLate: boolean;
  /** Around the constant run's peak the decayed dev curve is lower beyond noise, and flatter (R32); null where it is not. */
  readonly lowAtOldPeak: AroundOldPeak | null;
}

/** How much a decayed run may leave more of the descent before its dev value says nothing. */
export const MOST_LAG = 0.02;
const LATER = 1.3;
/**
 * Two runs of one seed share weights, data order, dev set, and the whole way to the start of decay, so most of what differs between seeds cancels.
 * Measured, deviation of their difference over that of unpaired runs by the size of the dev set: 0.15 and 0.14 on two tasks. Twice that is assumed.
 */
const PAIRED_SHARE = 0.3;
/** What other tasks say weighs as much as so many degrees of freedom of the pairs at hand, which are few: two or three seeds. */
const PRIOR_FREEDOM = 2;

/** What all comparisons of a trial share. */
export interface TrialNoise {
  readonly dev: DevNoise;
  /** Deviation of the difference between two runs of one seed; null where neither the pairs nor the size of the dev set say it. */
  readonly ofPairs: number | null;
  /** Degrees of freedom of the pairs at hand. */
  readonly pairFreedom: number;
}

/** The noise of a trial: between seeds of one arm, and between the differences of runs that share a seed, against the arm that `baseOf` names. */
export function trialNoise({ constants, decayed }: DecayTrial, metric: Metric, baseOf: (arm: Arm) => Arm): TrialNoise {
  const seeds = [...constants, ...decayed].map(({ runs, peaks }) => ({ runs, values: peaks }));
  const differences = decayed.map((arm) => pairsOf(arm, baseOf(arm)));
  return {
    dev: devNoise(seeds, metric),
    ofPairs: pairNoise(differences, noiseBySize(seeds, metric)),
    pairFreedom: spreadWithin(differences).freedom,
  };
}

/**
 * Deviation of differences between two runs of one seed: that of the pairs at hand, drawn towards what the size of the dev set makes likely. Without
 * that size their own from 2 degrees of freedom on, or null.
 *
 * @see Smyth, "Linear models and empirical Bayes methods", 2004, section 3: the moderated variance.
 */
function pairNoise(differences: readonly (readonly number[])[], bySize: number | null): number | null {
  if (bySize === null) return pooledDeviation(differences)?.deviation ?? null;
  const { squares, freedom } = spreadWithin(differences);
  const prior = PAIRED_SHARE * differenceError(bySize, 1, 1);
  return Math.sqrt((squares + PRIOR_FREEDOM * prior ** 2) / (freedom + PRIOR_FREEDOM));
}

/** Whether two learning rates are one: people round them, and settings say 3.16e-3 where a log says 0.003162. */
export const sameRate = (a: number, b: number): boolean => Math.abs(a - b) <= 0.02 * Math.max(Math.abs(a), Math.abs(b));

/** Differences of smoothed peaks by seed, for seeds that stand once in both arms. */
function pairsOf(arm: Arm, base: Arm): number[] {
  const seedOf = ({ runs }: Arm, i: number) => runs[i].replicate.experiment.seed;
  return arm.peaks.flatMap((peak, i) => {
    const seed = seedOf(arm, i);
    const twin = base.runs.findIndex((_, j) => seed !== null && seedOf(base, j) === seed);
    return twin < 0 ? [] : [peak - base.peaks[twin]];
  });
}

/** Compares a decayed arm with a constant one. */
export function compareArms(decayed: Arm, base: Arm, noise: TrialNoise, metric: Metric, hasLoss: boolean): Comparison {
  const sign = metric.goal === "max" ? 1 : -1;
  const pairs = pairsOf(decayed, base);
  const isComplete = pairs.length > 0 && pairs.length >= Math.min(decayed.peaks.length, base.peaks.length);
  const { ofPairs } = noise;
  const isPaired = isComplete && ofPairs !== null;
  const difference = (of: (arm: Arm) => readonly number[]) => sign * (mean(of(decayed)) - mean(of(base)));
  const lag = hasLoss && !base.runs.every(hasFailed) ? decayed.depth - base.depthAtPeak : null; // what broke has no depth
  const shift =
    decayed.shape !== null && base.shape !== null && base.shape.peakStep > 0
      ? decayed.shape.peakStep / base.shape.peakStep
      : null;
  const isDisjoint =
    decayed.shape !== null && base.shape !== null && decayed.shape.interval[0] > base.shape.interval[1];
  const error = isPaired
    ? ofPairs / Math.sqrt(pairs.length)
    : differenceError(noise.dev.deviation, decayed.peaks.length, base.peaks.length);
  const around = aroundOldPeak(decayed, base, metric);
  const isLow = around?.isFlatter === true && around.lower > Math.max(2 * error, tolerated(metric, base));
  return {
    decayed,
    base,
    gain: isPaired ? sign * mean(pairs) : difference(({ peaks }) => peaks),
    error,
    pairs: isPaired ? pairs.length : 0,
    isPairNoiseAssumed: isPaired && noise.pairFreedom < 2,
    rawGain: difference(({ rawPeaks }) => rawPeaks),
    endGain: difference(({ ends }) => ends),
    lag,
    shift,
    lowAtOldPeak: isLow ? around : null,
    movedTooLate:
      shift !== null &&
      shift > LATER &&
      isDisjoint &&
      (startsBelow(decayed, base, sign, tolerated(metric, base)) || (lag ?? 0) > MOST_LAG / 2),
  };
}

/** Two signs of one fault: the peak moved, or what was learned at the old one is not. */
export const decaysTooFast = ({ movedTooLate, lowAtOldPeak }: Comparison): boolean =>
  movedTooLate || lowAtOldPeak !== null;

/** Before 0.8 × the constant arm's peak the decayed dev curve lies lower: its rate fell while it still had to learn. */
function startsBelow(decayed: Arm, base: Arm, sign: number, tolerance: number): boolean {
  const until = 0.8 * (base.shape?.peakStep ?? 0);
  const ours = meanDev(decayed.runs);
  const theirs = meanDev(base.runs);
  const at = new Map(theirs.steps.map((step, i) => [step, theirs.values[i]]));
  const behind = ours.steps.flatMap((step, i) => {
    const other = at.get(step);
    return step > until || other === undefined ? [] : [sign * (other - ours.values[i])];
  });
  return behind.length > 0 && mean(behind) > tolerance;
}

/** Differences below this matter to nobody: 0.2 points, or half a percent of the value. */
export const tolerated = (metric: Metric, base: Arm): number =>
  metric.isBounded ? 0.002 : 0.005 * Math.abs(mean(base.peaks));

/** The smallest gain that would be seen in four of five tries. */
export const leastSeen = ({ error }: Comparison): number => 2.8 * error;

/** So much longer, and a run has had more training than the other, whatever its schedule. */
const SAME_LENGTH = 1.1;

/** The decayed arm trained longer than the constant one, so what it gains is not decay's alone. */
export const isLonger = (decayed: Pick<Arm, "steps">, base: Pick<Arm, "steps">): boolean =>
  decayed.steps > SAME_LENGTH * base.steps;

/** Seeds of each arm after which two more rounds of two would have to decide, or it is left open. */
const FEWEST_SEEDS = 3;
const MORE_SEEDS = 4;
/** So many seeds of each are enough for whatever is not decided by then; so many of the constant rate alone, where each round had another rival. */
const MOST_SEEDS = 7;

/**
 * How many seeds of each arm, those at hand included, a difference as large as the one seen takes to be seen in four of five tries; null where it is
 * worth to run them. What takes more than that is smaller than what the seeds cost.
 */
export function seedsTooMany({ gain, error, decayed, base, pairs }: Comparison): number | null {
  const have = pairs > 0 ? pairs : Math.min(decayed.peaks.length, base.peaks.length);
  const needed = Math.ceil(have * ((2.8 * error) / gain) ** 2);
  const isTooMany =
    Math.max(have, base.peaks.length) >= MOST_SEEDS || (have >= FEWEST_SEEDS && needed - have > MORE_SEEDS);
  return isTooMany ? needed : null;
}

/**
 * One word for a comparison. `tried`: how many schedules this one was selected from; the best of ten has to stand out further than one
 * that was fixed in advance. `canBeFed`: something is left to try against starving; else what was seen has to do.
 */
export function effectOf(comparison: Comparison, metric: Metric, tried = 1, canBeFed = true): DecayEffect {
  const { gain, error, lag, base } = comparison;
  const needed = error * Math.sqrt(4 + 2 * Math.log(Math.max(1, tried)));
  const tolerance = tolerated(metric, base);
  if (gain > needed && gain > tolerance) return "gain";
  if (canBeFed && lag !== null && lag > MOST_LAG) return "starved";
  if (gain < -2 * error && gain < -tolerance) return "hurts";
  if (gain > error && gain > tolerance) return "weak gain";
  const couldHide = leastSeen(comparison) > 2.5 * tolerance;
  // What does not even look better needs no more seeds: the best of what was tried has luck on its side already.
  return couldHide && gain > tolerance ? "unclear" : "flat";
}
