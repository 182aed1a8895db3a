/** The grid of phase 2 (rules R19 to R23), in coordinates in which the learning rate stays comparable. */

import type { NextRun } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { sameExamples } from "../runs/epochs.ts";
import type { Experiment } from "../runs/experiment.ts";
import { count, joined, quantity, times } from "../wording.ts";
import { momentumOf, tableKeys } from "./batch-cells.ts";

const MOMENTA = [0, 0.9, 0.99];
const BATCH_FACTORS = [0.5, 1, 2, 4];

/** Adam and its kin: their β₁ can mostly be skipped (rule R19), and their rate goes with the root of the batch. */
export function isAdaptive({ hparams }: Experiment): boolean {
  const key = Object.keys(hparams).find((name) => /optim/i.test(name));
  return key !== undefined && /adam|lamb|lion|rmsprop|adagrad|adafactor/i.test(String(hparams[key]));
}

/**
 * The learning rate at which to begin in a new cell: lr / (1 − momentum) is held (measured: right to 0.6 decades), and the rate
 * goes with the batch size (its root for Adam). A centre of a small sweep, no answer.
 */
export function centreRate(
  from: { readonly rate: number; readonly batch: number; readonly momentum: number },
  to: { readonly batch: number; readonly momentum: number },
  isAdam: boolean,
): number {
  const byBatch = isAdam ? Math.sqrt(to.batch / from.batch) : to.batch / from.batch;
  return Number(((from.rate * byBatch * (1 - to.momentum)) / (1 - from.momentum)).toPrecision(2));
}

/** The runs of the grid around `experiment` at learning rate `value`, its own cell left out; examples seen are held. Empty when the batch size is not known. */
export function designGrid(experiment: Experiment, value: number, steps: number | null): NextRun[] {
  const { batch } = experiment;
  if (batch === null || !(batch >= 1) || batch > 1e9 || !(value > 0)) return [];
  const isAdam = isAdaptive(experiment);
  const momentum = momentumOf(experiment) ?? 0;
  if (!(momentum >= 0 && momentum < 1)) return [];
  const momenta = isAdam ? [momentum] : [...new Set([...MOMENTA, momentum])].sort((a, b) => a - b);
  const keys = tableKeys(experiment);
  const stated = Number(experiment.hparams[keys.batch]);
  const perStated = stated > 0 ? batch / stated : 1; // accumulation and world size stay as they are
  const cells = [...new Set(BATCH_FACTORS.map((factor) => Math.round(batch * factor)))]
    .filter((size) => size >= 1)
    .flatMap((size) => momenta.map((mu) => ({ batch: size, momentum: mu })))
    .filter((cell) => cell.batch !== batch || cell.momentum !== momentum);
  return cells.map((cell) => {
    const hparams = {
      [keys.batch]: Math.max(1, Math.round(cell.batch / perStated)),
      ...(isAdam ? {} : { [keys.momentum]: cell.momentum }),
      [experiment.learningRate?.key ?? "lr"]: centreRate({ rate: value, batch, momentum }, cell, isAdam),
    };
    return {
      why: isAdam
        ? sizeIn(cell.batch / batch)
        : joined([sizeIn(cell.batch / batch), momentumIn(cell.momentum, momentum)], ", "),
      hparams,
      steps: steps === null ? null : sameExamples(steps, batch, cell.batch),
      seeds: experiment.seed === null ? [] : [experiment.seed],
      command: null,
    };
  });
}

/** A batch size beside the one at hand. */
function sizeIn(factor: number): string {
  if (factor === 1) return t`the same batch size`;
  if (factor < 1) return factor === 0.5 ? t`half the batch size` : t`a smaller batch size`;
  return factor === 2 ? t`twice the batch size` : t`${times(factor)} the batch size`;
}

function momentumIn(momentum: number, before: number): string {
  if (momentum === 0) return t`without momentum`;
  return momentum === before ? t`momentum ${quantity(momentum)} as before` : t`momentum ${quantity(momentum)}`;
}

/** The guide's start for a batch size that nobody states, and twice it. */
const USUAL_BATCHES = [64, 128];

/** Where no batch size is stated: two that are, at the learning rate that was found. */
export function designBlind({ learningRate, seed }: Experiment, value: number, steps: number | null): NextRun[] {
  return USUAL_BATCHES.map((batch) => ({
    why: t`batch size ${count(batch)}, stated: no run says which one it used`,
    hparams: { [learningRate?.key ?? "lr"]: value, batch_size: batch },
    steps,
    seeds: seed === null ? [] : [seed],
    command: null,
  }));
}
