/** Symptoms in one training's curves: each check is cheap, and silent unless its sign is plain. */

import type { Mark } from "../../core/advice.ts";
import type { Series } from "../../core/series.ts";
import { median, robustDeviation } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { seededChance } from "../chance.ts";
import { remembered } from "../remembered.ts";
import { runMark } from "../run-mark.ts";
import { type Curve, isUsable } from "../runs/curve.ts";
import { curveOf } from "../runs/experiment.ts";
import type { Metric } from "../runs/judge.ts";
import { FEWEST_LATE, isAlternating, lateResiduals } from "../runs/late-shape.ts";
import type { Replicate } from "../runs/replicate.ts";
import { endsOf } from "../runs/scale.ts";
import { numberNamed } from "../runs/settings.ts";
import { readTag } from "../runs/tags.ts";
import { count, percent, quantity } from "../wording.ts";
import { epochOf, epochPattern } from "./data-order.ts";
import { FEWEST_NORMS, growsFrom, leapsAt, ninetieth, shareClipped } from "./gradient-norms.ts";
import { diedAt } from "./late-health.ts";
import { regularisersOn } from "./regularisers.ts";

/** What can be wrong with a run, as it is told apart; `run-health.ts` has the words. */
export type Symptom =
  | "frozen"
  | "two runs in one log"
  | "smoothed by the logger"
  | "jumps each epoch"
  | "not shuffled"
  | "steps down each epoch"
  | "exploding gradients"
  | "vanishing gradients"
  | "mostly clipped"
  | "dev stands still"
  | "dev too good too soon"
  | "dev above train"
  | "slow input";

/** One symptom of one run; runs that share one are told together. */
export interface Sign {
  readonly symptom: Symptom;
  readonly run: string;
  /** What was seen, without the run's name: `the loss repeats to the last digit from step 500 on`. */
  readonly what: string;
  readonly mark: Mark;
}

/** Everything that `replicate` shows. `lossTag`: the chart of its loss. */
export function signsOf(replicate: Replicate, metric: Metric | null, lossTag: string | null): Sign[] {
  const { loss, dev } = replicate;
  const tell = (symptom: Symptom, what: string | null, tag: string | null): Sign[] =>
    what === null || tag === null
      ? []
      : [{ symptom, run: replicate.experiment.name, what, mark: runMark(replicate, tag) }];
  const hasLoss = loss !== null && loss.tag === lossTag;
  return [
    ...(hasLoss ? tell("frozen", frozen(loss), lossTag) : []),
    ...(hasLoss ? shapeOf(loss, replicate).flatMap(([symptom, what]) => tell(symptom, what, lossTag)) : []),
    ...gradients(replicate).flatMap(([symptom, what, tag]) => tell(symptom, what, tag)),
    ...vanishing(replicate).flatMap(([symptom, what, tag]) => tell(symptom, what, tag)),
    ...(dev === null || metric === null
      ? []
      : [
          ...tell("dev stands still", standing(dev), metric.tag),
          ...tell("dev too good too soon", tooSoon(dev, metric, replicate), metric.tag),
          ...tell("dev above train", aboveTrain(replicate, dev, metric), metric.tag),
        ]),
    ...tell("slow input", slowInput(replicate, loss), lossTag),
  ];
}

const REPEATS = 20;

/** Below this share of the first loss, so few digits say that the log rounds; below that one, nothing is left to move. */
const NEAR_ZERO = 0.01;
const ROUNDED_DIGITS = 2;
const NOTHING_LEFT = 1e-5;

/** The loss ends in at least 20 values that are the same to the last bit, and not because it has come to zero. */
function frozen(loss: Curve): string | null {
  const { values, steps, length } = loss;
  let from = length - 1;
  while (from > 0 && values[from - 1] === values[length - 1]) from -= 1;
  return length - from >= REPEATS && isUsable(values[length - 1]) && !(from > 0 && hasComeToZero(loss))
    ? t`the loss repeats to the last digit from step ${count(steps[from])} on`
    : null;
}

function hasComeToZero(loss: Curve): boolean {
  const end = loss.values[loss.length - 1];
  const left = end / (endsOf(loss)?.start ?? Number.NaN);
  const isRounded = Math.abs(end - Number(end.toPrecision(ROUNDED_DIGITS))) <= 1e-6 * end; // the place of a 32-bit float
  return loss.lowest >= 0 && (left <= NOTHING_LEFT || (left <= NEAR_ZERO && isRounded));
}

/** Autocorrelation beyond which noise is not noise: an average over 20 steps or more. */
const SMOOTHED = 0.95;
const JUMP = 12;
const CLUSTER = 30;

