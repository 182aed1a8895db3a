/** The gradient noise scale, for free: from the first gradient norms of runs with two batch sizes. */
import { mean } from "../../core/statistics.ts";
import { isUsable } from "../runs/curve.ts";
import { curveOf, type Experiment } from "../runs/experiment.ts";
import { groupBy } from "../runs/sweep.ts";

const FEWEST = 5;
const MOST = 10;
/** Later gradients belong to other parameters. */
const SHARE_OF_RUN = 0.02;

/**
 * Examples beyond which a larger batch hardly helps, at the start of training: an order of magnitude, which grows later. All runs of a
 * sweep begin with like parameters, so their first gradients differ by the batch alone. Null without gradient norms at two batch sizes, at
 * least 5 steps each.
 *
 * @see McCandlish et al., "An empirical model of large-batch training", 2018, appendix A.1: |G|² and S from two batch sizes.
 */
export function gradientNoiseScale(experiments: readonly Experiment[]): number | null {
  const first = experiments.flatMap((experiment) => {
    const square = firstSquare(experiment);
    return experiment.batch === null || !(experiment.batch >= 1) || square === null
      ? []
      : [{ batch: experiment.batch, square }];
  });
  const levels = [...groupBy(first, ({ batch }) => batch)]
    .map(([batch, runs]) => ({ batch, square: mean(runs.map(({ square }) => square)) }))
    .sort((a, b) => a.batch - b.batch);
  if (levels.length < 2) return null;
  return simpleNoiseScale(levels[0], levels[levels.length - 1]);
}

interface Level {
  readonly batch: number;
  /** Mean squared norm of the gradient over a batch. */
  readonly square: number;
}

/** S / |G|² of two batch sizes, the smaller one first; null where noise made either of them negative. */
export function simpleNoiseScale(small: Level, large: Level): number | null {
  const signal = (large.batch * large.square - small.batch * small.square) / (large.batch - small.batch);
  const noise = (small.square - large.square) / (1 / small.batch - 1 / large.batch);
  const scale = noise / signal;
  return signal > 0 && noise > 0 && Number.isFinite(scale) ? scale : null;
}

function firstSquare({ columns }: Experiment): number | null {
  const key = [...columns.keys()].find((name) => /grad.{0,6}norm|norm.{0,6}grad/i.test(name));
  const curve = key === undefined ? null : curveOf(columns, key);
  if (curve === null || curve.length < FEWEST) return null;
  const until = curve.steps[0] + SHARE_OF_RUN * (curve.steps[curve.length - 1] - curve.steps[0]);
  const squares: number[] = [];
  for (let i = 0; i < Math.min(MOST, curve.length) && curve.steps[i] <= until; i++)
    if (isUsable(curve.values[i])) squares.push(curve.values[i] ** 2);
  return squares.length < FEWEST ? null : mean(squares);
}
