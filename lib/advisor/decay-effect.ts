/** Advice on whether decay pays (rules R28, R37 to R39), from runs with and without it. */
import type { Advice, DecayEffect, Evidence, Mark, NextRun, PlannedSchedule } from "../core/advice.ts";
import type { HparamValue } from "../core/series.ts";
import { mean } from "../core/statistics.ts";
import { toCommand } from "./command.ts";
import { type Cap, capped, toWord } from "./confidence.ts";
import { type Arm, type DecayTrial, findDecayTrial } from "./decay-arms.ts";
import {
  type Comparison,
  compareArms,
  effectOf,
  leastSeen,
  MOST_LAG,
  sameRate,
  type TrialNoise,
  tolerated,
  trialNoise,
} from "./decay-comparison.ts";
import type { Metric } from "./judge.ts";
import { notYet } from "./no-advice.ts";
import { runMark } from "./run-mark.ts";
import { isConstant, scheduleKeys } from "./schedule.ts";
import { cooldown, lazyLinear } from "./schedule-plan.ts";
import { numberNamed } from "./settings.ts";
import { roundUp } from "./step-budget.ts";
import type { SweepCurves } from "./sweep-curves.ts";
import { count, counted, listed, percent, points, quantity, rate, times } from "./wording.ts";

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
    const headline = "Without a dev metric nobody can see whether decay pays.";
    return { advice: notYet(curves, "decay-effect", GUIDE, headline, []), effect: null, proven: null };
  }
  const trial = findDecayTrial(curves, metric);
  if (trial === null) return null;
  const hasLoss = judge.lossKey !== null;
  const sign = metric.goal === "max" ? 1 : -1;
  const topOf = (arms: readonly Arm[]) =>
    arms.reduce((top, arm) => (sign * (mean(arm.peaks) - mean(top.peaks)) > 0 ? arm : top));
  const top = topOf(trial.constants);
  const ownOf = (arm: Arm) => trial.constants.find((base) => sameRate(base.rate, arm.rate)) ?? top;
  const own = trialNoise(trial, metric, ownOf);
  const each = trial.decayed.map((arm) => compareArms(arm, ownOf(arm), own, metric, hasLoss));
  const noise = trialNoise(trial, metric, () => top);
  const best = compareArms(topOf(trial.decayed), top, noise, metric, hasLoss);
  const effect = effectOf(best, metric, trial.decayed.length);
  return {
    advice: toAdvice(curves, metric, trial, noise, best, each, effect),
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
): Advice {
  const isOpen = effect === "unclear" || effect === "starved" || effect === "weak gain";
  const { confidence, caps } = capped(isOpen ? 0.45 : 0.9, capsOf(trial, noise, best, effect, metric));
  const word = toWord(confidence);
  const next = nextRuns(curves, trial, best, effect);
  return {
    rule: "decay-effect",
    guide: GUIDE,
    headline: headline(best, effect, metric, word),
    verdict: word === "not enough evidence" ? "insufficient" : "pick",
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
    evidence: evidence(curves, metric, best, each),
    assumptions: [
      `Peaks of the smoothed ${metric.tag} are compared${best.pairs > 0 ? ` by seed, ${counted(best.pairs, "pair")}` : `; noise is ${noise.dev.text}`}.`,
      ...(trial.decayed.length > 1
        ? [`The best of ${trial.decayed.length} schedules has to stand out further than one that was fixed in advance.`]
        : []),
    ],
    excluded: [],
    next,
    wouldChangeIf: effect === "gain" ? [] : [`a run from a higher learning rate gains: decay likes a higher start`],
  };
}

const inWords = (metric: Metric, value: number): string =>
  metric.isBounded ? points(value) : quantity(Math.abs(value));
const nameOf = ({ schedule, rate: value }: Arm): string => `${schedule} at ${rate(value)}`;

function headline(
  { decayed, base, gain, error, decaysTooFast }: Comparison,
  effect: DecayEffect,
  metric: Metric,
  word: string,
): string {
  const by = inWords(metric, gain);
  const name = nameOf(decayed);
  const sentences: Readonly<Record<DecayEffect, string>> = {
    gain: `Decay pays: ${word}; ${name} gains ${by} on ${metric.tag}${decaysTooFast ? ", but it decays too fast: start later" : ""}.`,
    "weak gain": `Decay may pay: ${name} gains ${by} ± ${inWords(metric, 2 * error)}, too little to be sure. Run more seeds of each.`,
    flat: `Decay brings nothing at ${rate(base.rate)}: ${word}; keep the learning rate constant.`,
    unclear: `Not decided: ${name} ${gain > 0 ? "gains" : "loses"} ${by} ± ${inWords(metric, 2 * error)}. Run more seeds of each.`,
    starved: `Not decided: ${name} learned too little to tell. Try twice the learning rate, or train longer.`,
    hurts: `Decay hurts: ${word}; ${name} loses ${by} on ${metric.tag}.`,
  };
  return sentences[effect];
}

