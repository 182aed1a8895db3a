/** The noise at the end of a curve: what is left when its straight line is taken out. */

import { remembered } from "../remembered.ts";
import { type Curve, isUsable } from "./curve.ts";

const LATE_POINTS = 400;
/** Fewer points have no shape. */
export const FEWEST_LATE = 120;

/** The last points of a curve, as far as they are usable, with their straight line taken out; null when they are few. */
export function lateResiduals({ values, length }: Curve): Float64Array | null {
  const n = Math.min(LATE_POINTS, Math.floor(length / 3));
  if (n < FEWEST_LATE) return null;
  const part = Float64Array.from({ length: n }, (_, i) => values[length - n + i]);
  if (!part.every(isUsable)) return null;
  const centre = (n - 1) / 2;
  let xy = 0;
  let xx = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    xy += (i - centre) * part[i];
    xx += (i - centre) ** 2;
    sum += part[i];
  }
  return part.map((value, i) => value - sum / n - (xy / xx) * (i - centre));
}

/** Two levels in turn have a kurtosis of 1, normal noise of 3, a uniform distribution of 1.8. */
const TWO_LEVELS = 1.3;

/** Whether the curve ends in two levels by turns, as when two runs write into one log. */
export const isAlternating = remembered((loss: Curve): boolean => {
  const residuals = lateResiduals(loss);
  if (residuals === null) return false;
  let squares = 0;
  let fourths = 0;
  for (const residual of residuals) {
    squares += residual ** 2;
    fourths += residual ** 4;
  }
  const rounding = residuals.length * (1e-9 * loss.values[loss.length - 1]) ** 2; // a constant ends in residuals that are none
  return (
    squares > rounding &&
    fourths > 0 &&
    Number.isFinite(fourths) &&
    (residuals.length * fourths) / squares ** 2 < TWO_LEVELS
  );
});
