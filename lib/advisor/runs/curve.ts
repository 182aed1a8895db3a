/** From a logged series to a curve: one value a step, steps rising, and a note of everything that had to be mended. */

import type { Series } from "../../core/series.ts";
import type { Numbers } from "../../core/statistics.ts";
import { median } from "../../core/statistics.ts";
import { inTimeOrder, joinParts, lostOrder, type Part } from "./log-parts.ts";

/** A cleaned series. Steps rise strictly; `steps` and `values` have `length` numbers. */
export interface Curve {
  /** Where it was logged, for marks on charts. */
  readonly run: string;
  readonly tag: string;
  readonly length: number;
  readonly steps: Numbers;
  /** Non-finite values are kept: they are news. */
  readonly values: Numbers;
  readonly nonFinite: number;
  /** Smallest finite value; Infinity when there is none. */
  readonly lowest: number;
  /** The steps from which a restarted run wrote again; what it had written from there on before is dropped. */
  readonly rewinds: readonly number[];
  /** Records that stood out of order and were sorted in. */
  readonly misplaced: number;
  /** Records that shared a step with another and were merged into the median. */
  readonly merged: number;
  /** The counter started anew in each of these parts, which were put one behind the other; empty for usual logs. */
  readonly parts: readonly Part[];
  /** The step at which the log goes back and nothing says what comes first; null for usual logs. */
  readonly lostOrderAt: number | null;
  /** Most steps hold two values that keep a distance: two runs write here. */
  readonly isShared: boolean;
}

/** Values beyond this are as good as infinite: their squares and differences still are numbers. */
const HUGE = 1e60;

const isStep = (step: number): boolean => Math.abs(step) <= Number.MAX_SAFE_INTEGER;

/** Whether `value` can be computed with: finite, and not so large that it stands for an overflow. */
export const isUsable = (value: number): boolean => Math.abs(value) < HUGE;

/**
 * Cleans one series, in file order. A step below the largest one so far, followed by three records that rise from it, is a
 * restart: the new branch replaces everything from its step on. Any other step out of order is jitter and is sorted in.
 * Several values at one step become their median. Records whose step is not a number, or too large to be exact, are dropped. An untouched series
 * costs one pass and no copy.
 */
export function cleanCurve(series: Series, run: string, tag: string): Curve {
  const before = cleaned.get(series.values);
  const isKnown = before?.length === series.length && before.steps === series.steps;
  if (isKnown && before.curve.run === run && before.curve.tag === tag) return before.curve;
  const curve = clean(series, run, tag);
  cleaned.set(series.values, { length: series.length, steps: series.steps, curve });
  return curve;
}

interface Cleaned {
  readonly length: number;
  readonly steps: Series["steps"];
  readonly curve: Curve;
}

/** Logs only grow, so columns with as many points as before are the same series, and its curve the same object: what was computed of it holds. */
const cleaned = new WeakMap<Series["values"], Cleaned>();

function clean(series: Series, run: string, tag: string): Curve {
  const { steps, values, length } = series;
  let rising = true;
  for (let i = 0; i < length && rising; i++) rising = isStep(steps[i]) && (i === 0 || steps[i] > steps[i - 1]);
  const mended = rising ? { ...UNTOUCHED, steps, values, length } : mend(series);
  let nonFinite = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < mended.length; i++) {
    const value = mended.values[i];
    if (!isUsable(value)) nonFinite += 1;
    else if (value < lowest) lowest = value;
  }
  return { run, tag, nonFinite, lowest, ...mended };
}

type Mended = Omit<Curve, "run" | "tag" | "nonFinite" | "lowest">;

const UNTOUCHED = { rewinds: [], misplaced: 0, merged: 0, parts: [], lostOrderAt: null, isShared: false };

function mend(series: Series): Mended {
  const ordered = inTimeOrder(series) ?? series;
  const joined = joinParts(ordered);
  const { steps, values, length } = joined?.series ?? ordered;
  let order: number[] = [];
  const rewinds: number[] = [];
  let misplaced = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const step = steps[i];
    if (!isStep(step)) continue;
    if (step < last) {
      if (restartsAt(steps, i, length)) {
        const kept = order.filter((j) => steps[j] < step);
        if (order.length - kept.length > 1) {
          rewinds.push(step);
          order = kept;
        } else misplaced += 1; // one record came early: the others go on from here
        last = step;
      } else misplaced += 1;
    } else last = step;
    order.push(i);
  }
  if (misplaced > 0) order.sort((i, j) => steps[i] - steps[j] || i - j);
  return {
    rewinds,
    misplaced,
    ...mergeEqualSteps(order, steps, values),
    parts: joined?.parts ?? [],
    lostOrderAt: lostOrder(ordered),
  };
}

function restartsAt(steps: Numbers, at: number, length: number): boolean {
  return at + 3 < length && steps[at] < steps[at + 1] && steps[at + 1] < steps[at + 2] && steps[at + 2] < steps[at + 3];
}

function mergeEqualSteps(order: readonly number[], steps: Numbers, values: Numbers) {
  const outSteps = new Float64Array(order.length);
  const outValues = new Float64Array(order.length);
  let length = 0;
  const distances: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && steps[order[end]] === steps[order[start]]) end += 1;
    outSteps[length] = steps[order[start]];
    outValues[length] =
      end === start + 1 ? values[order[start]] : medianOfUsable(order.slice(start, end).map((i) => values[i]));
    if (end === start + 2) distances.push(values[order[start]] - values[order[start + 1]]);
    length += 1;
    start = end;
  }
  return {
    isShared: keepTheirDistance(distances, length),
    steps: outSteps.subarray(0, length),
    values: outValues.subarray(0, length),
    length,
    merged: order.length - length,
  };
}

const FEWEST_PAIRS = 20;
/** Noise about nothing has a squared mean distance of 2/π of its mean square, two levels have 1. */
const APART = 0.9;

/** Whether most of `length` steps hold a pair of values, and the pairs are as far apart as two curves are, not as noise is. */
function keepTheirDistance(distances: readonly number[], length: number): boolean {
  const usable = distances.filter(isUsable);
  if (usable.length < FEWEST_PAIRS || usable.length < 0.8 * length) return false;
  const late = usable.slice(usable.length >> 1).map(Math.abs);
  const mean = late.reduce((a, b) => a + b, 0) / late.length;
  const square = late.reduce((a, b) => a + b * b, 0) / late.length;
  return square > 0 && mean ** 2 > APART * square;
}

function medianOfUsable(values: readonly number[]): number {
  const usable = values.filter(isUsable);
  return usable.length > 0 ? median(usable) : values[0];
}

/** First and last step, or null for a curve without points. */
export function spanOf(curve: Curve): { readonly first: number; readonly last: number } | null {
  return curve.length > 0 ? { first: curve.steps[0], last: curve.steps[curve.length - 1] } : null;
}

/** `curve` with `change` done to each value, non-finite ones included. */
export function mapped(curve: Curve, change: (value: number) => number): Curve {
  const values = Float64Array.from({ length: curve.length }, (_, i) => change(curve.values[i]));
  return { ...curve, values, lowest: values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) };
}
