/** How long launches will take, from what known runs took. Pure. */
import type { LaunchEstimate } from "../../core/launch-form.ts";
import type { Submission } from "../launch.ts";
import { stepsToMake } from "../plans/trial.ts";

export interface EstimateFacts {
  /** Updates a second of each known run of the project. */
  readonly paces: readonly number[];
  /** Steps that each launch before these still has to make; null: not known. */
  readonly ahead: readonly (number | null)[];
  /** CPU slots of the machine. */
  readonly slots: number;
  /** GPUs that runs may use; sharing them is not counted on. */
  readonly gpus: number;
}

/** By the median pace. Says null wherever something is not known: no number is made up. */
export function estimate(
  launches: readonly Submission["launches"][number][],
  { paces, ahead, slots, gpus }: EstimateFacts,
): LaunchEstimate {
  const stepsPerSec = medianOf(paces);
  const needs = launches.map(({ order }) => order.needs);
  const secs = launches.map(({ order }) => {
    const steps = stepsToMake(order);
    return steps === null || stepsPerSec === null ? null : steps / stepsPerSec;
  });
  const aheadSecs = ahead.map((steps) => (steps === null || stepsPerSec === null ? null : steps / stepsPerSec));
  const runSecs = sumOf(secs);
  const waitSecs = sumOf(aheadSecs);
  const usesGpus = gpus > 0 && needs.some((need) => need.gpus > 0);
  const lanes = Math.min(
    ...needs.map((need) =>
      Math.min(
        Math.floor(slots / Math.min(need.cpus, slots)),
        need.atOnce ?? Number.POSITIVE_INFINITY,
        gpus > 0 && need.gpus > 0 ? Math.max(1, Math.floor(gpus / need.gpus)) : Number.POSITIVE_INFINITY,
      ),
    ),
  );
  const atOnce = Math.max(1, Math.min(lanes, launches.length + ahead.length));
  const longest = Math.max(0, ...secs.map((own) => own ?? 0));
  return {
    stepsPerSec,
    paceRuns: paces.length,
    runSecs,
    gpuHours: usesGpus ? sumOf(secs.map((own, i) => (own === null ? null : (own * needs[i].gpus) / 3600))) : null,
    untilDoneSecs: runSecs === null || waitSecs === null ? null : Math.max(longest, (runSecs + waitSecs) / atOnce),
    ahead: ahead.length,
    atOnce,
  };
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
