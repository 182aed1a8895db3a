/** Advice on the number of steps (rules R12, R13, R26): where the chosen curve has converged, and half as much again. */

import type { Advice, ConfidenceWord, Evidence, Mark, NextRun } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { type Cap, capped, toWord } from "../confidence.ts";
import type { DevPeak } from "../decay/dev-peak.ts";
import { noAdvice, notYet } from "../no-advice.ts";
import type { BaseRuns } from "../path/base-runs.ts";
import { inEpochs } from "../runs/epochs.ts";
import { isConstant } from "../runs/schedule.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, counted, lengthIn, percent, quantity, rate, sentence, stepAt, term, times } from "../wording.ts";
import { type Decider, findStepBudget, roundUp, type StepBudget } from "./step-budget.ts";

/** As many as convergence needs blocks. */
const FEWEST_RECORDS = 5;

const GUIDE = ["R12", "R13", "R26"];

/**
 * Advises on the number of steps. `peak`: the dev curve of the same runs, when there is one. `waitFor`: what to run before asking
 * again, when nothing has learned.
 */
export function adviseConvergedStep(
  curves: SweepCurves,
  base: BaseRuns | null,
  peak: DevPeak | null,
  waitFor: readonly NextRun[],
): Advice {
  if (!isConstant(curves.ballot.schedule)) {
    return noAdvice(
      curves,
      "converged-step",
      GUIDE,
      t`The learning rate follows a schedule, which decides when the loss stops falling.`,
    );
  }
  const wait = (headline: string) => notYet(curves, "converged-step", GUIDE, headline, waitFor);
  if (base === null) return wait(t`No run learned well enough to say how many steps it needs.`);
  const { loss, unit, devUnit, experiment } = base.middle.replicate;
  const comparable = unit === devUnit && curves.judge.lossKey !== null;
  // A dev loss that turns up may be over-confidence; one that still falls, or fell until late, says as much as an accuracy.
  const isOverconfident = curves.metric?.isLoss === true && peak?.shape === "interior";
  const budget = findStepBudget(base, comparable && !isOverconfident ? peak : null, curves.thresholds);
  if (loss !== null && loss.length < FEWEST_RECORDS)
    return wait(
      t`${counted(loss.length, "record")} of ${curves.lossName} say nothing of how many steps ${experiment.name} needs.`,
    );
  if (budget === null || loss === null)
    return wait(t`${sentence(curves.lossName)} of ${experiment.name} does not fall by more than its noise.`);
  const { confidence, caps } = capped(0.9, capsOf(curves, base, budget));
  const word = toWord(confidence);
  return {
    rule: "converged-step",
    guide: GUIDE,
    headline: headline(curves, base, budget, word),
    verdict: word === "not enough evidence" ? "insufficient" : "pick",
    value: { convergedStep: budget.step, recommendedSteps: budget.recommended },
    unit: curves.unit,
    interval: budget.interval,
    alternatives: [],
    confidence: word,
    caps,
    evidence: [...byDev(curves, budget), ...byLoss(curves, base, budget)],
    assumptions: [
      ...inPasses(curves, base, budget.recommended),
      t`Converged: within ${budget.whole.tolerance > 1.01 * curves.thresholds.tolerance * budget.whole.drop ? t`3 deviations of the curve's own noise` : t`${quantity(100 * curves.thresholds.tolerance)} % of the descent`}, for good. Margin: ${times(curves.thresholds.margin)}, rounded up.`,
      t`The answer holds for a constant learning rate; a schedule that decays needs its own.`,
    ],
    excluded: [],
    next: word === "not enough evidence" ? [longerRun(curves, base, budget)] : [],
    wouldChangeIf: [wouldChange(budget)],
  };
}

/** Rule R14: small data sets are counted in epochs. */
function inPasses({ unit }: SweepCurves, { middle }: BaseRuns, steps: number): string[] {
  const text = unit === "steps" ? inEpochs(steps, middle.replicate.experiment) : null;
  return text === null ? [] : [t`${count(steps)} steps are ${text}.`];
}

