/** A report on advice: the question, the answer with its evidence in words and pictures, what would change it, and what to run next. */

import { rate } from "../advisor/wording.ts";
import type { Advice, NextRun, Rule, SweepAdvice } from "../core/advice.ts";
import { answersOf, settledElsewhere } from "../core/answers.ts";
import type { Figure } from "../core/figure.ts";
import { areAmong, costOf, settingsOf } from "../core/next-runs.ts";
import type { Language } from "../core/text.ts";
import type { ThresholdRange } from "../core/thresholds.ts";
import { byReason, withoutFolder } from "../core/told.ts";
import type { Block, ReportDocument } from "./document.ts";
import { type ReportedRun, runTable } from "./run-table.ts";
import { WORDS, type Words } from "./words.ts";

export interface ReportedSweep {
  readonly advice: SweepAdvice;
  readonly figures: readonly Figure[];
  /** Null: not asked for. */
  readonly ranges: readonly ThresholdRange[] | null;
}

export interface ReportInput {
  readonly sweeps: readonly ReportedSweep[];
  readonly runs: readonly ReportedRun[];
  /** When the latest record was written, in seconds since the Unix epoch, by the logs; null when they do not say. */
  readonly lastRecordSecs: number | null;
  readonly language: Language;
  /** The answer of this rule alone; null: of all. */
  readonly rule: Rule | null;
}

/** The report. Equal inputs make equal documents: it knows no clock but that of the logs. */
export function toReport({ sweeps, runs, lastRecordSecs, language, rule }: ReportInput): ReportDocument {
  const words = WORDS[language];
  const [only] = sweeps;
  const title =
    sweeps.length === 1 && only !== undefined ? `${words.title}${words.colon}${only.advice.title}` : words.title;
  const time = timeText(lastRecordSecs);
  return {
    title,
    language,
    blocks: [
      { kind: "heading", level: 1, text: title },
      ...(time === null ? [] : [paragraph(words.lastRecord(time))]),
      ...(sweeps.length === 0 ? [paragraph(words.nothing)] : []),
      ...(sweeps.length > 1 && rule === null ? [overview(sweeps, words)] : []),
      ...sweeps.flatMap((sweep) =>
        rule === null ? sweepBlocks(sweep, runs, words, sweeps.length > 1) : ruleBlocks(sweep, rule, words),
      ),
    ],
  };
}

/** Of several sweeps, what each answers: who reads on wants to know where. */
function overview(sweeps: readonly ReportedSweep[], words: Words): Block {
  const rows = sweeps.map(({ advice }) => ({
    cells: [
      advice.title,
      String(advice.runs.length),
      answersOf(withoutFolder(advice))
        .map(({ headline }) => headline)
        .join(words.blank),
      advice.stage === undefined ? "" : words.stages[advice.stage.at],
    ],
    isMarked: false,
  }));
  return { kind: "table", head: [words.sweep, words.runs, words.answer, words.stand], rows };
}

/** One rule's answer, with the pictures that speak of it. */
function ruleBlocks({ advice, figures }: ReportedSweep, rule: Rule, words: Words): Block[] {
  const sweep = withoutFolder(advice);
  const shown = figures.filter(({ kind }) => PICTURED[rule].includes(kind));
  return [
    paragraph(questionText(sweep, words)),
    ...sweep.advice.filter((one) => one.rule === rule).flatMap((one) => adviceBlocks(one, sweep, words)),
    ...shown.map((figure): Block => ({ kind: "figure", figure })),
  ];
}

/** Which kinds of pictures speak of a rule's answer. */
const PICTURED: Readonly<Record<Rule, readonly Figure["kind"][]>> = {
  preparation: ["curves"],
  "learning-rate": ["rates"],
  "converged-step": ["curves"],
  "update-ratio": [],
  "batch-momentum": ["rates"],
  "decay-start": ["curves"],
  "decay-schedule": ["decay"],
  "decay-effect": ["decay"],
  packing: [],
  "run-health": ["curves"],
  pause: ["curves"],
};

const paragraph = (text: string, isStrong = false): Block => ({ kind: "paragraph", text, isStrong });

