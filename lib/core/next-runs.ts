/** Runs that somebody proposes to start: what they cost together, and which are proposed twice. Pure. */
import type { NextRun } from "./advice.ts";

/** What several proposals cost together. */
export interface PlanCost {
  /** Every seed is a run. */
  readonly runs: number;
  /** Null when the length of one is not known in steps. */
  readonly steps: number | null;
  /** Null when the clock does not say it for each of them. */
  readonly gpuHours: number | null;
}

/** The sum over `plan`; nothing costs nothing. */
export function costOf(plan: readonly NextRun[]): PlanCost {
  const runsOf = ({ seeds }: NextRun): number => Math.max(1, seeds.length);
  const sum = (numbers: readonly (number | null)[]): number | null =>
    numbers.reduce<number | null>((all, one) => (all === null || one === null ? null : all + one), 0);
  return {
    runs: plan.reduce((all, run) => all + runsOf(run), 0),
    steps: sum(plan.map((run) => run.costSteps ?? (run.steps === null ? null : run.steps * runsOf(run)))),
    gpuHours: sum(plan.map(({ gpuHours = null }) => gpuHours)),
  };
}

/** The settings that `run` names, as people type them: `lr=0.001 batch_size=16`; empty where it names none. */
export const settingsOf = ({ hparams }: Pick<NextRun, "hparams">): string =>
  Object.entries(hparams)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

/** Whether `plan` has every one of `runs`, perhaps with settings beside those that they name: then they need not be told again. */
export const areAmong = (runs: readonly NextRun[], plan: readonly NextRun[]): boolean =>
  runs.every((run) => plan.some((other) => isSame(run, other)));

const isSame = ({ hparams, steps, seeds }: NextRun, other: NextRun): boolean =>
  steps === other.steps &&
  seeds.join() === other.seeds.join() &&
  Object.entries(hparams).every(([key, value]) => other.hparams[key] === value);
