/** The candidates of the vote among learning rates: the seeds of each rate, and what they reached. */
import { median, runningMedian } from "../../core/statistics.ts";
import { remembered } from "../remembered.ts";
import { type Curve, spanOf } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { devNoise } from "../runs/noise.ts";
import { hasFailed, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";

/** One learning rate with its seeds. Numbers are medians over the seeds that came through; NaN when none did. */
export interface RateGroup {
  readonly rate: number;
  readonly runs: readonly ScaledRun[];
  readonly sound: readonly ScaledRun[];
  /** Failed seeds over seeds that were not cut short; 0 when all were cut short. */
  readonly failRate: number;
  readonly depth: number;
  readonly area: number;
  /** Best dev value (median of 5 evals) up to the horizon, in the metric's own direction. */
  readonly dev: number;
  /** The same of each of its sound runs that has one. */
  readonly devs: readonly number[];
}

/** Runs that have this share of their planned steps behind them are done. */
export const REACHED_BUDGET = 0.97;
/** A run that ends this near to the horizon is judged with all its evaluations: the last one often comes after the last loss. */
const AT_THE_HORIZON = 1.03;

/** The best dev value of a run up to `horizon`: extreme of the running median of 5, or null without a usable eval. */
export function bestDev(dev: Curve | null, metric: Metric, horizon: number): number | null {
  if (dev === null) return null;
  let length = 0;
  while (length < dev.length && dev.steps[length] <= horizon) length += 1;
  if (length === 0) return null;
  const smooth =
    length === dev.length
      ? medianOfFive(dev)
      : runningMedian(
          Array.from({ length }, (_, i) => dev.values[i]),
          5,
        );
  return smooth.reduce((a, b) => (metric.goal === "max" ? Math.max(a, b) : Math.min(a, b)));
}

const medianOfFive = remembered(({ values, length }: Curve) =>
  runningMedian(
    Array.from({ length }, (_, i) => values[i]),
    5,
  ),
);

/** Groups `runs` by learning rate. `byDev`: at least two thirds of those that came through have a dev value. Runs without a learning rate are left out. */
export function toRateGroups(runs: readonly ScaledRun[], scale: CommonScale, metric: Metric | null) {
  const rated = runs.flatMap((run) => {
    const reading = run.replicate.experiment.learningRate;
    return reading === null ? [] : [{ run, rate: reading.value }];
  });
  const bins: { rate: number; runs: ScaledRun[] }[] = [];
  for (const { run, rate } of rated.sort((a, b) => a.rate - b.rate)) {
    const bin = bins[bins.length - 1];
    if (bin !== undefined && rate <= 1.02 * bin.rate) bin.runs.push(run);
    else bins.push({ rate, runs: [run] });
  }
  const devs = new Map<ScaledRun, number>();
  for (const { run } of rated) {
    const best = metric === null ? null : bestDev(run.replicate.dev, metric, devHorizon(run, scale));
    if (best !== null) devs.set(run, best);
  }
  const groups = bins.map(({ rate, runs: members }): RateGroup => {
    const sound = members.filter(({ outcome }) => outcome === "ok");
    const failed = members.filter(hasFailed).length;
    const done = sound.length + failed;
    const values = sound.flatMap((run) => devs.get(run) ?? []);
    const over = (numbers: readonly number[]) => (numbers.length > 0 ? median(numbers) : Number.NaN);
    return {
      rate,
      runs: members,
      sound,
      failRate: done > 0 ? failed / done : 0,
      depth: over(sound.map(({ depth }) => depth)),
      area: over(sound.map(({ area }) => area)),
      dev: over(values),
      devs: values,
    };
  });
  const sound = groups.flatMap((group) => group.sound);
  const byDev =
    metric !== null && sound.length > 0 && sound.filter((run) => devs.has(run)).length * 3 >= sound.length * 2;
  const seeds = groups.map((group) => ({ runs: group.sound, values: group.devs }));
  return { groups, byDev, noise: byDev && metric !== null ? devNoise(seeds, metric) : null };
}

/** The horizon on the dev curve's own counter: where dev counts epochs beside a loss in steps, the same share of the run. */
function devHorizon({ ownEnd, replicate: { loss, dev, unit, devUnit } }: ScaledRun, scale: CommonScale): number {
  if (ownEnd) return Number.POSITIVE_INFINITY;
  const lossEnd = loss === null ? null : (spanOf(loss)?.last ?? null);
  const devEnd = dev === null ? null : (spanOf(dev)?.last ?? null);
  const reach = scale.grid.from + AT_THE_HORIZON * (scale.grid.to - scale.grid.from);
  if (lossEnd === null || devEnd === null || lossEnd <= reach) return Number.POSITIVE_INFINITY;
  return unit === devUnit ? scale.grid.to : (devEnd * scale.grid.to) / lossEnd;
}

/** Somebody stated a plan, and the group's longest run is not through with it. */
export const hasStepsLeft = (group: RateGroup): boolean => (shareOfBudget(group) ?? 1) < REACHED_BUDGET;

/** How much of the planned steps the longest of the group's runs has behind it, or null when nobody stated a plan. */
export function shareOfBudget({ sound }: RateGroup): number | null {
  const shares = sound.flatMap(({ replicate: { experiment, loss } }) => {
    const span = loss === null ? null : spanOf(loss);
    return experiment.plannedSteps === null || span === null
      ? []
      : [Math.max(0, Math.min(1, (span.last + 1) / experiment.plannedSteps))];
  });
  return shares.length > 0 ? Math.max(...shares) : null;
}
