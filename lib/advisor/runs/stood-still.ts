/** Tells runs that never moved from runs that diverged before their first record. */
import { cutShort, type ScaledRun } from "./run-state.ts";
import { type CommonScale, isLostByItself } from "./scale.ts";

/**
 * `runs`, one that ended above the common start as standing still when it kept to its own start and a higher learning rate came
 * through. Where first records come late, the others have fallen before them, and the common start lies below where training
 * began: it is no sign then that a run rose. Too high a rate it cannot have been, if a higher one was not.
 */
export function withThoseThatStoodStill(runs: readonly ScaledRun[], scale: CommonScale | null): readonly ScaledRun[] {
  const highest = Math.max(...runs.map((run) => (run.outcome === "ok" ? (rateOf(run) ?? 0) : 0)));
  return runs.map((run) => {
    const { replicate, outcome, left, last } = run;
    const rate = rateOf(run);
    if (scale === null || outcome !== "diverged" || replicate.loss === null || rate === null || rate >= highest)
      return run;
    if (last < 0 || isLostByItself(replicate.loss, scale)) return run;
    return { ...run, outcome: cutShort(replicate, last === left.length - 1) ?? "no learning" };
  });
}

const rateOf = ({ replicate }: ScaledRun): number | null => replicate.experiment.learningRate?.value ?? null;
