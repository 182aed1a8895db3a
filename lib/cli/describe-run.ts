/** A run as `tuneboard runs` prints it. */
import type { LogFormat } from "../core/log-reader.ts";
import { exactStep, type Hparams, type Problem, type RunState } from "../core/series.ts";
import type { Run } from "../store/run.ts";
import { problemsOf } from "../store/run-problems.ts";
import { printable } from "./printable.ts";

/** One element of `tuneboard runs --json`. */
export interface RunDescription {
  readonly run: string;
  readonly state: RunState;
  readonly format: LogFormat | null;
  readonly startedAt: number | null;
  readonly hparams: Hparams;
  readonly tags: readonly TagDescription[];
  readonly problems: readonly Problem[];
}

interface TagDescription {
  readonly tag: string;
  readonly kind: "scalar";
  readonly points: number;
  /** A number, or its digits beyond ±2^53. */
  readonly firstStep: number | string;
  readonly lastStep: number | string;
}

/** `now`: seconds since the Unix epoch. */
export function describeRun(run: Run, now: number): RunDescription {
  const tags = run.tags().flatMap((tag): TagDescription[] => {
    const series = run.series(tag);
    if (series === null || series.length === 0) return [];
    const { length } = series;
    const firstStep = exactStep(series, 0);
    const lastStep = exactStep(series, length - 1);
    return [{ tag, kind: "scalar", points: length, firstStep, lastStep }];
  });
  return {
    run: run.name,
    state: run.stateAt(now),
    format: run.format(),
    startedAt: run.startedAt(),
    hparams: run.hparams(),
    tags,
    problems: problemsOf(run, now),
  };
}

/** Where the name of a state does not say enough. */
const STATE_WORDS: Partial<Readonly<Record<RunState, string>>> = { gone: "gone, its data is kept" };

/** Longer tags push their own numbers aside, not those of all others. */
const WIDEST_TAG = 40;

/** The same for people: the run, then a line a tag, then what is wrong. */
export function runAsText({ run, state, format, hparams, tags, problems }: RunDescription): string {
  const settings = Object.entries(hparams).map(([name, value]) => `${name}=${value}`);
  const width = Math.min(WIDEST_TAG, Math.max(0, ...tags.map(({ tag }) => printable(tag).length)));
  return [
    `${printable(run)}  (${[STATE_WORDS[state] ?? state, ...(format === null ? [] : [format])].join(", ")})`,
    ...(settings.length > 0 ? [`  ${printable(settings.join(" "))}`] : []),
    ...tags.map(
      ({ tag, points, firstStep, lastStep }) =>
        `  ${printable(tag).padEnd(width)}  ${points.toLocaleString("en")} ${points === 1 ? "point" : "points"}, steps ${firstStep.toLocaleString("en")} to ${lastStep.toLocaleString("en")}`,
    ),
    ...(tags.length === 0 ? ["  no scalars"] : []),
    ...problems.map(({ file, text }) => `  ! ${printable(`${file}: ${text}`)}`),
  ].join("\n");
}
