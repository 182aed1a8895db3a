/** `tuneboard advise`: what the tuning guide makes of the runs, under the kept choices and those of the command line. */
import { advise } from "../advisor/advise.ts";
import { toOptions, withoutRejected } from "../advisor/chosen.ts";
import type { AdviceOptions, RunLog } from "../advisor/input.ts";
import { inLanguage } from "../advisor/language.ts";
import { toExperiments } from "../advisor/runs/experiment.ts";
import { toSweeps } from "../advisor/runs/sweep.ts";
import { thresholdRanges, toThresholds } from "../advisor/threshold-ranges.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { type Choices, type ExcludedRun, isAmong } from "../core/choices.ts";
import type { Language } from "../core/text.ts";
import type { Thresholds } from "../core/thresholds.ts";
import { toRunLogs } from "../server/advice-cache.ts";
import type { StudyBasis } from "../server/engine.ts";
import { withoutDoubles } from "../store/doubles.ts";
import type { Store } from "../store/store.ts";
import { openChoices } from "./choices.ts";
import { matcher } from "./export.ts";
import { failed, misused } from "./failure.ts";
import { openMemory } from "./memory.ts";
import { type LogsPlace, now, refuseUnreadable, withLogs } from "./open-logs.ts";
import { rejectedRuns } from "./review.ts";

/** What the command line says; it goes before what is kept, for this once. Null: not given. */
export interface AdviseQuestion {
  readonly metric: string | null;
  readonly loss: string | null;
  readonly group: string | null;
  readonly excluded: readonly ExcludedRun[];
  readonly thresholds: Partial<Thresholds>;
  /** Null: not said yet, for what is told in several (`inLanguage`). */
  readonly language: Language | null;
  /** Whether to say for which thresholds the answer stays the same. */
  readonly asksRanges: boolean;
}

/** Nothing is said on the command line: what is kept holds. */
export const AS_KEPT: AdviseQuestion = {
  metric: null,
  loss: null,
  group: null,
  excluded: [],
  thresholds: {},
  language: "en",
  asksRanges: false,
};

/** `NAME=VALUE` for each; a value may be written in percent: `gate=5%`. */
export function toThresholdOptions(texts: readonly string[]): Partial<Thresholds> {
  const values = Object.fromEntries(
    texts.map((text) => {
      const [, name = "", number = "", percent] = /^([^=]+)=\s*([^%\s]+)\s*(%?)$/.exec(text.trim()) ?? [];
      if (name === "") throw misused(`--threshold "${text}" is not NAME=VALUE.`);
      return [name, percent === "%" ? Number(number) / 100 : Number(number)];
    }),
  );
  const asked = toThresholds(values);
  if (asked.kind === "refused") throw misused(`--threshold: ${asked.because}.`);
  return asked.thresholds;
}

/** `RUN=REASON`, split at the last `=`, since names of runs hold `=` too. */
export function toExcludedRun(text: string): ExcludedRun {
  const at = text.lastIndexOf("=");
  if (text === "" || at === 0) throw misused(`--exclude "${text}" names no run; it is RUN=REASON.`);
  return at < 0 ? { run: text, because: "" } : { run: text.slice(0, at), because: text.slice(at + 1).trim() };
}

/**
 * The advice on all logs of `place`, and what it was given on.
 *
 * @throws CommandFailure if the question names a run or a tag that is not there.
 */
export async function adviseOnLogs(place: LogsPlace, question: AdviseQuestion): Promise<StudyBasis> {
  const memory = await openMemory(place);
  const { file } = await openChoices(place, memory.past);
  const isWhole = question.group === null && question.metric === null && question.loss === null;
  return withLogs(place, async (store) => {
    refuseUnreadable(store.logdirs());
    const wanted = withoutDoubles(store.runs().filter((run) => matcher(question.group)(run.name)));
    if (wanted.length === 0 && question.group !== null) throw failed(`--group ${question.group} matches no run.`);
    for (const flag of ["metric", "loss"] as const) {
      const tag = question[flag];
      if (tag !== null && !wanted.some((run) => run.tags().includes(tag)))
        throw failed(`--${flag} ${tag} is a tag that none of the runs has.`);
    }
    const choices = choicesFor(question, file.current(), store);
    const logs = toRunLogs(wanted, now());
    const options = {
      ...withoutRejected(toOptions(choices), await rejectedRuns(place, store)),
      past: memory.past,
      thresholds: question.thresholds,
      language: question.language,
    };
    const answer = advise(logs, options);
    const isUsual = isWhole && question.excluded.length === 0 && Object.keys(question.thresholds).length === 0;
    if (isUsual) await memory.learn(question.language === null ? inLanguage(answer, "en") : answer);
    return { logs, options, answer: question.asksRanges ? withRanges(answer, logs, options) : answer };
  });
}

function withRanges(answer: AdviceAnswer, logs: readonly RunLog[], options: AdviceOptions): AdviceAnswer {
  const ranges = new Map(
    toSweeps(toExperiments(logs), options.sweeps).map((sweep) => [sweep.id, thresholdRanges(sweep, options)]),
  );
  return {
    ...answer,
    sweeps: answer.sweeps.map((sweep) => {
      const thresholds = ranges.get(sweep.id);
      return thresholds === undefined ? sweep : { ...sweep, thresholds };
    }),
  };
}

/** What is kept, under what the command line says: a tag that it names holds for all sweeps. */
function choicesFor(question: AdviseQuestion, kept: Choices, store: Store): Choices {
  const metric = question.metric === null ? null : { tag: question.metric, goal: null };
  return {
    version: 1,
    metric: metric ?? kept.metric,
    loss: question.loss ?? kept.loss,
    excluded: [...question.excluded.map((one) => existing(one, store)), ...kept.excluded],
    sweeps: kept.sweeps.map((sweep) => ({
      ...sweep,
      metric: metric ?? sweep.metric,
      loss: question.loss ?? sweep.loss,
    })),
  };
}

/** `one` as it stands, or with its `=` as a part of the run's name where that is what exists. */
function existing(one: ExcludedRun, store: Store): ExcludedRun {
  const names = store.runs().map(({ name }) => name);
  const whole = one.because === "" ? one.run : `${one.run}=${one.because}`;
  if (names.some((name) => isAmong(name, [one.run]))) return one;
  if (names.some((name) => isAmong(name, [whole]))) return { run: whole, because: "" };
  throw failed(`--exclude ${whole}: there is no run ${one.run}.`);
}
