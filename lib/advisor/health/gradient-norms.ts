/** Gradient norms that leap, that grow without end, or that are cut in most steps. */
import { median, robustDeviation } from "../../core/statistics.ts";
import { remembered } from "../remembered.ts";
import { type Curve, isUsable } from "../runs/curve.ts";

/** Fewer norms tell nothing. */
export const FEWEST_NORMS = 50;
/** A norm is measured by so many before it, of which so many are looked at; fewer than the least say nothing yet. */
const BEFORE = 200;
const MOST_LOOKED_AT = 60;
const LEAST_BEFORE = 20;
/** Places at which what is usual is asked for anew. */
const PLACES = 60;
const DEVIATIONS = 8;
/** Norms that hardly differ from each other have no deviation to speak of; of their logarithm. */
const LEAST_DEVIATION = 0.05;

/**
 * The step from which on gradient norms leap: their logarithm is above the median of the 200 before by 8 robust deviations in 3 of 10. Those
 * before a leap that lasts are what was usual, so it is found as well as a short one. Null when none does.
 */
export const leapsAt = remembered(({ values, steps, length }: Curve): number | null => {
  const size = Math.max(10, Math.ceil(length / PLACES));
  for (let from = LEAST_BEFORE; from < length; from += size) {
    const limit = limitBefore(values, from);
    if (limit === null) continue;
    const over: number[] = [];
    for (let i = from; i < Math.min(length, from + size + 10); i++) {
      if (!(values[i] > limit)) continue;
      over.push(i);
      const third = over[over.length - 3];
      if (third !== undefined && i - third < 10 && third < from + size) return steps[third];
    }
  }
  return null;
});

function limitBefore(values: Curve["values"], at: number): number | null {
  const from = Math.max(0, at - BEFORE);
  const stride = Math.max(1, Math.floor((at - from) / MOST_LOOKED_AT));
  const logs: number[] = [];
  for (let i = from; i < at; i += stride) if (isUsable(values[i]) && values[i] > 0) logs.push(Math.log(values[i]));
  if (logs.length < LEAST_BEFORE) return null;
  return Math.exp(median(logs) + DEVIATIONS * Math.max(robustDeviation(logs), LEAST_DEVIATION));
}

const STRETCHES = 20;
const GROWN = 20;

/**
 * The step from which on norms stay more than 20 times above what they once were: slower than a leap, and no less an explosion. By medians over a
 * twentieth of the run, two in a row; the first does not count, since gradients find their size in it. Null when they do not, or are few.
 */
export const growsFrom = remembered(({ values, steps, length }: Curve): number | null => {
  const size = Math.floor(length / STRETCHES);
  if (size < 5) return null;
  const stride = Math.max(1, Math.floor(size / MOST_LOOKED_AT));
  let lowest = Number.POSITIVE_INFINITY;
  let before = 0;
  for (let stretch = 1; stretch < STRETCHES; stretch++) {
    const some: number[] = [];
    for (let i = stretch * size; i < (stretch + 1) * size; i += stride)
      if (isUsable(values[i]) && values[i] > 0) some.push(values[i]);
    if (some.length === 0) continue;
    const level = median(some);
    if (before > GROWN * lowest && level > GROWN * lowest) return steps[(stretch - 1) * size];
    lowest = Math.min(lowest, level);
    before = level;
  }
  return null;
});

/** The 90th percentile of the usable norms, where people clip; null when there are few. */
export function ninetieth({ values, length }: Curve): number | null {
  const stride = Math.max(1, Math.floor(length / BEFORE));
  const some: number[] = [];
  for (let i = 0; i < length; i += stride) if (isUsable(values[i]) && values[i] > 0) some.push(values[i]);
  return some.length < LEAST_BEFORE ? null : some.sort((a, b) => a - b)[Math.floor(0.9 * (some.length - 1))];
}

/** Share of the norms that reach `clip`, so that they are cut. */
export function shareClipped({ values, length }: Curve, clip: number): number {
  let clipped = 0;
  for (let i = 0; i < length; i++) if (values[i] >= clip) clipped += 1;
  return clipped / length;
}
