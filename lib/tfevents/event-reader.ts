/** Event file bytes → scalar series, however the bytes are cut: the reader that follows one growing file. */
import type { LogFacts, LogReader, ReaderProblem, TagPoints } from "../core/log-reader.ts";
import { type Damage, type DamageCount, DamageLog } from "./damage.ts";
import { Framing, findRecord, newFrame, readFrame } from "./record.ts";
import { ScalarEvents } from "./scalar-events.ts";
import type { TagState } from "./tag-table.ts";

/** What a reader knows of the file besides the points that it gave away. */
export interface EventReaderState {
  readonly tags: readonly TagState[];
  readonly damage: readonly (readonly [Damage, DamageCount])[];
  readonly startedAt: number | null;
  readonly facts: LogFacts;
  readonly isLost: boolean;
}

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
  private readonly damage: DamageLog;
  private readonly events: ScalarEvents;
  private readonly frame = newFrame();
  private view = NO_VIEW;
  private isLost = false;
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
  static resume({ tags, damage, startedAt, facts, isLost }: EventReaderState): EventReader {
    const reader = new EventReader(new DamageLog(damage), FEW_POINTS);
    reader.events.restore(startedAt, facts, tags);
    reader.isLost = isLost;
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
    if (this.view.buffer !== bytes.buffer || this.view.byteOffset !== bytes.byteOffset) {
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.events.enter(bytes, this.view);
    }
    const { view, frame, damage } = this;
    this.wantedBytes = 0;
    let at = 0;
    for (;;) {
      if (this.isLost) {
        const found = findRecord(view, at, end, frame);
        const until = found ?? Math.max(at, end - RESYNC_WINDOW_BYTES);
        damage.note("bad length checksum", fileOffset + at, until - at, 0);
        if (found === null) return until;
        this.isLost = false;
        at = found;
      }
      switch (readFrame(view, at, end, frame)) {
        case Framing.Incomplete:
          this.wantedBytes = frame.next - at;
          return at;
        case Framing.Zeros: {
          const behind = this.isSilent ? findRecord(view, at, end, frame) : null;
          if (behind === null) return at;
          damage.note("zeros", fileOffset + at, behind - at);
          at = behind;
          continue;
        }
        case Framing.Record:
          if (!this.events.read(frame.payloadStart, frame.payloadEnd, fileOffset + at)) {
            damage.note("not an event", fileOffset + at, frame.next - at);
          }
          break;
        case Framing.BadPayload:
          damage.note("bad data checksum", fileOffset + at, frame.next - at);
          break;
        case Framing.TooLong:
          damage.note("record over the limit", fileOffset + at, frame.next - at);
          if (frame.next - at <= MAX_SKIP_BYTES) return frame.next;
          this.isLost = true; // no file is that long: the length is wrong although its checksum agrees
          at += 1;
          continue;
        case Framing.BadLength:
          damage.note("bad length checksum", fileOffset + at, 0);
          this.isLost = true;
          at += 1;
          continue;
      }
      at = frame.next;
    }
  }

  pending(): readonly TagPoints[] {
    return this.events.pending();
  }

  clear(): void {
    this.events.clear();
  }

  problems(): readonly ReaderProblem[] {
    return this.damage.problems();
  }

  state(): EventReaderState {
    const { startedAt, facts, isLost } = this;
    return { tags: this.events.tagStates(), damage: this.damage.entries(), startedAt, facts, isLost };
  }
}
