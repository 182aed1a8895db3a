/** When a run began, when it was heard of last, and how long its silence may last: read off its files, in one go. */
import type { Series } from "../core/series.ts";
import type { LogFile } from "./run-file.ts";

export interface RunTimes {
  /** Wall time of the first event, seconds since the Unix epoch; null when no log states one. */
  readonly startedAt: number | null;
  /** Wall time of the latest point; of a log that gives no times, when it was last written. Null when nothing is known. */
  readonly updatedAt: number | null;
  /** A run that says nothing for longer is no longer live. */
  readonly silenceSecs: number;
}

/** A run that is silent for so many of its usual intervals is no longer live; the interval is known within these bounds. */
const SILENT_INTERVALS = 5;
const SHORTEST_SILENCE_SECS = 30;
const LONGEST_SILENCE_SECS = 3600;

/** The times of the run that has these files. Linear in their series, of which there may be a hundred thousand. */
export function timesOf(files: Iterable<LogFile>): RunTimes {
  let startedAt: number | null = null;
  let updatedAt: number | null = null;
  let densest: Series | null = null;
  for (const { series, description } of files) {
    if (startedAt === null || (description.startedAt !== null && description.startedAt < startedAt))
      startedAt = description.startedAt;
    let ofFile: number | null = null;
    for (const one of series.values()) {
      const wallTime = one.wallTimes[one.length - 1];
      if (Number.isFinite(wallTime) && (ofFile === null || wallTime > ofFile)) ofFile = wallTime;
      if (densest === null || one.length > densest.length) densest = one;
    }
    ofFile ??= description.writtenAt;
    if (ofFile !== null && (updatedAt === null || ofFile > updatedAt)) updatedAt = ofFile;
  }
  return { startedAt, updatedAt, silenceSecs: densest === null ? LONGEST_SILENCE_SECS : silenceAfter(densest) };
}

/** Five times the usual time between points of the run's densest series. */
function silenceAfter({ length, wallTimes }: Series): number {
  if (length < 2) return LONGEST_SILENCE_SECS;
  const span = Math.min(20, length - 1);
  const interval = (wallTimes[length - 1] - wallTimes[length - 1 - span]) / span;
  if (!(interval >= 0)) return SHORTEST_SILENCE_SECS;
  return Math.min(Math.max(SILENT_INTERVALS * interval, SHORTEST_SILENCE_SECS), LONGEST_SILENCE_SECS);
}
