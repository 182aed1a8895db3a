/** Advice on whether decay pays (rules R28, R37 to R39), from runs with and without it. */

import type { Advice, ConfidenceWord, DecayEffect, PlannedSchedule } from "../../core/advice.ts";
import { mean } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { type Cap, capped, toWord } from "../confidence.ts";
import { notYet } from "../no-advice.ts";
import type { Metric } from "../runs/judge.ts";
import { hasFailed } from "../runs/run-state.ts";
import { isConstant } from "../runs/schedule.ts";
import { numberNamed } from "../runs/settings.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, counted, percent, rate, term } from "../wording.ts";
import { type Arm, type DecayTrial, findDecayTrial } from "./decay-arms.ts";
import {
  type Comparison,
  compareArms,
  decaysTooFast,
  effectOf,
  isLonger,
  leastSeen,
  MOST_LAG,
  sameRate,
  seedsTooMany,
  type TrialNoise,
  tolerated,
  trialNoise,
} from "./decay-comparison.ts";
import { decayEvidence, inWords, nameOf } from "./decay-evidence.ts";
import { feedings, lacksTwin, nextDecayRuns } from "./decay-next.ts";
import { cooldown, lazyLinear } from "./schedule-plan.ts";

/** How sure an answer is that goes by the better of two which too few seeds tell apart: better than a coin. */
const LEFT_OPEN = 0.55;

const GUIDE = ["R28", "R37", "R38", "R39"];

/** The advice, and what it leaves to decide about the schedule. */
export interface DecayFinding {
  readonly advice: Advice;
  readonly effect: DecayEffect | null;
  /** The schedule that gained, where it is a line to zero or a cooldown. */
  readonly proven: PlannedSchedule | null;
}

/** Advises on what decay did, or returns null when no run with decay stands beside one without. */
export function adviseDecayEffect(curves: SweepCurves): DecayFinding | null {
  const { metric, judge, replicates } = curves;
  if (metric === null) {
    const kinds = replicates.members.map(({ experiment }) => isConstant(experiment.schedule.kind));
    if (!kinds.includes(true) || !kinds.includes(false)) return null;
    const headline = t`Without a dev metric nobody can see whether decay pays.`;
    return { advice: notYet(curves, "decay-effect", GUIDE, headline, []), effect: null, proven: null };
  }
  const trial = findDecayTrial(curves, metric);
  if (trial === null) return null;
  const hasLoss = judge.lossKey !== null;
  const sign = metric.goal === "max" ? 1 : -1;
  const topOf = (arms: readonly Arm[]) =>
    arms.reduce((top, arm) => (sign * (mean(arm.peaks) - mean(top.peaks)) > 0 ? arm : top));
  const top = topOf(trial.constants);
  // The same rate, and where there are several, the same length.
  const ownOf = (arm: Arm) => {
    const alike = trial.constants.filter((base) => sameRate(base.rate, arm.rate));
    return alike.find((base) => base.steps === arm.steps) ?? alike[0] ?? top;
  };
  const own = trialNoise(trial, metric, ownOf);
  const each = trial.decayed.map((arm) => compareArms(arm, ownOf(arm), own, metric, hasLoss));
  const noise = trialNoise(trial, metric, () => top);
  const chosen = topOf(trial.decayed);
  const asLong = trial.constants.filter((base) => !isLonger(chosen, base));
  const best = compareArms(chosen, asLong.length > 0 ? topOf(asLong) : top, noise, metric, hasLoss);
  const canBeFed = feedings(trial, best).length > 0;
  const seen = effectOf(best, metric, trial.decayed.length, canBeFed);
  const effect = (seen === "gain" || seen === "weak gain") && lacksTwin(trial, best) ? "unclear" : seen;
  return {
    advice: toAdvice(curves, metric, trial, noise, best, each, effect, canBeFed),
    effect,
    proven: effect === "gain" ? planOf(best.decayed) : null,
  };
}

/** The arm's schedule as a plan, where its settings say enough. */
function planOf({ runs, rate: value, steps, schedule }: Arm): PlannedSchedule | null {
  const { experiment } = runs[0].replicate;
  const end = Math.round(experiment.plannedSteps ?? steps);
  const start = numberNamed(experiment.hparams, ["start", "decaystart", "decaystartstep"]);
  if (/^linear/.test(schedule) && (start ?? 0) <= 0) return lazyLinear(value, end);
  return /^cooldown/.test(schedule) && start !== null && start > 0 && start < end ? cooldown(value, start, end) : null;
}

