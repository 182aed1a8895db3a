/** Runs that were resumed with another learning rate: two trainings in one log, of which the first is the one that its neighbours made. */
import type { Series } from "../../core/series.ts";
import { isUsable } from "./curve.ts";
import { inTimeOrder } from "./log-parts.ts";

/** Where a run went on with another learning rate. */
export interface Resumption {
  /** The first step with the new rate. */
  readonly step: number;
  /** Between the last record of the old rate and the first of the new one, where the steps went back; null: the step divides them. */
  readonly time: number | null;
  readonly before: number;
  readonly after: number;
}

/** Learning rates that differ by less are one: logs round. */
const SAME = 0.01;
const FEWEST_POINTS = 3;
/** A low rate in the first tenth of a run is a warm-up. */
const LONGEST_WARMUP = 0.1;
/** So many times longer than any other pause between two records. */
const LONG_PAUSE = 5;

/**
 * The first place at which the logged learning rate leaves one level for another as no schedule does it: the steps go back there, the clock
 * stands out, or the rate rises after the time of a warm-up. Null for a schedule, a warm-up, and a rate that stays.
 */
export function findResumption(rates: Series): Resumption | null {
  if (isLevel(rates)) return null;
  const { steps, values, wallTimes, length } = inTimeOrder(rates) ?? rates;
  let start = 0;
  for (let i = 1; i < length; i++) {
    if (isSame(values[i - 1], values[i])) continue;
    const isAfterLevel = i - start >= FEWEST_POINTS && i + FEWEST_POINTS <= length;
    const goesOnLevel = isSame(values[i], values[i + 1]) && isSame(values[i], values[i + 2]);
    const span = steps[length - 1] - steps[0];
    const isLate = steps[i - 1] - steps[start] > LONGEST_WARMUP * span;
    start = i;
    if (!isAfterLevel || !isLate) continue;
    if (!goesOnLevel) return null; // it has begun to decay
    const wentBack = steps[i] <= steps[i - 1];
    if (!wentBack && values[i] < values[i - 1] && !standsOut(wallTimes, i, length)) return null;
    const between = (wallTimes[i - 1] + wallTimes[i]) / 2;
    const time = wentBack && wallTimes[i] > wallTimes[i - 1] ? between : null;
    return { step: steps[i], time, before: values[i - 1], after: values[i] };
  }
  return null;
}

/** What `series` logged before the run was resumed, in file order; the series itself when that is all. */
export function beforeResumption(series: Series, { step, time }: Resumption): Series {
  const kept: number[] = [];
  for (let i = 0; i < series.length; i++)
    if (time === null || !Number.isFinite(series.wallTimes[i]) ? series.steps[i] < step : series.wallTimes[i] < time)
      kept.push(i);
  if (kept.length === series.length) return series;
  const column = (from: ArrayLike<number>) => Float64Array.from(kept, (i) => from[i]);
  return {
    length: kept.length,
    steps: column(series.steps),
    values: column(series.values),
    wallTimes: column(series.wallTimes),
  };
}

function isLevel({ values, length }: Series): boolean {
  for (let i = 1; i < length; i++) if (!isSame(values[0], values[i])) return false;
  return true;
}

const isSame = (a: number, b: number): boolean =>
  isUsable(a) && isUsable(b) && Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));

/** The pause before record `at` is longer than all others by far: the program was not running. */
function standsOut(wallTimes: ArrayLike<number>, at: number, length: number): boolean {
  let longest = 0;
  for (let i = 1; i < length; i++) if (i !== at) longest = Math.max(longest, wallTimes[i] - wallTimes[i - 1]);
  return wallTimes[at] - wallTimes[at - 1] > LONG_PAUSE * longest && longest > 0;
}
