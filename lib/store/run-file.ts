/** One log file of a run as the store holds it: its series, and what is known of it besides. */
import { isDeepStrictEqual } from "node:util";
import { type LogFacts, type LogFormat, saysNothing } from "../core/log-reader.ts";
import type { Problem } from "../core/series.ts";
import type { SameFile, Twin } from "./origins.ts";
import type { Run } from "./run.ts";
import { SeriesByTag } from "./series-by-tag.ts";

/** What is known of a log file besides its points. */
export interface FileDescription {
  readonly problems: readonly Problem[];
  readonly facts: LogFacts;
  readonly format: LogFormat | null;
  /** Wall time of its first event, seconds since the Unix epoch. */
  readonly startedAt: number | null;
  /** When the file was last written, seconds since the Unix epoch; null when unknown. */
  readonly writtenAt: number | null;
  /** What stays with the file under every name; null when unknown. */
  readonly origin: string | null;
}

const NO_PROBLEMS: readonly Problem[] = [];
const NO_FACTS: LogFacts = { hparams: null, ending: null };
/** Of a file of which only the name is known. */
export const NOTHING_KNOWN: FileDescription = {
  problems: NO_PROBLEMS,
  facts: NO_FACTS,
  format: null,
  startedAt: null,
  writtenAt: null,
  origin: null,
};

/** `description` alone, without what else came with it: there are thousands of quiet files, and most have nothing to say. */
export const compact = ({
  problems,
  facts,
  format,
  startedAt,
  writtenAt,
  origin,
}: FileDescription): FileDescription => ({
  problems: problems.length === 0 ? NO_PROBLEMS : problems,
  facts: saysNothing(facts) ? NO_FACTS : facts,
  format,
  startedAt,
  writtenAt,
  origin,
});

/** Whether both say the same. */
export const isSameDescription = (a: FileDescription, b: FileDescription): boolean =>
  isSameButWriting(a, b) && a.writtenAt === b.writtenAt;

/** Whether both say the same, but perhaps of when the file was last written. */
export const isSameButWriting = (a: FileDescription, b: FileDescription): boolean =>
  a.format === b.format &&
  a.startedAt === b.startedAt &&
  a.origin === b.origin &&
  isSame(a.problems, b.problems) &&
  isSame(a.facts, b.facts);

/** Nearly all files share the empty ones. */
const isSame = (a: unknown, b: unknown): boolean => a === b || isDeepStrictEqual(a, b);

/** What one log file brought. */
export class LogFile {
  readonly series = new SeriesByTag();
  description = NOTHING_KNOWN;
  /** It was deleted, and what it brought is kept. */
  isGone = false;
  private sameFile: SameFile | null = null;

  constructor(
    readonly run: Run,
    readonly name: string,
  ) {}

  /** Where the same file is followed as well; null: nowhere. */
  get twin(): Twin | null {
    return this.sameFile === null ? null : this.sameFile.twinOf(this);
  }

  /** Notes that it is one file with others, or, null, with no other one. */
  enter(sameFile: SameFile | null): void {
    this.sameFile = sameFile;
    if (sameFile !== null) this.run.heedTwins(sameFile.clock);
  }
}