const stepOf = ({ unit }: SweepCurves, at: number): string => stepAt(unit, at);

function capsOf(curves: SweepCurves, base: BaseRuns, budget: StepBudget): Cap[] {
  const { decider, kappa, whole, end } = budget;
  const caps: Cap[] = [];
  if (decider === "not converged")
    caps.push({
      limit: 0.4,
      because: t`converged only at ${stepOf(curves, budget.step)} of ${count(end)}: too late to certify`,
    });
  if (decider === "power law") caps.push({ limit: 0.5, because: t`${curves.lossName} keeps falling like a power law` });
  if (decider === "dev rises") caps.push({ limit: 0.5, because: t`the dev metric still improves at the end` });
  if (decider === "dev later")
    caps.push({ limit: 0.65, because: t`the dev metric still improved after the loss had converged` });
  if (decider === "dev turned")
    caps.push({
      limit: 0.8,
      because: t`the loss still falls after that, so this is a limit to overfitting, not convergence`,
    });
  if (decider === "loss" && (kappa === null || kappa >= 0.5))
    caps.push({ limit: 0.65, because: t`the answer moves when the horizon doubles` });
  if (decider === "loss" && budget.step > 2 * whole.firstTouch)
    caps.push({ limit: 0.65, because: t`${curves.lossName} left its final level again after it had reached it` });
  if (base.runs.some(({ replicate }) => replicate.experiment.state === "live"))
    caps.push({ limit: 0.5, because: t`the run is still going: flat for now` });
  if (!base.isPicked) caps.push({ limit: 0.65, because: t`the learning rate is not decided` });
  return caps;
}

function headline(
  curves: SweepCurves,
  base: BaseRuns,
  { decider, step, recommended, end }: StepBudget,
  word: ConfidenceWord,
): string {
  const n = lengthIn(curves.unit, recommended);
  const metric = curves.metric?.tag ?? t`the dev metric`;
  const at = stepOf(curves, step);
  const name = curves.lossName;
  const sentences: Readonly<Record<Decider, string>> = {
    loss: t`Train for ${n}: ${term(word)}; ${name} converged at ${at}.`,
    "power law": t`Train for ${n}, as a budget: ${term(word)}; ${name} keeps falling like a power law.`,
    "not converged": t`Not converged: ${name} still falls at ${at} of ${count(end)}. Run ${base.middle.replicate.experiment.name} to ${n} and look again.`,
    "dev rises": t`Train for at least ${n}: ${term(word)}; ${name} converged at ${at}, but ${metric} still improves.`,
    "dev later": t`Train for ${n}: ${term(word)}; ${name} converged at ${at}, but ${metric} got best only later.`,
    "dev turned": t`Train for ${n} at most: ${term(word)}; ${metric} turns at ${at}, and what ${name} still falls is memorised.`,
  };
  return sentences[decider];
}

const ghost = (tag: string, step: number, label: string): Mark => ({ kind: "step", tag, step, label, role: "ghost" });

function byDev(curves: SweepCurves, { decider, step, recommended }: StepBudget): Evidence[] {
  const tag = curves.metric?.tag ?? "";
  const { thresholds } = curves;
  const mark: Mark = {
    kind: "step",
    tag,
    step: recommended,
    label: lengthIn(curves.unit, recommended),
    role: "recommended",
  };
  if (decider === "dev rises")
    return [
      {
        text: t`${lengthIn(curves.unit, recommended)} go a fifth beyond the end, because ${tag} still improves there`,
        marks: [mark],
      },
    ];
  if (decider === "dev later")
    return [
      {
        text: t`${lengthIn(curves.unit, recommended)} go a fifth beyond the best of ${tag}, which comes after ${times(thresholds.margin)} the loss's convergence`,
        marks: [mark],
      },
    ];
  if (decider !== "dev turned") return [];
  const turn: Mark = { kind: "step", tag, step, label: t`turns at ${count(step)}`, role: "converged" };
  return [
    {
      text: t`${tag} is best at ${stepOf(curves, step)} and gets worse by more than its noise; ${lengthIn(curves.unit, recommended)} are ${times(thresholds.margin)} that`,
      marks: [turn, mark],
    },
  ];
}

