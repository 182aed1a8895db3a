/** Row 1: which learning rate. */

import {
  fastaiMinimum,
  fastaiSlide,
  fastaiSteep,
  fastaiValley,
  fixedDefault,
  leastArea,
  lowestLastLoss,
  lowestSmoothedLoss,
  type RatePicker,
  rawArgmax,
  steepest,
} from "../baselines/learning-rate.ts";
import type { FinishedSweep } from "../corpus.ts";
import { nearestRate, regretOf } from "../corpus.ts";
import { ask, reveal, type SeenRun } from "../replay.ts";
import { ADVISOR, printScores, ScoreBoard } from "../scores.ts";

export const GUIDE_SIX = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5];
export const GUIDE_TWELVE = [...GUIDE_SIX, 0.03, 0.05, 0.003, 0.005, 0.007, 0.0005];

/** The rates of `sweep` that are nearest to `rates`, each once. */
export const subset = (sweep: FinishedSweep, rates: readonly number[]): Set<number> =>
  new Set(rates.map((rate) => nearestRate(sweep, rate)));

export const GRIDS: readonly { readonly name: string; readonly of: (sweep: FinishedSweep) => Set<number> }[] = [
  { name: "all learning rates", of: (sweep) => new Set(sweep.runs.map(({ rate }) => rate)) },
  { name: "the guide's 6 + 6", of: (sweep) => subset(sweep, GUIDE_TWELVE) },
  { name: "the guide's 6", of: (sweep) => subset(sweep, GUIDE_SIX) },
];

/** The rate that the advisor picks, or null. */
export function advisorsPick(runs: readonly SeenRun[]): number | null {
  const advice = ask(
    runs.map(({ log }) => log),
    "learning-rate",
  );
  return typeof advice?.value === "number" ? advice.value : null;
}

const BASELINES: Readonly<Record<string, RatePicker>> = {
  "lowest last loss": lowestLastLoss,
  "lowest smoothed loss": lowestSmoothedLoss,
  steepest,
  "area only": leastArea,
  "fastai minimum": fastaiMinimum,
  "fastai steep": fastaiSteep,
  "fastai valley": fastaiValley,
  "fastai slide": fastaiSlide,
};

/** Prints row 1 for sweeps of one kind of metric. */
export function printLearningRateRow(sweeps: readonly FinishedSweep[], unit: string): void {
  for (const { name, of } of GRIDS) {
    for (const horizon of [0.25, 1]) {
      const board = new ScoreBoard();
      for (const sweep of sweeps) score(board, sweep, of(sweep), horizon);
      const seen =
        horizon === 1 ? "whole runs (dev picks are judged by what they saw)" : `${100 * horizon} % of the budget`;
      printScores(`Row 1, learning rate: ${name}, ${seen}`, board.scores, unit);
    }
  }
}

function score(board: ScoreBoard, sweep: FinishedSweep, rates: ReadonlySet<number>, horizon: number): void {
  const shown = sweep.runs.filter(({ rate }) => rates.has(rate));
  const withDev = shown.map((run) => reveal(run, sweep.budget, { horizon, hasDev: true }));
  const lossOnly = shown.map((run) => reveal(run, sweep.budget, { horizon, hasDev: false }));
  const regret = (rate: number | null) => (rate === null ? null : regretOf(sweep, rate));
  board.add(ADVISOR, regret(advisorsPick(withDev)));
  board.add(`${ADVISOR}, loss only`, regret(advisorsPick(lossOnly)));
  for (const [method, pick] of Object.entries({ ...BASELINES, "fixed default": fixedDefault(sweep.optimizer) }))
    board.add(method, regret(pick(withDev)?.rate ?? null));
  board.add("raw argmax", regret(rawArgmax(withDev)?.rate ?? null));
  const all = shown.map(({ rate }) => regretOf(sweep, rate));
  board.add("random (expected)", all.reduce((a, b) => a + b, 0) / all.length);
}
