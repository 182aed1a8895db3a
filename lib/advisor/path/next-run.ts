/** What proposed runs cost and how they are started, from the runs on disk; and what to run when there is nothing to go by. */

import type { NextRun } from "../../core/advice.ts";
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import type { Experiment } from "../runs/experiment.ts";
import { scheduleKeys } from "../runs/schedule.ts";
import { keysOf } from "../runs/settings.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { isStartedBy, toCommand } from "./command.ts";
import { gpusOf, paceOf } from "./pace.ts";

/** `next` with its cost and its command, as far as `like`, the run that it is most like, or another of the sweep can tell. */
export function costed(next: NextRun, like: Experiment, experiments: readonly Experiment[]): NextRun {
  const runs = Math.max(1, next.seeds.length);
  const starter = isStartedBy(like) ? like : experiments.find(isStartedBy);
  const pace = paceOf(like);
  const sameBatch = keysOf(next.hparams, "batch").every((key) => next.hparams[key] === like.hparams[key]);
  const hours = (steps: number, perStep: number) => (steps * runs * perStep * gpusOf(like)) / 3600;
  return {
    ...next,
    command: starter === undefined ? null : toCommand(starter, next.hparams, next),
    costSteps: next.steps === null ? null : next.steps * runs,
    gpuHours: next.steps === null || pace === null || !sameBatch ? null : round(hours(next.steps, pace.usual)),
  };
}

/** To 2 digits: a forecast of this kind has no more. */
const round = (hours: number): number => Number(hours.toPrecision(2));

const HALF_DECADE = Math.sqrt(10);

/** Two runs that make a sweep of one that says nothing yet: half a decade around the rate that was used, else around `prior`. */
export function firstRuns({ sweep, ballot }: SweepCurves, prior: number): NextRun[] {
  const [experiment] = sweep.experiments;
  const known = experiment.learningRate;
  const isKnown = known !== null && known.value > 0;
  const centre = isKnown ? known.value : prior;
  const keys = scheduleKeys(experiment.hparams);
  const constant: Record<string, HparamValue> = ballot.schedule === "cyclic" ? { [keys.kind]: "constant" } : {};
  const rates = isKnown ? [centre * HALF_DECADE, centre / HALF_DECADE] : [centre, centre / HALF_DECADE];
  return rates.map((rate) => ({
    why: isKnown
      ? t`two more learning rates, all else as it was, make this a sweep`
      : t`state the learning rate among the settings and log the loss: two make a beginning`,
    hparams: { [known?.key ?? "lr"]: Number(rate.toPrecision(3)), ...constant },
    steps: experiment.plannedSteps,
    seeds: experiment.seed === null ? [] : [experiment.seed],
    command: null,
  }));
}
