/** Learning rates that failed late and had been the best until then: what one gets of a training is its best checkpoint. */
import { median } from "../../core/statistics.ts";
import { forecastOfPlan } from "../pausing/forecast.ts";
import { type Curve, isUsable } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { LEARNED_POINTS } from "../runs/learned-on-dev.ts";
import { devNoise } from "../runs/noise.ts";
import { hasFailed, type ScaledRun } from "../runs/run-state.ts";
import { bestDev, type RateGroup } from "./rate-groups.ts";

export interface FailedBest {
  readonly group: RateGroup;
  /** The best dev value before it failed, the median over its seeds. */
  readonly dev: number;
}

/**
 * The rate that failed in all seeds and had been furthest above `pick` on dev before, by more than `beyond` for single runs; null where none was.
 * `isUnfinished`: the others go on, so it has to be more than the forecast of any of them allows: what still rises may pass what failed early.
 */
export function betterBeforeItFailed(
  pick: RateGroup,
  groups: readonly RateGroup[],
  metric: Metric,
  beyond: number,
  isUnfinished: boolean,
): FailedBest | null {
  const sign = metric.goal === "max" ? 1 : -1;
  const failed = groups.filter(hasBroken).flatMap((group) => {
    const bests = bestsOf(group, metric);
    const error = beyond * Math.sqrt(1 / pick.sound.length + 1 / bests.length);
    return bests.length > 0 && sign * (median(bests) - pick.dev) > error ? [{ group, dev: median(bests) }] : [];
  });
  const best = failed.sort((a, b) => sign * (b.dev - a.dev) || a.group.rate - b.group.rate)[0] ?? null;
  const rivals = groups.flatMap(({ sound }) => sound);
  return best === null || (isUnfinished && rivals.some((run) => mayReach(run, best.dev, metric))) ? null : best;
}

/** Learned and then lost, not stood still. */
const hasBroken = ({ runs }: RateGroup): boolean =>
  runs.every(({ outcome }) => outcome === "diverged" || outcome === "collapsed");

/** The best dev value of each run that has one, whatever came after. */
const bestsOf = ({ runs }: RateGroup, metric: Metric): number[] =>
  runs.flatMap(({ replicate: { dev } }) => bestDev(dev, metric, Number.POSITIVE_INFINITY) ?? []);

/**
 * Where every rate failed, the one that was best on dev before it did: its checkpoint is all that the sweep has. Null where a run has not failed, and where none
 * was better than it began or ended, by more than `devTie` errors of the noise and, for shares, five points.
 */
export function bestOfTheFailed(
  groups: readonly RateGroup[],
  metric: Metric | null,
  devTie: number,
): FailedBest | null {
  if (metric === null || !groups.every(({ runs }) => runs.every(hasFailed))) return null;
  const sign = metric.goal === "max" ? 1 : -1;
  const broken = groups.filter(hasBroken).map((group) => ({ group, bests: bestsOf(group, metric) }));
  const { deviation } = devNoise(
    broken.map(({ group: { runs }, bests }) => ({ runs, values: bests })),
    metric,
  );
  const beyond = Math.max(devTie * deviation * Math.SQRT2, metric.isBounded ? LEARNED_POINTS : 0);
  const learned = broken.flatMap(({ group, bests }) => {
    const ends = group.runs.flatMap(({ replicate: { dev } }) => worstEnd(dev, sign));
    const hasLearned = bests.length > 0 && sign * (median(bests) - median(ends)) > beyond;
    return hasLearned ? [{ group, dev: median(bests) }] : [];
  });
  return learned.sort((a, b) => sign * (b.dev - a.dev) || a.group.rate - b.group.rate)[0] ?? null;
}

/** The lesser of the first and the last usable evaluation; none without any. */
function worstEnd(dev: Curve | null, sign: number): number[] {
  const usable = dev === null ? [] : Array.from({ length: dev.length }, (_, i) => dev.values[i]).filter(isUsable);
  if (usable.length === 0) return [];
  return [sign * Math.min(sign * usable[0], sign * usable[usable.length - 1])];
}

/** The interval of the forecast for the planned end reaches `target`, or nothing can be forecast. */
function mayReach(run: ScaledRun, target: number, metric: Metric): boolean {
  const end = metric.isBounded ? forecastOfPlan(run) : null;
  return end === null || (metric.goal === "max" ? end.interval[1] >= target : end.interval[0] <= target);
}
