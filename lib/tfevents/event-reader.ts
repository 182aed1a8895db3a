/** Event file bytes → scalar series, however the bytes are cut: the reader that follows one growing file. */
import type { Series } from "../core/series.ts";
import { MessageCursor, Wire } from "./protobuf.ts";
import { Framing, findRecord, newFrame, readFrame } from "./record.ts";
import { type TagEntry, type TagState, TagTable } from "./tag-table.ts";
import { readTensorScalar, type TensorScalar } from "./tensor.ts";

/** What can be wrong in an event file; each is counted where it first stands, and reading goes on. */
export type Damage = "bad data checksum" | "bad length checksum" | "record over the limit" | "not an event";

export interface DamageCount {
  /** Byte offset in the file of the first occurrence. */
  readonly offset: number;
  count: number;
  /** Bytes of the file that were lost to it. */
  bytes: number;
}

/** What a reader knows of the file besides the points that it gave away: plain data, for another thread or another day. */
export interface ReaderState {
  readonly tags: readonly TagState[];
  readonly damage: readonly (readonly [Damage, DamageCount])[];
  readonly firstWallTime: number | null;
  readonly isLost: boolean;
}

/** After a damaged length, how far back an unfinished record may begin that is worth waiting for. */
const RESYNC_WINDOW_BYTES = 1024 * 1024;

/**
 * Reads one event file from its beginning, piece by piece.
 *
 * Scalars in the three encodings in the wild: `simple_value`; a tensor whose tag was declared for the `scalars` plugin
 * (or as scalar data) when it first appeared; and either of them under a tag ending in `/scalar_summary`, which is
 * stripped. Points keep the order of the file. A step beyond 2^53 is rounded to the nearest double.
 *
 * @see TensorFlow, `core/util/event.proto`, `core/framework/summary.proto`; TensorBoard, `plugins/scalar/metadata.py`.
 */
export class EventReader {
  readonly damage = new Map<Damage, DamageCount>();
  /** Wall time of the first event that has one, seconds since the Unix epoch. */
  firstWallTime: number | null = null;
  private readonly tags = new TagTable();
  private readonly frame = newFrame();
  private readonly event = new MessageCursor();
  private readonly summary = new MessageCursor();
  private readonly value = new MessageCursor();
  private readonly tensorCursor = new MessageCursor();
  private readonly tensor: TensorScalar = { value: 0, isFloat32: true };
  private bytes = new Uint8Array(0);
  private view = new DataView(new ArrayBuffer(0));
  private isLost = false;

  /**
   * Reads every whole record of `bytes[0 … end)`, which begins at `fileOffset` of the file, and returns how many bytes
   * are done with: the caller presents the rest again, with more behind it. More than `end` means: seek, what lies
   * between is a record too long to hold.
   */
  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number {
    if (this.bytes.buffer !== bytes.buffer || this.bytes.byteOffset !== bytes.byteOffset) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const { frame } = this;
    let at = 0;
    for (;;) {
      if (this.isLost) {
        const found = findRecord(this.view, at, end, frame);
        if (found === null) {
          const kept = Math.max(at, end - RESYNC_WINDOW_BYTES);
          this.note("bad length checksum", fileOffset + at, kept - at, 0);
          return kept;
        }
        this.note("bad length checksum", fileOffset + at, found - at, 0);
        this.isLost = false;
        at = found;
      }
      switch (readFrame(this.view, at, end, frame)) {
        case Framing.Incomplete:
          return at;
        case Framing.Record:
          if (
            !this.readPlainScalar(frame.payloadStart, frame.payloadEnd) &&
            !this.readEvent(frame.payloadStart, frame.payloadEnd)
          ) {
            this.note("not an event", fileOffset + at, frame.next - at, 1);
          }
          break;
        case Framing.BadPayload:
          this.note("bad data checksum", fileOffset + at, frame.next - at, 1);
          break;
        case Framing.TooLong:
          this.note("record over the limit", fileOffset + at, frame.next - at, 1);
          if (frame.next - at <= MAX_SKIP_BYTES) return frame.next;
          this.isLost = true; // no file is that long: the length is wrong although its checksum agrees
          at += 1;
          continue;
        case Framing.BadLength:
          this.note("bad length checksum", fileOffset + at, 0, 1);
          this.isLost = true;
          at += 1;
          continue;
      }
      at = frame.next;
    }
  }

  /** The series that got points since the last `clear`, in order of first appearance. Their columns are only lent: `clear` reuses them. */
  pending(): { readonly tag: string; readonly series: Series }[] {
    const series: { tag: string; series: Series }[] = [];
    for (const { tag, points } of this.tags.scalars()) if (points.length > 0) series.push({ tag, series: points });
    return series;
  }

  /** Forgets the points read so far, not the tags nor what is known of them. */
  clear(): void {
    for (const { points } of this.tags.scalars()) points.clear();
  }

  /** Everything that another reader needs to go on from here; points not cleared yet are not part of it. */
  state(): ReaderState {
    const { damage, firstWallTime, isLost } = this;
    return { tags: this.tags.state(), damage: [...damage], firstWallTime, isLost };
  }

  /** A reader that goes on where the one with this state stood. */
  static resume({ tags, damage, firstWallTime, isLost }: ReaderState): EventReader {
    const reader = new EventReader();
    reader.tags.restore(tags);
    for (const [kind, count] of damage) reader.damage.set(kind, { ...count });
    reader.firstWallTime = firstWallTime;
    reader.isLost = isLost;
    return reader;
  }

