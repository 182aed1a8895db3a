/** Learning rates that failed late and had been the best until then: what one gets of a training is its best checkpoint. */
import { median } from "../../core/statistics.ts";
import { forecast } from "../pausing/forecast.ts";
import type { Metric } from "../runs/judge.ts";
import type { ScaledRun } from "../runs/run-state.ts";
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
  const failed = groups
    .filter(({ runs }) => runs.every(({ outcome }) => outcome === "diverged" || outcome === "collapsed"))
    .flatMap((group) => {
      const bests = group.runs.flatMap(
        ({ replicate: { dev } }) => bestDev(dev, metric, Number.POSITIVE_INFINITY) ?? [],
      );
      const error = beyond * Math.sqrt(1 / pick.sound.length + 1 / bests.length);
      return bests.length > 0 && sign * (median(bests) - pick.dev) > error ? [{ group, dev: median(bests) }] : [];
    });
  const best = failed.sort((a, b) => sign * (b.dev - a.dev) || a.group.rate - b.group.rate)[0] ?? null;
  const rivals = groups.flatMap(({ sound }) => sound);
  return best === null || (isUnfinished && rivals.some((run) => mayReach(run, best.dev, metric))) ? null : best;
}

/** The interval of the forecast for the planned end reaches `target`, or nothing can be forecast. */
function mayReach({ replicate }: ScaledRun, target: number, metric: Metric): boolean {
  const { dev, unit, devUnit, experiment } = replicate;
  if (!metric.isBounded || dev === null || unit !== devUnit || experiment.plannedSteps === null) return true;
  const column = (from: ArrayLike<number>) => Array.from({ length: dev.length }, (_, i) => from[i]);
  const end = forecast(column(dev.steps), column(dev.values), experiment.plannedSteps);
  return end === null || (metric.goal === "max" ? end.interval[1] >= target : end.interval[0] <= target);
}
