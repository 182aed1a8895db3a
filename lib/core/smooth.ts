/** TensorBoard's smoothing, number for number. */
import type { ValueColumn } from "./series.ts";

/**
 * Exponential moving average of a curve, corrected for its start at zero, exactly as TensorBoard draws it.
 *
 * Reads the first `length` values, in file order; the result has `length` values. `weight` 0 returns the curve; 0.99
 * averages over about the last hundred points (points, not steps). NaN and infinities pass through without feeding the
 * average, so one diverged point leaves one gap. A constant curve is returned unchanged. A weight outside [0, 1] is
 * clamped; a weight that is not a number counts as 0.
 *
 * @see TensorBoard, line_chart_v2, `classicSmoothing`; Kingma & Ba, "Adam", 2015, section 3, for the correction by 1 − weightⁿ.
 */
export function smooth(values: ValueColumn, length: number, weight: number): Float64Array {
  const out = new Float64Array(length);
  const w = Number.isFinite(weight) ? Math.min(Math.max(weight, 0), 1) : 0;
  if (w === 0 || isConstant(values, length)) {
    for (let i = 0; i < length; i++) out[i] = values[i];
    return out;
  }
  let last = 0;
  let finite = 0;
  const settledAfter = w === 1 ? 0 : Math.ceil((-54 * Math.LN2) / Math.log(w)); // from there 1 − wⁿ rounds to 1
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      out[i] = value;
      continue;
    }
    last = last * w + (1 - w) * value;
    finite += 1;
    out[i] = finite < settledAfter ? last / (1 - w ** finite) : last;
  }
  return out;
}

function isConstant(values: ValueColumn, length: number): boolean {
  for (let i = 1; i < length; i++) if (values[i] !== values[0]) return false;
  return true;
}
