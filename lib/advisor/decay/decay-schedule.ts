/** Advice on the form of the decay (rules R29, R31 to R36): the lazy line to zero first, and what else could be tried. */

import type {
  Advice,
  CodeSnippet,
  ConfidenceWord,
  DecayEffect,
  Evidence,
  Mark,
  NextRun,
  PlannedSchedule,
} from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { type Cap, capped, toWord } from "../confidence.ts";
import type { BaseRuns } from "../path/base-runs.ts";
import type { Experiment } from "../runs/experiment.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { readTag } from "../runs/tags.ts";
import { count, joined, lengthIn, percent, rate, stepAt, term } from "../wording.ts";
import type { DevPeak } from "./dev-peak.ts";
import { scheduleCode } from "./schedule-code.ts";
import {
  cooldown,
  type Exponential,
  exponentialByPeak,
  exponentialFamily,
  lazyLinear,
  linearInterval,
  perStep,
  pointsOf,
  rateAt,
} from "./schedule-plan.ts";

const GUIDE = ["R29", "R31", "R32", "R33", "R34", "R35", "R36"];

/** What the schedule is planned around: how long to train, where the dev metric is best, where it begins to stand. */
export interface ScheduleQuestion {
  readonly steps: number;
  /** In the same unit as `steps`; null when the dev curve is too short or still rises. */
  readonly peak: DevPeak | null;
  /** Runs to start, by the decay-start rule: this rule plans no others. */
  readonly next: readonly NextRun[];
  /** What the runs on disk say of decay; null where none was tried. */
  readonly tried: { readonly effect: DecayEffect | null; readonly proven: PlannedSchedule | null } | null;
}

/** Advises on the schedule, or returns null where there is no constant learning rate to decay yet, or where decay was tried and did not pay. */
export function adviseDecaySchedule(
  curves: SweepCurves,
  base: BaseRuns | null,
  { steps, peak, next, tried }: ScheduleQuestion,
): Advice | null {
  if (tried !== null && tried.effect !== "gain") return null;
  const { experiment } = base?.middle.replicate ?? {};
  const known = experiment?.learningRate ?? null;
  if (base === null || experiment === undefined || known === null || !(known.value > 0) || !(steps >= 2)) return null;
  const proven = tried?.proven ?? null;
  const plan = proven ?? lazyLinear(known.value, steps, curves.unit === "epochs" ? 1 : linearInterval(steps));
  const draw = artist(curves, experiment);
  const { confidence, caps } = capped(0.8, proven === null ? capsOf(base, plan, peak) : []);
  const word = toWord(confidence);
  if (word === "not enough evidence") return null;
  const guides = peak === null ? null : atPeak(curves, known.value, steps, peak);
  const family = peak === null ? [] : exponentialFamily(known.value, peak.peakStep, steps).slice(1);
  const cooldowns = coolingFrom(known.value, steps, peak);
  return {
    rule: "decay-schedule",
    guide: GUIDE,
    headline: headline(curves, plan, word),
    verdict: "pick",
    value: plan,
    unit: curves.unit,
    interval: null,
    alternatives: [
      ...cooldowns.map((value) => ({ value, why: t`constant to ${count(value.startStep)}, then a line to zero` })),
      ...(guides === null ? [] : [{ value: guides.plan, why: t`the guide's exponential decay: late and steep` }]),
      ...family.map(({ plan: value }) => ({
        value,
        why: t`exponential from ${count(value.startStep)}: earlier and gentler`,
      })),
    ],
    confidence: word,
    caps,
    evidence: [
      proven === null ? linearEvidence(curves, plan, peak, draw) : provenEvidence(plan, draw),
      ...cooldownEvidence(cooldowns, draw),
      ...exponentialEvidence(curves, guides, family, steps, peak, draw),
    ],
    assumptions: [
      t`A line to zero has no setting but the number of steps; in studies of schedules it is among the best three in 70 % of settings, exponential decay in 11 %.`,
      t`The mean of a line to zero is half of its start, so twice the learning rate deserves a run beside it: ${rate(2 * known.value)}.`,
    ],
    excluded: [],
    next: next
      .filter(({ hparams }) => Object.values(hparams).includes("linear"))
      .map((run) => ({ ...run, steps: curves.unit === "steps" ? steps : null })),
    wouldChangeIf:
      proven === null
        ? [t`a decayed run gains nothing although it learned as deeply: then the terrain is flat`]
        : [t`another schedule gains more`],
    code: curves.unit === "epochs" ? [] : codeOf(plan, cooldowns, guides),
  };
}

function headline(
  { unit }: SweepCurves,
  { shape, rate: value, startStep, endStep }: PlannedSchedule,
  word: ConfidenceWord,
): string {
  if (shape === "cooldown")
    return t`Keep the learning rate at ${rate(value)} up to ${count(startStep)}, then lower it in a line to zero at ${lengthIn(unit, endStep)}: ${term(word)}.`;
  return t`Lower the learning rate in a line from ${rate(value)} to zero over ${lengthIn(unit, endStep)}: ${term(word)}.`;
}

function provenEvidence(plan: PlannedSchedule, draw: Draw): Evidence {
  const from = plan.startStep > 0 ? t`constant to ${count(plan.startStep)}, then ` : "";
  return {
    text: t`The schedule that gained most among the runs here: ${from}a line from ${rate(plan.rate)} to zero at ${count(plan.endStep)}`,
    marks: [draw(plan, plan.startStep > 0 ? t`cooldown from ${count(plan.startStep)}` : t`linear to zero`, "proposed")],
  };
}