const lateShape = remembered((loss: Curve): [Symptom, string][] => {
  if (loss.isShared)
    return [
      ["two runs in one log", t`most steps hold two losses that keep a distance: two runs seem to write into one log`],
    ];
  if (isAlternating(loss))
    return [["two runs in one log", t`the loss alternates between two levels: two runs seem to write into one log`]];
  const jumps = epochJumps(loss);
  if (jumps !== null)
    return [
      [
        "jumps each epoch",
        t`the loss jumps every ${count(jumps)} steps: an average that starts anew, or data seen again`,
      ],
    ];
  const residuals = lateResiduals(loss);
  if (residuals === null) return [];
  let squares = 0;
  let neighbours = 0;
  for (let i = 0; i < residuals.length; i++) {
    squares += residuals[i] ** 2;
    if (i > 0) neighbours += residuals[i] * residuals[i - 1];
  }
  const n = residuals.length;
  if (!(squares > 0)) return [];
  const changes = residuals.subarray(1).map((value, i) => value - residuals[i]);
  const wiggles = changes.filter((change, i) => i > 0 && change * changes[i - 1] < 0).length;
  return neighbours / squares > SMOOTHED && wiggles > 0.1 * n
    ? [
        [
          "smoothed by the logger",
          t`the loss is smoother than batches are: an average is logged, so convergence looks late`,
        ],
      ]
    : [];
});

/** What the loss shows late, or where that is nothing, what the order of the data left in it. */
function shapeOf(loss: Curve, { experiment, unit }: Replicate): readonly [Symptom, string][] {
  const shape = lateShape(loss);
  const epoch = unit === "steps" ? epochOf(experiment) : null;
  const pattern = shape.length > 0 || epoch === null ? null : epochPattern(loss, epoch);
  if (pattern?.stepsDown === true)
    return [
      [
        "steps down each epoch",
        t`the loss steps down where epochs begin, every ${count(pattern.period)} steps, and not between: it knows what it saw before`,
      ],
    ];
  if (pattern?.isUnshuffled === true)
    return [
      [
        "not shuffled",
        t`the loss repeats its pattern every ${count(pattern.period)} steps, one epoch (correlation ${pattern.repeats.toFixed(2)}): the data come in one order`,
      ],
    ];
  return shape;
}

/** A gradient norm, or an update, that is a thousandth of what it was while there is much to learn. */
function vanishing({ experiment, loss }: Replicate): [Symptom, string, string][] {
  const died = diedAt(experiment, loss);
  return died === null
    ? []
    : [
        [
          "vanishing gradients",
          t`${died.tag} stays below a thousandth of its early size from step ${count(died.step)} on: dead units, or a learning rate that killed them`,
          died.tag,
        ],
      ];
}

/** The distance between large jumps of the loss when there are at least 3 and they are evenly spaced; else null. */
function epochJumps({ values, steps, length }: Curve): number | null {
  const n = Math.min(length, 3000);
  if (n < FEWEST_LATE) return null;
  const stride = Math.max(1, Math.floor(n / 200));
  const sample: number[] = [];
  for (let i = length - n + 1; i < length; i += stride) {
    const change = values[i] - values[i - 1];
    if (Number.isFinite(change)) sample.push(change);
  }
  const limit = JUMP * robustDeviation(sample);
  if (!(limit > 0)) return null;
  const places: number[] = [];
  let lastLarge = Number.NEGATIVE_INFINITY;
  for (let i = length - n + 1; i < length; i++) {
    const change = values[i] - values[i - 1];
    if (change <= limit && change >= -limit) continue;
    if (i - lastLarge > CLUSTER) places.push(steps[i]); // a fresh average goes on leaping for a while
    lastLarge = i;
    if (places.length > 100) return null;
  }
  if (places.length < 4) return null;
  const gaps = places.slice(1).map((place, i) => place - places[i]);
  const usual = median(gaps);
  const even = gaps.filter((gap) => Math.abs(gap - usual) <= 0.02 * usual + 1e-9).length;
  return usual > 5 * ((steps[length - 1] - steps[length - n]) / n) && even >= 0.9 * gaps.length ? usual : null;
}

/** A gradient norm that leaps or grows without end, or is cut in most steps. */
function gradients({ experiment }: Replicate): [Symptom, string, string][] {
  const key = [...experiment.columns.keys()].find((name) => /grad.{0,6}norm|norm.{0,6}grad/i.test(name));
  const curve = key === undefined ? null : curveOf(experiment.columns, key);
  if (curve === null || curve.length < FEWEST_NORMS) return [];
  const clip = numberNamed(experiment.hparams, CLIPS);
  const leap = leapsAt(curve);
  const growth = leap === null ? growsFrom(curve) : null;
  const place = ninetieth(curve);
  const hint =
    clip === null && place !== null ? t`: clip at ${quantity(Number(place.toPrecision(2)))}, its 90th percentile` : "";
  const signs: [Symptom, string, string][] = [];
  if (leap !== null)
    signs.push(["exploding gradients", t`the gradient norm leaps at step ${count(leap)}${hint}`, curve.tag]);
  if (growth !== null)
    signs.push([
      "exploding gradients",
      t`the gradient norm grew more than twenty times as large by step ${count(growth)}: lower the learning rate`,
      curve.tag,
    ]);
  const clipped = clip !== null && clip > 0 ? shareClipped(curve, clip) : 0;
  if (clipped > 0.5)
    signs.push([
      "mostly clipped",
      t`${percent(clipped)} of the gradients are clipped: lower the learning rate instead`,
      curve.tag,
    ]);
  return signs;
}

