/** The sentences behind a call on decay, each with what it points at on the charts. */

import type { Evidence, Mark } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { runMark } from "../run-mark.ts";
import type { Metric } from "../runs/judge.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, listed, percent, points, quantity, rate, times } from "../wording.ts";
import type { Arm } from "./decay-arms.ts";
import { type Comparison, MOST_LAG, tolerated } from "./decay-comparison.ts";
import { dropEffects } from "./schedule-drops.ts";

/** A difference in the metric: points of a share, else the number. */
export const inWords = (metric: Metric, value: number): string =>
  metric.isBounded ? points(value) : quantity(Math.abs(value));
/** `cooldown from 1,050 at 0.1`. */
export const nameOf = ({ schedule, rate: value }: Arm): string => t`${schedule} at ${rate(value)}`;

/** Evidence for the best comparison, the strongest first; never empty. `each`: every decayed arm against its own constant rate. */
export function decayEvidence(
  { lossTag, scale }: SweepCurves,
  metric: Metric,
  best: Comparison,
  each: readonly Comparison[],
): Evidence[] {
  const { decayed, base, gain, error, rawGain, endGain, lag, shift } = best;
  const marks = [...armMarks(decayed, metric.tag, "chosen"), ...armMarks(base, metric.tag, "rejected")];
  const isWorse = gain < 0 ? t`worse` : t`better`;
  const list: Evidence[] = [
    {
      text: t`${nameOf(decayed)} is ${inWords(metric, gain)} ${isWorse} at its smoothed best than ${nameOf(base)}, with a standard error of ${inWords(metric, error)}; ending against ending it is ${inWords(metric, endGain)} ${endGain < 0 ? t`worse` : t`better`}`,
      marks,
    },
  ];
  if (Math.abs(rawGain - gain) > tolerated(metric, base))
    list.push({
      text: t`Best single evaluations differ by ${rawGain < 0 ? "−" : ""}${inWords(metric, rawGain)}: they flatter the noisier curve and are not used`,
      marks,
    });
  if (lag !== null && lossTag !== null && lag > MOST_LAG)
    list.push({
      text: t`${nameOf(decayed)} left ${percent(lag)} more of the descent of ${lossTag}: starved, so its dev value says little about decay`,
      marks: [...armMarks(decayed, lossTag, "chosen"), ...armMarks(base, lossTag, "rejected")],
    });
  if (shift !== null && decayed.shape !== null && base.shape !== null)
    list.push({ text: shiftSentence(best, shift), marks: [peakMark(decayed, metric.tag), peakMark(base, metric.tag)] });
  list.push(...lowAtOldPeak(best, metric));
  list.push(...onlyFirstDrop(decayed, scale, lossTag));
  list.push(...rescued(each, metric));
  const others = each.filter((one) => one.decayed !== decayed);
  if (others.length > 0)
    list.push({
      text: t`Others against a constant rate of their own: ${listed(summary(others, metric))}`,
      marks: others.flatMap((one) => armMarks(one.decayed, metric.tag, "tied")),
    });
  return list;
}

/** R32: a staircase of which only the first step helped was too coarse. */
function onlyFirstDrop(arm: Arm, scale: CommonScale | null, lossTag: string | null): Evidence[] {
  const found = arm.runs.flatMap((run) => (scale === null ? [] : (dropEffects(run, scale) ?? [])));
  if (lossTag === null || found.length === 0 || !found.every(({ onlyFirst }) => onlyFirst)) return [];
  const [{ drops, first, later }] = found;
  return [
    {
      text: t`Of ${drops} drops of the learning rate only the first lowered the loss, by ${percent(first)} of the descent, later ones by ${percent(Math.max(0, later))} at most: the first was too large, or they came too seldom`,
      marks: armMarks(arm, lossTag, "chosen"),
    },
  ];
}

/** R32: what the constant run had learned at its peak, the decayed one has not, and it hardly moves there any more. */
function lowAtOldPeak({ decayed, base, lowAtOldPeak: low }: Comparison, metric: Metric): Evidence[] {
  if (low === null) return [];
  const [from, to] = [Math.round(low.from), Math.round(low.to)];
  const text = t`Around the peak of ${nameOf(base)}, from ${count(from)} to ${count(to)}, ${metric.tag} is ${inWords(metric, low.lower)} worse with decay, and flatter: it decays too fast, so start later, or drop less often`;
  const label = t`around the old peak`;
  const band: Mark = { kind: "band", tag: metric.tag, axis: "step", from, to, label };
  return [{ text, marks: [...armMarks(decayed, metric.tag, "chosen"), peakMark(base, metric.tag), band] }];
}

/** Where decay only keeps the end from falling: worth having when the last checkpoint is the one that is used. */
function rescued(each: readonly Comparison[], metric: Metric): Evidence[] {
  const saved = each.filter(
    (one) => one.endGain > Math.max(2 * one.error, 2 * tolerated(metric, one.base)) && one.gain <= 2 * one.error,
  );
  if (saved.length === 0) return [];
  const best = saved.reduce((a, b) => (b.endGain > a.endGain ? b : a));
  return [
    {
      text: t`${nameOf(best.decayed)} ends ${inWords(metric, best.endGain)} better than ${nameOf(best.base)} without a better peak: it keeps the end from overfitting`,
      marks: [...armMarks(best.decayed, metric.tag, "tied"), ...armMarks(best.base, metric.tag, "rejected")],
    },
  ];
}

function shiftSentence({ decayed, base, movedTooLate }: Comparison, shift: number): string {
  const places = t`${count(decayed.shape?.peakStep ?? 0)} with decay, ${count(base.shape?.peakStep ?? 0)} without`;
  if (movedTooLate) return t`The peak moved later, ${places} (${times(shift)}): it decays too fast, so start later`;
  return shift > 1.3
    ? t`The peak comes at ${places}: late peaks are normal where the noise fades at the end`
    : t`The peak comes at ${places}`;
}

const MOST_NAMED = 4;

/** `cooldown from 750 at 0.1 (+1.4 points, gain)`, the largest gains first. */
function summary(each: readonly Comparison[], metric: Metric): string[] {
  const sorted = [...each].sort((a, b) => b.gain - a.gain);
  const words = sorted
    .slice(0, MOST_NAMED)
    .map((one) => `${nameOf(one.decayed)} (${one.gain < 0 ? "−" : "+"}${inWords(metric, one.gain)})`);
  return sorted.length > MOST_NAMED ? [...words, t`${sorted.length - MOST_NAMED} more`] : words;
}

const armMarks = (arm: Arm, tag: string, role: "chosen" | "tied" | "rejected"): Mark[] =>
  arm.runs.map(({ replicate }) => runMark(replicate, tag, role, nameOf(arm)));

function peakMark(arm: Arm, tag: string): Mark {
  const step = arm.shape?.peakStep ?? 0;
  return { kind: "step", tag, step, label: t`${arm.schedule} peaks at ${count(step)}`, role: "peak" };
}
