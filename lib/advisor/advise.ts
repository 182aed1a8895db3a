/** From runs to answers: the one function that the command line, the server and the what-if sliders call. */
import type { AdviceAnswer, NextRun, SweepAdvice } from "../core/advice.ts";
import { planBatchMomentum } from "./batch/batch-momentum.ts";
import { adviseUpdateRatio } from "./batch/update-ratio.ts";
import { seededChance } from "./chance.ts";
import { adviseDecayEffect } from "./decay/decay-effect.ts";
import { adviseDecaySchedule } from "./decay/decay-schedule.ts";
import { adviseDecayStart } from "./decay/decay-start.ts";
import { advisePreparation } from "./health/preparation.ts";
import { adviseRunHealth } from "./health/run-health.ts";
import { importanceInParts } from "./importance/importance.ts";
import type { AdviceOptions, RunLog } from "./input.ts";
import { inLanguage } from "./language.ts";
import { finish, type Parts } from "./parts.ts";
import type { BaseRuns } from "./path/base-runs.ts";
import { basisInParts } from "./path/basis.ts";
import { calibratePause, optimizerOf, priorRate, toLesson } from "./path/memory.ts";
import { withPrior } from "./path/memory-advice.ts";
import { costed, firstRuns } from "./path/next-run.ts";
import { advisePacking } from "./path/packing-advice.ts";
import { stageOf, stepsOf, withStages } from "./path/stage.ts";
import { startingPoint } from "./path/starting-point.ts";
import { outlookOf } from "./pausing/outlook.ts";
import { advisePause } from "./pausing/pause.ts";
import { sameExamples } from "./runs/epochs.ts";
import { toExperiments } from "./runs/experiment.ts";
import { type Sweep, toSweeps } from "./runs/sweep.ts";
import { sweepCurvesInParts } from "./runs/sweep-curves.ts";
import { adviseConvergedStep } from "./steps/converged-step.ts";

/**
 * Advice for every sweep among `runs`, in natural order. The same logs give the same answer, in whatever order they come; no clock,
 * no chance. Damaged, empty or diverged logs take themselves out, never the others down. No runs: no sweeps.
 */
export function advise(runs: readonly RunLog[], options: AdviceOptions = {}): AdviceAnswer {
  const sweeps = toSweeps(toExperiments(runs), options.sweeps);
  const thought = withStages(sweeps.map((sweep) => finish(adviseSweepInParts(sweep, options))));
  const answer: AdviceAnswer = { version: 1, sweeps: thought };
  return options.language === null ? answer : inLanguage(answer, options.language ?? "en");
}

/** Advice for one sweep in parts of a few milliseconds, for who has other things to do meanwhile; its texts are still to be said (`inLanguage`). */
export function* adviseSweepInParts(sweep: Sweep, options: AdviceOptions): Parts<SweepAdvice> {
  const curves = yield* sweepCurvesInParts(sweep, options);
  const { learningRate: voted, isPicked, cells, base, peak, earlier } = yield* basisInParts(curves);
  const { advice: byRuns, vote } = voted;
  const lessons = options.past?.lessons.filter(({ key }) => key !== options.past?.keyOf(sweep.id)) ?? [];
  const prior = priorRate(lessons, optimizerOf(sweep.experiments[0]));
  const learningRate = withPrior(byRuns, curves, prior);
  yield;
  const { metric, judge } = curves;
  const ownStep = adviseConvergedStep(curves, base, peak, learningRate.next);
  // Cells are often too short to count steps by: then the count of the learning rate's runs holds, as many examples long.
  const earlierStep =
    earlier !== null && ownStep.verdict !== "pick"
      ? adviseConvergedStep(curves, earlier.base, earlier.peak, learningRate.next)
      : null;
  const isCarried = earlierStep?.verdict === "pick";
  const convergedStep = isCarried ? earlierStep : ownStep;
  const counted = convergedStep.verdict === "pick" ? stepsOf(convergedStep) : null;
  const steps = isCarried && counted !== null ? atBatchOf(base, earlier?.base ?? null, counted) : counted;
  const decayStart = adviseDecayStart(curves, base, peak, steps, learningRate.next);
  yield;
  const decay = adviseDecayEffect(curves);
  yield;
  const plan = steps !== null && base?.isPicked === true ? planBatchMomentum(curves, base, steps) : null;
  yield;
  const importance = yield* importanceInParts(curves, seededChance(1));
  yield;
  const outlook = outlookOf(curves, vote);
  const lesson = toLesson(curves, vote, isPicked);
  yield;
  const health = yield* adviseRunHealth(curves);
  yield;
  const sameUnit = base !== null && base.middle.replicate.unit === base.middle.replicate.devUnit;
  const like = base?.middle.replicate.experiment ?? sweep.experiments[0];
  const priced = (next: readonly NextRun[]) => next.map((run) => costed(run, like, sweep.experiments));
  const rules = [
    learningRate,
    convergedStep,
    decayStart,
    cells?.advice ?? (decay === null ? plan : null),
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
    advisePause(curves, calibratePause(lessons)),
    advisePacking(
      curves,
      priced([learningRate, convergedStep].find(({ next }) => next.length > 1)?.next ?? decayStart.next),
      options.gpu,
    ),
    health,
    advisePreparation(curves),
  ];
  const advice = rules.flatMap((rule) => (rule === null ? [] : { ...rule, next: priced(rule.next) }));
  const startFrom = base === null ? {} : { startFrom: startingPoint(base, steps) };
  return {
    id: sweep.id,
    title: sweep.title,
    runs: sweep.experiments.flatMap((experiment) => experiment.runs),
    varies: sweep.varies,
    metric: metric === null ? null : { tag: metric.tag, goal: metric.goal },
    loss: judge.lossTag === null ? null : { tag: judge.lossTag },
    ...(outlook === null ? {} : { outlook }),
    ...(lesson === null ? {} : { lesson }),
    ...(importance === null ? {} : { importance }),
    advice,
    ...startFrom,
    stage: stageOf([{ advice, ...startFrom }], priced(plan?.next ?? firstRuns(curves, prior?.rate ?? USUAL_RATE))),
  };
}

/** `steps` of `from` as as many examples of `to`. */
function atBatchOf(to: BaseRuns | null, from: BaseRuns | null, steps: number): number {
  const [batch, before] = [to, from].map((runs) => runs?.middle.replicate.experiment.batch ?? null);
  return batch === null || before === null || batch === before ? steps : sameExamples(steps, before, batch);
}

/** The middle of the guide's six learning rates: where nothing is known, sweeps begin there. */
const USUAL_RATE = 0.01;
