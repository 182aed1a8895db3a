/** The bolder level of pausing: successive halving, which keeps half of the runs at every doubling of the budget. */

import { bestDev } from "../learning-rate/rate-groups.ts";
import type { Metric } from "../runs/judge.ts";
import { hasFailed, leftAt, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";

/** Shares of the budget at which half of the runs stop, lowest first. */
const RUNGS = [1 / 16, 1 / 8, 1 / 4, 1 / 2] as const;

export interface Halving {
  /** The highest rung that all live runs have reached. */
  readonly rung: number;
  /** Runs that go on, of all that started. */
  readonly kept: number;
  readonly paused: readonly ScaledRun[];
}

/**
 * What successive halving by two would pause among `live` runs of a sweep, `runs` being all of it; null before the first rung, below 4 runs, or when it
 * would pause none. Ranks by the best dev value up to the rung, or without a dev metric by what is left of the descent there. `seen`: the least
 * share of the budget that a live run has behind it; `at`: the step of a share of the budget.
 *
 * @see Jamieson & Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", 2016.
 */
export function halve(
  runs: readonly ScaledRun[],
  live: readonly ScaledRun[],
  metric: Metric | null,
  scale: CommonScale,
  seen: number,
  at: (share: number) => number,
): Halving | null {
  const reached = RUNGS.filter((rung) => rung <= seen).length;
  if (reached === 0 || runs.length < 4) return null;
  const rung = RUNGS[reached - 1];
  const kept = Math.ceil(runs.length / 2 ** reached);
  const ranked = [...runs].sort((a, b) => worthAt(b, at(rung), metric, scale) - worthAt(a, at(rung), metric, scale));
  const paused = ranked.slice(kept).filter((run) => live.includes(run));
  return paused.length > 0 ? { rung, kept, paused } : null;
}

/** The larger, the better; what failed is last. */
function worthAt(run: ScaledRun, step: number, metric: Metric | null, scale: CommonScale): number {
  if (hasFailed(run)) return Number.NEGATIVE_INFINITY;
  const { dev, unit, devUnit } = run.replicate;
  const best = metric === null || unit !== devUnit ? null : bestDev(dev, metric, step);
  const left = leftAt(run, scale, Math.min(step, scale.grid.to));
  const worth = metric === null || best === null ? -left : metric.goal === "max" ? best : -best;
  return Number.isNaN(worth) ? Number.NEGATIVE_INFINITY : worth;
}