  private note(kind: Damage, offset: number, bytes: number, times: number): void {
    const known = this.damage.get(kind);
    if (known === undefined) this.damage.set(kind, { offset, count: times, bytes });
    else {
      known.count += times;
      known.bytes += bytes;
    }
  }

  /**
   * Reads the Event in `bytes[start … end)` if it is laid out as PyTorch, tensorboardX and TensorFlow 1 lay out an event
   * with one scalar: wall time, step (absent for 0), summary of one value of tag and `simple_value`, nothing else. False,
   * with nothing done, when anything differs. Nine of ten records are such, and need no cursor.
   */
  private readPlainScalar(start: number, end: number): boolean {
    const { bytes, view } = this;
    if (end - start < 24 || bytes[start] !== 0x09) return false;
    let at = start + 9;
    let step = 0;
    if (bytes[at] === 0x10) {
      let shift = 0;
      let byte = 0;
      do {
        byte = bytes[++at];
        step |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte >= 0x80 && shift < 28);
      if (byte >= 0x80) return false;
      at += 1;
    }
    // Each length names the rest of the record, or the layout is another one.
    const tagStart = at + 6;
    const tagEnd = tagStart + bytes[at + 5];
    const isPlain =
      bytes[at] === 0x2a &&
      bytes[at + 1] === end - at - 2 &&
      bytes[at + 2] === 0x0a &&
      bytes[at + 3] === end - at - 4 &&
      bytes[at + 4] === 0x0a &&
      tagEnd + 5 === end &&
      end - at < 0x80 &&
      bytes[tagEnd] === 0x15;
    if (!isPlain) return false;
    const wallTime = view.getFloat64(start + 1, true);
    this.firstWallTime ??= Number.isFinite(wallTime) ? wallTime : null;
    this.tags.find(bytes, tagStart, tagEnd).points.push(step, wallTime, view.getFloat32(tagEnd + 1, true), true);
    return true;
  }

  /** Reads the Event in `bytes[start … end)`; false when it is no valid one. Points before the damage in it are kept. */
  private readEvent(start: number, end: number): boolean {
    const { event, bytes } = this;
    let wallTime = 0;
    let step = 0;
    event.enter(bytes, start, end);
    while (event.next()) {
      switch (event.field) {
        case 1:
          if (event.wire !== Wire.Fixed64) return false;
          wallTime = this.view.getFloat64(event.start, true);
          this.firstWallTime ??= Number.isFinite(wallTime) ? wallTime : null;
          break;
        case 2:
          step = event.toInt64();
          break;
        case 5: // writers put the summary last, after wall time and step
          if (event.wire !== Wire.Bytes || !this.readSummary(event.start, event.end, step, wallTime)) return false;
          break;
        default:
      }
    }
    return !event.isDamaged;
  }

  private readSummary(start: number, end: number, step: number, wallTime: number): boolean {
    const { summary } = this;
    summary.enter(this.bytes, start, end);
    while (summary.next()) {
      if (summary.field !== 1 || summary.wire !== Wire.Bytes) continue;
      if (!this.readValue(summary.start, summary.end, step, wallTime)) return false;
    }
    return !summary.isDamaged;
  }

  private readValue(start: number, end: number, step: number, wallTime: number): boolean {
    const { value, bytes } = this;
    let entry: TagEntry | null = null;
    let simpleAt = -1;
    let tensorStart = -1;
    let tensorEnd = -1;
    let metadataStart = -1;
    let metadataEnd = -1;
    value.enter(bytes, start, end);
    while (value.next()) {
      switch (value.field) {
        case 1:
          entry = this.tags.find(bytes, value.start, value.end);
          break;
        case 2:
          if (value.wire === Wire.Fixed32) simpleAt = value.start;
          break;
        case 8:
          tensorStart = value.start;
          tensorEnd = value.end;
          break;
        case 9:
          metadataStart = value.start;
          metadataEnd = value.end;
          break;
        default:
      }
    }
    if (value.isDamaged) return false;
    if (entry === null) return true;
    if (simpleAt >= 0) {
      entry.points.push(step, wallTime, this.view.getFloat32(simpleAt, true), true);
      return true;
    }
    if (metadataStart >= 0) entry.isScalarTensor ||= this.declaresScalar(metadataStart, metadataEnd);
    if (tensorStart >= 0 && entry.isScalarTensor) {
      const { tensor } = this;
      if (readTensorScalar(bytes, tensorStart, tensorEnd, this.tensorCursor, tensor)) {
        entry.points.push(step, wallTime, tensor.value, tensor.isFloat32);
      }
    }
    return true;
  }

  /** SummaryMetadata that names the `scalars` plugin (PluginData.plugin_name), or the data class "scalar". */
  private declaresScalar(start: number, end: number): boolean {
    const { value, tensorCursor, bytes } = this;
    value.enter(bytes, start, end);
    while (value.next()) {
      if (value.field === 4 && value.wire === Wire.Varint && value.low === DATA_CLASS_SCALAR) return true;
      if (value.field !== 1 || value.wire !== Wire.Bytes) continue;
      tensorCursor.enter(bytes, value.start, value.end);
      while (tensorCursor.next()) {
        if (tensorCursor.field === 1 && equals(bytes, tensorCursor.start, tensorCursor.end, SCALARS)) return true;
      }
    }
    return false;
  }
}

const SCALARS = new TextEncoder().encode("scalars");
const DATA_CLASS_SCALAR = 1;
/** A longer record than this is no record: TensorFlow's own limit for a message is 2 GiB. */
const MAX_SKIP_BYTES = 2 * 1024 ** 3;

function equals(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false;
  for (let i = 0; i < expected.length; i++) if (bytes[start + i] !== expected[i]) return false;
  return true;
}
