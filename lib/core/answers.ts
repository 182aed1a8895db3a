/** Which of a sweep's answers are read first, and which the tuning has left behind. Pure. */
import type { Advice, Rule, SettledStage, Stage, SweepAdvice } from "./advice.ts";

/** The stage whose question a rule asks. */
const STAGES: Readonly<Partial<Record<Rule, Stage>>> = {
  "learning-rate": "learning rate and steps",
  "converged-step": "learning rate and steps",
  "batch-momentum": "batch size and momentum",
  "decay-start": "decay",
  "decay-schedule": "decay",
  "decay-effect": "decay",
};

type Told = Pick<SweepAdvice, "advice" | "stage">;

const isDecided = ({ verdict }: Advice): boolean => verdict === "pick" || verdict === "tie";

const decides = ({ advice }: Told, rule: Rule): boolean => advice.some((one) => one.rule === rule && isDecided(one));

/**
 * What other runs of the same tuning made of the question that `advice` answers or leaves open; null where nobody did, or the sweep has
 * its own answer. When to start a decay is a question no more once runs have shown what decay did, and how to decay is one only beside
 * the runs that showed that it pays.
 */
export function settledElsewhere({ rule }: Pick<Advice, "rule">, sweep: Told): SettledStage | null {
  const stage = STAGES[rule];
  if (stage === undefined) return null;
  if (rule !== "decay-start" && decides(sweep, rule === "decay-schedule" ? "decay-effect" : rule)) return null;
  return sweep.stage?.settled.find((one) => one.stage === stage) ?? null;
}

/**
 * The answers that together say how to train, in the order of a sentence, also where the answer is that nothing can be said yet;
 * without any of them, whatever was said first. Where batch size and momentum were tuned, their answer names the learning rate as
 * well: that of the first sweep belongs to another batch size, and what is said of steps and decay would not hold for it. What decay
 * did is worth more than when it should start. What a sibling settled is its answer, unless nothing else is left to say.
 */
export function answersOf(sweep: Told): readonly Advice[] {
  const first: Rule = decides(sweep, "batch-momentum") ? "batch-momentum" : "learning-rate";
  const last: Rule = decides(sweep, "decay-effect") ? "decay-effect" : "decay-start";
  const rules: readonly Rule[] = [first, "converged-step", last];
  const found = rules.flatMap((rule) => sweep.advice.filter((one) => one.rule === rule && one.verdict !== "none"));
  const open = found.filter((one) => settledElsewhere(one, sweep) === null);
  return open.length > 0 ? open : found.length > 0 ? found : sweep.advice.slice(0, 1);
}
