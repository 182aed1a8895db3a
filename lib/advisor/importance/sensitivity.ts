/** What it costs to leave the best settings by one: run against run, nothing modelled. */
import { mean } from "../../core/statistics.ts";
import type { Experiment } from "../runs/experiment.ts";
import type { Metric } from "../runs/judge.ts";
import { devNoise, differenceError, LOSS_NOISE } from "../runs/noise.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import { roleOf } from "../runs/settings.ts";
import { groupBy } from "../runs/sweep.ts";

/** One run with what its settings are worth; more is better, minus infinity for a run that failed. */
export interface RatedRun {
  readonly run: ScaledRun;
  readonly worth: number;
}

/** The cost of one other value of a setting, all else as in the best runs. */
export interface Neighbour {
  readonly value: number | string;
  /** In the metric's own unit, or the share of the descent without one; null where its runs failed. */
  readonly cost: number | null;
  /** Standard error of `cost`. */
  readonly error: number;
}

export interface Sensitivity {
  readonly setting: string;
  readonly best: number | string;
  /** The nearest lower and higher value that was run, or other names in order; at most 2. */
  readonly neighbours: readonly Neighbour[];
}

/**
 * Around the best settings, for each of `settings` that was also run with another value and all else equal. `settingIn`: the value of a setting in a
 * run. Empty where no two settings are that near, as in a random search.
 */
export function sensitivities(
  rated: readonly RatedRun[],
  settings: readonly string[],
  settingIn: (setting: string, run: ScaledRun) => number | string,
  metric: Metric | null,
): Sensitivity[] {
  const points = [...groupBy(rated, ({ run }) => settingsBut(null, run.replicate.experiment)).values()].map((all) => ({
    experiment: all[0].run.replicate.experiment,
    values: settings.map((key) => settingIn(key, all[0].run)),
    runs: all.filter(({ worth }) => worth > Number.NEGATIVE_INFINITY),
  }));
  const worthOf = ({ runs }: (typeof points)[number]) =>
    runs.length > 0 ? mean(runs.map(({ worth }) => worth)) : Number.NEGATIVE_INFINITY;
  const best = points.reduce((top, point) => (worthOf(point) > worthOf(top) ? point : top));
  if (best.runs.length === 0) return [];
  const sign = metric?.goal === "max" ? 1 : -1;
  const deviation =
    metric === null
      ? LOSS_NOISE
      : devNoise(
          points.map(({ runs }) => ({
            runs: runs.map(({ run }) => run),
            values: runs.map(({ worth }) => sign * worth),
          })),
          metric,
        ).deviation;
  return settings.flatMap((setting, at) => {
    const rest = settingsBut(setting, best.experiment);
    const line = points.filter(({ experiment }) => settingsBut(setting, experiment) === rest);
    const own = best.values[at];
    const others = line.filter((point) => point !== best);
    const near = typeof own === "number" ? nearest(own, others, at) : others.slice(0, 2);
    const neighbours = near.map((point): Neighbour => {
      const cost = point.runs.length > 0 ? worthOf(best) - worthOf(point) : null;
      return {
        value: point.values[at],
        cost,
        error: differenceError(deviation, best.runs.length, Math.max(1, point.runs.length)),
      };
    });
    return neighbours.length > 0 ? [{ setting, best: own, neighbours }] : [];
  });
}

/** Everything that was set but `setting`, seeds and names. */
function settingsBut(setting: string | null, { hparams, learningRate }: Experiment): string {
  const skipped = setting === "lr" ? (learningRate?.key ?? setting) : setting;
  const keys = Object.keys(hparams).filter((key) => {
    const role = roleOf(key);
    return key !== skipped && role !== "seed" && role !== "bookkeeping";
  });
  const unstated = setting !== "lr" && learningRate !== null && hparams[learningRate.key] === undefined;
  return JSON.stringify([...keys.sort().map((key) => [key, hparams[key]]), unstated ? learningRate.value : null]);
}

/** The next lower and the next higher value among `points`. */
function nearest<Point extends { readonly values: readonly (number | string)[] }>(
  own: number,
  points: readonly Point[],
  at: number,
): Point[] {
  const numbered = points
    .map((point) => ({ point, value: Number(point.values[at]) }))
    .sort((a, b) => a.value - b.value);
  const below = numbered.filter(({ value }) => value < own).slice(-1);
  const above = numbered.filter(({ value }) => value > own).slice(0, 1);
  return [...below, ...above].map(({ point }) => point);
}