function capsOf(
  { constants, decayed }: DecayTrial,
  noise: TrialNoise,
  best: Comparison,
  effect: DecayEffect,
  metric: Metric,
): Cap[] {
  const caps: Cap[] = [];
  const rates = decayed.map((arm) => arm.rate);
  if ((effect === "flat" || effect === "hurts") && Math.max(...rates) < 1.5 * best.base.rate)
    caps.push({ limit: 0.6, because: `tried from ${rate(best.decayed.rate)} only, and decay likes a higher start` });
  if (effect === "flat" && leastSeen(best) > 2.5 * tolerated(metric, best.base))
    caps.push({ limit: 0.5, because: `a gain under ${inWords(metric, leastSeen(best))} would not be seen` });
  if (noise.dev.source === "assumed" && best.pairs === 0)
    caps.push({ limit: 0.7, because: `the dev noise is ${noise.dev.text}` });
  if (best.lag !== null && best.lag > MOST_LAG && effect !== "gain")
    caps.push({
      limit: 0.45,
      because: `it left ${percent(best.lag)} more of the descent than the constant run at its best dev value`,
    });
  if (!constants.some((arm) => sameRate(arm.rate, best.decayed.rate)))
    caps.push({ limit: 0.8, because: `no constant run at ${rate(best.decayed.rate)} stands beside it` });
  if (best.decayed.steps > 1.1 * best.base.steps)
    caps.push({ limit: 0.5, because: "the decayed run trained longer than the constant one" });
  return caps;
}

function evidence({ lossTag }: SweepCurves, metric: Metric, best: Comparison, each: readonly Comparison[]): Evidence[] {
  const { decayed, base, gain, error, rawGain, endGain, lag, shift } = best;
  const marks = [...armMarks(decayed, metric.tag, "chosen"), ...armMarks(base, metric.tag, "rejected")];
  const isWorse = gain < 0 ? "worse" : "better";
  const list: Evidence[] = [
    {
      text: `${nameOf(decayed)} is ${inWords(metric, gain)} ${isWorse} at its smoothed best than ${nameOf(base)}, with a standard error of ${inWords(metric, error)}; ending against ending it is ${inWords(metric, endGain)} ${endGain < 0 ? "worse" : "better"}`,
      marks,
    },
  ];
  if (Math.abs(rawGain - gain) > tolerated(metric, base))
    list.push({
      text: `Best single evaluations differ by ${rawGain < 0 ? "−" : ""}${inWords(metric, rawGain)}: they flatter the noisier curve and are not used`,
      marks,
    });
  if (lag !== null && lossTag !== null && lag > MOST_LAG)
    list.push({
      text: `${nameOf(decayed)} left ${percent(lag)} more of the descent of ${lossTag}: starved, so its dev value says little about decay`,
      marks: [...armMarks(decayed, lossTag, "chosen"), ...armMarks(base, lossTag, "rejected")],
    });
  if (shift !== null && decayed.shape !== null && base.shape !== null)
    list.push({ text: shiftSentence(best, shift), marks: [peakMark(decayed, metric.tag), peakMark(base, metric.tag)] });
  list.push(...rescued(each, metric));
  const others = each.filter((one) => one.decayed !== decayed);
  if (others.length > 0)
    list.push({
      text: `Others against a constant rate of their own: ${listed(summary(others, metric))}`,
      marks: others.flatMap((one) => armMarks(one.decayed, metric.tag, "tied")),
    });
  return list;
}

/** Where decay only keeps the end from falling: worth having when the last checkpoint is the one that is used. */
function rescued(each: readonly Comparison[], metric: Metric): Evidence[] {
  const saved = each.filter(
    (one) => one.endGain > Math.max(2 * one.error, 2 * tolerated(metric, one.base)) && one.gain <= 2 * one.error,
  );
  if (saved.length === 0) return [];
  const best = saved.reduce((a, b) => (b.endGain > a.endGain ? b : a));
  return [
    {
      text: `${nameOf(best.decayed)} ends ${inWords(metric, best.endGain)} better than ${nameOf(best.base)} without a better peak: it keeps the end from overfitting`,
      marks: [...armMarks(best.decayed, metric.tag, "tied"), ...armMarks(best.base, metric.tag, "rejected")],
    },
  ];
}