function toAdvice(
  curves: SweepCurves,
  metric: Metric,
  trial: DecayTrial,
  noise: TrialNoise,
  best: Comparison,
  each: readonly Comparison[],
  effect: DecayEffect,
  canBeFed: boolean,
): Advice {
  const isOpen = effect === "unclear" || effect === "starved" || effect === "weak gain";
  const isAlone = effect === "unclear" && lacksTwin(trial, best);
  const tooMany = (effect === "unclear" && !isAlone) || effect === "weak gain" ? seedsTooMany(best) : null;
  const certainty = tooMany !== null ? LEFT_OPEN : isOpen ? 0.45 : 0.9;
  const { confidence, caps } = capped(certainty, capsOf(trial, noise, best, effect, metric, canBeFed));
  const word = toWord(confidence);
  const next = nextDecayRuns(curves, trial, best, effect, tooMany !== null);
  return {
    rule: "decay-effect",
    guide: GUIDE,
    headline: isAlone
      ? t`Not decided: ${nameOf(best.decayed)} gains ${inWords(metric, best.gain)} on ${metric.tag}, but trained for longer than any constant run. Train one for as long.`
      : tooMany === null
        ? headline(best, effect, metric, word)
        : leftOpen(best, effect, metric, word, tooMany),
    verdict: word === "not enough evidence" ? "insufficient" : tooMany === null ? "pick" : "tie",
    value: {
      effect,
      schedule: best.decayed.schedule,
      gain: best.gain,
      error: best.error,
      lag: best.lag,
      shift: best.shift,
    },
    unit: null,
    interval: [best.gain - 2 * best.error, best.gain + 2 * best.error],
    alternatives: [],
    confidence: word,
    caps,
    evidence: decayEvidence(curves, metric, best, each),
    assumptions: [
      t`Peaks of the smoothed ${metric.tag} are compared${best.pairs > 0 ? t` by seed, ${counted(best.pairs, "pair")}` : t`; noise is ${noise.dev.text}`}.`,
      ...(trial.decayed.length > 1
        ? [
            t`The best of ${trial.decayed.length} schedules has to stand out further than one that was fixed in advance.`,
          ]
        : []),
    ],
    excluded: [],
    next,
    wouldChangeIf: effect === "gain" ? [] : [t`a run from a higher learning rate gains: decay likes a higher start`],
  };
}

/** More seeds would say which is better, and cost more than the difference is worth: the better so far, or without a lead beyond one error the simpler. */
function leftOpen(best: Comparison, effect: DecayEffect, metric: Metric, word: ConfidenceWord, seeds: number): string {
  const by = t`${inWords(metric, best.gain)} ± ${inWords(metric, 2 * best.error)}`;
  const cost = t`${count(seeds)} seeds of each`;
  return effect === "weak gain"
    ? t`Use ${nameOf(best.decayed)}: ${term(word)}; it gains ${by} on ${metric.tag}, and it would take ${cost} to be sure.`
    : t`Keep the learning rate constant at ${rate(best.base.rate)}: ${term(word)}; ${nameOf(best.decayed)} gains ${by} on ${metric.tag}, and it would take ${cost} to tell them apart.`;
}

function headline(best: Comparison, effect: DecayEffect, metric: Metric, word: ConfidenceWord): string {
  const { decayed, base, gain, error } = best;
  const by = inWords(metric, gain);
  const name = nameOf(decayed);
  const sentences: Readonly<Record<DecayEffect, string>> = {
    gain: t`Decay pays: ${term(word)}; ${name} gains ${by} on ${metric.tag}${decaysTooFast(best) ? t`, but it decays too fast: start later` : ""}.`,
    "weak gain": t`Decay may pay: ${name} gains ${by} ± ${inWords(metric, 2 * error)}, too little to be sure. Run more seeds of each.`,
    flat: t`Decay brings nothing at ${rate(base.rate)}: ${term(word)}; keep the learning rate constant.`,
    unclear: t`Not decided: ${name} gains ${by} ± ${inWords(metric, 2 * error)}. Run more seeds of each.`,
    starved: t`Not decided: ${name} learned too little to tell. Try twice the learning rate, or train longer.`,
    hurts: t`Decay hurts: ${term(word)}; ${name} loses ${by} on ${metric.tag}${decaysTooFast(best) ? t`, for it decays too fast: start later` : ""}.`,
  };
  return sentences[effect];
}

function capsOf(
  { constants, decayed }: DecayTrial,
  noise: TrialNoise,
  best: Comparison,
  effect: DecayEffect,
  metric: Metric,
  canBeFed: boolean,
): Cap[] {
  const caps: Cap[] = [];
  const rates = decayed.map((arm) => arm.rate);
  if ((effect === "flat" || effect === "hurts") && Math.max(...rates) < 1.5 * best.base.rate)
    caps.push({ limit: 0.6, because: t`tried from ${rate(best.decayed.rate)} only, and decay likes a higher start` });
  if (effect === "flat" && leastSeen(best) > 2.5 * tolerated(metric, best.base))
    caps.push({ limit: 0.5, because: t`a gain under ${inWords(metric, leastSeen(best))} would not be seen` });
  if (best.isPairNoiseAssumed)
    caps.push({
      limit: 0.6,
      because: t`${counted(best.pairs, "pair")} of one seed: how far such pairs fall apart is taken from other tasks`,
    });
  if (noise.dev.source === "assumed" && best.pairs === 0)
    caps.push({ limit: 0.7, because: t`the dev noise is ${noise.dev.text}` });
  if (best.lag !== null && best.lag > MOST_LAG && effect !== "gain")
    caps.push({
      limit: canBeFed ? 0.45 : LEFT_OPEN, // what could be done about it was done
      because: t`it left ${percent(best.lag)} more of the descent than the constant run at its best dev value`,
    });
  if (!constants.some((arm) => sameRate(arm.rate, best.decayed.rate)))
    caps.push({ limit: 0.8, because: t`no constant run at ${rate(best.decayed.rate)} stands beside it` });
  if (best.base.runs.every(hasFailed))
    caps.push({ limit: 0.6, because: t`every constant run failed: a lower constant rate may do as well` });
  if (isLonger(best.decayed, best.base))
    caps.push({ limit: 0.5, because: t`the decayed run trained longer than the constant one` });
  return caps;
}