const CLIPS = ["clip", "gradclip", "clipgrad", "maxgradnorm", "clipgradnorm", "clipnorm"];

const FEWEST_EVALS = 5;

/** Every evaluation gives the same number. */
function standing({ values, length }: Curve): string | null {
  if (length < FEWEST_EVALS) return null;
  for (let i = 1; i < length; i++) if (values[i] !== values[0]) return null;
  return t`the dev metric is ${Number(values[0].toPrecision(4))} at every evaluation: it may not read the new checkpoint, or be the share of one class`;
}

/** Nearly perfect at an evaluation in the first 5 % of the run. */
function tooSoon(dev: Curve, metric: Metric, { loss }: Replicate): string | null {
  if (!metric.isBounded || metric.goal !== "max" || dev.length < FEWEST_EVALS || loss === null) return null;
  const end = dev.steps[dev.length - 1];
  const first = dev.steps[0] > 0 ? 0 : 1; // at step 0 nothing is learned yet
  const isEarly = dev.steps[first] <= 0.05 * end;
  return isEarly && dev.values[first] >= 0.95 && dev.values[first] >= 0.98 * dev.values[dev.length - 1]
    ? t`the dev metric is ${percent(dev.values[first])} at step ${count(dev.steps[first])} already: the answer may stand in the input`
    : null;
}

/** Dev lies above train for nearly the whole run, without anything that makes training harder. */
function aboveTrain(replicate: Replicate, dev: Curve, metric: Metric): string | null {
  if (!metric.isBounded || metric.goal !== "max" || dev.length < 10 || regularisersOn(replicate).length > 0)
    return null;
  const { columns, hparams } = replicate.experiment;
  if (Object.keys(hparams).some((key) => /aug|crop|flip|jitter/i.test(key))) return null;
  const word = /[a-z0-9]+$/i.exec(metric.tag)?.[0];
  const key = [...columns.keys()].find((name) => {
    const meaning = readTag(name);
    return meaning.split === "train" && meaning.quantity === "metric" && word !== undefined && name.endsWith(word);
  });
  const train = key === undefined ? null : curveOf(columns, key);
  if (train === null || train.length < 10 || (shareAbove(dev, train, (a, b) => a > b + 0.005) ?? 0) <= MOSTLY)
    return null;
  // Where the training examples cost clearly more than those on dev, they are harder, by noisy labels for one: a dev set among them would cost as much.
  const { loss, devLoss } = replicate;
  const isHarder =
    loss !== null &&
    devLoss !== null &&
    (shareAbove(devLoss, loss, (onDev, onTrain) => onTrain > 1.1 * onDev) ?? 0) > HARDER;
  return !isHarder
    ? t`dev lies above train nearly everywhere without regularisation: dev data may be in training, train labels may be noisier, or train is measured differently`
    : null;
}

const MOSTLY = 0.8;
const HARDER = 0.5;

/** The share of the evaluations `dev` that are `above` the median of the five values of `train` around them; null for fewer than 10. */
function shareAbove(dev: Curve, train: Curve, isAbove: (dev: number, train: number) => boolean): number | null {
  let above = 0;
  let compared = 0;
  let at = 0;
  for (let i = 0; i < dev.length; i++) {
    while (at + 1 < train.length && train.steps[at + 1] <= dev.steps[i]) at += 1;
    const around = Array.from(
      { length: 5 },
      (_, k) => train.values[Math.min(train.length - 1, Math.max(0, at - 2 + k))],
    );
    if (train.steps[at] > dev.steps[i] || !around.every(isUsable)) continue;
    compared += 1;
    if (isAbove(dev.values[i], median(around))) above += 1;
  }
  return compared >= 10 ? above / compared : null;
}

const TIMES_LOOKED_AT = 300;

function slowInput({ experiment }: Replicate, loss: Curve | null): string | null {
  const column =
    loss === null
      ? undefined
      : [...experiment.columns.values()].find(({ tag, run }) => tag === loss.tag && run === loss.run);
  return column === undefined || column.series.length < 100 ? null : stalls(column.series);
}

/** Some steps take more than three times as long as usual: p90 over p50, by the wall clock. */
const stalls = remembered(({ steps, wallTimes, length }: Series): string | null => {
  const stride = Math.max(1, Math.floor(length / TIMES_LOOKED_AT));
  const paces: number[] = [];
  const chance = seededChance(length); // stalls come at even distances, so the places looked at must not
  for (let i = 1; i < length; i += 1 + Math.floor(2 * stride * chance())) {
    const pace = (wallTimes[i] - wallTimes[i - 1]) / (steps[i] - steps[i - 1]);
    if (Number.isFinite(pace) && pace > 0) paces.push(pace);
  }
  if (paces.length < 50) return null;
  paces.sort((a, b) => a - b);
  const usual = paces[paces.length >> 1];
  const slow = paces[Math.floor(0.9 * paces.length)];
  return usual >= 0.005 && slow > 3 * usual
    ? t`one step in ten takes more than three times as long as usual: the input may be too slow`
    : null;
});
