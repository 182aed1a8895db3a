/** Event file bytes → scalar series, however the bytes are cut: the reader that follows one growing file. */
import type { LogFacts, LogReader, ReaderProblem, TagPoints } from "../core/log-reader.ts";
import {
  type Damage,
  type DamageCount,
  DamageLog,
  describeUnfinished,
  NO_EVENT_FILE,
  type Unfinished,
} from "./damage.ts";
import { Framing, findRecord, HEADER_BYTES, newFrame, readFrame } from "./record.ts";
import { ScalarEvents } from "./scalar-events.ts";
import { loadedKernel, type ScalarKernel } from "./scalar-kernel.ts";
import type { TagState } from "./tag-table.ts";

/** What a reader knows of the file besides the points that it gave away. */
export interface EventReaderState {
  readonly tags: readonly TagState[];
  readonly damage: readonly (readonly [Damage, DamageCount])[];
  readonly startedAt: number | null;
  readonly facts: LogFacts;
  readonly lost: Lost | null;
  readonly hasRecord: boolean;
}

/** Nobody knows where the next record begins. */
interface Lost {
  /** Offset in the file of the end that the last record claims, which is tried when nothing intact begins before it; null without a claim. */
  readonly claimedEnd: number | null;
}

/** Shared by all readers of a thread: `read` ends before another one begins, and there are thousands of readers. */
const frame = newFrame();
const WITHOUT_CLAIM: Lost = { claimedEnd: null };

/** After a damaged length, how far back an unfinished record may begin that is worth waiting for. */
const RESYNC_WINDOW_BYTES = 1024 * 1024;
const NO_VIEW: DataView<ArrayBuffer> = new DataView(new ArrayBuffer(0));
/** Room for the points that come while a file is followed. */
const FEW_POINTS = 64;
/** A longer record than this is no record: TensorFlow's own limit for a message is 2 GiB. */
const MAX_SKIP_BYTES = 2 * 1024 ** 3;

/**
 * Reads one event file from its beginning, piece by piece. Points keep the order of the file; all of them are kept,
 * repeated and decreasing steps and non-finite values included.
 */
export class EventReader implements LogReader {
  /**
   * Zeros where a record should begin mean that the data are still on their way: network file systems show blocks out of
   * order. In a silent file, zeros with an intact record behind them are given up.
   */
  isSilent = false;
  fileBytes = Number.POSITIVE_INFINITY;
  private readonly damage: DamageLog;
  private readonly events: ScalarEvents;
  private view = NO_VIEW;
  private lost: Lost | null = null;
  /** Bytes that were presented and not yet given up while lost. */
  private heldBytes = 0;
  private hasRecord = false;
  private unfinished: Unfinished | null = null;
  private wantedBytes = 0;

  private constructor(damage: DamageLog, room: number) {
    this.damage = damage;
    this.events = new ScalarEvents(damage, room);
  }

  /** A reader at the beginning of a file. `room`: how many points a series is likely to bring before it is cleared. */
  static open(room = FEW_POINTS): EventReader {
    return new EventReader(new DamageLog(), room);
  }

  /** A reader that goes on where the one with this state stood. */
  static resume({ tags, damage, startedAt, facts, lost, hasRecord }: EventReaderState): EventReader {
    const reader = new EventReader(new DamageLog(damage), FEW_POINTS);
    reader.events.restore(startedAt, facts, tags);
    reader.lost = lost;
    reader.hasRecord = hasRecord;
    return reader;
  }

  get startedAt(): number | null {
    return this.events.startedAt;
  }

  get facts(): LogFacts {
    return this.events.facts;
  }

