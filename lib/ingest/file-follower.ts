/** Follows one event file: reads what was appended since the last look, and notices when it is another file. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Problem, Series } from "../core/series.ts";
import { type Damage, type DamageCount, EventReader, type ReaderState } from "../tfevents/event-reader.ts";
import { describeFailure } from "./discover.ts";

/** What one look at a file brought. */
export type FileUpdate =
  | {
      readonly kind: "points";
      /** The file was replaced or cut: what was read of it before is void, and this is its content from the beginning. */
      readonly isAnew: boolean;
      readonly series: readonly { readonly tag: string; readonly series: Series }[];
      readonly problems: readonly Problem[];
      /** Wall time of the first event, seconds since the Unix epoch. */
      readonly startedAt: number | null;
      /** When the file was last written, milliseconds since the Unix epoch. */
      readonly modifiedMs: number;
      readonly bytesRead: number;
      /** False when more bytes are there already: look again. */
      readonly isAtEnd: boolean;
    }
  | { readonly kind: "gone" }
  | { readonly kind: "unreadable"; readonly because: string };

/** A look stops after so many bytes, so that a large file shows its beginning early and others get their turn. */
const BYTES_PER_LOOK = 16 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 1024 * 1024;

/** Bytes that the followers of one thread read into, one after the other. */
export class ReadBuffer {
  bytes = new Uint8Array(FIRST_BUFFER_BYTES);

  /** Twice as many bytes, for a record that does not fit. */
  grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** Where a follower stands: plain data, for another thread to go on from. */
export interface FollowerState {
  readonly path: string;
  readonly name: string;
  readonly offset: number;
  readonly identity: string;
  readonly size: number;
  readonly reader: ReaderState;
}

export class FileFollower {
  private reader = new EventReader();
  private offset = 0;
  private identity = "";
  private size = -1;

  constructor(
    readonly path: string,
    /** Name for people: below the log directory. */
    private readonly name: string,
    private readonly buffer: ReadBuffer,
  ) {}

  state(): FollowerState {
    const { path, name, offset, identity, size } = this;
    return { path, name, offset, identity, size, reader: this.reader.state() };
  }

  static resume({ path, name, offset, identity, size, reader }: FollowerState, buffer: ReadBuffer): FileFollower {
    const follower = new FileFollower(path, name, buffer);
    follower.offset = offset;
    follower.identity = identity;
    follower.size = size;
    follower.reader = EventReader.resume(reader);
    return follower;
  }

  /** Whether a file of this identity and size holds nothing new. Size and identity decide, times do not: they can be set back. */
  isUpToDate(identity: string, size: number): boolean {
    return identity === this.identity && size === this.size;
  }

  /** Reads what is new, at most `BYTES_PER_LOOK`; `anew` tells the points that the file holds now from those of its predecessor. */
  look(): FileUpdate {
    let fd: number;
    try {
      // Without O_NONBLOCK, opening a pipe that took the file's place would wait for a writer.
      fd = openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      return isMissing(error) ? { kind: "gone" } : { kind: "unreadable", because: describeFailure(error) };
    }
    try {
      const { dev, ino, size, mtimeMs } = fstatSync(fd);
      const identity = `${dev}:${ino}`;
      const isAnew = (this.identity !== "" && identity !== this.identity) || size < this.offset;
      if (isAnew) {
        this.reader = new EventReader();
        this.offset = 0;
      }
      this.identity = identity;
      const bytesRead = this.readAppended(fd);
      const isAtEnd = bytesRead < BYTES_PER_LOOK;
      this.size = isAtEnd ? size : -1;
      return {
        kind: "points",
        isAnew,
        series: packSeries(this.reader),
        problems: [...this.reader.damage].map(([damage, count]) => this.describe(damage, count)),
        startedAt: this.reader.firstWallTime,
        modifiedMs: mtimeMs,
        bytesRead,
        isAtEnd,
      };
    } catch (error) {
      return { kind: "unreadable", because: describeFailure(error) };
    } finally {
      closeSync(fd);
    }
  }

  private readAppended(fd: number): number {
    const { buffer } = this;
    const from = this.offset;
    let held = 0; // bytes at the start of the buffer that belong to an unfinished record
    while (this.offset - from < BYTES_PER_LOOK) {
      const got = readSync(fd, buffer.bytes, held, buffer.bytes.length - held, this.offset + held);
      if (got === 0) break;
      const end = held + got;
      const done = this.reader.read(buffer.bytes, end, this.offset);
      this.offset += done;
      held = Math.max(0, end - done);
      if (done === 0 && end === buffer.bytes.length) buffer.grow();
      else if (held > 0) buffer.bytes.copyWithin(0, done, end);
    }
    return this.offset - from;
  }

  private describe(damage: Damage, { offset, count, bytes }: DamageCount): Problem {
    return { kind: damage, file: this.name, offset, count, text: describeDamage(damage, count, offset, bytes) };
  }
}

function describeDamage(damage: Damage, count: number, offset: number, bytes: number): string {
  const records = count === 1 ? "1 record" : `${count} records`;
  switch (damage) {
    case "bad data checksum":
      return `${records} left out because the data do not match their checksum, the first at byte ${offset}.`;
    case "bad length checksum":
      return `${bytes} bytes left out after byte ${offset}, where the length of a record does not match its checksum.`;
    case "record over the limit":
      return `${records} left out because the length, ${bytes} bytes, is beyond anything a scalar needs; the first at byte ${offset}.`;
    case "not an event":
      return `${records} left out that are no valid events, the first at byte ${offset}.`;
  }
}

/** The points that `reader` holds, copied into one buffer of exact size, ready to be handed to another thread. */
function packSeries(reader: EventReader): { tag: string; series: Series }[] {
  const pending = reader.pending();
  const size = pending.reduce((sum, { series }) => sum + packedBytes(series), 0);
  const packed = new ArrayBuffer(size);
  let at = 0;
  const copies = pending.map(({ tag, series }) => {
    const copy = copySeries(series, packed, at);
    at += packedBytes(series);
    return { tag, series: copy };
  });
  reader.clear();
  return copies;
}

const packedBytes = ({ length, steps, values }: Series): number =>
  length * 8 + align(length * steps.BYTES_PER_ELEMENT) + align(length * values.BYTES_PER_ELEMENT);

function copySeries({ length, steps, wallTimes, values }: Series, into: ArrayBuffer, at: number): Series {
  const stepsAt = at + length * 8;
  const valuesAt = stepsAt + align(length * steps.BYTES_PER_ELEMENT);
  const Steps = steps instanceof Int32Array ? Int32Array : Float64Array;
  const Values = values instanceof Float32Array ? Float32Array : Float64Array;
  const copy = {
    length,
    steps: new Steps(into, stepsAt, length),
    wallTimes: new Float64Array(into, at, length),
    values: new Values(into, valuesAt, length),
  };
  copy.steps.set(steps.subarray(0, length));
  copy.wallTimes.set(wallTimes.subarray(0, length));
  copy.values.set(values.subarray(0, length));
  return copy;
}

const align = (offset: number): number => (offset + 7) & ~7;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
