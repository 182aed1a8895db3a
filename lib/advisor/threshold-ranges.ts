/** How far each threshold can be moved before the answer changes: what makes an answer robust, or shows that it hangs on a number of ours. */
import {
  DEFAULT_THRESHOLDS,
  THRESHOLD_LIMITS,
  THRESHOLD_NAMES,
  type ThresholdName,
  type ThresholdRange,
  type Thresholds,
} from "../core/thresholds.ts";
import { adviseDecayStart } from "./decay/decay-start.ts";
import type { AdviceOptions } from "./input.ts";
import { finish, type Parts } from "./parts.ts";
import { basisInParts } from "./path/basis.ts";
import { stepsOf } from "./path/stage.ts";
import type { Sweep } from "./runs/sweep.ts";
import { type SweepCurves, sweepCurvesInParts } from "./runs/sweep-curves.ts";
import { adviseConvergedStep } from "./steps/converged-step.ts";

/** Steps from a threshold to its limit at which the answer is asked for; between two that differ the place is found by halving. */
const LOOKS = 8;
/** Halvings: a place to 1 in 4,000 of a step is finer than any slider. */
const HALVINGS = 12;

/**
 * For every threshold the range around its value in which the answer stays the same, all others as they are. The answer is what one acts on: the
 * learning rate, those tied with it, how long to train, when to start the decay. A change that turns back within one look is not seen.
 */
export function* thresholdRangesInParts(sweep: Sweep, options: AdviceOptions): Parts<readonly ThresholdRange[]> {
  const curves = yield* sweepCurvesInParts(sweep, options);
  const now = answerOf(curves);
  const ranges: ThresholdRange[] = [];
  for (const name of THRESHOLD_NAMES) {
    const isSame = (value: number): boolean =>
      answerOf({ ...curves, thresholds: { ...curves.thresholds, [name]: value } }) === now;
    const [from, to] = THRESHOLD_LIMITS[name];
    const value = curves.thresholds[name];
    const low = yield* lastSame(value, from, isSame);
    const high = yield* lastSame(value, to, isSame);
    const matters = low !== null || high !== null;
    ranges.push({ name, value, default: DEFAULT_THRESHOLDS[name], same: [low ?? from, high ?? to], matters });
  }
  return ranges;
}

/** `thresholdRangesInParts` at once. */
export const thresholdRanges = (sweep: Sweep, options: AdviceOptions): readonly ThresholdRange[] =>
  finish(thresholdRangesInParts(sweep, options));

/** The last value on the way from `value` to `limit` at which the answer is the same; null when it is so to the end. */
function* lastSame(value: number, limit: number, isSame: (value: number) => boolean): Parts<number | null> {
  const at = (share: number): number => value * (limit / value) ** share;
  for (let look = 1; look <= LOOKS; look++) {
    yield;
    if (isSame(at(look / LOOKS))) continue;
    let [same, other] = [(look - 1) / LOOKS, look / LOOKS];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (same + other) / 2;
      if (isSame(at(middle))) same = middle;
      else other = middle;
      yield;
    }
    return at(same);
  }
  return null;
}

/** What one would do, as text to be compared. */
function answerOf(curves: SweepCurves): string {
  const { learningRate, base, peak } = finish(basisInParts(curves));
  const steps = adviseConvergedStep(curves, base, peak, []);
  const start = adviseDecayStart(curves, base, peak, steps.verdict === "pick" ? stepsOf(steps) : null, []);
  const { advice, vote } = learningRate;
  return JSON.stringify([
    advice.verdict,
    advice.value,
    (vote?.tied ?? []).map(({ rate }) => rate).sort((a, b) => a - b),
    steps.verdict,
    stepsOf(steps),
    start.verdict,
    start.value,
  ]);
}

/** `values` as thresholds, each within its limits; null names the first that is not one. */
export function toThresholds(
  values: Readonly<Record<string, number>>,
):
  | { readonly kind: "thresholds"; readonly thresholds: Partial<Thresholds> }
  | { readonly kind: "refused"; readonly because: string } {
  const thresholds: { -readonly [Name in ThresholdName]?: number } = {};
  for (const [name, value] of Object.entries(values)) {
    const known = THRESHOLD_NAMES.find((one) => one === name);
    if (known === undefined)
      return { kind: "refused", because: `there is no threshold ${name}; there are ${THRESHOLD_NAMES.join(", ")}` };
    const [from, to] = THRESHOLD_LIMITS[known];
    if (!(value >= from && value <= to))
      return { kind: "refused", because: `${known} must lie between ${from} and ${to}` };
    thresholds[known] = value;
  }
  return { kind: "thresholds", thresholds };
}
