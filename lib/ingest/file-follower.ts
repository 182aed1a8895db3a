/** Follows one log file: reads what was appended since the last look, and notices when it is another file. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { LogFacts, LogFormat, LogReader, TagPoints } from "../core/log-reader.ts";
import type { Problem } from "../core/series.ts";
import { describeFailure } from "./failure.ts";
import { openReader, resumeReader } from "./log-formats.ts";
import { packPoints } from "./packed-points.ts";

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
}

/** A look stops after so many bytes, so that a large file shows its beginning early and others get their turn. */
const BYTES_PER_LOOK = 16 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 256 * 1024;
/** So much of the beginning, and of what was read last, is compared to tell a file that grew from one that was written anew. */
const FINGERPRINT_BYTES = 64;
/** After so long without a write, nothing unfinished is still on its way. */
const SILENT_AFTER_MS = 5 * 60 * 1000;

/** Room is not prepared for more, lest a file with many tags and few points pays for another one's length. */
const MOST_USUAL_POINTS = 4096;

/** So large, and so much larger than what it takes on disk: no file system compresses logs a thousandfold. */
const HOLE_BYTES = 1024 ** 3;
const HOLE_RATIO = 1000;

/** Bytes that the followers of one thread read into, one after the other. */
export class ReadBuffer {
  bytes = new Uint8Array(FIRST_BUFFER_BYTES);
  /** Points of the longest series that was read last: runs of a sweep resemble each other. */
  usualPoints = 64;

  /** Makes room for `bytes` bytes and keeps what is there. */
  grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(bytes, this.bytes.length * 2));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** Where a follower stands: plain data, for another thread or another day to go on from. */
export interface FollowerState extends LogFile {
  readonly offset: number;
  /** Device and inode. */
  readonly identity: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** The first bytes of the file, and the last ones before `offset`; one character a byte. */
  readonly head: string;
  readonly tail: string;
  readonly reader: unknown;
}

export class FileFollower {
  private reader: LogReader;
  private offset = 0;
  private identity = "";
  private size = -1;
  private modifiedMs = 0;
  private head = "";
  private tail = "";

  constructor(
    readonly file: LogFile,
    private readonly buffer: ReadBuffer,
  ) {
    this.reader = openReader(file, buffer.usualPoints);
  }

  state(): FollowerState {
    const { file, offset, identity, size, modifiedMs, head, tail } = this;
    return { ...file, offset, identity, size, modifiedMs, head, tail, reader: this.reader.state() };
  }

  static resume(
    { reader, offset, identity, size, modifiedMs, head, tail, ...file }: FollowerState,
    buffer: ReadBuffer,
  ): FileFollower {
    const follower = new FileFollower(file, buffer);
    follower.reader = resumeReader(file.format, reader);
    follower.offset = offset;
    follower.identity = identity;
    follower.size = size;
    follower.modifiedMs = modifiedMs;
    follower.head = head;
    follower.tail = tail;
    return follower;
  }

  /** Whether a look could bring something: the file is another one, has another size, was written to, or has left us waiting for long. */
  isWorthALook({ dev, ino, size, mtimeMs }: Stats, nowMs: number): boolean {
    if (identityOf(dev, ino) !== this.identity || size !== this.size || mtimeMs !== this.modifiedMs) return true;
    return size > this.offset && !this.reader.isSilent && nowMs - mtimeMs > SILENT_AFTER_MS;
  }

  /** Reads what is new, at most `BYTES_PER_LOOK`. */
  look(nowMs: number): FileUpdate {
    let fd: number;
    try {
      // Without O_NONBLOCK, opening a pipe that took the file's place would wait for a writer.
      fd = openSync(this.file.path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      return isMissing(error) ? { kind: "gone" } : { kind: "unreadable", because: describeFailure(error) };
    }
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return { kind: "unreadable", because: "is no regular file" };
      return this.lookAt(fd, stats, nowMs);
    } catch (error) {
      return { kind: "unreadable", because: describeFailure(error) };
    } finally {
      closeSync(fd);
    }
  }

