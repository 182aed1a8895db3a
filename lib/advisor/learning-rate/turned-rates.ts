/** Rates that have shown their best, and lower ones that will pass them: what memorises peaks early, and the lower the rate, the later. */
import { median, runningMedian } from "../../core/statistics.ts";
import { forecastOfPlan } from "../pausing/forecast.ts";
import type { Metric } from "../runs/judge.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import { hasStepsLeft, type RateGroup, shareOfBudget } from "./rate-groups.ts";

/** Before, a forecast is off by more than what it has to decide: 4.5 points on average after a fifth of the steps, 1.9 after half. */
const SEEN_TO_FORECAST = 0.45;
/** In deviations of the dev noise. */
const CLEARLY_FELL = 4;

/** The dev curve ended more than `distance` below its best. `sign`: 1 where more is better. */
export function fellFromBest({ replicate: { dev } }: ScaledRun, sign: number, distance: number): boolean {
  if (dev === null || dev.length < 6) return false;
  const smooth = runningMedian(
    Array.from({ length: dev.length }, (_, i) => sign * dev.values[i]),
    5,
  );
  return Math.max(...smooth) - smooth[smooth.length - 1] > distance;
}

/**
 * The nearest lower rate that is forecast to end better than `best` has been, by more than `beyond`, where `best` fell by four deviations since; undefined where none is.
 * From about half of the planned steps on, for shares. `groups`: what may be picked.
 */
export function passesLater(
  best: RateGroup,
  groups: readonly RateGroup[],
  metric: Metric,
  deviation: number,
  beyond: number,
): RateGroup | undefined {
  const sign = metric.goal === "min" ? -1 : 1;
  const isTime = (shareOfBudget(best) ?? 0) >= SEEN_TO_FORECAST && hasStepsLeft(best);
  const hasTurned = () => best.sound.every((run) => fellFromBest(run, sign, CLEARLY_FELL * deviation));
  if (!metric.isBounded || !isTime || !hasTurned()) return undefined;
  const later = groups.filter((group) => {
    const ends = group.rate < best.rate ? group.sound.flatMap((run) => forecastOfPlan(run)?.value ?? []) : [];
    return ends.length > 0 && sign * (median(ends) - best.dev) > beyond;
  });
  return later.sort((a, b) => b.rate - a.rate)[0];
}
