/** Runs whose dev metric has turned down for good: what they were worth is in a checkpoint, and what they still learn is memorised. */
import { jumpDeviation, runningMedian } from "../../core/statistics.ts";
import type { Curve } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import type { ScaledRun } from "../runs/run-state.ts";

export interface PastBest {
  /** Where the running median of 5 evaluations was best, and what it was. */
  readonly step: number;
  readonly best: number;
  /** What it is now. */
  readonly last: number;
}

/** Fewer show no turn: half of them lie after the best one. */
const FEWEST_EVALS = 10;
/** In deviations of single evaluations: a median of 5 keeps little more than half of one. */
const CLEARLY = 3;
const TOLERATED_POINTS = 0.002;

/**
 * Where a run was best on dev, when that lies in the first half of its evaluations and it has fallen since, by more than its evaluations jump
 * and by more than 0.2 points; else null. A dip that recovers lies in the second half again.
 */
export function pastBest({ replicate: { dev } }: ScaledRun, metric: Metric): PastBest | null {
  if (dev === null || dev.length < FEWEST_EVALS) return null;
  const values = valuesOf(dev);
  const sign = metric.goal === "max" ? 1 : -1;
  const smooth = runningMedian(values, 5);
  const top = smooth.reduce((best, value, i) => (sign * (value - smooth[best]) > 0 ? i : best), 0);
  const last = smooth[smooth.length - 1];
  const fall = sign * (smooth[top] - last);
  const jitter = jumpDeviation(values);
  const isClear = fall > CLEARLY * jitter && (!metric.isBounded || fall > TOLERATED_POINTS);
  return isClear && top < values.length / 2 ? { step: dev.steps[top], best: smooth[top], last } : null;
}

const valuesOf = ({ values, length }: Curve): number[] => Array.from({ length }, (_, i) => values[i]);
