/** The shape of a dev curve: does it turn down, stand, or still rise, and from where on. */
import { mean as average } from "../../core/statistics.ts";
import type { Curve } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { ASSUMED_SHARE_OF_DESCENT } from "../runs/noise.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import { lowess, SPAN } from "./lowess.ts";

export interface DevPeak {
  readonly shape: "interior" | "plateau" | "rising";
  /** Interior: the best of the smoothed curve; plateau: its beginning; rising: the last eval. */
  readonly peakStep: number;
  /**
   * Whose weights to keep: interior: the peak; else the latest evaluation that the noise cannot tell from the best. Nothing turns down, and
   * what trained longer is at least as good.
   */
  readonly bestStep: number;
  /** 0.9 × the peak, on the eval grid (rule R30); null while the curve rises. */
  readonly startStep: number | null;
  /** 0.5 × the peak, on the eval grid. */
  readonly earlyStep: number;
  /** Steps that the noise cannot tell from the peak; never narrower than one eval to each side. */
  readonly interval: readonly [number, number];
  /** Smoothed values in the metric's own direction. */
  readonly best: number;
  /**
   * What the curve is worth: the mean of its smoothed values at all places that the noise cannot tell from the best. The best itself is the luckiest of them:
   * at 31 evaluations with 1 point of noise it stands 0.9 points above the truth, and this 0.1.
   */
  readonly level: number;
  readonly last: number;
  /** Median gap between evals. */
  readonly gap: number;
  /** Evals used; seeds averaged. */
  readonly evals: number;
  readonly seeds: number;
  /** An earlier hump from which the curve fell by more than 2 errors and recovered. */
  readonly recoveredDip: number | null;
}

/** Fewer evals than this cannot show a shape. */
export const FEWEST_EVALS = 6;
const TOLERATED_POINTS = 0.002;
const TOLERATED_SHARE = 0.005;
const MOST_EVALS = 240;
/**
 * The peak is the highest of all places, so by noise alone it stands above the end: of m independent stretches by about σ·√(2 ln m). The smoother's span makes
 * 7 of them; √(4 + 2 ln 7) errors instead of 2, as where the best of several schedules has to stand out.
 */
const SELECTED = Math.sqrt(4 + 2 * Math.log(1 / SPAN)) / 2;

/** The dev curve of several seeds: the mean at the steps that all evaluated, or the longest seed alone when those are too few. */
export function meanDev(runs: readonly ScaledRun[]): {
  readonly steps: number[];
  readonly values: number[];
  readonly seeds: number;
} {
  const curves = runs.flatMap(({ replicate }) => replicate.dev ?? []);
  const sums = new Map<number, { sum: number; n: number }>();
  for (const curve of curves) {
    for (let i = 0; i < curve.length; i++) {
      const at = sums.get(curve.steps[i]) ?? { sum: 0, n: 0 };
      sums.set(curve.steps[i], { sum: at.sum + curve.values[i], n: at.n + 1 });
    }
  }
  const shared = [...sums].filter(([, { n }]) => n === curves.length).sort(([a], [b]) => a - b);
  if (curves.length < 2 || shared.length >= FEWEST_EVALS)
    return {
      steps: shared.map(([step]) => step),
      values: shared.map(([, { sum, n }]) => sum / n),
      seeds: curves.length,
    };
  const longest = curves.reduce((a: Curve, b) => (b.length > a.length ? b : a));
  return {
    steps: Array.from({ length: longest.length }, (_, i) => longest.steps[i]),
    values: Array.from({ length: longest.length }, (_, i) => longest.values[i]),
    seeds: 1,
  };
}

/**
 * The dev curve of several seeds as its shape is read: smoothed, in the metric's own direction, with its standard error; null for fewer
 * than 6 evals. The columns have one length.
 */
export function smoothDev(
  runs: readonly ScaledRun[],
): { readonly steps: readonly number[]; readonly fit: Float64Array; readonly error: Float64Array } | null {
  const mean = meanDev(runs);
  if (mean.steps.length < FEWEST_EVALS) return null;
  const { steps, values } = thinned(mean.steps, mean.values);
  const { fit, error } = lowess(steps, values);
  return { steps, fit, error };
}

/**
 * Classifies the dev curve of several seeds of one setting; null for fewer than 6 evals. Positions are barely identified by nature
 * (a bootstrap of the argmax covers half of the run), so the interval matters more than the peak.
 */