function shiftSentence({ decayed, base, decaysTooFast }: Comparison, shift: number): string {
  const places = `${count(decayed.shape?.peakStep ?? 0)} with decay, ${count(base.shape?.peakStep ?? 0)} without`;
  if (decaysTooFast) return `The peak moved later, ${places} (${times(shift)}): it decays too fast, so start later`;
  return shift > 1.3
    ? `The peak comes at ${places}: late peaks are normal where the noise fades at the end`
    : `The peak comes at ${places}`;
}

const MOST_NAMED = 4;

/** `cooldown from 750 at 0.1 (+1.4 points, gain)`, the largest gains first. */
function summary(each: readonly Comparison[], metric: Metric): string[] {
  const sorted = [...each].sort((a, b) => b.gain - a.gain);
  const words = sorted
    .slice(0, MOST_NAMED)
    .map((one) => `${nameOf(one.decayed)} (${one.gain < 0 ? "−" : "+"}${inWords(metric, one.gain)})`);
  return sorted.length > MOST_NAMED ? [...words, `${sorted.length - MOST_NAMED} more`] : words;
}

const armMarks = (arm: Arm, tag: string, role: "chosen" | "tied" | "rejected"): Mark[] =>
  arm.runs.map(({ replicate }) => runMark(replicate, tag, role, nameOf(arm)));

function peakMark(arm: Arm, tag: string): Mark {
  const step = arm.shape?.peakStep ?? 0;
  return { kind: "step", tag, step, label: `${arm.schedule} peaks at ${count(step)}`, role: "peak" };
}

function nextRuns({ unit }: SweepCurves, trial: DecayTrial, best: Comparison, effect: DecayEffect): NextRun[] {
  const { experiment } = best.base.runs[0].replicate;
  const keys = scheduleKeys(best.decayed.runs[0].replicate.experiment.hparams);
  const length = unit === "steps" ? (experiment.plannedSteps ?? best.base.steps) : null;
  const used = [...trial.constants, ...trial.decayed].flatMap(({ runs }) =>
    runs.flatMap(({ replicate }) => replicate.experiment.seed ?? []),
  );
  const fresh = used.length > 0 ? Math.max(...used) + 1 : 1;
  const make = (
    why: string,
    hparams: Record<string, HparamValue>,
    steps = length,
    seeds = [fresh, fresh + 1],
  ): NextRun => ({
    why,
    hparams,
    steps,
    seeds,
    command: toCommand(experiment, hparams),
  });
  const rateKey = experiment.learningRate?.key ?? "lr";
  const from = (value: number) => ({ [rateKey]: Number(value.toPrecision(3)), [keys.kind]: "linear" });
  const wasTried = (value: number) =>
    trial.decayed.some((arm) => sameRate(arm.rate, value) && arm.schedule.startsWith("linear"));
  const linear = [2, 4].filter((factor) => !wasTried(factor * best.base.rate));
  const higher = linear.map((factor) =>
    make(`linear to zero from ${factor}× the learning rate: decay likes a higher start`, from(factor * best.base.rate)),
  );
  if (effect === "weak gain" || effect === "unclear")
    return [
      make("two more seeds with decay", {
        [rateKey]: best.decayed.rate,
        [keys.kind]: kindOf(best.decayed, keys.kind),
      }),
      make("two more seeds without", { [rateKey]: best.base.rate }),
    ];
  if (effect === "starved")
    return [
      make("twice the learning rate: the decayed run learned too little", from(2 * best.decayed.rate)),
      make(
        "or half as many steps again",
        from(best.decayed.rate),
        length === null ? null : roundUp(1.5 * best.decayed.steps),
      ),
    ];
  const peak = best.base.shape?.peakStep ?? 0;
  if (effect !== "gain" || peak <= 0) return higher;
  const cooldowns = [0.9, 0.5].map((share) =>
    make(`constant to ${share} × the peak, then down to zero, from a checkpoint`, {
      [rateKey]: best.base.rate,
      [keys.kind]: "cooldown",
      [keys.start]: Math.round(share * peak),
    }),
  );
  const hasCooldowns = trial.decayed.some(({ schedule }) => /cooldown|wsd/i.test(schedule));
  return [...higher, ...(hasCooldowns ? [] : cooldowns)];
}

function kindOf({ runs, schedule }: Arm, key: string): HparamValue {
  return runs[0].replicate.experiment.hparams[key] ?? schedule;
}