function byLoss(curves: SweepCurves, base: BaseRuns, budget: StepBudget): Evidence[] {
  const { decider, kappa, atHalf, whole, recommended } = budget;
  const tag = curves.lossTag ?? "";
  const { experiment, loss } = base.middle.replicate;
  const label = experiment.learningRate === null ? experiment.name : t`lr ${rate(experiment.learningRate.value)}`;
  const chosen: Mark = { kind: "run", tag, run: loss?.run ?? experiment.name, label, role: "chosen" };
  const step = Math.ceil(whole.step);
  const reached: Mark =
    decider === "dev turned"
      ? ghost(tag, step, t`loss converged at ${count(step)}`)
      : { kind: "step", tag, step, label: t`converged at ${count(step)}`, role: "converged" };
  const { level, tolerance } = whole;
  const list: Evidence[] = [
    {
      text: t`From ${stepOf(curves, step)} on, ${experiment.name} stays within ${percent(tolerance / whole.drop)} of the descent of its final level`,
      marks: [
        chosen,
        reached,
        {
          kind: "band",
          tag,
          axis: "value",
          from: level - tolerance,
          to: level + tolerance,
          label: t`final level ± tolerance`,
        },
      ],
    },
  ];
  if (decider === "loss" || decider === "power law" || decider === "not converged") {
    const mark: Mark = {
      kind: "step",
      tag,
      step: recommended,
      label: lengthIn(curves.unit, recommended),
      role: "recommended",
    };
    const margin = times(curves.thresholds.margin);
    list.push({
      text:
        decider === "not converged"
          ? t`${lengthIn(curves.unit, recommended)} are ${margin} the run, rounded up: where the loss ends is not known yet`
          : t`${lengthIn(curves.unit, recommended)} are ${margin} that, rounded up: later changes may delay convergence`,
      marks: [mark],
    });
  }
  if (atHalf !== null && kappa !== null) {
    const reading = kappa < 0.5 ? t`hardly depends on` : decider === "loss" ? t`depends in part on` : t`grows with`;
    list.push({
      text: t`Half of the run would have said ${count(atHalf)}: the answer ${reading} the horizon (elasticity ${kappa.toFixed(1).replace("-0.0", "0.0")})`,
      marks: [ghost(tag, atHalf, t`${count(atHalf)} by half the run`)],
    });
  }
  if (decider === "power law" || decider === "not converged") {
    list.push({
      text: t`The last third of the run brought ${percent(whole.lateGain)} of the descent; half as many steps again may bring as much`,
      marks: [chosen],
    });
  }
  if (decider === "loss" && step > 2 * whole.firstTouch) {
    const touch = Math.ceil(whole.firstTouch);
    list.push({
      text: t`It had reached that level at ${stepOf(curves, touch)} already, and left it again: a late spike or a second descent`,
      marks: [ghost(tag, touch, t`first at ${count(touch)}`)],
    });
  }
  return list;
}

function wouldChange({ decider, kappa }: StepBudget): string {
  if (decider === "dev turned") return t`regularisation or a decay moves the turn of the dev metric`;
  if (kappa !== null && kappa >= 0.5) return t`the run were longer: the answer grew with the horizon`;
  return t`the loss falls again later, as plateaus sometimes do`;
}

function longerRun({ unit, thresholds }: SweepCurves, base: BaseRuns, budget: StepBudget): NextRun {
  const { experiment } = base.middle.replicate;
  const known = experiment.learningRate;
  const hparams = known === null ? {} : { [known.key]: known.value };
  const longer = Math.max(budget.recommended, roundUp(thresholds.margin * Math.max(budget.step, budget.end)));
  return {
    why: t`run ${experiment.name} to ${lengthIn(unit, longer)}: it has not converged`,
    hparams,
    steps: unit === "steps" ? longer : null,
    seeds: experiment.seed === null ? [] : [experiment.seed],
    command: null,
  };
}
