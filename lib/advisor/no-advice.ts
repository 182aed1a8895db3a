/** The form of an answer that declines, with what would have to be logged or run before it can be given. */
import type { Advice, NextRun, Rule } from "../core/advice.ts";
import type { SweepCurves } from "./sweep-curves.ts";

/** Advice without a value. `insufficient` names the one run to make next: the sweep's first again, with `why` it helps. */
export function noAdvice(
  { sweep }: SweepCurves,
  rule: Rule,
  guide: readonly string[],
  verdict: "insufficient" | "none",
  headline: string,
  why = "log a training loss (train/loss) at every step and a dev metric (dev/accuracy) at least 20 times a run",
): Advice {
  const { learningRate, plannedSteps, seed } = sweep.experiments[0];
  const next: NextRun = {
    why,
    hparams: learningRate === null ? {} : { [learningRate.key]: learningRate.value },
    steps: plannedSteps,
    seeds: seed === null ? [] : [seed],
    command: null,
  };
  return {
    rule,
    guide,
    headline,
    verdict,
    value: null,
    unit: null,
    interval: null,
    alternatives: [],
    confidence: "not enough evidence",
    caps: [],
    evidence: [],
    assumptions: [],
    excluded: [],
    next: verdict === "insufficient" ? [next] : [],
    wouldChangeIf: [],
  };
}
