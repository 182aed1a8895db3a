/** What the reader of every log format does: bytes in, points out, in pieces of any size. */
import type { Hparams, Series } from "./series.ts";

/** The formats that are read, by the names under which `tuneboard runs` speaks of them. */
export type LogFormat = "tfevents" | "csv" | "jsonl" | "trainer_state" | "wandb" | "mlflow" | "console";

/** Points of one tag, in the order of the file. */
export interface TagPoints {
  readonly tag: string;
  readonly series: Series;
}

/** Something wrong in a file, as its reader knows it: the file's name is added by who follows it. */
export interface ReaderProblem {
  readonly kind: string;
  /** Byte offset in the file of the first occurrence. */
  readonly offset: number;
  readonly count: number;
  /** One plain sentence that says what was left out and where. */
  readonly text: string;
}

/** What a log says about its run besides points. */
export interface LogFacts {
  /** Settings that the log itself states; null when it states none. */
  readonly hparams: Hparams | null;
  /** How the run ended, when the log says so. */
  readonly ending: "finished" | "failed" | null;
  /** Its lines name epochs and no steps, so its points stand at epochs; absent where they do not. */
  readonly countsEpochs?: boolean;
}

/** Whether a log says nothing besides points. */
export const saysNothing = ({ hparams, ending, countsEpochs }: LogFacts): boolean =>
  hparams === null && ending === null && countsEpochs !== true;

/**
 * Reads one log file from its beginning, piece by piece. It never throws for what a file holds: damage is counted, told
 * in `problems`, and reading goes on behind it. It does no IO and has no clock; the caller owns the position in the file.
 */
export interface LogReader {
  /** Wall time of the first event, seconds since the Unix epoch; null while none is known. */
  readonly startedAt: number | null;
  readonly facts: LogFacts;
  /**
   * Set when the file has been silent for so long that nothing unfinished is still on its way: what is left over at its
   * end (a line without an end, a hole of zeros) is then taken for what it is. Readers that only know whole records ignore it.
   */
  isSilent?: boolean;
  /** How long the file is, as far as its follower knows: what claims to end behind that is not yet written. Infinite until it is set. */
  fileBytes?: number;
  /**
   * Reads what is whole in `bytes[0 … end)`, which begins at `fileOffset` of the file, and returns how many bytes are
   * done with. The rest (an unfinished record or line) is presented again, with more behind it. More than `end` means:
   * go on there, what lies between is not worth holding. `bytes` is only lent.
   */
  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number;
  /** After `read` left bytes over: how many must be presented together to get on; 0 when more bytes would not help yet. */
  readonly wanted: number;
  /** Points read since the last `clear`. Their columns are only lent: `clear` reuses them. */
  pending(): readonly TagPoints[];
  clear(): void;
  problems(): readonly ReaderProblem[];
  /** Everything that another reader of the same format needs to go on from here, as plain data that survives `structuredClone`. */
  state(): unknown;
}
