/** Steps and epochs (rule R14): one becomes the other only where the size of the training set and the batch are known. */
import { t } from "../../core/text.ts";
import { count, quantity } from "../wording.ts";
import type { Experiment } from "./experiment.ts";
import { numberNamed } from "./settings.ts";

/** Updates in one pass over `examples`: a last, smaller batch counts unless it is dropped. */
export function stepsPerEpoch(examples: number, batch: number, dropsLast = false): number {
  const exact = examples / batch;
  return Math.max(1, dropsLast ? Math.floor(exact) : Math.ceil(exact));
}

/** Passes over the training set that `steps` updates make, exactly. */
export const toEpochs = (steps: number, examples: number, batch: number): number => (steps * batch) / examples;

/** Steps that see as many examples at another batch size. */
export const sameExamples = (steps: number, batch: number, newBatch: number): number =>
  Math.max(1, Math.round((steps * batch) / newBatch));

/** How many examples the training set holds, when the settings say; else null. */
export function trainingSetSize({ hparams }: Experiment): number | null {
  const n = numberNamed(hparams, ["ntrain", "numtrain", "trainsize", "numexamples", "ntrainexamples"]);
  return n !== null && n >= 1 && n < 1e15 ? n : null;
}

/** `steps` as people with a small data set count: `120 epochs of 15 steps`; for less than one pass, that; null where it helps nobody or nothing is known. */
export function inEpochs(steps: number, experiment: Experiment): string | null {
  const examples = trainingSetSize(experiment);
  const { batch } = experiment;
  if (examples === null || batch === null || !(batch >= 1) || batch > 1e12) return null;
  const epochs = toEpochs(steps, examples, batch);
  if (epochs < 1) return t`less than one pass over ${count(examples)} examples, so the loss is as good as a dev loss`;
  if (epochs < 3) return null;
  const each = stepsPerEpoch(examples, batch);
  return t`${count(Math.ceil(epochs))} epochs of ${quantity(each)} ${each === 1 ? t`step` : t`steps`} at batch size ${count(batch)}`;
}
