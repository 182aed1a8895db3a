/** Advice as plain text for a terminal, 100 columns wide. */
import type { Advice, AdviceAnswer, NextRun, Stage, SweepAdvice } from "../core/advice.ts";
import type { ThresholdName } from "../core/thresholds.ts";
import { count, counted, listed, percent, rate } from "./wording.ts";

const WIDTH = 100;
const LABEL = 12;
const TITLES: Readonly<Partial<Record<Advice["rule"], string>>> = {
  "learning-rate": "LEARNING RATE",
  "converged-step": "NUMBER OF STEPS",
  "decay-start": "START OF THE DECAY",
  "decay-schedule": "FORM OF THE DECAY",
  "decay-effect": "WHAT DECAY DID",
  packing: "PACKING",
  pause: "RUNS TO PAUSE",
  preparation: "BEFORE TUNING",
  "update-ratio": "UPDATE RATIO",
  "batch-momentum": "BATCH SIZE AND MOMENTUM",
  "run-health": "RUN HEALTH",
};

/** The text that `tuneboard advise` prints. Deterministic; ends with a newline; one sentence when there is nothing to say. */
export function describe(answer: AdviceAnswer): string {
  if (answer.sweeps.length === 0) return "No runs, no advice.\n";
  return `${answer.sweeps.map(describeSweep).join("\n\n\n")}\n`;
}

function describeSweep(sweep: SweepAdvice): string {
  const judged =
    sweep.metric === null
      ? "no dev metric"
      : `judged by ${sweep.metric.tag}, ${sweep.metric.goal === "max" ? "higher" : "lower"} is better`;
  const some = [...sweep.varies.slice(0, 5), ...(sweep.varies.length > 5 ? [`${sweep.varies.length - 5} more`] : [])];
  const varies = some.length > 0 ? `; ${listed(some)} ${some.length === 1 ? "varies" : "vary"}` : "";
  const head = [
    sweep.title,
    "─".repeat(Math.min(WIDTH, [...sweep.title].length)),
    ...wrap(`${counted(sweep.runs.length, "run")}; ${judged}${varies}`, "", ""),
  ];
  const inside = `${sweep.title.split(" · ")[0]}/`; // within its sweep, a run needs its own name only
  const rank = ({ rule }: Advice) => (FIRST.includes(rule) ? FIRST.indexOf(rule) : FIRST.length);
  const inOrder = [...sweep.advice].sort((a, b) => rank(a) - rank(b));
  const now = (sweep.stage?.next ?? []).map(keyOf);
  const text = inOrder.flatMap((advice) => ["", ...describeAdvice(shortened(advice, inside), now)]);
  return [
    ...head,
    ...text,
    ...describeOutlook(sweep, inside),
    ...describeStage(sweep, inside),
    ...describeRanges(sweep),
    ...describeImportance(sweep),
  ].join("\n");
}

const STAGES: readonly Stage[] = ["prepare", "learning rate and steps", "batch size and momentum", "decay"];
/** What makes other answers doubtful is read before them. */
const FIRST: readonly Advice["rule"][] = ["run-health", "preparation"];

/** Tells runs apart that are to be started, whatever they are good for. */
const keyOf = ({ hparams, steps, seeds }: NextRun): string =>
  JSON.stringify([Object.entries(hparams).sort(([a], [b]) => (a < b ? -1 : 1)), steps, seeds]);

/** Where the tuning stands, and always what to run now. */
function describeStage({ stage }: SweepAdvice, folder: string): string[] {
  if (stage === undefined) return [];
  const { at, because, settled, next } = stage;
  const place = STAGES.indexOf(at) + 1;
  return [
    "",
    place > 0 ? `NEXT  (stage ${place} of ${STAGES.length}, ${at})` : "NEXT  (all stages are done)",
    ...wrap(because.replaceAll(folder, ""), "  ", "  "),
    ...labelled(
      "Settled",
      settled.map(({ stage: name, result }) => `${name}: ${result}`),
    ),
    ...labelled(
      "Run now",
      next.flatMap((run, i) => describeNext({ ...run, why: run.why.replaceAll(folder, "") }, i)),
    ),
  ];
}

/** Times are those of the logs, in UTC: the text knows no clock of its own. */
function describeOutlook({ outlook }: SweepAdvice, folder: string): string[] {
  if (outlook === undefined) return [];
  const { headline, runs, knownAt, knownBetween } = outlook;
  const chances = runs.flatMap(({ run, chance }) =>
    chance === null
      ? []
      : [`${run.replaceAll(folder, "")}: ${percent(chance)} to end above the best that has finished`],
  );
  const range = knownBetween === null ? "" : `, between ${minuteOf(knownBetween[0])} and ${minuteOf(knownBetween[1])}`;
  return [
    "",
    "STILL RUNNING",
    ...wrap(headline.replaceAll(folder, ""), "  ", "  "),
    ...labelled("Chances", chances.slice(0, MOST_CHANCES)),
    ...labelled("Known", knownAt === null ? [] : [`about ${minuteOf(knownAt)}${range} (UTC), by the pace of the logs`]),
  ];
}

const MOST_CHANCES = 6;

/** `2026-03-01 14:05`; as it stands where damaged clocks lead beyond all calendars. */
const minuteOf = (secs: number): string =>
  Math.abs(secs) <= LAST_DATE_SECS ? new Date(1000 * secs).toISOString().slice(0, 16).replace("T", " ") : String(secs);

