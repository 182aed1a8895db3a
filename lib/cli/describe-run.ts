/** A run as `tuneboard runs` prints it. */
import { STATE_NAMES } from "../core/advice-names.ts";
import type { LogFormat } from "../core/log-reader.ts";
import { retelling } from "../core/retell.ts";
import { exactStep, type Hparams, type Problem, type RunState } from "../core/series.ts";
import type { Language } from "../core/text.ts";
import { findingsZh } from "../listing/findings-zh.ts";
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

/** What stands between the names and numbers of a run. */
interface Words {
  readonly state: (state: RunState) => string;
  readonly points: (tag: TagDescription) => string;
  readonly noScalars: string;
}

const counted = (step: number | string): string => step.toLocaleString("en");

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    state: (state) => (state === "gone" ? "gone, its data is kept" : state),
    points: ({ points, firstStep, lastStep }) =>
      `${counted(points)} ${points === 1 ? "point" : "points"}, steps ${counted(firstStep)} to ${counted(lastStep)}`,
    noScalars: "no scalars",
  },
  zh: {
    state: (state) => (state === "gone" ? "已删除，数据保留" : STATE_NAMES.zh[state]),
    points: ({ points, firstStep, lastStep }) =>
      `${counted(points)} 个点，第 ${counted(firstStep)} 到 ${counted(lastStep)} 步`,
    noScalars: "没有标量",
  },
};

/** What `tuneboard runs` says where there are none. */
export const NO_RUNS: Readonly<Record<Language, string>> = {
  en: "No runs: nothing below this directory is a log that Tuneboard reads.",
  zh: "没有运行：此目录之下没有 Tuneboard 能读的日志。",
};

const inChinese = retelling(findingsZh);

/** What was found wrong, in `language`: it is told in English where it is found. */
export const findingIn = (text: string, language: Language): string => (language === "zh" ? inChinese(text) : text);

/** Longer tags push their own numbers aside, not those of all others. */
const WIDEST_TAG = 40;

/** The same for people: the run, then a line a tag, then what is wrong. */
export function runAsText(
  { run, state, format, hparams, tags, problems }: RunDescription,
  language: Language = "en",
): string {
  const words = WORDS[language];
  const settings = Object.entries(hparams).map(([name, value]) => `${name}=${value}`);
  const width = Math.min(WIDEST_TAG, Math.max(0, ...tags.map(({ tag }) => printable(tag).length)));
  return [
    `${printable(run)}  (${[words.state(state), ...(format === null ? [] : [format])].join(", ")})`,
    ...(settings.length > 0 ? [`  ${printable(settings.join(" "))}`] : []),
    ...tags.map((tag) => `  ${printable(tag.tag).padEnd(width)}  ${words.points(tag)}`),
    ...(tags.length === 0 ? [`  ${words.noScalars}`] : []),
    ...problems.map(({ file, text }) => `  ! ${printable(`${file}: ${findingIn(text, language)}`)}`),
  ].join("\n");
}
