/** Advice as plain text for a terminal, 100 columns wide. */
import type { Advice, AdviceAnswer, NextRun, Stage, SweepAdvice } from "../core/advice.ts";
import { answersOf, settledElsewhere } from "../core/answers.ts";
import { type Language, t } from "../core/text.ts";
import type { ThresholdName } from "../core/thresholds.ts";
import { byReason, withoutFolder } from "../core/told.ts";
import { inLanguage } from "./language.ts";
import { type Line, printed } from "./terminal-lines.ts";
import { count, counted, joined, listed, percent, rate } from "./wording.ts";

const TITLES: Readonly<Partial<Record<Advice["rule"], string>>> = {
  "learning-rate": t`LEARNING RATE`,
  "converged-step": t`NUMBER OF STEPS`,
  "decay-start": t`START OF THE DECAY`,
  "decay-schedule": t`FORM OF THE DECAY`,
  "decay-effect": t`WHAT DECAY DID`,
  packing: t`PACKING`,
  pause: t`RUNS TO PAUSE`,
  preparation: t`BEFORE TUNING`,
  "update-ratio": t`UPDATE RATIO`,
  "batch-momentum": t`BATCH SIZE AND MOMENTUM`,
  "run-health": t`RUN HEALTH`,
};

/**
 * The text that `tuneboard advise` prints, of an answer in `language`. Deterministic; ends with a newline; one sentence when there is
 * nothing to say.
 */
export function describe(answer: AdviceAnswer, language: Language = "en"): string {
  const say = (text: string) => inLanguage(text, language);
  if (answer.sweeps.length === 0) return `${say(t`No runs, no advice.`)}\n`;
  return `${answer.sweeps.map((sweep) => printed(describeSweep(sweep), say)).join("\n\n\n")}\n`;
}

function describeSweep(whole: SweepAdvice): Line[] {
  const sweep = withoutFolder(whole); // within its sweep, a run needs its own name only
  const judged =
    sweep.metric === null
      ? t`no dev metric`
      : sweep.metric.goal === "max"
        ? t`judged by ${sweep.metric.tag}, higher is better`
        : t`judged by ${sweep.metric.tag}, lower is better`;
  const more = sweep.varies.length - 5;
  const some = listed([...sweep.varies.slice(0, 5), ...(more > 0 ? [t`${more} more`] : [])]);
  const varies = sweep.varies.length === 0 ? "" : sweep.varies.length === 1 ? t`; ${some} varies` : t`; ${some} vary`;
  const rank = ({ rule }: Advice) => (FIRST.includes(rule) ? FIRST.indexOf(rule) : FIRST.length);
  const inOrder = [...sweep.advice].sort((a, b) => rank(a) - rank(b));
  const now = (sweep.stage?.next ?? []).map(keyOf);
  return [
    { kind: "title", text: sweep.title },
    { kind: "text", text: t`${counted(sweep.runs.length, "run")}; ${judged}${varies}`, indent: 0 },
    { kind: "heading", text: t`ANSWER` },
    ...answersOf(sweep).map(({ headline }): Line => ({ kind: "text", text: headline, indent: 2 })),
    ...inOrder.flatMap((advice) => describeAdvice(advice, sweep, now)),
    ...describeOutlook(sweep),
    ...describeStage(sweep),
    ...describeRanges(sweep),
    ...describeImportance(sweep),
  ];
}

const STAGES: readonly Stage[] = ["prepare", "learning rate and steps", "batch size and momentum", "decay"];
/** What makes other answers doubtful is read before them. */
const FIRST: readonly Advice["rule"][] = ["run-health", "preparation"];

/** Tells runs apart that are to be started, whatever they are good for. */
const keyOf = ({ hparams, steps, seeds }: NextRun): string =>
  JSON.stringify([Object.entries(hparams).sort(([a], [b]) => (a < b ? -1 : 1)), steps, seeds]);

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  prepare: t`prepare`,
  "learning rate and steps": t`learning rate and steps`,
  "batch size and momentum": t`batch size and momentum`,
  decay: t`decay`,
  done: t`done`,
};

const stageWord = (stage: Stage): string => STAGE_WORDS[stage];

/** Where the tuning stands, and always what to run now. */
function describeStage({ stage }: SweepAdvice): Line[] {
  if (stage === undefined) return [];
  const { at, because, settled, next } = stage;
  const place = STAGES.indexOf(at) + 1;
  return [
    {
      kind: "heading",
      text:
        place > 0 ? t`NEXT  (stage ${place} of ${STAGES.length}, ${stageWord(at)})` : t`NEXT  (all stages are done)`,
    },
    { kind: "text", text: because, indent: 2 },
    ...labelled(
      t`Settled`,
      settled.map(({ stage: name, result }) => t`${stageWord(name)}: ${result}`),
    ),
    ...labelled(t`Run now`, next.flatMap(describeNext)),
  ];
}

/** Times are those of the logs, in UTC: the text knows no clock of its own. */
function describeOutlook({ outlook }: SweepAdvice): Line[] {
  if (outlook === undefined) return [];
  const { headline, runs, knownAt, knownBetween } = outlook;
  const chances = runs.flatMap(({ run, chance }) =>
    chance === null ? [] : [t`${run}: ${percent(chance)} to end above the best that has finished`],
  );
  const range = knownBetween === null ? "" : t`, between ${minuteOf(knownBetween[0])} and ${minuteOf(knownBetween[1])}`;
  return [
    { kind: "heading", text: t`STILL RUNNING` },
    { kind: "text", text: headline, indent: 2 },
    ...labelled(t`Chances`, chances.slice(0, MOST_CHANCES)),
    ...labelled(
      t`Known`,
      knownAt === null ? [] : [t`about ${minuteOf(knownAt)}${range} (UTC), by the pace of the logs`],
    ),
  ];
}

