/** Checks before any tuning (rules R1 to R8): what the logs lack, and what the settings blur. */

import type { Mark } from "../../core/advice.ts";
import { median } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import { runMark } from "../run-mark.ts";
import { classesIn, rarestShare, statesRareClass } from "../runs/class-balance.ts";
import { isUsable } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { devSize } from "../runs/noise.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import { endsOf } from "../runs/scale.ts";
import { numberNamed } from "../runs/settings.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { readTag } from "../runs/tags.ts";
import { count, counted, listed, percent, points, quantity } from "../wording.ts";
import { regularisersOn } from "./regularisers.ts";

/** One thing to mend before tuning, or to know while reading the answers. */
export interface Finding {
  readonly kind:
    | "density"
    | "live"
    | "regularisers"
    | "initial loss"
    | "batch size"
    | "rare class"
    | "dev size"
    | "many picks";
  readonly text: string;
  readonly marks: readonly Mark[];
}

const MOST_GAP = 0.01;
const STALE_GAPS = 5;

/** Everything that the checks find, in the guide's order. */
export function preparationFindings(curves: SweepCurves): Finding[] {
  return [
    ...density(curves),
    ...stalled(curves),
    ...regularisers(curves),
    ...initialLoss(curves),
    ...batchSize(curves),
    ...rareClass(curves),
    ...devSetSize(curves),
    ...manyPicks(curves),
  ];
}

/** R1: the median gap between loss records is more than 1 % of the run. */
function density({ runs, judge, lossTag, scale, unit }: SweepCurves): Finding[] {
  if (scale === null || lossTag === null || judge.lossKey === null) return [];
  const gaps = runs.flatMap(({ replicate }) => {
    const { loss } = replicate;
    const length = loss === null || loss.length < 2 ? 0 : loss.steps[loss.length - 1] - loss.steps[0];
    return loss === null || length <= 0 ? [] : [{ replicate, gap: length / (loss.length - 1) }];
  });
  const horizon = scale.grid.to - scale.grid.from;
  const sparse = gaps.filter(({ gap }) => unit === "steps" && gap > 1 && gap > MOST_GAP * horizon);
  if (sparse.length * 2 <= gaps.length) return [];
  const gap = median(sparse.map((one) => one.gap));
  return [
    {
      kind: "density",
      text: t`The loss is logged every ${count(gap)} steps of ${count(scale.grid.to)}: spikes and early instability cannot be seen. Log every step`,
      marks: [runMark(sparse[0].replicate, lossTag)],
    },
  ];
}

/** R2: a run that is called live but whose last record is long behind those of its neighbours. */
function stalled({ replicates, lossTag }: SweepCurves): Finding[] {
  const stale = replicates.members.filter(({ experiment }) => experiment.state === "stalled");
  if (stale.length === 0 || lossTag === null) return [];
  return [
    {
      kind: "live",
      text: t`${listed(stale.slice(0, 3).map(({ experiment }) => experiment.name))} fell silent for more than ${STALE_GAPS} of its usual gaps: stalled, or its log is not flushed`,
      marks: stale.slice(0, 3).map((one) => runMark(one, lossTag)),
    },
  ];
}

/** R6: they distort the loss curve. */
function regularisers({ replicates, lossTag }: SweepCurves): Finding[] {
  const on = replicates.members.filter((one) => regularisersOn(one).length > 0);
  if (on.length === 0 || lossTag === null) return [];
  const names = [...new Set(on.flatMap(regularisersOn))];
  return [
    {
      kind: "regularisers",
      text: t`${listed(names)} ${names.length > 1 ? t`are` : t`is`} on in ${counted(on.length, "run")}: ${names.length > 1 ? t`they distort` : t`it distorts`} the loss curve, so tune without first and judge by the dev metric`,
      marks: on.slice(0, 3).map((one) => runMark(one, lossTag)),
    },
  ];
}

/** R8: a classifier that knows nothing has a loss of ln C. */
function initialLoss({ runs, judge, lossTag }: SweepCurves): Finding[] {
  if (judge.lossKey === null || lossTag === null) return [];
  const starts = runs.flatMap(({ replicate }) => {
    const classes = classesIn(replicate.experiment.hparams);
    const ends = replicate.loss === null ? null : endsOf(replicate.loss);
    const isSoon = replicate.loss !== null && replicate.loss.steps[0] <= 10;
    return classes === null || ends === null || !isSoon || !isUsable(replicate.loss?.values[0] ?? NaN)
      ? []
      : [{ replicate, expected: Math.log(classes), start: replicate.loss?.values[0] ?? 0, classes }];
  });
  const high = starts.filter(({ start, expected }) => start > 2 * expected);
  if (high.length * 2 <= starts.length || high.length === 0) return [];
  const { start, expected, classes, replicate } = high[0];
  return [
    {
      kind: "initial loss",
      text: t`The first loss is ${quantity(start)} where ${count(classes)} classes make ${quantity(expected)}: too large an initialisation, or a bug in the data`,
      marks: [runMark(replicate, lossTag)],
    },
  ];
}