  get wanted(): number {
    return this.wantedBytes;
  }

  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number {
    const kernel = this.enter(bytes, end);
    const { view, damage } = this;
    this.wantedBytes = 0;
    this.unfinished = null;
    this.heldBytes = 0;
    let at = 0;
    for (;;) {
      if (this.lost !== null) {
        const next = this.findAgain(this.lost, at, end, fileOffset);
        if (this.lost !== null) {
          this.heldBytes = end - next;
          this.wantedBytes = end - next + 1; // there may be less room than the window
          return next;
        }
        at = next;
      }
      if (kernel !== null) {
        at = kernel.read(at, end);
        this.events.noteEarliest(kernel.earliest);
      }
      switch (readFrame(view, at, end, frame)) {
        case Framing.Incomplete: {
          const next = this.isCutShort(fileOffset) ? findRecord(view, at + 1, end, frame) : null;
          if (next === null) return this.waitAt(at, end, fileOffset);
          damage.note("record cut short", fileOffset + at, next - at);
          at = next;
          continue;
        }
        case Framing.Zeros: {
          const behind = this.isSilent ? findRecord(view, at, end, frame) : null;
          if (behind === null) {
            this.unfinished = { kind: "zeros", offset: fileOffset + at };
            return at;
          }
          damage.note("zeros", fileOffset + at, behind - at);
          at = behind;
          continue;
        }
        case Framing.Record:
          this.hasRecord = true;
          if (!this.events.read(frame.payloadStart, frame.payloadEnd, fileOffset + at)) {
            damage.note("not an event", fileOffset + at, frame.next - at);
          } else kernel?.learn(at, frame.payloadEnd, this.events.layout, end);
          break;
        case Framing.BadPayload:
          this.hasRecord = true;
          damage.note("bad data checksum", fileOffset + at, frame.next - at);
          // A writer that was stopped in it and went on has begun its next record inside the claimed length.
          this.lost = { claimedEnd: fileOffset + frame.next };
          at += 1;
          continue;
        case Framing.TooLong:
          this.hasRecord = true;
          damage.note("record over the limit", fileOffset + at, frame.next - at);
          if (frame.next - at <= MAX_SKIP_BYTES && fileOffset + frame.next <= this.fileBytes) return frame.next;
          this.lost = frame.next - at <= MAX_SKIP_BYTES ? { claimedEnd: fileOffset + frame.next } : WITHOUT_CLAIM;
          at += 1;
          continue;
        case Framing.BadLength:
          damage.note("bad length checksum", fileOffset + at, 1);
          this.lost = WITHOUT_CLAIM;
          at += 1;
          continue;
      }
      at = frame.next;
    }
  }

  /** Takes `bytes` as what is read now; returns the kernel if it reads them too. */
  private enter(bytes: Uint8Array<ArrayBuffer>, end: number): ScalarKernel | null {
    if (this.view.buffer !== bytes.buffer || this.view.byteOffset !== bytes.byteOffset) {
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const loaded = loadedKernel();
    const kernel = loaded?.serves(this, bytes, end) ? loaded : null;
    this.events.enter(bytes, this.view, kernel);
    return kernel;
  }

  /** Whether the record last looked at claims bytes that the file does not have: the rest is not merely in the next piece. */
  private isCutShort(fileOffset: number): boolean {
    return fileOffset + frame.next > this.fileBytes;
  }

  private waitAt(at: number, end: number, fileOffset: number): number {
    readFrame(this.view, at, end, frame); // the search may have looked elsewhere since
    const { next } = frame;
    this.wantedBytes = next - at;
    const there = end - at;
    if (there > 0 && this.isCutShort(fileOffset)) {
      const claimed = there < HEADER_BYTES ? null : next - at;
      this.unfinished = { kind: "record", offset: fileOffset + at, there, claimed };
    }
    return at;
  }

  /**
   * Where the next record begins, at or after `at`; `lost` is null then. Otherwise what is not worth holding: a record
   * may begin before `end` that is not yet whole.
   *
   * What is intact counts; without it inside a claimed length, the claim does, if a frame stands at its end. Each byte is
   * searched once as long as claims hold, also in a file in which every checksum is wrong.
   */
  private findAgain({ claimedEnd }: Lost, at: number, end: number, fileOffset: number): number {
    const { view, damage } = this;
    const claim = claimedEnd === null ? null : claimedEnd - fileOffset;
    let found = claim === null ? null : findRecord(view, at, end, frame, claim);
    if (found === null && claim !== null && claim >= at && claim + HEADER_BYTES <= end) {
      const framing = readFrame(view, claim, end, frame);
      if (framing !== Framing.BadLength) found = claim;
    }
    found ??= findRecord(view, Math.max(at, claim ?? 0), end, frame);
    const until = found ?? Math.max(at, end - RESYNC_WINDOW_BYTES);
    if (claim === null) damage.addBytes("bad length checksum", until - at);
    else if (found !== null && found > claim) damage.note("bad length checksum", fileOffset + claim, found - claim);
    if (found !== null) this.lost = null;
    return until;
  }

  pending(): readonly TagPoints[] {
    return this.events.pending();
  }

  clear(): void {
    this.events.clear();
  }

  problems(): readonly ReaderProblem[] {
    if (this.lost !== null && !this.hasRecord) return [NO_EVENT_FILE];
    const problems = this.damage.problems(this.heldBytes);
    return this.isSilent && this.unfinished !== null ? [...problems, describeUnfinished(this.unfinished)] : problems;
  }

  state(): EventReaderState {
    const { startedAt, facts, lost, hasRecord } = this;
    return { tags: this.events.tagStates(), damage: this.damage.entries(), startedAt, facts, lost, hasRecord };
  }
}