const MOST_CHANCES = 6;

/** `2026-03-01 14:05`; as it stands where damaged clocks lead beyond all calendars. */
const minuteOf = (secs: number): string =>
  Math.abs(secs) <= LAST_DATE_SECS ? new Date(1000 * secs).toISOString().slice(0, 16).replace("T", " ") : String(secs);

/** The last moment that a Date can hold. */
const LAST_DATE_SECS = 8.64e12;

const THRESHOLDS: Readonly<Record<ThresholdName, string>> = {
  gate: t`gate on depth`,
  tie: t`tie of loss curves`,
  devTie: t`tie on dev, standard errors`,
  tolerance: t`tolerance of convergence`,
  margin: t`margin on the converged step`,
};

/** Where that was asked for: how far each threshold can be moved before the answer changes. */
function describeRanges({ thresholds }: SweepAdvice): Line[] {
  if (thresholds === undefined) return [];
  return [
    { kind: "heading", text: t`THE ANSWER STAYS THE SAME` },
    ...thresholds.map(({ name, value, same, matters }): Line => {
      const isShare = name === "gate" || name === "tie" || name === "tolerance";
      const text = (number: number) =>
        isShare ? `${Number((100 * number).toPrecision(2))} %` : String(Number(number.toPrecision(3)));
      const range = matters ? t`from ${text(same[0])} to ${text(same[1])}` : t`wherever it stands`;
      return { kind: "text", text: t`${THRESHOLDS[name]} (${name}) is ${text(value)}: ${range}`, indent: 2, hang: 2 };
    }),
  ];
}

const describeImportance = ({ importance }: SweepAdvice): Line[] =>
  importance === undefined
    ? []
    : [
        { kind: "heading", text: t`WHAT MATTERED` },
        ...[importance.headline, ...importance.notes].map((text): Line => ({ kind: "text", text, indent: 2 })),
      ];

/** What other runs have settled proposes nothing any more. `now`: runs that are told at the end, so that they are not told twice. */
function describeAdvice(advice: Advice, sweep: SweepAdvice, now: readonly string[]): Line[] {
  const settled = settledElsewhere(advice, sweep);
  const told = advice.next.length > 1 && advice.next.every((run) => now.includes(keyOf(run)));
  return [
    {
      kind: "heading",
      text: t`${TITLES[advice.rule] ?? advice.rule.toUpperCase()}  (guide ${advice.guide.join(", ")})`,
    },
    { kind: "text", text: advice.headline, indent: 2 },
    ...labelled(t`Settled`, settled === null ? [] : [t`since, by other runs of this tuning: ${settled.result}`]),
    ...labelled(
      t`Because`,
      advice.evidence.map(({ text }) => text),
    ),
    ...labelled(t`Doubt`, advice.caps),
    ...labelled(
      t`Assumed`,
      advice.assumptions.map((assumption) => assumption.replace(/[.。]$/, "")),
    ),
    ...labelled(t`Left out`, excluded(advice)),
    ...labelled(t`Changes if`, advice.wouldChangeIf),
    ...(settled === null
      ? labelled(t`Run next`, told ? [t`the runs under NEXT`] : advice.next.flatMap(describeNext))
      : []),
  ];
}

const labelled = (label: string, items: readonly string[]): Line[] =>
  items.map((text, i) => ({ kind: "labelled", label: i === 0 ? label : "", text }));

/** Runs with one reason share one sentence; long lists are cut. */
function excluded(advice: Advice): string[] {
  const some = (names: readonly string[]) =>
    names.length > 4 ? t`${joined(names.slice(0, 3), ", ")} and ${names.length - 3} more` : listed(names);
  return byReason(advice).map(({ because, runs }) => t`${some(runs)}: ${because}`);
}

function describeNext(run: NextRun, index: number): string[] {
  const { why, hparams, steps, seeds, command } = run;
  const settings = Object.entries(hparams).map(
    ([key, value]) => `${key}=${typeof value === "number" ? settingNumber(value) : String(value)}`,
  );
  const length = steps === null ? [] : [counted(steps, "step")];
  const seed =
    seeds.length === 0 ? [] : [seeds.length > 1 ? t`seeds ${listed(seeds.map(String))}` : t`seed ${String(seeds[0])}`];
  const parts = [settings.join(" "), ...length, ...seed, ...costOf(run)].filter((part) => part !== "");
  const what = joined(parts, ", ");
  return [`${index + 1}. ${what === "" ? why : t`${what}: ${why}`}`, ...(command === null ? [] : [`   $ ${command}`])];
}

function costOf({ costSteps = null, gpuHours = null, seeds }: NextRun): string[] {
  const hours = gpuHours === null ? [] : [t`about ${gpuTime(gpuHours)}`];
  return seeds.length > 1 && costSteps !== null ? [t`${counted(costSteps, "step")} in all`, ...hours] : hours;
}

/** Hours, or minutes where those say more. */
const gpuTime = (hours: number): string =>
  hours < 1 ? counted(Math.max(1, Math.round(60 * hours)), "GPU minute") : counted(hours, "GPU hour");

const settingNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 10 ? count(value).replaceAll(",", "") : rate(value);
