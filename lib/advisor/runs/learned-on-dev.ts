/** Tells runs that learned by their dev metric from runs that learned nothing, where the training loss is too noisy or too short to say. */
import { jumpDeviation, runningMedian } from "../../core/statistics.ts";
import { type Curve, isUsable } from "./curve.ts";
import type { Metric } from "./judge.ts";
import type { ScaledRun } from "./run-state.ts";
import type { CommonScale } from "./scale.ts";

/** Fewer evaluations do not show how far they jump. */
const FEWEST_EVALS = 5;
/** In errors of a difference of two evaluations. */
const CLEARLY = 4;
/** A share that moved by less has not been learned: what stands still or diverges moves by a few points too. */
export const LEARNED_POINTS = 0.05;

/**
 * `runs`; where no training loss fell beyond its noise (a flat scale), those that "learned nothing" by it came through when their dev metric
 * got better than it began, beyond what it jumps from one evaluation to the next.
 */
export function withThoseThatLearnedOnDev(
  runs: readonly ScaledRun[],
  scale: CommonScale | null,
  metric: Metric | null,
): readonly ScaledRun[] {
  if (scale === null || !scale.isFlat || metric === null) return runs;
  return runs.map((run) =>
    run.outcome === "no learning" && hasLearned(run.replicate.dev, metric) === true
      ? { ...run, outcome: "ok" as const }
      : run,
  );
}

/** The dev metric got better than it began, beyond what it jumps from one evaluation to the next; null where too few were logged to say. */
export function hasLearned(dev: Curve | null, { goal, isBounded }: Metric): boolean | null {
  const sign = goal === "max" ? 1 : -1;
  const values = dev === null ? [] : Array.from({ length: dev.length }, (_, i) => sign * dev.values[i]);
  const usable = values.filter(isUsable);
  if (usable.length < FEWEST_EVALS) return null;
  const best = runningMedian(usable, 5).reduce((a, b) => Math.max(a, b));
  return best - usable[0] > Math.max(CLEARLY * Math.SQRT2 * jumpDeviation(usable), isBounded ? LEARNED_POINTS : 0);
}
