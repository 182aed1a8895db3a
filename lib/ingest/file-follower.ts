/** Follows one log file: reads what was appended since the last look, and notices when it is another file. */
import { closeSync, fstatSync, readSync, type Stats, statSync } from "node:fs";
import { type LogReader, saysNothing } from "../core/log-reader.ts";
import { type ContentMark, extendMark, hasMark, NO_MARK } from "./content-mark.ts";
import { describeFailure } from "./failure.ts";
import { identityOf, isMostlyHole, openLog, originOf } from "./file-content.ts";
import { type FileUpdate, type FollowerState, type LogFile, NOTHING_SAID } from "./followed-file.ts";
import { packPoints } from "./packed-points.ts";
import { toFsPath } from "./raw-names.ts";
import type { ReadBuffer } from "./read-buffer.ts";
import { RestingReader } from "./resting-reader.ts";
import { type OlderPart, olderParts, partsFrom } from "./rotation.ts";

/** A look stops after so many bytes, so that a large file shows its beginning early and others get their turn. */
const BYTES_PER_LOOK = 16 * 1024 * 1024;
const NEWLINE = 0x0a;
/** After so long without a write, nothing unfinished is still on its way. */
const SILENT_AFTER_MS = 5 * 60 * 1000;

/** Within so much time after a change, another one may leave the same times. */
const COARSEST_CLOCK_MS = 2000;

/** So long after a write, another one is likely. */
const RESTLESS_MS = 10 * 1000;
const NO_PARTS: readonly OlderPart[] = [];

/** Follows one file; between looks at a quiet one, its reader rests. */
export class FileFollower {
  private readonly resting: RestingReader;
  private offset = 0;
  private identity = "";
  private origin: string | null = null;
  private size = -1;
  private modifiedMs = 0;
  private changedMs: number | null = null;
  private said = NOTHING_SAID;
  private mark: ContentMark = NO_MARK;
  private older: readonly OlderPart[] | null = null;
  private finished: string | null = null;
  /** What was read before is void, and nobody was told yet. */
  private startsAnew = false;
  /** The last look found no file to read. */
  private isAmiss = false;
  /** At the last look, nothing unfinished was on its way any more. */
  private wasSilent = false;

  constructor(
    readonly file: LogFile,
    private readonly buffer: ReadBuffer,
  ) {
    this.resting = new RestingReader(file, buffer);
  }

  private get reader(): LogReader {
    return this.resting.get();
  }

  /** Keeps no more than is needed to go on, until the next look. */
  rest(): void {
    this.resting.rest();
  }

  state(): FollowerState {
    const { file, offset, identity, size, modifiedMs, changedMs, said, mark, older, finished } = this;
    const place = { offset, identity, size, modifiedMs, changedMs, said, mark, older, finished };
    return { ...file, ...place, reader: this.resting.state() };
  }

  static resume(state: FollowerState, buffer: ReadBuffer): FileFollower {
    const { reader, offset, identity, size, modifiedMs, changedMs, said, mark, older, finished, ...file } = state;
    const follower = new FileFollower(file, buffer);
    follower.resting.resume(reader);
    return Object.assign(follower, { offset, identity, size, modifiedMs, changedMs, said, mark, older, finished });
  }

  /** Whether a look could bring something: the file is another one, has another size, was written to, or has left us waiting for long. */
  isWorthALook(stats: Stats, nowMs: number): boolean {
    const { size, mtimeMs } = stats;
    if (identityOf(stats) !== this.identity || size !== this.size || mtimeMs !== this.modifiedMs) return true;
    return size > this.offset && !this.wasSilent && nowMs - mtimeMs > SILENT_AFTER_MS;
  }

  /** Whether the file was written to lately, or could not be read: it deserves more looks than a quiet one. */
  isRestless(nowMs: number): boolean {
    return this.isAmiss || nowMs - this.modifiedMs < RESTLESS_MS;
  }

  /** Reads what is new, at most `BYTES_PER_LOOK`. */
  look(nowMs: number): FileUpdate {
    const update = this.lookNow(nowMs);
    this.isAmiss = update.kind !== "points";
    return update;
  }