/** The last moment that a Date can hold. */
const LAST_DATE_SECS = 8.64e12;

const THRESHOLDS: Readonly<Record<ThresholdName, string>> = {
  gate: "gate on depth",
  tie: "tie of loss curves",
  devTie: "tie on dev, standard errors",
  tolerance: "tolerance of convergence",
  margin: "margin on the converged step",
};

/** Where that was asked for: how far each threshold can be moved before the answer changes. */
function describeRanges({ thresholds }: SweepAdvice): string[] {
  if (thresholds === undefined) return [];
  return [
    "",
    "THE ANSWER STAYS THE SAME",
    ...thresholds.flatMap(({ name, value, same, matters }) => {
      const isShare = name === "gate" || name === "tie" || name === "tolerance";
      const text = (number: number) =>
        isShare ? `${Number((100 * number).toPrecision(2))} %` : String(Number(number.toPrecision(3)));
      const range = matters ? `from ${text(same[0])} to ${text(same[1])}` : "wherever it stands";
      return wrap(`${THRESHOLDS[name]} (${name}) is ${text(value)}: ${range}`, "  ", "    ");
    }),
  ];
}

const describeImportance = ({ importance }: SweepAdvice): string[] =>
  importance === undefined
    ? []
    : ["", "WHAT MATTERED", ...[importance.headline, ...importance.notes].flatMap((text) => wrap(text, "  ", "  "))];

/** The advice with the runs' common folder left out of its sentences. */
function shortened(advice: Advice, folder: string): Advice {
  const short = (text: string) => text.replaceAll(folder, "");
  return {
    ...advice,
    headline: short(advice.headline),
    evidence: advice.evidence.map((evidence) => ({ ...evidence, text: short(evidence.text) })),
    caps: advice.caps.map(short),
    assumptions: advice.assumptions.map(short),
    excluded: advice.excluded.map(({ run, because }) => ({ run: short(run), because: short(because) })),
    next: advice.next.map((run) => ({ ...run, why: short(run.why) })),
    wouldChangeIf: advice.wouldChangeIf.map(short),
  };
}

/** `now`: runs that are told at the end, so that they are not told twice. */
function describeAdvice(advice: Advice, now: readonly string[]): string[] {
  const told = advice.next.length > 1 && advice.next.every((run) => now.includes(keyOf(run)));
  return [
    `${TITLES[advice.rule] ?? advice.rule.toUpperCase()}  (guide ${advice.guide.join(", ")})`,
    ...wrap(advice.headline, "  ", "  "),
    ...labelled(
      "Because",
      advice.evidence.map(({ text }) => text),
    ),
    ...labelled("Doubt", advice.caps),
    ...labelled(
      "Assumed",
      advice.assumptions.map((assumption) => assumption.replace(/\.$/, "")),
    ),
    ...labelled("Left out", excluded(advice)),
    ...labelled("Changes if", advice.wouldChangeIf),
    ...labelled("Run next", told ? ["the runs under NEXT"] : advice.next.flatMap(describeNext)),
  ];
}

/** Items under one label: the label stands before the first, and every line is indented behind it. */
function labelled(label: string, items: readonly string[]): string[] {
  return items.flatMap((item, i) => wrap(item, (i === 0 ? `  ${label}` : "").padEnd(2 + LABEL), " ".repeat(2 + LABEL)));
}

/** Runs with one reason share one sentence; long lists are cut. */
function excluded({ excluded: runs }: Advice): string[] {
  const reasons = new Map<string, string[]>();
  for (const { run, because } of runs) reasons.set(because, [...(reasons.get(because) ?? []), run]);
  const some = (names: readonly string[]) =>
    names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : listed(names);
  return [...reasons].map(([because, names]) => `${some(names)}: ${because}`);
}

function describeNext(run: NextRun, index: number): string[] {
  const { why, hparams, steps, seeds, command } = run;
  const settings = Object.entries(hparams).map(
    ([key, value]) => `${key}=${typeof value === "number" ? settingNumber(value) : String(value)}`,
  );
  const length = steps === null ? [] : [counted(steps, "step")];
  const seed = seeds.length === 0 ? [] : [`${seeds.length > 1 ? "seeds" : "seed"} ${listed(seeds.map(String))}`];
  const what = [settings.join(" "), ...length, ...seed, ...costOf(run)].filter((part) => part !== "").join(", ");
  return [`${index + 1}. ${what === "" ? why : `${what}: ${why}`}`, ...(command === null ? [] : [`   $ ${command}`])];
}

function costOf({ costSteps = null, gpuHours = null, seeds }: NextRun): string[] {
  const hours = gpuHours === null ? [] : [`about ${gpuTime(gpuHours)}`];
  return seeds.length > 1 && costSteps !== null ? [`${counted(costSteps, "step")} in all`, ...hours] : hours;
}

/** Hours, or minutes where those say more. */
const gpuTime = (hours: number): string =>
  hours < 1 ? `${counted(Math.max(1, Math.round(60 * hours)), "GPU minute")}` : counted(hours, "GPU hour");

const settingNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 10 ? count(value).replaceAll(",", "") : rate(value);

/** Breaks `text` at spaces so that no line is wider than 100 columns, unless one word is. */
function wrap(text: string, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && [...line].length + 1 + [...word].length > WIDTH) {
      lines.push(line);
      line = rest + word;
    } else line += (isEmpty ? "" : " ") + word;
    isEmpty = false;
  }
  return [...lines, line];
}
