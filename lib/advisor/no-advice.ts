/** The form of an answer that declines, with what would have to be logged or run before it can be given. */

import type { Advice, NextRun, Rule } from "../core/advice.ts";
import { t } from "../core/text.ts";
import type { Experiment } from "./runs/experiment.ts";
import type { SweepCurves } from "./runs/sweep-curves.ts";

const LOG_MORE = t`log a training loss (train/loss) at every step and a dev metric (dev/accuracy) at least 20 times a run`;

/** Advice without a value and without a run that would change it: the question does not arise, or is asked too early. */
export function noAdvice(
  { replicates, ballot }: SweepCurves,
  rule: Rule,
  guide: readonly string[],
  headline: string,
): Advice {
  const isFirst = rule === "learning-rate"; // later rules need not repeat what was read and left out
  return {
    rule,
    guide,
    headline,
    verdict: "none",
    value: null,
    unit: null,
    interval: null,
    alternatives: [],
    confidence: "not enough evidence",
    caps: [],
    evidence: [],
    assumptions: isFirst ? [...ballot.assumptions, ...replicates.notes] : [],
    excluded: isFirst ? [...replicates.excluded, ...ballot.excluded] : [],
    next: [],
    wouldChangeIf: [],
  };
}

/** Advice that has to wait for `next`; without any, for the sweep's first run again with more logged. */
export function notYet(
  curves: SweepCurves,
  rule: Rule,
  guide: readonly string[],
  headline: string,
  next: readonly NextRun[],
): Advice {
  const waiting = next.length > 0 ? next : [repeatRun(curves.sweep.experiments[0], LOG_MORE)];
  return { ...noAdvice(curves, rule, guide, headline), verdict: "insufficient", next: waiting };
}

/** The run of `experiment` again, as it was. */
export function repeatRun({ learningRate, plannedSteps, seed }: Experiment, why: string): NextRun {
  return {
    why,
    hparams: learningRate === null ? {} : { [learningRate.key]: learningRate.value },
    steps: plannedSteps,
    seeds: seed === null ? [] : [seed],
    command: null,
  };
}
