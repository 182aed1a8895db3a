/** What past sweeps say beside a sweep's own runs: a hint while these cannot tell, never a vote. */

import type { Advice } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { counted, rate } from "../wording.ts";
import type { Prior } from "./memory.ts";

/** Closer than a tenth of a decade is tried already. */
const NEAR = 10 ** 0.1;

/** The advice on the learning rate with what past sweeps found; where it waits for runs, one at their middle is among them. */
export function withPrior(advice: Advice, { sweep }: SweepCurves, prior: Prior | null): Advice {
  if (prior === null) return advice;
  const range =
    prior.lowest === prior.highest ? rate(prior.lowest) : t`between ${rate(prior.lowest)} and ${rate(prior.highest)}`;
  const assumptions = [
    ...advice.assumptions,
    t`In ${counted(prior.sweeps, "past sweep")} with this optimizer the best rate was ${range}, ${rate(prior.rate)} in the middle; it has no vote here.`,
  ];
  const [experiment] = sweep.experiments;
  const key = experiment.learningRate?.key ?? "lr";
  const known = [
    ...sweep.experiments.flatMap(({ learningRate }) => learningRate?.value ?? []),
    ...advice.next.flatMap(({ hparams }) => (typeof hparams[key] === "number" ? [hparams[key]] : [])),
  ];
  const isTried = known.some((value) => value / prior.rate < NEAR && prior.rate / value < NEAR);
  if (advice.verdict !== "insufficient" || isTried) return { ...advice, assumptions };
  const run = {
    why: t`the middle of what was best in ${counted(prior.sweeps, "past sweep")}`,
    hparams: { [key]: prior.rate },
    steps: advice.next[0]?.steps ?? experiment.plannedSteps,
    seeds: advice.next[0]?.seeds.slice(0, 1) ?? [],
    command: null,
  };
  return { ...advice, assumptions, next: [...advice.next, run] };
}
