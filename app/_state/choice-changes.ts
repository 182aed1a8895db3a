/** What the reader of the advice can decide, each as a change of all choices: nothing here talks to the engine. */
import { type Choices, isAmong, type MetricChoice, type NamedSweep } from "../../lib/core/choices.ts";

/** The advice goes without `run`, for a reason. */
export const leaveOut = (choices: Choices, run: string, because: string): Choices => ({
  ...choices,
  excluded: [...choices.excluded.filter((one) => one.run !== run), { run, because }],
});

/** `run`, which was left out by itself or with its folder, counts again. */
export const takeBack = (choices: Choices, run: string): Choices => ({
  ...choices,
  excluded: choices.excluded.filter((one) => one.run !== run),
});

/** The sweep that was put together by hand under this title, or null. */
export const namedSweep = ({ sweeps }: Choices, title: string): NamedSweep | null =>
  sweeps.find(({ name }) => name === title) ?? null;

/** Judged by `metric` from now on: the sweep of that title where it was put together by hand, else every sweep. Null: by name. */
export const judgeBy = (choices: Choices, title: string, metric: MetricChoice | null): Choices =>
  change(choices, title, { metric });

/** The training loss is `loss` from now on, as in `judgeBy`. */
export const trainBy = (choices: Choices, title: string, loss: string | null): Choices =>
  change(choices, title, { loss });

function change(choices: Choices, title: string, what: Partial<Pick<NamedSweep, "metric" | "loss">>): Choices {
  if (namedSweep(choices, title) === null) return { ...choices, ...what };
  return { ...choices, sweeps: choices.sweeps.map((sweep) => (sweep.name === title ? { ...sweep, ...what } : sweep)) };
}

/** `runs` are the sweep `name`; runs that another sweep of that name had are its own no longer. First come the newest, which take their runs first. */
export const putTogether = (choices: Choices, name: string, runs: readonly string[]): Choices => {
  const before = namedSweep(choices, name);
  const sweep = { name, runs, metric: before?.metric ?? null, loss: before?.loss ?? null };
  return { ...choices, sweeps: [sweep, ...choices.sweeps.filter((one) => one !== before)] };
};

/** The sweep `from` is called `to`; what was decided for it stays with it. A sweep that was found becomes one put together by hand. */
export function rename(choices: Choices, from: string, to: string, runs: readonly string[]): Choices {
  const before = namedSweep(choices, from);
  if (before === null) return putTogether(choices, to, runs);
  return { ...choices, sweeps: choices.sweeps.map((sweep) => (sweep === before ? { ...before, name: to } : sweep)) };
}

/** The runs of the sweep `name` are grouped by the advisor again. */
export const takeApart = (choices: Choices, name: string): Choices => ({
  ...choices,
  sweeps: choices.sweeps.filter((sweep) => sweep.name !== name),
});

/** `runs` as one folder where they are all the runs in it, so that runs that come later belong to it; else as they are. */
export function asFolder(runs: readonly string[], all: readonly string[]): readonly string[] {
  const first = runs[0] ?? "";
  const folder = first.slice(0, first.lastIndexOf("/") + 1);
  if (folder === "") return runs;
  const whole = [`${folder}*`];
  const members = new Set(runs);
  const isWhole =
    runs.every((run) => isAmong(run, whole)) && all.every((run) => members.has(run) || !isAmong(run, whole));
  return isWhole ? whole : runs;
}
