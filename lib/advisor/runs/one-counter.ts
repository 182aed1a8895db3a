/** Runs that count epochs beside others that count steps: they can be compared where the length of an epoch is known. */
import { t } from "../../core/text.ts";
import { quantity } from "../wording.ts";
import type { Curve } from "./curve.ts";
import { stepsPerEpoch, trainingSetSize } from "./epochs.ts";
import type { Experiment } from "./experiment.ts";
import type { Replicate } from "./replicate.ts";
import { numberNamed } from "./settings.ts";

/** Updates in an epoch of `experiment`: as it states them, or by its training set and batch; null where neither is known. */
function epochLength(experiment: Experiment): number | null {
  const stated = numberNamed(experiment.hparams, ["stepsperepoch", "itersperepoch", "batchesperepoch"]);
  if (stated !== null && stated >= 1) return stated;
  const examples = trainingSetSize(experiment);
  const { batch } = experiment;
  return examples === null || batch === null || !(batch >= 1) ? null : stepsPerEpoch(examples, batch);
}

/**
 * `members` on one counter, where some count epochs and others steps: that of the most, so that their charts stand. Runs whose epochs have no known
 * length stay as they were; a sentence for each of the others.
 */
export function onOneCounter(members: readonly Replicate[]): {
  readonly members: readonly Replicate[];
  readonly notes: readonly string[];
} {
  const counting = (unit: Replicate["unit"]) => members.filter((one) => one.loss !== null && one.unit === unit).length;
  const [epochs, steps] = [counting("epochs"), counting("steps")];
  if (epochs === 0 || steps === 0) return { members, notes: [] };
  const [from, to] = epochs > steps ? (["steps", "epochs"] as const) : (["epochs", "steps"] as const);
  const notes: string[] = [];
  const turned = (one: Replicate): Replicate => {
    const length = one.unit === from ? epochLength(one.experiment) : null;
    if (length === null) return one;
    const { experiment, loss, dev, devLoss, devUnit } = one;
    notes.push(
      from === "epochs"
        ? t`${experiment.name} counts epochs, of ${quantity(length)} steps each.`
        : t`${experiment.name} counts steps, of which ${quantity(length)} are an epoch.`,
    );
    const factor = from === "epochs" ? length : 1 / length;
    const scaled = (curve: Curve | null) => (curve === null ? null : times(curve, factor));
    return {
      ...one,
      loss: scaled(loss),
      dev: devUnit === from ? scaled(dev) : dev,
      devLoss: devUnit === from ? scaled(devLoss) : devLoss,
      unit: to,
      devUnit: to,
    };
  };
  return { members: members.map(turned), notes };
}

/** `curve` on a counter that counts `factor` where its own counts 1. */
const times = (curve: Curve, factor: number): Curve => ({
  ...curve,
  steps: Float64Array.from({ length: curve.length }, (_, i) => factor * curve.steps[i]),
});
