/** `tuneboard advise`: what the tuning guide makes of the runs, under the kept choices and those of the command line. */
import { advise } from "../advisor/advise.ts";
import { toOptions } from "../advisor/chosen.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import { type Choices, type ExcludedRun, isAmong } from "../core/choices.ts";
import { toRunLogs } from "../server/advice-cache.ts";
import type { Store } from "../store/store.ts";
import { openChoices } from "./choices.ts";
import { matcher } from "./export.ts";
import { failed, misused } from "./failure.ts";
import { openMemory } from "./memory.ts";
import { type LogsPlace, now, refuseUnreadable, withLogs } from "./open-logs.ts";

/** What the command line says; it goes before what is kept, for this once. Null: not given. */
export interface AdviseQuestion {
  readonly metric: string | null;
  readonly loss: string | null;
  readonly group: string | null;
  readonly excluded: readonly ExcludedRun[];
}

/** `RUN=REASON`, split at the last `=`, since names of runs hold `=` too. */
export function toExcludedRun(text: string): ExcludedRun {
  const at = text.lastIndexOf("=");
  if (text === "" || at === 0) throw misused(`--exclude "${text}" names no run; it is RUN=REASON.`);
  return at < 0 ? { run: text, because: "" } : { run: text.slice(0, at), because: text.slice(at + 1).trim() };
}

/**
 * The advice on all logs of `place`.
 *
 * @throws CommandFailure if the question names a run or a tag that is not there.
 */
export async function adviseOnLogs(place: LogsPlace, question: AdviseQuestion): Promise<AdviceAnswer> {
  const memory = await openMemory(place);
  const { file } = await openChoices(place, memory.past);
  const isWhole = question.group === null && question.metric === null && question.loss === null;
  return withLogs(place, async (store) => {
    refuseUnreadable(store.logdirs());
    const wanted = store.runs().filter((run) => matcher(question.group)(run.name));
    if (wanted.length === 0 && question.group !== null) throw failed(`--group ${question.group} matches no run.`);
    for (const flag of ["metric", "loss"] as const) {
      const tag = question[flag];
      if (tag !== null && !wanted.some((run) => run.tags().includes(tag)))
        throw failed(`--${flag} ${tag} is a tag that none of the runs has.`);
    }
    const choices = choicesFor(question, file.current(), store);
    const answer = advise(toRunLogs(wanted, now()), { ...toOptions(choices), past: memory.past });
    if (isWhole && question.excluded.length === 0) await memory.learn(answer);
    return answer;
  });
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
