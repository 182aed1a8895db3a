/** Memory of past sweeps: the lesson of one that is done, and what many say about the next. */
import type { SweepAdvice } from "../../core/advice.ts";
import type { KeptLesson, Lesson, Memory } from "../../core/memory.ts";
import { median } from "../../core/statistics.ts";
import { isConclusive } from "../learning-rate/learning-rate-doubt.ts";
import type { Vote } from "../learning-rate/learning-rate-vote.ts";
import { GAPS } from "../pausing/tolerable-gap.ts";
import type { Experiment } from "../runs/experiment.ts";
import { leftAt, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";

const FEWEST_RATES = 3;

/** What the sweep teaches; null while a run is going, or before three rates have shown how they end and one was picked inside. */
export function toLesson({ runs, scale, everyRun }: SweepCurves, vote: Vote | null, isPicked: boolean): Lesson | null {
  if (vote === null || vote.pick === null || scale === null || !isPicked || vote.edge !== null) return null;
  if (everyRun.some(({ replicate }) => replicate.experiment.state === "live")) return null;
  if (vote.groups.filter(isConclusive).length < FEWEST_RATES) return null;
  const factors = vote.pick.sound.flatMap((run) => gapFactor(run, runs, scale) ?? []);
  return {
    optimizer: optimizerOf(vote.pick.runs[0].replicate.experiment),
    bestRate: vote.pick.rate,
    gapFactor: factors.length > 0 ? Math.min(...factors) : null,
  };
}

/** The optimizer as the settings call it, lower case, or null. */
export function optimizerOf({ hparams }: Experiment): string | null {
  const key = Object.keys(hparams).find((name) => /(^|[._/])(optim|optimizer|optimizer_?name)$/i.test(name));
  const value = key === undefined ? undefined : hparams[key];
  return typeof value === "string" && value !== "" && value.length < 40 ? value.toLowerCase() : null;
}

/** Null when at no share of the budget two runs stood and the leader had learned. */
function gapFactor(winner: ScaledRun, runs: readonly ScaledRun[], scale: CommonScale): number | null {
  const { from, to } = scale.grid;
  const factors = GAPS.flatMap(([share, tolerable]) => {
    const step = from + share * (to - from);
    const left = runs.map((run) => leftAt(run, scale, step)).filter((value) => !Number.isNaN(value));
    const leader = left.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const mine = leftAt(winner, scale, step);
    const hasLearned = left.length > 1 && 1 - leader >= LEAST_DESCENT;
    return hasLearned && !Number.isNaN(mine) ? [Math.max(0, (mine - leader) / (1 - leader)) / tolerable] : [];
  });
  return factors.length > 0 ? Number(Math.max(...factors).toPrecision(3)) : null;
}

const LEAST_DESCENT = 0.05;
const MOST_LESSONS = 2000;

/** The lessons of an answer, under keys that tell `place` from every other. */
export const lessonsIn = (sweeps: readonly SweepAdvice[], place: string): KeptLesson[] =>
  sweeps.flatMap(({ id, lesson }) => (lesson === undefined ? [] : [{ key: keyOf(place, id), ...lesson }]));

/** The key of sweep `id` at `place`. */
export const keyOf = (place: string, id: string): string => `${place}/${id}`;

/** `memory` with `lessons`, each of which replaces what was known under its key; the same object when nothing is new. */
export function remember(memory: Memory, lessons: readonly KeptLesson[]): Memory {
  const known = new Map(memory.lessons.map((lesson) => [lesson.key, lesson]));
  const isNew = lessons.some((lesson) => JSON.stringify(known.get(lesson.key)) !== JSON.stringify(lesson));
  if (!isNew) return memory;
  for (const lesson of lessons) {
    known.delete(lesson.key); // the latest last: the oldest are forgotten first
    known.set(lesson.key, lesson);
  }
  return { version: 1, lessons: [...known.values()].slice(-MOST_LESSONS) };
}

export interface Prior {
  readonly rate: number;
  readonly lowest: number;
  readonly highest: number;
  readonly sweeps: number;
}

const FEWEST_LESSONS = 2;

/** Where good rates lay in sweeps with this optimizer: the middle by decades; null for fewer than two. */
export function priorRate(lessons: readonly Lesson[], optimizer: string | null): Prior | null {
  const rates = lessons.filter((lesson) => lesson.optimizer === optimizer).map(({ bestRate }) => bestRate);
  if (rates.length < FEWEST_LESSONS) return null;
  const rate = Number((10 ** median(rates.map(Math.log10))).toPrecision(3));
  return { rate, lowest: Math.min(...rates), highest: Math.max(...rates), sweeps: rates.length };
}

export interface Calibration {
  /** What the table of tolerable gaps is multiplied by. */
  readonly factor: number;
  readonly sweeps: number;
  /** Share of new sweeps that may lose their winner, if they are like those remembered. */
  readonly risk: number;
}

const RISK = 0.05;

/**
 * The table of gaps for the sweeps of whoever remembers these: conformal risk control. Of n factors that would have kept the winner, the
 * ⌈(n + 1)(1 − risk)⌉-th smallest; null below 1 / risk − 1 = 19 sweeps, where no such promise can be made.
 *
 * @see Angelopoulos et al., "Conformal risk control", 2022, for a 0/1 loss: the split-conformal quantile.
 */
export function calibratePause(lessons: readonly Lesson[], risk = RISK): Calibration | null {
  const factors = lessons.flatMap(({ gapFactor: factor }) => factor ?? []).sort((a, b) => a - b);
  const place = Math.ceil((factors.length + 1) * (1 - risk) - 1e-9);
  return place > factors.length || place < 1 ? null : { factor: factors[place - 1], sweeps: factors.length, risk };
}
