/** Logs in parts: one counter for each epoch's file, files in the wrong order. The clock says how they belong together, or nobody does. */
import type { Series } from "../../core/series.ts";

/** A stretch of a log whose counter started anew: what was logged from `fromTime` on stands `offset` steps further. */
export interface Part {
  /** Seconds since the Unix epoch. */
  readonly fromTime: number;
  readonly offset: number;
}

const FEWEST_PARTS = 3;
const LEVEL = 5;

/**
 * A log whose counter starts at the same step again and again, in parts of one length, while its values go on where they were: the parts, one
 * behind the other. Null for anything else: a job that restarts from scratch begins with its first values again.
 */
export function joinParts(series: Series): { readonly series: Series; readonly parts: readonly Part[] } | null {
  const { steps, values, wallTimes, length } = series;
  const starts = [0];
  for (let i = 1; i < length; i++) if (steps[i] < steps[i - 1]) starts.push(i);
  if (starts.length < FEWEST_PARTS) return null;
  const ends = starts.map((_, k) => (starts[k + 1] ?? length) - 1);
  const size = ends[0] - starts[0] + 1;
  const isEven = starts.every((start, k) => {
    const isLast = k === starts.length - 1;
    const sameEnd = steps[ends[k]] === steps[ends[0]] && ends[k] - start + 1 === size;
    return steps[start] === steps[0] && (sameEnd || (isLast && ends[k] - start < size));
  });
  const inTime = starts.every((start) => start === 0 || wallTimes[start] >= wallTimes[start - 1]);
  if (!isEven || !inTime || size < 2) return null;
  const level = (from: number, to: number) => {
    let sum = 0;
    for (let i = from; i <= to; i++) sum += values[i];
    return sum / (to - from + 1);
  };
  const begins = (k: number) => level(starts[k], Math.min(ends[k], starts[k] + LEVEL - 1));
  const stops = (k: number) => level(Math.max(starts[k], ends[k] - LEVEL + 1), ends[k]);
  const goesOn = starts.filter(
    (_, k) => k > 0 && Math.abs(begins(k) - stops(k - 1)) < Math.abs(begins(k) - begins(0)),
  ).length;
  if (goesOn * 3 < (starts.length - 1) * 2) return null;
  const period = steps[ends[0]] - steps[0] + (steps[ends[0]] - steps[0]) / (size - 1);
  const joined = Float64Array.from({ length }, (_, i) => steps[i]);
  starts.forEach((start, k) => {
    for (let i = start; i <= ends[k]; i++) joined[i] += k * period;
  });
  return {
    series: { length, values, wallTimes, steps: joined },
    parts: starts.map((start, k) => ({ fromTime: wallTimes[start], offset: k * period })),
  };
}

/** Another series of a run in `parts`: each record at its place by the clock. */
export function placeInParts(series: Series, parts: readonly Part[]): Series {
  const steps = Float64Array.from({ length: series.length }, (_, i) => {
    let offset = 0;
    for (const part of parts) if (series.wallTimes[i] >= part.fromTime) offset = part.offset;
    return series.steps[i] + offset;
  });
  return { length: series.length, values: series.values, wallTimes: series.wallTimes, steps };
}

/** `series` in the order of its clock, where that leaves fewer steps that go back; null where it does not, or the clock does not say. */
export function inTimeOrder(series: Series): Series | null {
  const { steps, values, wallTimes, length } = series;
  let isSorted = true;
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(wallTimes[i])) return null;
    isSorted &&= i === 0 || wallTimes[i] >= wallTimes[i - 1];
  }
  if (isSorted) return null;
  const order = Array.from({ length }, (_, i) => i).sort((a, b) => wallTimes[a] - wallTimes[b] || a - b);
  const descents = (at: (i: number) => number) => {
    let count = 0;
    for (let i = 1; i < length; i++) if (steps[at(i)] < steps[at(i - 1)]) count += 1;
    return count;
  };
  if (descents((i) => order[i]) >= descents((i) => i)) return null;
  const column = (from: ArrayLike<number>) => Float64Array.from(order, (i) => from[i]);
  return { length, steps: column(steps), values: column(values), wallTimes: column(wallTimes) };
}

/**
 * Where a log goes back to records that all lie before its first one, and no clock says whether that is a restart or files in the wrong
 * order: the step at which it does; else null.
 */
export function lostOrder({ steps, wallTimes, length }: Series): number | null {
  if (length === 0 || (Number.isFinite(wallTimes[0]) && wallTimes[0] !== wallTimes[length - 1])) return null;
  let lowest = steps[0];
  for (let i = 1; i < length; i++) {
    if (steps[i] >= steps[i - 1] || steps[i] >= lowest) continue;
    let end = i;
    while (end + 1 < length && steps[end + 1] > steps[end]) end += 1;
    if (end - i >= 3 && steps[end] < lowest) return steps[i];
    lowest = Math.min(lowest, steps[i]);
  }
  return null;
}
