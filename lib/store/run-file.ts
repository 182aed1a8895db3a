/** One log file of a run as the store holds it: its series, and what is known of it besides. */
import type { LogFacts, LogFormat } from "../core/log-reader.ts";
import type { Problem } from "../core/series.ts";
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
  facts: facts.hparams === null && facts.ending === null ? NO_FACTS : facts,
  format,
  startedAt,
  writtenAt,
  origin,
});

/** Another log that is the same file. */
export interface Twin {
  readonly run: Run;
  readonly file: string;
  /** It comes first, by the name of its run: it is the one that counts. */
  readonly isFirst: boolean;
}

/** What one log file brought. */
export class LogFile {
  readonly series = new SeriesByTag();
  description = NOTHING_KNOWN;
  /** It was deleted, and what it brought is kept. */
  isGone = false;
  /** Where the same file is followed as well; null: nowhere. */
  twin: Twin | null = null;

  constructor(readonly name: string) {}
}

/** Whether both tell the same. */
export const isSameTwin = (a: Twin | null, b: Twin | null): boolean =>
  a?.run === b?.run && a?.file === b?.file && a?.isFirst === b?.isFirst;
