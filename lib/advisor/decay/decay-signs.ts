/** Signs before any run with decay that decay will pay: hints, which nobody has measured on many tasks. */
import type { Evidence } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { restlessRuns } from "../health/late-health.ts";
import type { BaseRuns } from "../path/base-runs.ts";
import { runMark } from "../run-mark.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { percent, rate, times } from "../wording.ts";

/** A lower rate is one that is lower by more than rounding. */
const LOWER = 0.9;

/** A lower learning rate that ended deeper, and an end that jumps more than that of a lower rate: both say that the rate is too large for the end. */
export function decaySigns({ runs, lossTag, thresholds }: SweepCurves, { middle }: BaseRuns): Evidence[] {
  const own = middle.replicate.experiment.learningRate;
  if (lossTag === null || own === null) return [];
  const lower = runs.filter(
    ({ outcome, replicate: { experiment } }) =>
      outcome === "ok" && (experiment.learningRate?.value ?? Number.POSITIVE_INFINITY) < LOWER * own.value,
  );
  const deepest = lower.reduce((deep, run) => (run.depth < deep.depth ? run : deep), middle);
  const restless = restlessRuns(runs).find(({ run }) => run === middle);
  const list: Evidence[] = [];
  if (deepest !== middle && middle.depth - deepest.depth > thresholds.tie) {
    const less = rate(deepest.replicate.experiment.learningRate?.value ?? 0);
    list.push({
      text: t`${less} ended ${percent(middle.depth - deepest.depth)} of the descent deeper than ${rate(own.value)}: a sign that a lower rate at the end pays`,
      marks: [runMark(deepest.replicate, lossTag, "tied"), runMark(middle.replicate, lossTag, "chosen")],
    });
  }
  if (restless !== undefined)
    list.push({
      text: t`The loss at ${rate(own.value)} jumps ${times(restless.ratio)} as much at the end as at a lower rate: a sign that a lower rate at the end pays`,
      marks: [runMark(restless.calm.replicate, lossTag, "tied"), runMark(middle.replicate, lossTag, "chosen")],
    });
  return list;
}
