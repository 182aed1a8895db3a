/** From runs to answers: the one function that the command line, the server and the what-if sliders call. */
import type { Advice, AdviceAnswer, SweepAdvice } from "../core/advice.ts";
import { baseRuns } from "./base-runs.ts";
import { adviseBatchMomentum, planBatchMomentum } from "./batch-momentum.ts";
import { seededChance } from "./chance.ts";
import { adviseConvergedStep } from "./converged-step.ts";
import { adviseDecayEffect } from "./decay-effect.ts";
import { adviseDecaySchedule } from "./decay-schedule.ts";
import { adviseDecayStart } from "./decay-start.ts";
import { findDevPeak } from "./dev-peak.ts";
import { toExperiments } from "./experiment.ts";
import { findImportance } from "./importance.ts";
import type { AdviceOptions, RunLog } from "./input.ts";
import { adviseLearningRate } from "./learning-rate.ts";
import { advisePacking } from "./packing-advice.ts";
import { advisePause } from "./pause.ts";
import { advisePreparation } from "./preparation.ts";
import { adviseRunHealth } from "./run-health.ts";
import { stageOf, withStages } from "./stage.ts";
import { type Sweep, toSweeps } from "./sweep.ts";
import { toSweepCurves } from "./sweep-curves.ts";
import { adviseUpdateRatio } from "./update-ratio.ts";

/**
 * Advice for every sweep among `runs`, in natural order. The same logs give the same answer, in whatever order they come; no clock,
 * no chance. Damaged, empty or diverged logs take themselves out, never the others down. No runs: no sweeps.
 */
export function advise(runs: readonly RunLog[], options: AdviceOptions = {}): AdviceAnswer {
  const sweeps = toSweeps(toExperiments(runs), options.sweeps);
  return { version: 1, sweeps: withStages(sweeps.map((sweep) => adviseSweep(sweep, options))) };
}

/** Advice for one sweep. */
export function adviseSweep(sweep: Sweep, options: AdviceOptions): SweepAdvice {
  const curves = toSweepCurves(sweep, options);
  const { advice: learningRate, vote } = adviseLearningRate(curves);
  const isPicked = learningRate.verdict === "pick" || learningRate.verdict === "tie";
  const cells = adviseBatchMomentum(curves);
  const base = (vote === null ? cells?.base : null) ?? baseRuns(curves, vote, isPicked);
  const peak = base === null || curves.metric === null ? null : findDevPeak(base.runs, curves.metric);
  const { metric, judge } = curves;
  const convergedStep = adviseConvergedStep(curves, base, peak, learningRate.next);
  const decayStart = adviseDecayStart(curves, base, peak, learningRate.next);
  const decay = adviseDecayEffect(curves);
  const steps = stepsOf(convergedStep);
  const batchMomentum =
    cells?.advice ??
    (steps !== null && base?.isPicked === true && decay === null ? planBatchMomentum(curves, base, steps) : null);
  const importance = findImportance(curves, seededChance(1));
  const sameUnit = base !== null && base.middle.replicate.unit === base.middle.replicate.devUnit;
  const advice = [
    learningRate,
    convergedStep,
    decayStart,
    batchMomentum,
    steps === null
      ? null
      : adviseDecaySchedule(curves, base, {
          steps,
          peak: sameUnit && peak?.shape !== "rising" ? peak : null,
          next: decayStart.next,
          tried: decay,
        }),
    decay?.advice ?? null,
    isPicked ? null : adviseUpdateRatio(curves),
    advisePause(curves),
    advisePacking(
      curves,
      [learningRate, convergedStep].find(({ next }) => next.length > 1)?.next ?? decayStart.next,
      options.gpu,
    ),
    adviseRunHealth(curves),
    advisePreparation(curves),
  ].filter((advice) => advice !== null);
  return {
    id: sweep.id,
    title: sweep.title,
    runs: sweep.experiments.flatMap((experiment) => experiment.runs),
    varies: sweep.varies,
    metric: metric === null ? null : { tag: metric.tag, goal: metric.goal },
    loss: judge.lossTag === null ? null : { tag: judge.lossTag },
    ...(importance === null ? {} : { importance }),
    advice,
    stage: stageOf(advice),
  };
}

/** How long to train, when that is settled. */
function stepsOf({ verdict, value }: Advice): number | null {
  const settled = verdict === "pick" && value !== null && typeof value === "object" && "recommendedSteps" in value;
  return settled ? value.recommendedSteps : null;
}
