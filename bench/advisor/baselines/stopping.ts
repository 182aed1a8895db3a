/** Rules that stop runs early, as schedulers of sweeps have them. */
import { mean } from "../../../lib/core/statistics.ts";
import type { Point } from "../replay.ts";

/** A run with its dev curve, larger is better; NaN where it was not a number. */
export interface Contender {
  readonly dev: readonly Point[];
}

const upTo = ({ dev }: Contender, step: number): number[] =>
  dev.filter((point) => point.step <= step && Number.isFinite(point.value)).map(({ value }) => value);

/**
 * The median rule at `step`: stops a run whose best value so far is below the median of the running averages of the others.
 *
 * @see Golovin et al., "Google Vizier", 2017, section 3.2.2.
 */
export function stopsByMedian<Run extends Contender>(runs: readonly Run[], step: number): Run[] {
  const averages = runs.map((run) => mean(upTo(run, step)));
  return runs.filter((run, i) => {
    const others = averages.filter((average, j) => j !== i && Number.isFinite(average)).sort((a, b) => a - b);
    if (others.length === 0) return false;
    const middle = others.length >> 1;
    const median = others.length % 2 === 1 ? others[middle] : (others[middle - 1] + others[middle]) / 2;
    return !(Math.max(...upTo(run, step), Number.NEGATIVE_INFINITY) >= median);
  });
}

/**
 * Successive halving at a rung: stops all but the best 1/`eta` by the last value seen, at least one goes on.
 *
 * @see Jamieson & Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", 2016.
 */
export function stopsByHalving<Run extends Contender>(runs: readonly Run[], step: number, eta: number): Run[] {
  const lastOf = (run: Run) => upTo(run, step).at(-1) ?? Number.NEGATIVE_INFINITY;
  const ranked = [...runs].sort((a, b) => lastOf(b) - lastOf(a));
  return ranked.slice(Math.max(1, Math.ceil(runs.length / eta)));
}