function capsOf(base: BaseRuns, plan: PlannedSchedule, peak: DevPeak | null): Cap[] {
  const caps: Cap[] = [{ limit: 0.65, because: t`whether decay pays here has not been tried` }];
  if (!base.isPicked) caps.push({ limit: 0.6, because: t`the learning rate is not decided` });
  if (peak !== null && rateAt(plan, peak.peakStep) > 0.5 * plan.rate)
    caps.push({
      limit: 0.6,
      because: t`at the old peak, ${count(peak.peakStep)}, ${percent(rateAt(plan, peak.peakStep) / plan.rate)} of the rate are left; the guide wants half at most: shorten the run, or use the exponential decay`,
    });
  return caps;
}

/** The guide's own exponential decay: from 0.9 × the peak, half by the peak. The usual interval, or a third of the way where that is too long. */
function atPeak({ unit }: SweepCurves, value: number, steps: number, peak: DevPeak): Exponential | null {
  const startStep = peak.startStep ?? Math.round(0.9 * peak.peakStep);
  const usual = unit === "epochs" ? 1 : linearInterval(steps);
  const third = Math.max(1, Math.floor((peak.peakStep - startStep) / 3));
  const every = Math.min(usual, third);
  return exponentialByPeak(value, { startStep, peakStep: peak.peakStep, every, steps });
}

/** Branches from checkpoints of the constant run: each costs only its own cooldown. */
function coolingFrom(value: number, steps: number, peak: DevPeak | null): PlannedSchedule[] {
  if (peak === null) return [cooldown(value, Math.round(0.8 * steps), steps)];
  return [0.6, 0.8, 1]
    .map((share) => Math.round(share * peak.peakStep))
    .filter((start, i, starts) => start > 0 && start < steps && starts.indexOf(start) === i)
    .map((start) => cooldown(value, start, steps));
}

type Draw = (plan: PlannedSchedule, label: string, role: "proposed" | "alternative") => Mark;

/** Draws schedules on the chart of the run's learning rate. */
function artist({ unit }: SweepCurves, { columns, name, runs }: Experiment): Draw {
  const tags = [...columns.keys()].filter((key) => readTag(key).quantity === "learning rate").sort();
  const column = tags.length > 0 ? columns.get(tags[0]) : undefined;
  const where = { tag: column?.tag ?? "lr", run: column?.run ?? runs[0] ?? name };
  return (plan, label, role) => ({
    kind: "schedule",
    ...where,
    step: plan.startStep,
    value: plan.rate,
    label: unit === "epochs" ? t`${label} (epochs)` : label,
    role,
    points: pointsOf(plan),
  });
}

function linearEvidence({ unit }: SweepCurves, plan: PlannedSchedule, peak: DevPeak | null, draw: Draw): Evidence {
  const at = peak?.peakStep ?? Math.round(0.6 * plan.endStep);
  return {
    text: t`A line from ${rate(plan.rate)} to zero over ${lengthIn(unit, plan.endStep)} takes off ${rate(perStep(plan))} each: ${rate(rateAt(plan, at))} is left at ${stepAt(unit, at)}${peak === null ? "" : t`, the old peak`}`,
    marks: [draw(plan, t`linear to zero`, "proposed")],
  };
}

function cooldownEvidence(plans: readonly PlannedSchedule[], draw: Draw): Evidence[] {
  if (plans.length === 0) return [];
  const starts = joined(
    plans.map(({ startStep }) => count(startStep)),
    ", ",
  );
  return [
    {
      text: t`Constant to ${starts}, then a line to zero: each branches from a checkpoint of the constant run and costs only its cooldown`,
      marks: plans.map((plan) => draw(plan, t`cooldown from ${count(plan.startStep)}`, "alternative")),
    },
  ];
}

function exponentialEvidence(
  { unit }: SweepCurves,
  guides: Exponential | null,
  family: readonly Exponential[],
  steps: number,
  peak: DevPeak | null,
  draw: Draw,
): Evidence[] {
  if (peak === null) return [];
  const list: Evidence[] = [];
  if (guides !== null) {
    const { plan, usefulEnd, lastsToTheEnd } = guides;
    const waste = usefulEnd < steps ? t` of ${count(steps)}: the rest would be wasted` : "";
    list.push({
      text: t`Exponential from ${count(plan.startStep)}: half by the peak needs a factor of ${plan.factor.toFixed(3)} or less every ${lengthIn(unit, plan.every)}, which leaves 1 % at ${stepAt(unit, usefulEnd)}${waste}${lastsToTheEnd ? "" : t`; both of the guide's bounds cannot hold with a start this late`}`,
      marks: [draw(plan, t`exponential from ${count(plan.startStep)}`, "alternative")],
    });
  }
  if (family.length > 0)
    list.push({
      text: t`Earlier starts halve by the peak too, and more gently: ${joined(
        family.map(({ plan, halfLife }) => t`from ${count(plan.startStep)} every ${lengthIn(unit, halfLife)}`),
        ", ",
      )}`,
      marks: family.map(({ plan }) => draw(plan, t`exponential from ${count(plan.startStep)}`, "alternative")),
    });
  return list;
}

function codeOf(
  plan: PlannedSchedule,
  cooldowns: readonly PlannedSchedule[],
  guides: Exponential | null,
): CodeSnippet[] {
  const last = cooldowns[cooldowns.length - 1];
  return [
    ...scheduleCode(plan.shape === "linear" ? t`linear to zero` : t`cooldown from ${count(plan.startStep)}`, plan),
    ...(last === undefined ? [] : scheduleCode(t`cooldown from ${count(last.startStep)}`, last)),
    ...(guides === null ? [] : scheduleCode(t`exponential from ${count(guides.plan.startStep)}`, guides.plan)),
  ];
}
