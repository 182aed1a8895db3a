/** Advice on what to mend before tuning (rules R1 to R8). */

import type { Advice, NextRun } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { repeatRun } from "../no-advice.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { joined, listed } from "../wording.ts";
import { type Finding, preparationFindings } from "./preparation-checks.ts";
import { regularisersOff } from "./regularisers.ts";

const GUIDE = ["R1", "R2", "R6", "R7", "R8"];

/** The warnings of the preparation stage, or null when there is nothing to say. */
export function advisePreparation(curves: SweepCurves): Advice | null {
  const findings = preparationFindings(curves);
  if (findings.length === 0) return null;
  return {
    rule: "preparation",
    guide: GUIDE,
    headline: headline(findings),
    verdict: "pick",
    value: { findings: findings.map(({ kind }) => kind) },
    unit: null,
    interval: null,
    alternatives: [],
    confidence: findings.some(({ kind }) => kind === "regularisers" || kind === "density") ? "clear" : "likely",
    caps: [],
    evidence: findings.map(({ text, marks }) => ({ text, marks })),
    assumptions: [],
    excluded: [],
    next: withoutRegularisers(curves),
    wouldChangeIf: [],
  };
}

const MOST_RUNS = 3;

/** R6: the sweep's middle learning rates again, with every regulariser off. */
function withoutRegularisers({ replicates }: SweepCurves): NextRun[] {
  const regularised = replicates.members
    .map(({ experiment }) => experiment)
    .filter((experiment) => Object.keys(regularisersOff(experiment)).length > 0)
    .sort((a, b) => (a.learningRate?.value ?? 0) - (b.learningRate?.value ?? 0));
  const one = regularised.filter(
    ({ learningRate }, i) => i === 0 || learningRate?.value !== regularised[i - 1].learningRate?.value,
  );
  const from = Math.max(0, Math.floor((one.length - MOST_RUNS) / 2));
  return one.slice(from, from + MOST_RUNS).map((experiment) => {
    const off = regularisersOff(experiment);
    return {
      ...repeatRun(
        experiment,
        t`without ${listed(Object.keys(off))}, so that the loss curve tells what the learning rate does`,
      ),
      hparams: {
        ...(experiment.learningRate === null ? {} : { [experiment.learningRate.key]: experiment.learningRate.value }),
        ...off,
      },
    };
  });
}

const TITLES: Readonly<Record<Finding["kind"], string>> = {
  density: t`the loss is logged too seldom`,
  live: t`a run fell silent`,
  regularisers: t`regularisers are on`,
  "initial loss": t`the first loss is too high`,
  "batch size": t`the batch size is out of proportion`,
  "rare class": t`accuracy hides a rare class`,
  "dev size": t`the dev set is too small for fine differences`,
  "many picks": t`many runs were compared on one dev set`,
};

function headline(findings: readonly Finding[]): string {
  const named = [...new Set(findings.map(({ kind }) => TITLES[kind]))];
  return t`Before tuning: ${joined(named.slice(0, 2), "; ")}${named.length > 2 ? t`; and more` : ""}.`;
}
