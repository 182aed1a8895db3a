/** A report from runs and the advice on them: pictures and ranges are made here, sweep by sweep. */

import { figuresInParts } from "../advisor/figures/figures.ts";
import type { AdviceOptions, RunLog } from "../advisor/input.ts";
import { inLanguage } from "../advisor/language.ts";
import type { Parts } from "../advisor/parts.ts";
import { toExperiments } from "../advisor/runs/experiment.ts";
import { toSweeps } from "../advisor/runs/sweep.ts";
import { thresholdRangesInParts } from "../advisor/threshold-ranges.ts";
import type { AdviceAnswer, Rule } from "../core/advice.ts";
import type { Series } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import type { ReportDocument } from "./document.ts";
import { type ReportedSweep, toReport } from "./report.ts";
import type { ReportedRun } from "./run-table.ts";

/** `sweep`: on that one alone, null for all. `rule`: of that one's answer alone; not given or null: of all. */
export interface ReportScope {
  readonly sweep: string | null;
  readonly rule?: Rule | null;
}

/** The report on `answer`, which is the advice on `logs` under `options`. */
export function* reportInParts(
  logs: readonly RunLog[],
  options: AdviceOptions,
  answer: AdviceAnswer,
  { language, ...scope }: ReportScope & { readonly language: Language },
): Parts<ReportDocument> {
  const tell = yield* gathered(logs, options, answer, scope);
  return tell(language);
}

/** The same in every language: it is thought about once. */
export function* reportsInParts(
  logs: readonly RunLog[],
  options: AdviceOptions,
  answer: AdviceAnswer,
  scope: ReportScope,
): Parts<Readonly<Record<Language, ReportDocument>>> {
  const tell = yield* gathered(logs, options, answer, scope);
  return { en: tell("en"), zh: tell("zh") };
}

/** What the report rests on, ready to be told. */
function* gathered(
  logs: readonly RunLog[],
  options: AdviceOptions,
  answer: AdviceAnswer,
  { sweep: wanted, rule = null }: ReportScope,
): Parts<(language: Language) => ReportDocument> {
  const sweeps: ReportedSweep[] = [];
  for (const sweep of toSweeps(toExperiments(logs), options.sweeps)) {
    const advice = answer.sweeps.find(({ id }) => id === sweep.id);
    if (advice === undefined || (wanted !== null && sweep.id !== wanted)) continue;
    const figures = yield* figuresInParts(sweep, options, advice);
    const ranges = rule === null ? (advice.thresholds ?? (yield* thresholdRangesInParts(sweep, options))) : null;
    sweeps.push({ advice, figures, ranges });
  }
  const runs = logs.map(toReportedRun);
  const times = logs.flatMap(({ series }) => [...series.values()].flatMap(lastTime));
  const lastRecordSecs = times.length > 0 ? times.reduce((a, b) => Math.max(a, b)) : null;
  return (language) => {
    const said = sweeps.map(({ advice, figures, ranges }) => ({
      advice: inLanguage(advice, language),
      figures: inLanguage(figures, language),
      ranges,
    }));
    return toReport({ sweeps: said, runs, lastRecordSecs, language, rule });
  };
}

function toReportedRun({ name, state, hparams, series }: RunLog): ReportedRun {
  const steps = [...series.values()].flatMap(({ length, steps: column }) => (length > 0 ? [column[length - 1]] : []));
  const last = new Map(
    [...series].flatMap(([tag, { length, values }]) => (length > 0 ? [[tag, values[length - 1]]] : [])),
  );
  return { name, state, hparams, lastStep: steps.length > 0 ? Math.max(...steps) : null, last };
}

function lastTime({ length, wallTimes }: Series): readonly number[] {
  const time = length > 0 ? wallTimes[length - 1] : Number.NaN;
  return Number.isFinite(time) ? [time] : [];
}
