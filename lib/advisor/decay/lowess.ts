/** Locally weighted straight lines: a smooth curve through noisy, unevenly spaced evaluations, with its standard error. */
import { robustDeviation } from "../../core/statistics.ts";

/** Both columns are as long as the input. */
export interface Lowess {
  readonly fit: Float64Array;
  /** Standard error of the fit at each point, from `deviation`. */
  readonly error: Float64Array;
  /** Robust deviation of the noise: of the residuals, corrected for what the fit took from them. */
  readonly deviation: number;
}

/** Share of the points that a fit is made of. */
export const SPAN = 0.15;
const FEWEST_NEIGHBOURS = 5;

/**
 * LOWESS of degree 1 with tricube weights over the nearest 15 % of the points, at least 5. No robustness iterations, so that the
 * fit is linear in the values and its error is known: σ·√ΣW². `x` rises strictly; fewer than 3 points come back as they are,
 * without error.
 *
 * @see Cleveland, "Robust Locally Weighted Regression and Smoothing Scatterplots", 1979.
 */
export function lowess(x: ArrayLike<number>, y: ArrayLike<number>): Lowess {
  const n = x.length;
  const fit = Float64Array.from(y);
  const norms = new Float64Array(n);
  let kept = 0; // share of the noise that the residuals keep: the fit follows its own point
  if (n < 3) return { fit, error: norms, deviation: 0 };
  const neighbours = Math.min(n, Math.max(FEWEST_NEIGHBOURS, Math.ceil(SPAN * n)));
  let from = 0;
  for (let i = 0; i < n; i++) {
    while (from + neighbours < n && x[from + neighbours] - x[i] < x[i] - x[from]) from += 1;
    const to = from + neighbours;
    const reach = Math.max(x[i] - x[from], x[to - 1] - x[i]) * (1 + 1e-9);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    for (let j = from; j < to; j++) {
      const d = (x[j] - x[i]) / reach; // in units of the reach: steps squared would lose digits
      const w = tricube(d);
      s0 += w;
      s1 += w * d;
      s2 += w * d * d;
    }
    const determinant = s0 * s2 - s1 * s1;
    let value = 0;
    let squares = 0;
    let own = 0;
    for (let j = from; j < to; j++) {
      const d = (x[j] - x[i]) / reach;
      const w = tricube(d);
      const share = determinant > 1e-12 * s0 * s0 ? (w * (s2 - s1 * d)) / determinant : w / s0;
      value += share * y[j];
      squares += share * share;
      if (j === i) own = share;
    }
    fit[i] = value;
    norms[i] = Math.sqrt(squares);
    kept += (1 - 2 * own + squares) / n;
  }
  const residual = robustDeviation(fit.map((value, i) => y[i] - value));
  const deviation = kept > 1e-6 ? residual / Math.sqrt(kept) : 0;
  return { fit, error: norms.map((norm) => deviation * norm), deviation };
}

/** (1 − |d|³)³ without powers, which cost ten times as much as products. */
function tricube(d: number): number {
  const rest = 1 - Math.abs(d * d * d);
  return rest * rest * rest;
}
