/** What every later rule stands on: the vote among learning rates, and the runs and the dev curve that it leads to. */

import { adviseBatchMomentum, type BatchFinding } from "../batch/batch-momentum.ts";
import { type DevPeak, findDevPeak } from "../decay/dev-peak.ts";
import { adviseLearningRate, type LearningRateAdvice } from "../learning-rate/learning-rate.ts";
import type { Parts } from "../parts.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { type BaseRuns, baseRuns } from "./base-runs.ts";

export interface Basis {
  readonly learningRate: LearningRateAdvice;
  /** A learning rate was picked with at least tentative confidence. */
  readonly isPicked: boolean;
  /** Null when batch size and momentum did not vary. */
  readonly cells: BatchFinding | null;
  /** The best cell where batch size and momentum have their answer, else the runs of the learning rate. Null when no run came through. */
  readonly base: BaseRuns | null;
  /** Null where the dev curve of the base is too short, or there is none. */
  readonly peak: DevPeak | null;
  /** The runs of the learning rate, where the base is a cell found later; null where they are the base, or there are none. */
  readonly earlier: { readonly base: BaseRuns | null; readonly peak: DevPeak | null } | null;
}

/** The basis of a sweep, in two parts. */
export function* basisInParts(curves: SweepCurves): Parts<Basis> {
  const learningRate = adviseLearningRate(curves);
  const { advice, vote } = learningRate;
  const isPicked = advice.verdict === "pick" || advice.verdict === "tie";
  yield;
  const cells = adviseBatchMomentum(curves);
  const chosen = baseRuns(curves, vote, isPicked);
  const cell = vote === null || cells?.base?.isPicked === true ? (cells?.base ?? null) : null;
  const base = cell ?? chosen;
  const peakOf = (runs: BaseRuns | null) =>
    runs === null || curves.metric === null ? null : findDevPeak(runs.runs, curves.metric);
  const earlier = cell !== null && vote !== null ? { base: chosen, peak: peakOf(chosen) } : null;
  return { learningRate, isPicked, cells, base, peak: peakOf(base), earlier };
}
