/** What is told of a file that is followed, and what is kept to go on following it. */
import type { LogFacts, LogFormat, TagPoints } from "../core/log-reader.ts";
import type { Problem } from "../core/series.ts";
import type { ContentMark } from "./content-mark.ts";
import type { OlderPart } from "./rotation.ts";

/** What one look at a file brought. */
export type FileUpdate =
  | {
      readonly kind: "points";
      /** The file was replaced or cut: what was read of it before is void, and this is its content from the beginning. */
      readonly isAnew: boolean;
      readonly points: readonly TagPoints[];
      readonly problems: readonly Problem[];
      readonly facts: LogFacts;
      /** Wall time of the first event, seconds since the Unix epoch. */
      readonly startedAt: number | null;
      /** When the file was last written, seconds since the Unix epoch. */
      readonly writtenAt: number;
      readonly format: LogFormat;
      /** What stays with the file when it is renamed or moved, and what no other file has; null when the file system does not tell. */
      readonly origin: string | null;
      readonly bytesRead: number;
      /** False when more bytes are there already: look again. */
      readonly isAtEnd: boolean;
    }
  | { readonly kind: "gone" }
  | { readonly kind: "unreadable"; readonly because: string };

/** A file to follow. */
export interface LogFile {
  readonly path: string;
  /** Name for people: below the log directory. */
  readonly name: string;
  readonly format: LogFormat;
  /** The tag of all its points, where the file's place says it; null where the log says it itself. */
  readonly tag: string | null;
  /** The user's own patterns for console logs. */
  readonly patterns: readonly string[];
  /** Older parts of it stand beside it, and are read before it. */
  readonly isRotated: boolean;
}

/** What a file says besides its points. */
export type Said = Pick<Extract<FileUpdate, { kind: "points" }>, "problems" | "facts" | "startedAt">;

/** There are thousands of quiet files, and most have nothing to say: they share this. */
export const NOTHING_SAID: Said = { problems: [], facts: { hparams: null, ending: null }, startedAt: null };

/** Where a follower stands: plain data, for another thread or another day to go on from. */
export interface FollowerState extends LogFile {
  readonly offset: number;
  /** Device and inode. */
  readonly identity: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** Its change time, if finding it again will prove that the file is as it was read; null when it proves nothing. */
  readonly changedMs: number | null;
  readonly said: Said;
  /** Of the content up to `offset`. */
  readonly mark: ContentMark;
  /** Parts that are to be read before the file itself; what is told above is of the first of them. Null: not yet looked for. */
  readonly older: readonly OlderPart[] | null;
  /** Device and inode of the part that was read last; null when there was none. */
  readonly finished: string | null;
  /** As a `RestingReader` states it. */
  readonly reader: string;
}
