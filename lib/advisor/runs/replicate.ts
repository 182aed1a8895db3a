/** A run with its two curves ready to be compared: training loss and dev metric, on one scale over the sweep. */
import { t } from "../../core/text.ts";
import { inExamples } from "./counter.ts";
import { type Curve, isUsable, mapped } from "./curve.ts";
import { curveOf, type Experiment } from "./experiment.ts";
import type { Judge, Metric } from "./judge.ts";
import { perExample } from "./loss-kind.ts";
import { onOneCounter } from "./one-counter.ts";
import { asShares } from "./percents.ts";
import { isShadow } from "./shadow.ts";
import { readTag } from "./tags.ts";

/** Steps of optimizer updates, passes over the training set, or examples (tokens) seen: never one for the other. */
export type StepUnit = "steps" | "epochs" | "examples";

export interface Replicate {
  readonly experiment: Experiment;
  /** The training loss; where none is logged, the dev metric turned so that less is better; null when nothing is logged. */
  readonly loss: Curve | null;
  /** The dev metric without its non-finite values, shares between 0 and 1; null when not logged. */
  readonly dev: Curve | null;
  readonly devLoss: Curve | null;
  readonly unit: StepUnit;
  readonly devUnit: StepUnit;
}

export interface Replicates {
  readonly members: readonly Replicate[];
  /** Runs whose log is a copy of another's, with the reason. */
  readonly excluded: readonly { readonly run: string; readonly because: string }[];
  /** Learning rates whose logs are the same to the last digit: the setting may not reach the optimizer. */
  readonly sameUnderTwoRates: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Cleans and normalises the judged curves of a sweep's experiments, and takes copies out. Keeps their order. */
export function toReplicates(experiments: readonly Experiment[], judge: Judge): Replicates {
  const read = onOneCounter(experiments.map((experiment) => toReplicate(experiment, judge)));
  const counted = inExamples(read.members);
  const { members: all, note } = judge.lossKey === null ? { ...counted, note: null } : perExample(counted.members);
  const shares = asShares(all, judge.metric);
  const notes = [...judge.notes, ...read.notes, ...counted.notes, ...(note === null ? [] : [note]), ...shares.notes];
  const scaled = shares.members.map((one) => (judge.lossKey === null ? judgedByDev(one, judge.metric) : one));
  return { ...withoutCopies(scaled), notes };
}

function toReplicate(experiment: Experiment, judge: Judge): Replicate {
  const { columns } = experiment;
  const metric = judge.metric;
  const parts = curveOf(columns, judge.lossKey)?.parts ?? [];
  const logged = curveOf(columns, metric?.key ?? null, parts);
  const dev = logged === null ? null : usableOnly(logged);
  const loss = judge.lossKey !== null ? curveOf(columns, judge.lossKey) : dev;
  const unit: StepUnit =
    experiment.countsEpochs || (loss !== null && countsEpochs(loss, judge.lossKey ?? metric?.key ?? ""))
      ? "epochs"
      : "steps";
  return {
    experiment,
    loss,
    dev,
    devLoss: judge.devLossKey === judge.metric?.key ? null : curveOf(columns, judge.devLossKey, parts),
    unit,
    devUnit:
      dev !== null && (countsEpochs(dev, metric?.key ?? "") || (unit === "steps" && runsBeside(dev, loss)))
        ? "epochs"
        : unit,
  };
}

/** With the dev metric for a loss, turned so that less is better. */
const judgedByDev = (one: Replicate, metric: Metric | null): Replicate => ({
  ...one,
  loss: one.dev === null || metric?.goal !== "max" ? one.dev : mapped(one.dev, (value) => -value),
});

function usableOnly(curve: Curve): Curve {
  if (curve.nonFinite === 0) return curve;
  const kept: number[] = [];
  for (let i = 0; i < curve.length; i++) if (isUsable(curve.values[i])) kept.push(i);
  const column = (from: ArrayLike<number>) => Float64Array.from(kept, (i) => from[i]);
  return { ...curve, steps: column(curve.steps), values: column(curve.values), length: kept.length };
}

/** Named after epochs, or few and fractional steps. */
function countsEpochs(curve: Curve, key: string): boolean {
  if (readTag(key).countsEpochs && !/_(loss|acc\w*)_epoch$/i.test(curve.tag)) return smallSteps(curve);
  return (
    smallSteps(curve) &&
    Array.from({ length: Math.min(curve.length, 50) }, (_, i) => curve.steps[i]).some((step) => !Number.isInteger(step))
  );
}

const smallSteps = (curve: Curve): boolean => curve.length > 0 && curve.steps[curve.length - 1] <= 1000;

/** Evaluated at 0, 1, 2, … while the loss counts far beyond: the evals are numbered by epoch. */
function runsBeside(dev: Curve, loss: Curve | null): boolean {
  if (loss === null || loss.length === 0 || dev.length < 3) return false;
  const last = dev.steps[dev.length - 1];
  return last - dev.steps[0] === dev.length - 1 && last * 5 < loss.steps[loss.length - 1];
}

const FEWEST_TO_COMPARE = 5;

function withoutCopies(all: readonly Replicate[]): Omit<Replicates, "notes"> {
  const members: Replicate[] = [];
  const excluded: { run: string; because: string }[] = [];
  const sameUnderTwoRates: string[][] = [];
  for (const one of all) {
    const twin = members.find((other) => isCopy(one, other));
    const leader = twin === undefined ? members.find((other) => isShadow(one, other)) : undefined;
    if (leader !== undefined)
      excluded.push({
        run: one.experiment.name,
        because: t`its noise is that of ${leader.experiment.name}: the same data in the same order, no independent seed`,
      });
    else if (twin === undefined) members.push(one);
    else if (one.experiment.learningRate?.value === twin.experiment.learningRate?.value) {
      excluded.push({ run: one.experiment.name, because: t`its log is a copy of ${twin.experiment.name}` });
    } else {
      sameUnderTwoRates.push([twin.experiment.name, one.experiment.name]);
      members.push(one);
    }
  }
  return { members, excluded, sameUnderTwoRates };
}

/** Equal to the last digit, in a log long and varied enough that this is no accident. */
function isCopy(a: Replicate, b: Replicate): boolean {
  if (a.loss === null || b.loss === null || a.loss.length !== b.loss.length || a.loss.length < FEWEST_TO_COMPARE)
    return false;
  if (a.loss.lowest !== b.loss.lowest || (a.dev?.length ?? 0) !== (b.dev?.length ?? 0)) return false;
  let varies = false;
  for (let i = 0; i < a.loss.length; i++) {
    if (a.loss.steps[i] !== b.loss.steps[i] || !Object.is(a.loss.values[i], b.loss.values[i])) return false;
    varies ||= isUsable(a.loss.values[i]) && a.loss.values[i] !== a.loss.values[0];
  }
  if (!varies) return false;
  if (a.dev === null || b.dev === null) return true;
  for (let i = 0; i < a.dev.length; i++) if (a.dev.values[i] !== b.dev.values[i]) return false;
  return true;
}
