/** The dev curve with decay around the place where the constant run was best (rule R32): lower and flatter there, it decays too fast. */

import type { Metric } from "../runs/judge.ts";
import type { Arm } from "./decay-arms.ts";
import { smoothDev } from "./dev-peak.ts";

/** How far around the old peak is looked, as a share of its step: where 0.8 to 1.2 × the peak cannot be told apart by a dev curve. */
const AROUND = 0.2;

export interface AroundOldPeak {
  readonly from: number;
  readonly to: number;
  /** How much lower the decayed curve lies on average, in the metric's own unit; positive is worse. */
  readonly lower: number;
  /** It moves less than the constant one between these steps. */
  readonly isFlatter: boolean;
}

/** Compares the smoothed dev curves of two arms around the constant one's peak; null without a peak, a curve, or an evaluation there. */
export function aroundOldPeak(decayed: Arm, base: Arm, { goal }: Metric): AroundOldPeak | null {
  const ours = smoothDev(decayed.runs);
  const theirs = smoothDev(base.runs);
  if (ours === null || theirs === null || base.shape === null || base.shape.shape === "rising") return null;
  const [from, to] = [(1 - AROUND) * base.shape.peakStep, (1 + AROUND) * base.shape.peakStep];
  const at = new Map(theirs.steps.map((step, i) => [step, theirs.fit[i]]));
  const both = ours.steps.flatMap((step, i) => {
    const other = at.get(step);
    return step < from || step > to || other === undefined ? [] : [{ ours: ours.fit[i], theirs: other }];
  });
  if (both.length < 2) return null;
  const sign = goal === "max" ? 1 : -1;
  const lower = both.reduce((sum, one) => sum + sign * (one.theirs - one.ours), 0) / both.length;
  const moved = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const isFlatter = moved(both.map((one) => one.ours)) < moved(both.map((one) => one.theirs));
  return { from, to, lower, isFlatter };
}