const STEPS_PER_EPOCH = 50;

/** R7: few steps per epoch, or a rarest class that most batches miss. */
function batchSize({ replicates, lossTag }: SweepCurves): Finding[] {
  if (lossTag === null) return [];
  const small = replicates.members.flatMap((one) => {
    const n = numberNamed(one.experiment.hparams, ["ntrain", "numtrain", "trainsize"]);
    const { batch } = one.experiment;
    return n !== null && n > 0 && batch !== null && batch > 1 && n / batch < STEPS_PER_EPOCH ? [{ one, n, batch }] : [];
  });
  const findings: Finding[] = [];
  if (small.length * 2 > replicates.members.length) {
    const { one, n, batch } = small[0];
    findings.push({
      kind: "batch size",
      text: t`${count(n)} examples in batches of ${count(batch)} make ${counted(Math.ceil(n / batch), "step")} an epoch: ${count(Math.max(1, Math.floor(n / STEPS_PER_EPOCH)))} would make ${STEPS_PER_EPOCH}`,
      marks: [runMark(one, lossTag)],
    });
  }
  const rare = replicates.members.flatMap((one) => {
    const share = rarestShare(one.experiment.hparams);
    const { batch } = one.experiment;
    return share !== null && batch !== null && batch * share < 3 ? [{ one, share, batch }] : [];
  });
  if (rare.length > 0) {
    const { one, share, batch } = rare[0];
    findings.push({
      kind: "batch size",
      text: t`A class of ${percent(share)} is missing from more than one batch of ${count(batch)} in twenty: ${count(smallestBatch(share))} hold it in 95 %`,
      marks: [runMark(one, lossTag)],
    });
  }
  return findings;
}

/** R1: accuracy is high for a model that never finds a rare class. */
function rareClass({ replicates, metric }: SweepCurves): Finding[] {
  const one = replicates.members.find(({ experiment }) => statesRareClass(experiment));
  const share = one === undefined ? null : rarestShare(one.experiment.hparams);
  if (metric === null || one === undefined || share === null || readTag(metric.key).measure !== "accuracy") return [];
  const { tag } = metric;
  return [
    {
      kind: "rare class",
      text: t`A class of ${percent(share)} hardly counts in ${tag}: log F1 on the dev set too, and runs are judged by it`,
      marks: [runMark(one, tag)],
    },
  ];
}

/** The smallest batch that holds a class of `share` in 95 % of cases: 3 / share. */
export const smallestBatch = (share: number): number => Math.ceil(3 / share);

/** The smallest difference between two runs that is seen in four of five tries, for `deviation` between `seeds` seeds. */
export const leastDifference = (deviation: number, seeds: number): number =>
  (2.8 * deviation * Math.SQRT2) / Math.sqrt(seeds);

function bestOf({ replicate: { dev } }: ScaledRun, metric: Metric): number | null {
  return bestDev(dev, metric, Number.POSITIVE_INFINITY);
}

function binomial(curves: SweepCurves): { deviation: number; size: number; run: ScaledRun } | null {
  const { metric, runs } = curves;
  if (metric === null || !metric.isBounded) return null;
  const known = runs.flatMap((run) => {
    const size = devSize(run);
    const best = bestOf(run, metric);
    return size === null || size < 1 || best === null || best < 0 || best > 1 ? [] : [{ size, best, run }];
  });
  if (known.length === 0) return null;
  const top = known.reduce((a, b) => ((metric.goal === "max" ? b.best > a.best : b.best < a.best) ? b : a));
  const share = Math.min(1 - 1 / (2 * top.size), Math.max(1 / (2 * top.size), top.best));
  return { deviation: Math.sqrt((share * (1 - share)) / top.size), size: top.size, run: top.run };
}

const MOST_DEVIATION = 0.005;

function devSetSize(curves: SweepCurves): Finding[] {
  const found = binomial(curves);
  if (found === null || curves.metric === null || found.deviation <= MOST_DEVIATION) return [];
  const { deviation, size, run } = found;
  return [
    {
      kind: "dev size",
      text: t`A dev set of ${count(size)} cannot show differences under ${points(leastDifference(deviation, 1))} between two runs, or ${points(leastDifference(deviation, 3))} with three seeds each`,
      marks: [runMark(run.replicate, curves.metric.tag)],
    },
  ];
}

const MANY = 8;

/** One dev set, many candidates: the best looks better than it is by about σ√(2 ln m). */
function manyPicks(curves: SweepCurves): Finding[] {
  const found = binomial(curves);
  const candidates = curves.runs.filter(({ outcome }) => outcome === "ok").length;
  if (found === null || curves.metric === null || candidates < MANY) return [];
  const flattery = found.deviation * Math.sqrt(2 * Math.log(candidates));
  if (flattery <= MOST_DEVIATION) return [];
  return [
    {
      kind: "many picks",
      text: t`The best of ${counted(candidates, "run")} on one dev set looks up to ${points(flattery)} better than it is: confirm it on data that chose nothing`,
      marks: [runMark(found.run.replicate, curves.metric.tag)],
    },
  ];
}
