/** The fixed words of reports. The sentences between them are the advisor's own. */

import type { Rule, Stage } from "../core/advice.ts";
import { RULE_NAMES, STAGE_NAMES, STATE_NAMES } from "../core/advice-names.ts";
import type { Verdict } from "../core/review.ts";
import type { RunState } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import type { ThresholdName } from "../core/thresholds.ts";

export interface Words {
  readonly title: string;
  readonly nothing: string;
  readonly lastRecord: (time: string) => string;
  readonly question: (sweep: QuestionParts) => string;
  readonly answer: string;
  readonly stand: string;
  readonly because: string;
  readonly doubt: string;
  readonly assumed: string;
  readonly leftOut: string;
  readonly alternatives: string;
  readonly changesIf: string;
  readonly runNext: string;
  readonly settled: string;
  readonly settledElsewhere: string;
  readonly nextAbove: string;
  readonly sweep: string;
  readonly stillRunning: string;
  readonly mattered: string;
  readonly pictures: string;
  readonly holds: string;
  readonly range: (name: ThresholdName, parts: RangeParts) => string;
  readonly anyValue: (name: ThresholdName, value: string) => string;
  readonly runs: string;
  readonly columns: { readonly run: string; readonly state: string; readonly steps: string; readonly verdict: string };
  readonly chosen: string;
  readonly tied: string;
  readonly runCount: (count: number) => string;
  readonly steps: (count: string) => string;
  readonly seeds: (list: string, count: number) => string;
  readonly stepsInAll: (count: string) => string;
  readonly gpuHours: (hours: number) => string;
  readonly confidence: string;
  readonly states: Readonly<Record<RunState, string>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly rules: Readonly<Record<Rule, string>>;
  readonly colon: string;
  readonly comma: string;
  /** Between two sentences. */
  readonly blank: string;
  /** Behind a heading that a sentence follows. */
  readonly period: string;
}

export interface QuestionParts {
  readonly runs: number;
  readonly varies: string;
  readonly metric: string | null;
  readonly goal: "max" | "min" | null;
}

export interface RangeParts {
  readonly value: string;
  readonly from: string;
  readonly to: string;
}

const EN_THRESHOLDS: Readonly<Record<ThresholdName, string>> = {
  gate: "the gate on depth",
  tie: "the tie of loss curves",
  devTie: "the tie on dev, in standard errors",
  tolerance: "the tolerance δ of convergence",
  margin: "the margin on the converged step",
};

const ZH_THRESHOLDS: Readonly<Record<ThresholdName, string>> = {
  gate: "深度门槛",
  tie: "损失曲线的并列范围",
  devTie: "验证集的并列范围（标准误的倍数）",
  tolerance: "收敛容差 δ",
  margin: "收敛步数的余量",
};

const about = (count: number, unit: string): string => `about ${count} ${unit}${count === 1 ? "" : "s"}`;

const EN: Words = {
  title: "Tuning report",
  nothing: "There are no runs, so there is no advice.",
  lastRecord: (time) => `The latest record that was read is from ${time}.`,
  question: ({ runs, varies, metric, goal }) =>
    `With which settings should this be trained? ${runs === 1 ? "1 run" : `${runs} runs`}${varies === "" ? "" : ` that differ in ${varies}`}, ${metric === null ? "without a dev metric" : `judged by ${metric} (${goal === "max" ? "higher" : "lower"} is better)`}.`,
  answer: "Answer",
  stand: "Where the tuning stands",
  because: "Because",
  doubt: "Doubt",
  assumed: "Assumed",
  leftOut: "Left out",
  alternatives: "Alternatives",
  changesIf: "The answer would change if",
  runNext: "Run next",
  settled: "Settled",
  settledElsewhere: "Settled since, by other runs of this tuning",
  nextAbove: "Run next: the runs under “Where the tuning stands”.",
  sweep: "Sweep",
  stillRunning: "Still running",
  mattered: "What mattered",
  pictures: "The evidence in pictures",
  holds: "For which thresholds the answer is the same",
  range: (name, { value, from, to }) => `${EN_THRESHOLDS[name]} is ${value}: the same from ${from} to ${to}`,
  anyValue: (name, value) => `${EN_THRESHOLDS[name]} is ${value}: it does not matter here`,
  runs: "Runs",
  columns: { run: "run", state: "state", steps: "last step", verdict: "verdict" },
  chosen: "chosen",
  tied: "the same within noise",
  runCount: (count) => (count === 1 ? "1 run" : `${count} runs`),
  steps: (count) => `${count} steps`,
  seeds: (list, count) => `${count === 1 ? "seed" : "seeds"} ${list}`,
  stepsInAll: (count) => `${count} steps in all`,
  gpuHours: (hours) =>
    hours < 1 ? about(Math.max(1, Math.round(60 * hours)), "GPU minute") : about(hours, "GPU hour"),
  confidence: "Confidence",
  verdicts: { candidate: "candidate", chosen: "chosen", rejected: "rejected" },
  states: STATE_NAMES.en,
  stages: STAGE_NAMES.en,
  rules: RULE_NAMES.en,
  colon: ": ",
  comma: ", ",
  blank: " ",
  period: ". ",
};

const ZH: Words = {
  title: "调参报告",
  nothing: "没有运行，因此没有建议。",
  lastRecord: (time) => `读到的最新记录来自 ${time}。`,
  question: ({ runs, varies, metric, goal }) =>
    `应该用什么设置训练？共 ${runs} 个运行${varies === "" ? "" : `，变化的设置是 ${varies}`}，${metric === null ? "没有验证集指标" : `以 ${metric} 评判（越${goal === "max" ? "高" : "低"}越好）`}。`,
  answer: "结论",
  stand: "调参进行到哪一步",
  because: "依据",
  doubt: "疑问",
  assumed: "假设",
  leftOut: "未纳入",
  alternatives: "其他选择",
  changesIf: "以下情况会改变结论",
  runNext: "接下来运行",
  settled: "已确定",
  settledElsewhere: "此后已由这次调参的其他运行确定",
  nextAbove: "接下来运行：“调参进行到哪一步”中的那些运行。",
  sweep: "扫参",
  stillRunning: "仍在运行",
  mattered: "哪些设置起了作用",
  pictures: "图示证据",
  holds: "阈值在什么范围内结论不变",
  range: (name, { value, from, to }) => `${ZH_THRESHOLDS[name]}为 ${value}：从 ${from} 到 ${to} 结论不变`,
  anyValue: (name, value) => `${ZH_THRESHOLDS[name]}为 ${value}：在这里不影响结论`,
  runs: "运行",
  columns: { run: "运行", state: "状态", steps: "最后一步", verdict: "判断" },
  chosen: "选中",
  tied: "在噪声范围内相同",
  runCount: (count) => `${count} 个运行`,
  steps: (count) => `${count} 步`,
  seeds: (list) => `随机种子 ${list}`,
  stepsInAll: (count) => `合计 ${count} 步`,
  gpuHours: (hours) => (hours < 1 ? `约 ${Math.max(1, Math.round(60 * hours))} GPU 分钟` : `约 ${hours} GPU 小时`),
  confidence: "把握",
  verdicts: { candidate: "候选", chosen: "选定", rejected: "否决" },
  states: STATE_NAMES.zh,
  stages: STAGE_NAMES.zh,
  rules: RULE_NAMES.zh,
  colon: "：",
  comma: "，",
  blank: "",
  period: "。",
};

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, zh: ZH };
