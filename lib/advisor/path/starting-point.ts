/** What is known so far as one run that could be started: later stages begin there. */
import type { StartingPoint } from "../../core/advice.ts";
import type { HparamValue } from "../../core/series.ts";
import { momentumOf, tableKeys } from "../batch/batch-cells.ts";
import type { BaseRuns } from "./base-runs.ts";

/** The settings of `base` by which stages are told apart, and `steps` as decided for it. */
export function startingPoint({ runs, middle }: BaseRuns, steps: number | null): StartingPoint {
  const { experiment, unit } = middle.replicate;
  const { learningRate, hparams, batch } = experiment;
  const keys = tableKeys(experiment);
  const settings: Record<string, HparamValue> = {};
  if (keys.batch in hparams) settings[keys.batch] = hparams[keys.batch];
  if (momentumOf(experiment) !== null && keys.momentum in hparams) settings[keys.momentum] = hparams[keys.momentum];
  if (learningRate !== null) settings[learningRate.key] = learningRate.value;
  return {
    run: experiment.name,
    hparams: settings,
    steps: unit === "steps" ? steps : null,
    batch,
    seeds: runs.flatMap(({ replicate }) => replicate.experiment.seed ?? []),
  };
}