  private lookNow(nowMs: number): FileUpdate {
    if (this.isUntouched()) return this.nothingNew();
    this.older ??= this.file.isRotated ? olderParts(this.file.path) : NO_PARTS;
    const part = this.older.at(0);
    let fd: number;
    try {
      fd = openLog(part?.path ?? this.file.path);
    } catch (error) {
      if (part !== undefined) return this.lookForPart(part, nowMs);
      return isMissing(error) ? this.lookWhereItWent(nowMs) : { kind: "unreadable", because: describeFailure(error) };
    }
    try {
      const stats = fstatSync(fd);
      if (part !== undefined) return this.lookAtPart(fd, stats, part, nowMs);
      if (!stats.isFile()) return { kind: "unreadable", because: "is no regular file" };
      return this.lookAt(fd, stats, nowMs);
    } catch (error) {
      return { kind: "unreadable", because: describeFailure(error) };
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Whether all of the file was read and nothing happened to it since: programs can set every time of a file but the
   * one of its last change. Spares opening it, which at a start is most of the work for files that are in the cache.
   */
  private isUntouched(): boolean {
    const { changedMs, identity, size, offset } = this;
    if (changedMs === null || size !== offset) return false;
    try {
      const found = statSync(toFsPath(this.file.path), { throwIfNoEntry: false });
      if (found?.ctimeMs !== changedMs || found.size !== size || identityOf(found) !== identity) return false;
      this.origin = originOf(found);
      return true;
    } catch {
      return false; // a closer look finds the words
    }
  }

  private nothingNew(): FileUpdate {
    const { said, modifiedMs, file, origin } = this;
    const place = { format: file.format, origin, writtenAt: modifiedMs / 1000, bytesRead: 0, isAtEnd: true };
    return { kind: "points", isAnew: false, points: [], ...said, ...place };
  }

  private lookAt(fd: number, stats: Stats, nowMs: number): FileUpdate {
    const { size, mtimeMs } = stats;
    if (this.file.format !== "tfevents" && isMostlyHole(stats)) {
      return { kind: "unreadable", because: "is mostly a hole, as no writer of lines leaves it" };
    }
    const isFirst = this.identity === "" && this.finished === null;
    // Of which nothing was read, it cannot be told from a file that was rotated since.
    const isUncertain = this.hasReadNothing() && isRotating(this.file);
    const isSame = !isUncertain && this.isSameFile(fd, identityOf(stats), size);
    if (!isFirst && !isSame && this.findOlder()) return this.lookNow(nowMs);
    this.identity = identityOf(stats);
    this.origin = originOf(stats);
    this.modifiedMs = mtimeMs;
    this.wasSilent = nowMs - mtimeMs > SILENT_AFTER_MS;
    this.reader.isSilent = this.wasSilent;
    this.reader.fileBytes = size;
    const bytesRead = this.readAppended(fd, size);
    const isAtEnd = bytesRead < BYTES_PER_LOOK;
    this.size = isAtEnd ? size : -1;
    const isProof = isAtEnd && !isRotating(this.file) && nowMs - stats.ctimeMs > COARSEST_CLOCK_MS;
    this.changedMs = isProof ? stats.ctimeMs : null;
    const update = this.updateAfter(bytesRead, isAtEnd);
    // One that grows while we look will be looked at again soon.
    if (isAtEnd && (isFirst || bytesRead === 0)) this.rest();
    return update;
  }

  /** Reads on in a part that the log was renamed to; behind its end comes the next. */
  private lookAtPart(fd: number, stats: Stats, part: OlderPart, nowMs: number): FileUpdate {
    if (!stats.isFile() || identityOf(stats) !== part.identity) return this.lookForPart(part, nowMs);
    this.identity = part.identity;
    this.modifiedMs = stats.mtimeMs;
    this.reader.isSilent = false;
    const bytesRead = this.readAppended(fd, stats.size);
    if (bytesRead < BYTES_PER_LOOK) {
      this.endLine(fd);
      this.leavePart(part);
    }
    return this.updateAfter(bytesRead, false);
  }

  private updateAfter(bytesRead: number, isAtEnd: boolean): FileUpdate {
    const { reader, startsAnew, origin } = this;
    const points = packPoints(reader.pending());
    reader.clear();
    this.startsAnew = false;
    if (bytesRead > 0) this.buffer.noteLengths(points);
    const problems = reader.problems().map((problem) => ({ ...problem, file: this.file.name }));
    const { facts, startedAt } = reader;
    const hasWords = problems.length > 0 || !saysNothing(facts);
    this.said = hasWords ? { problems, facts, startedAt } : { ...NOTHING_SAID, startedAt };
    return {
      kind: "points",
      isAnew: startsAnew,
      points,
      problems,
      facts,
      startedAt,
      writtenAt: this.modifiedMs / 1000,
      format: this.file.format,
      origin,
      bytesRead,
      isAtEnd,
    };
  }

  /**
   * What was followed is no longer this file. If it stands beside it, renamed or copied, reading goes on there; otherwise
   * everything begins anew. True when there are parts to read first.
   */
  private findOlder(): boolean {
    const parts = isRotating(this.file) ? olderParts(this.file.path) : [];
    const rest = this.partsNotRead(parts);
    if (rest === null || (this.hasReadNothing() && this.finished === null)) {
      this.resting.begin();
      this.startsAnew = true;
      this.finished = null;
    }
    this.goOnWith(rest ?? parts);
    return this.older !== null && this.older.length > 0;
  }

  /** The file is not there. Between being renamed and made anew it is still a log, whose older parts stay. */
  private lookWhereItWent(nowMs: number): FileUpdate {
    const parts = isRotating(this.file) ? olderParts(this.file.path) : [];
    if (parts.length === 0) return { kind: "gone" };
    this.goOnWith(this.partsNotRead(parts) ?? []);
    return this.older?.length === 0 ? this.updateAfter(0, true) : this.lookNow(nowMs);
  }

  /** A part is not where it was: it was renamed again, or is gone. */
  private lookForPart(part: OlderPart, nowMs: number): FileUpdate {
    const parts = olderParts(this.file.path);
    const at = parts.findIndex(({ identity }) => identity === part.identity);
    this.goOnWith(at < 0 ? (this.older?.slice(1) ?? []) : parts.slice(at));
    return this.lookNow(nowMs);
  }

  /** Of `parts`, those that hold what was not read yet; null when what was being read is not among them. */
  private partsNotRead(parts: readonly OlderPart[]): readonly OlderPart[] | null {
    if (!this.hasReadNothing()) return partsFrom(parts, this.identity, (fd) => this.hasContent(fd));
    return parts.slice(parts.findIndex(({ identity }) => identity === this.finished) + 1);
  }

  /** Reads `parts` next. The place in what was being read is kept if that is the first of them. */
  private goOnWith(parts: readonly OlderPart[]): void {
    const first = parts.at(0);
    this.older = parts;
    if (!this.hasReadNothing() && first !== undefined && !this.startsAnew) this.identity = first.identity;
    else this.leavePosition();
  }

  private leavePart(part: OlderPart): void {
    this.older = this.older?.slice(1) ?? [];
    this.finished = part.identity;
    this.leavePosition();
  }

  private leavePosition(): void {
    this.offset = 0;
    this.changedMs = null;
    this.identity = "";
    this.mark = NO_MARK;
  }

  /** Whether what was read of the file still stands in it: it was neither replaced, nor cut, nor written anew. */
  private isSameFile(fd: number, identity: string, size: number): boolean {
    return identity === this.identity && size >= this.offset && this.hasContent(fd);
  }

  /** Whether what was read stands in this file. */
  private hasContent(fd: number): boolean {
    return hasMark(fd, this.mark, this.offset);
  }

  private hasReadNothing(): boolean {
    return this.mark.head === "";
  }

  /** Ends the line that is left over in a part: nobody will. */
  private endLine(fd: number): void {
    const { buffer, reader } = this;
    const got = readSync(fd, buffer.bytes, 0, buffer.bytes.length - 1, this.offset);
    if (got === 0) return;
    buffer.bytes[got] = NEWLINE;
    reader.read(buffer.bytes, got + 1, this.offset);
  }

  /** `size`: how long the file was a moment ago. */
  private readAppended(fd: number, size: number): number {
    const { buffer, reader } = this;
    buffer.shrink();
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
      this.mark = extendMark(this.mark, buffer, this.offset, done, end);
      this.offset += done;
      held = Math.max(0, end - done);
      if (held === 0 && this.offset === size) break; // asking once more costs as much as a small file does
      if (done > 0 && held > 0) buffer.bytes.copyWithin(0, done, end);
      if (held === buffer.bytes.length) {
        if (reader.wanted <= held) break; // more bytes would not help now
        buffer.grow(reader.wanted);
      }
    }
    return this.offset - from;
  }
}

/** Logs of lines are what tools rotate; other files of such names are other logs. */
const isRotating = ({ format }: LogFile): boolean => format === "csv" || format === "jsonl" || format === "console";

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