export function findDevPeak(runs: readonly ScaledRun[], metric: Metric): DevPeak | null {
  const mean = meanDev(runs);
  const evals = mean.steps.length;
  if (evals < FEWEST_EVALS) return null;
  const sign = metric.goal === "max" ? 1 : -1;
  const { steps, values } = thinned(mean.steps, mean.values);
  const { fit, error } = lowess(
    steps,
    values.map((value) => sign * value),
  );
  const n = fit.length;
  const end = n - 1;
  const top = fit.reduce((best, value, i) => (value > fit[best] ? i : best), 0);
  const tolerance = metric.isBounded ? TOLERATED_POINTS : toleratedLoss(fit, values[0], sign * fit[top], metric);
  const apart = (i: number, j: number) => 2 * Math.hypot(error[i], error[j]);
  const isHigherBy = (factor: number) => (i: number, j: number) =>
    fit[i] - fit[j] > factor * apart(i, j) && fit[i] - fit[j] > tolerance;
  const isHigher = isHigherBy(1);
  const standsOut = isHigherBy(SELECTED);

  const late = steps.findIndex((step) => step >= steps[end] - 0.2 * (steps[end] - steps[0]));
  const shape = standsOut(top, end) ? "interior" : isHigher(end, late) ? "rising" : "plateau";
  const onset = fit.findIndex((value) => value >= fit[top] - Math.max(tolerance, error[top]));
  const at = shape === "interior" ? top : shape === "plateau" ? onset : end;
  const like = Array.from(fit.keys()).filter((i) => fit[i] >= fit[top] - apart(i, top));
  const gaps = mean.steps.slice(1).map((step, i) => step - mean.steps[i]);
  const nearest = (step: number) =>
    mean.steps.reduce((near, candidate) => (Math.abs(candidate - step) < Math.abs(near - step) ? candidate : near));
  return {
    shape,
    peakStep: steps[at],
    bestStep: steps[shape === "interior" ? top : like[like.length - 1]],
    startStep: shape === "rising" ? null : nearest(0.9 * steps[at]),
    earlyStep: nearest(0.5 * steps[at]),
    interval: [
      Math.min(steps[like[0]], steps[Math.max(0, at - 1)]),
      Math.max(steps[like[like.length - 1]], steps[Math.min(end, at + 1)]),
    ],
    best: sign * fit[top],
    level: sign * average(like.map((i) => fit[i])),
    last: sign * fit[end],
    gap: gaps.sort((a, b) => a - b)[gaps.length >> 1],
    evals,
    seeds: mean.seeds,
    recoveredDip: recoveredDip(fit, steps, top, isHigher),
  };
}

/**
 * Half a percent of what the curve rises from its lower quarter, not from the untrained model, whose loss has no bounds; but no less than seeds differ by: a curve
 * that converged early has hardly a range, and every movement of its tail would matter. `first`, `best`: in the metric's own direction.
 */
function toleratedLoss(fit: Float64Array, first: number, best: number, { isExponential }: Metric): number {
  const quarter = Float64Array.from(fit).sort()[Math.floor(fit.length / 4)];
  const range = Math.max(...fit) - quarter;
  const descent = isExponential && first > 0 && best > 0 ? best * Math.log(first / best) : first - best;
  return Math.max(TOLERATED_SHARE * range, ASSUMED_SHARE_OF_DESCENT * Math.abs(descent));
}

/** The latest hump before `top` from which the curve fell significantly before it rose to `top`. */
function recoveredDip(
  fit: Float64Array,
  steps: readonly number[],
  top: number,
  isHigher: (i: number, j: number) => boolean,
): number | null {
  let hump = 0;
  let found: number | null = null;
  for (let i = 1; i < top; i++) {
    if (fit[i] > fit[hump]) hump = i;
    else if (isHigher(hump, i) && isHigher(top, i)) found = steps[hump];
  }
  return found;
}

/** At most 240 evals, by means of neighbours. */
function thinned(steps: readonly number[], values: readonly number[]): { steps: number[]; values: number[] } {
  if (steps.length <= MOST_EVALS) return { steps: [...steps], values: [...values] };
  const size = Math.ceil(steps.length / MOST_EVALS);
  const meanOf = (column: readonly number[], from: number) => {
    const part = column.slice(from, from + size);
    return part.reduce((a, b) => a + b, 0) / part.length;
  };
  const starts = Array.from({ length: Math.ceil(steps.length / size) }, (_, i) => i * size);
  const isWhole = steps.every(Number.isInteger); // else they are parts of epochs, of which many round to one
  return {
    steps: starts.map((from) => (isWhole ? Math.round(meanOf(steps, from)) : meanOf(steps, from))),
    values: starts.map((from) => meanOf(values, from)),
  };
}