  private lookAt(fd: number, stats: Stats, nowMs: number): FileUpdate {
    const { dev, ino, size, mtimeMs } = stats;
    if (this.file.format !== "tfevents" && isMostlyHole(stats)) {
      return { kind: "unreadable", because: "is mostly a hole, as no writer of lines leaves it" };
    }
    const isAnew = this.identity !== "" && !this.isSameFile(fd, identityOf(dev, ino), size);
    if (isAnew) {
      this.reader = openReader(this.file, this.buffer.usualPoints);
      this.offset = 0;
      this.head = "";
      this.tail = "";
    }
    this.identity = identityOf(dev, ino);
    this.modifiedMs = mtimeMs;
    this.reader.isSilent = nowMs - mtimeMs > SILENT_AFTER_MS;
    this.reader.fileBytes = size;
    const bytesRead = this.readAppended(fd);
    const isAtEnd = bytesRead < BYTES_PER_LOOK;
    this.size = isAtEnd ? size : -1;
    const { reader } = this;
    const points = packPoints(reader.pending());
    reader.clear();
    if (bytesRead > 0) this.buffer.usualPoints = usualPoints(points);
    return {
      kind: "points",
      isAnew,
      points,
      problems: reader.problems().map((problem) => ({ ...problem, file: this.file.name })),
      facts: reader.facts,
      startedAt: reader.startedAt,
      writtenAt: mtimeMs / 1000,
      format: this.file.format,
      bytesRead,
      isAtEnd,
    };
  }

  /** Whether what was read of the file still stands in it: it was neither replaced, nor cut, nor written anew. */
  private isSameFile(fd: number, identity: string, size: number): boolean {
    if (identity !== this.identity || size < this.offset) return false;
    const { head, tail, offset } = this;
    return holds(fd, 0, head) && holds(fd, offset - tail.length, tail);
  }

  /** Keeps the first bytes and the last ones that were done with: `done` of the `end` bytes in the buffer are. */
  private rememberContent(done: number, end: number): void {
    const { bytes } = this.buffer;
    if (this.offset === 0) this.head = textOf(bytes, 0, Math.min(done, end, FINGERPRINT_BYTES));
    if (done > end)
      this.tail = ""; // it stepped over a record that was not read
    else if (done > 0) {
      const fresh = textOf(bytes, Math.max(0, done - FINGERPRINT_BYTES), done);
      this.tail = (this.tail + fresh).slice(-FINGERPRINT_BYTES);
    }
  }

  private readAppended(fd: number): number {
    const { buffer, reader } = this;
    const from = this.offset;
    let held = 0; // bytes at the start of the buffer that belong to something unfinished
    while (this.offset - from < BYTES_PER_LOOK) {
      const got = readSync(fd, buffer.bytes, held, buffer.bytes.length - held, this.offset + held);
      if (got === 0) {
        // Presented once more as it is: what is left over in a silent file will not get longer.
        if (held > 0 && reader.isSilent === true) this.offset += reader.read(buffer.bytes, held, this.offset);
        break;
      }
      const end = held + got;
      const done = reader.read(buffer.bytes, end, this.offset);
      this.rememberContent(done, end);
      this.offset += done;
      held = Math.max(0, end - done);
      if (done > 0 && held > 0) buffer.bytes.copyWithin(0, done, end);
      if (held === buffer.bytes.length) {
        if (reader.wanted <= held) break; // more bytes would not help now
        buffer.grow(reader.wanted);
      }
    }
    return this.offset - from;
  }
}

/** A little more than the longest of these series has, within reason. */
const usualPoints = (points: readonly TagPoints[]): number =>
  Math.min(Math.max(64, ...points.map(({ series }) => series.length + 8)), MOST_USUAL_POINTS);

/** A file that claims far more than it holds on disk: reading its hole as lines would take days. */
const isMostlyHole = ({ size, blocks }: Stats): boolean => size > HOLE_BYTES && blocks * 512 * HOLE_RATIO < size;

const identityOf = (dev: number, ino: number): string => `${dev}:${ino}`;

const textOf = (bytes: Uint8Array<ArrayBuffer>, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");

/** Up to `length` bytes at `position`, one character a byte. */
function readAt(fd: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("latin1", 0, readSync(fd, bytes, 0, length, position));
}

const holds = (fd: number, position: number, expected: string): boolean =>
  readAt(fd, position, expected.length) === expected;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