/** A moment in seconds since the Unix epoch as `2026-11-22 16:46 UTC`; null for none, and for what no calendar holds. */
export function timeText(seconds: number | null): string | null {
  if (seconds === null || !(Math.abs(seconds) < 8e12)) return null;
  return `${new Date(1000 * seconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function list(title: string | null, items: readonly string[], isNumbered = false): Block[] {
  return items.length === 0 ? [] : [{ kind: "list", title, items, isNumbered }];
}

const heading = (level: 2 | 3, text: string): Block => ({ kind: "heading", level, text });

function sweepBlocks(
  { advice: whole, figures, ranges }: ReportedSweep,
  runs: readonly ReportedRun[],
  words: Words,
  isNamed: boolean,
): Block[] {
  const sweep = withoutFolder(whole);
  const { stage, outlook, importance } = sweep;
  const answers = sweep.advice.filter(({ verdict }) => verdict !== "none");
  return [
    ...(isNamed ? [heading(2, sweep.title)] : []),
    paragraph(questionText(sweep, words)),
    heading(isNamed ? 3 : 2, words.answer),
    ...list(
      null,
      answersOf(sweep).map(({ headline }) => headline),
    ),
    ...(outlook === undefined ? [] : [paragraph(`${words.stillRunning}${words.colon}${outlook.headline}`, true)]),
    ...(stage === undefined ? [] : stageBlocks(stage, words, isNamed)),
    ...(figures.length === 0 ? [] : [heading(isNamed ? 3 : 2, words.pictures)]),
    ...figures.map((figure): Block => ({ kind: "figure", figure })),
    ...answers.flatMap((advice) => adviceBlocks(advice, sweep, words)),
    ...(importance === undefined ? [] : [heading(3, words.mattered), paragraph(importance.headline)]),
    ...(ranges === null
      ? []
      : list(
          words.holds,
          ranges.map((range) => rangeText(range, words)),
        )),
    heading(isNamed ? 3 : 2, words.runs),
    runTable(whole, runs, words),
  ];
}

const questionText = ({ runs, varies, metric }: SweepAdvice, words: Words): string =>
  words.question({
    runs: runs.length,
    varies: varies.slice(0, 8).join(", "),
    metric: metric?.tag ?? null,
    goal: metric?.goal ?? null,
  });

function stageBlocks(stage: NonNullable<SweepAdvice["stage"]>, words: Words, isNamed: boolean): Block[] {
  const { at, because, settled, next } = stage;
  return [
    heading(isNamed ? 3 : 2, words.stand),
    paragraph(`${words.stages[at]}${words.period}${because}`),
    ...list(
      words.settled,
      settled.map((one) => `${words.stages[one.stage]}${words.colon}${one.result}`),
    ),
    ...planBlocks(next, words),
    ...commands(next, words),
  ];
}

/** Runs to start, under what they cost together. */
function planBlocks(plan: readonly NextRun[], words: Words): Block[] {
  const { runs, steps, gpuHours } = costOf(plan);
  const cost = [
    words.runCount(runs),
    ...(steps === null || steps === 0 ? [] : [words.stepsInAll(grouped(steps))]),
    ...(gpuHours === null || gpuHours === 0 ? [] : [words.gpuHours(Number(gpuHours.toPrecision(2)))]),
  ].join(words.comma);
  return list(
    plan.length > 1 ? `${words.runNext} (${cost})` : words.runNext,
    plan.map((run) => nextText(run, words)),
    true,
  );
}

function adviceBlocks(advice: Advice, sweep: SweepAdvice, words: Words): Block[] {
  const settled = settledElsewhere(advice, sweep);
  const isTold = sweep.stage !== undefined && areAmong(advice.next, sweep.stage.next);
  const excluded = byReason(advice).map(({ because, runs }) => `${because}${words.colon}${runs.join(words.comma)}`);
  return [
    heading(3, words.rules[advice.rule]),
    ...(settled === null ? [] : [paragraph(`${words.settledElsewhere}${words.colon}${settled.result}`)]),
    paragraph(advice.headline, settled === null),
    ...list(
      words.because,
      advice.evidence.map(({ text }) => text),
    ),
    ...list(words.doubt, advice.caps),
    ...list(words.assumed, advice.assumptions),
    ...list(words.leftOut, excluded),
    ...list(
      words.alternatives,
      advice.alternatives.map(({ value, why }) =>
        typeof value === "number" ? `${rate(value)}${words.colon}${why}` : why,
      ),
    ),
    ...list(words.changesIf, advice.wouldChangeIf),
    ...(settled !== null
      ? []
      : isTold && advice.next.length > 0
        ? [paragraph(words.nextAbove)]
        : planBlocks(advice.next, words)),
    ...(advice.code ?? []).map(
      ({ title, framework, code }): Block => ({
        kind: "code",
        title: `${framework}${words.colon}${title}`,
        code,
        isFolded: true,
      }),
    ),
  ];
}

const commands = (next: readonly NextRun[], words: Words): Block[] => {
  const lines = next.flatMap(({ command }) => command ?? []);
  return lines.length === 0 ? [] : [{ kind: "code", title: words.runNext, code: lines.join("\n") }];
};

function nextText(run: NextRun, words: Words): string {
  const { steps, seeds, why, costSteps = null, gpuHours = null } = run;
  const settings = settingsOf(run);
  const parts = [
    ...(settings === "" ? [] : [settings]),
    ...(steps === null ? [] : [words.steps(grouped(steps))]),
    ...(seeds.length === 0 ? [] : [words.seeds(seeds.join(", "), seeds.length)]),
    ...(costSteps === null || seeds.length < 2 ? [] : [words.stepsInAll(grouped(costSteps))]),
    ...(gpuHours === null ? [] : [words.gpuHours(gpuHours)]),
  ];
  return parts.length === 0 ? why : `${parts.join(words.comma)}${words.colon}${why}`;
}

const grouped = (count: number): string => count.toLocaleString("en-US");

function rangeText({ name, value, same, matters }: ThresholdRange, words: Words): string {
  const inWords = (number: number): string =>
    name === "gate" || name === "tie" || name === "tolerance"
      ? `${Number((100 * number).toPrecision(2))} %`
      : String(Number(number.toPrecision(3)));
  return matters
    ? words.range(name, { value: inWords(value), from: inWords(same[0]), to: inWords(same[1]) })
    : words.anyValue(name, inWords(value));
}
