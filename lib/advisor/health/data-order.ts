/** What the order of the data leaves in a loss: a pattern that comes back each epoch, or a step down where an epoch begins. */

import { remembered } from "../remembered.ts";
import { type Curve, isUsable } from "../runs/curve.ts";
import { stepsPerEpoch, trainingSetSize } from "../runs/epochs.ts";
import type { Experiment } from "../runs/experiment.ts";

/** An epoch of fewer points has no pattern that could be told from noise; more points than this are not looked at. */
const FEWEST_POINTS = 8;
const MOST_POINTS = 4000;
const FEWEST_EPOCHS = 3;
/** Correlation of the noise of one epoch with that of the next from which on the order must be the same. */
const SAME_ORDER = 0.3;
const CLEARLY = 4;
/** Larger leaps would poison the running sums behind them. */
const MOST_LEAP = 1e4;
const PLACES = 40;

export interface EpochPattern {
  /** Steps of one epoch. */
  readonly period: number;
  /** Correlation of what the loss does within one epoch with the same places of the next. */
  readonly repeats: number;
  /** Batches come in the same order in every epoch. */
  readonly isUnshuffled: boolean;
  /** The loss falls where epochs begin, and nowhere else as much: it knows what it saw before. */
  readonly stepsDown: boolean;
}

/** Steps of one epoch by the size of the training set and the batch; null where the settings do not say. */
export function epochOf(experiment: Experiment): number | null {
  const examples = trainingSetSize(experiment);
  const { batch } = experiment;
  return examples === null || batch === null || !(batch >= 1) || batch > examples
    ? null
    : stepsPerEpoch(examples, batch);
}

/**
 * The pattern of the late epochs of `loss`, `period` steps each; null where points are uneven, missing, or fewer than three epochs of
 * eight. What is slower than an epoch is taken out by a running mean over one epoch, so that a descent is no pattern.
 */
export function epochPattern(loss: Curve, period: number): EpochPattern | null {
  const known = patterns(loss);
  const before = known.get(period);
  if (before !== undefined) return before;
  const found = findPattern(loss, period);
  known.set(period, found);
  return found;
}

const patterns = remembered((_: Curve) => new Map<number, EpochPattern | null>());

function findPattern({ values, steps, length }: Curve, period: number): EpochPattern | null {
  const from = Math.max(Math.floor(length / 2), length - MOST_POINTS);
  const n = length - from;
  if (n < 2) return null;
  const gap = (steps[length - 1] - steps[from]) / (n - 1);
  const lag = Math.round(period / gap);
  if (
    !(gap > 0) ||
    lag < FEWEST_POINTS ||
    n < (FEWEST_EPOCHS + 1) * lag ||
    Math.abs(lag * gap - period) > 1e-3 * period
  )
    return null;
  for (let i = from; i < length; i++)
    if (!isUsable(values[i]) || Math.abs(steps[i] - steps[from] - (i - from) * gap) > 0.01 * gap) return null;
  const usual = Math.abs(values[from + (n >> 1)]);
  for (let i = from; i < length; i++) if (Math.abs(values[i]) > MOST_LEAP * usual) return null;
  const rest = withoutSlow(values, from, n, lag);
  const first = steps[from + (lag >> 1)];
  const repeats = correlationAt(rest, lag);
  const elsewhere = Math.max(correlationAt(rest, Math.round(0.7 * lag)), correlationAt(rest, Math.round(1.3 * lag)));
  const clear = CLEARLY / Math.sqrt(rest.length);
  return {
    period,
    repeats,
    isUnshuffled: repeats > Math.max(SAME_ORDER, clear) && repeats - elsewhere > Math.max(SAME_ORDER / 2, clear),
    stepsDown: fallsAtStarts(rest, lag, Math.round(((period - (first % period)) % period) / gap) % lag),
  };
}

/** `n` values without their running mean over `lag` points; half an epoch is lost at each end. */
function withoutSlow(values: ArrayLike<number>, from: number, n: number, lag: number): Float64Array {
  const half = lag >> 1;
  const rest = new Float64Array(n - 2 * half);
  let sum = 0;
  for (let i = 0; i <= 2 * half; i++) sum += values[from + i];
  for (let i = 0; i < rest.length; i++) {
    rest[i] = values[from + i + half] - sum / (2 * half + 1);
    sum += values[from + i + 2 * half + 1] - values[from + i];
  }
  return rest;
}

function correlationAt(rest: Float64Array, lag: number): number {
  let both = 0;
  let own = 0;
  for (let i = 0; i < rest.length; i++) {
    own += rest[i] ** 2;
    if (i >= lag) both += rest[i] * rest[i - lag];
  }
  return own > 0 ? (both / own) * (rest.length / (rest.length - lag)) : 0;
}

/** Whether the fall across the epochs' starts, `start` points from the beginning on, is larger than across any other place, and beyond chance. */
function fallsAtStarts(rest: Float64Array, lag: number, start: number): boolean {
  const width = Math.max(2, Math.round(lag / 10));
  const own = fallAt(rest, lag, start, width);
  const others: number[] = [];
  for (let away = width; away <= lag - width; away += Math.ceil(lag / PLACES))
    others.push(fallAt(rest, lag, (start + away) % lag, width));
  if (others.length < FEWEST_POINTS / 2) return false;
  const spread = Math.sqrt(others.reduce((sum, fall) => sum + fall ** 2, 0) / others.length);
  return spread > 0 && own > CLEARLY * spread && own > Math.max(...others);
}

/** The mean of `width` points before every place `offset`, `offset + lag`, … less that of the `width` points from it on. */
function fallAt(rest: Float64Array, lag: number, offset: number, width: number): number {
  let sum = 0;
  let places = 0;
  for (let at = offset; at + width <= rest.length; at += lag) {
    if (at < width) continue;
    for (let i = 0; i < width; i++) sum += rest[at - 1 - i] - rest[at + i];
    places += 1;
  }
  return places > 0 ? sum / (width * places) : 0;
}
