/** One row per run of a sweep: its settings, what it came to, and what the advice made of it. */
import type { SweepAdvice } from "../core/advice.ts";
import { compareNames } from "../core/natural-order.ts";
import type { Hparams, RunState } from "../core/series.ts";
import type { Block } from "./document.ts";
import type { Words } from "./words.ts";

/** A run as far as a report names it. */
export interface ReportedRun {
  readonly name: string;
  readonly state: RunState;
  readonly hparams: Hparams;
  /** The last step of anything that it logged; null when it logged nothing. */
  readonly lastStep: number | null;
  /** Last values by tag. */
  readonly last: ReadonlyMap<string, number>;
}

/** More settings than this make a table that nobody reads. */
const MOST_SETTINGS = 6;

export function runTable(sweep: SweepAdvice, runs: readonly ReportedRun[], words: Words): Block {
  const { columns } = words;
  const settings = sweep.varies.slice(0, MOST_SETTINGS);
  const tags = [sweep.loss?.tag, sweep.metric?.tag].filter((tag) => tag !== undefined);
  const members = new Set(sweep.runs);
  const rows = runs
    .filter(({ name }) => members.has(name))
    .sort((a, b) => compareNames(a.name, b.name))
    .map((run) => {
      const { text, isMarked } = verdictOn(run.name, sweep, words);
      const cells = [
        run.name,
        ...settings.map((key) => String(run.hparams[key] ?? "")),
        words.states[run.state],
        run.lastStep === null ? "" : String(run.lastStep),
        ...tags.map((tag) => numberText(run.last.get(tag))),
        text,
      ];
      return { cells, isMarked };
    });
  return {
    kind: "table",
    head: [columns.run, ...settings, columns.state, columns.steps, ...tags, columns.verdict],
    rows,
  };
}

const numberText = (value: number | undefined): string =>
  value === undefined ? "" : String(Number(value.toPrecision(4)));

/** Chosen, tied, left out with the reason, or nothing. */
function verdictOn(
  name: string,
  sweep: SweepAdvice,
  words: Words,
): { readonly text: string; readonly isMarked: boolean } {
  const advice = sweep.advice.find(({ rule }) => rule === "learning-rate");
  const marks = advice?.evidence.flatMap((evidence) => evidence.marks) ?? [];
  const hasRole = (role: string) =>
    marks.some((mark) => mark.kind === "run" && mark.run === name && mark.role === role);
  if (hasRole("chosen")) return { text: words.chosen, isMarked: true };
  const excluded = sweep.advice.flatMap((one) => one.excluded).find(({ run }) => run === name);
  if (excluded !== undefined) return { text: excluded.because, isMarked: false };
  return { text: hasRole("tied") ? words.tied : "", isMarked: false };
}
