/** Events with scalars → points by tag: the part of the reader that knows what is inside a record. */
import type { LogFacts, TagPoints } from "../core/log-reader.ts";
import type { DamageLog } from "./damage.ts";
import { parseHparamsPlugin } from "./hparams-plugin.ts";
import { MessageCursor, Wire } from "./protobuf.ts";
import type { ScalarKernel } from "./scalar-kernel.ts";
import { newLayout } from "./scalar-templates.ts";
import { readValueKind } from "./summary-metadata.ts";
import { type TagEntry, type TagState, TagTable } from "./tag-table.ts";
import { readTensorScalar, type TensorScalar } from "./tensor.ts";

/** One for each depth of nesting, shared by all readers of a thread: a record is read without a break, and there are thousands of readers. */
const event = new MessageCursor();
const summary = new MessageCursor();
const value = new MessageCursor();
const tensorCursor = new MessageCursor();
const tensor: TensorScalar = { value: 0, isFloat32: true, floatAt: -1 };
/** The year 2286: what lies behind it was not measured. Small numbers are: people log against clocks of their own. */
const LATEST_SECS = 1e10;
const NO_FACTS: LogFacts = { hparams: null, ending: null };
const NO_BYTES = new Uint8Array(0);
const NO_VIEW: DataView<ArrayBuffer> = new DataView(NO_BYTES.buffer);

/**
 * Scalars come in three encodings: `simple_value`; a tensor whose tag was declared for the `scalars` plugin (or as scalar
 * data) when it first appeared; and either of them under a tag ending in `/scalar_summary`, which is stripped.
 *
 * @see TensorFlow, `core/util/event.proto`, `core/framework/summary.proto`; TensorBoard, `plugins/scalar/metadata.py`.
 */
export class ScalarEvents {
  /** Earliest wall time of any event, seconds since the Unix epoch; null while none had one. */
  startedAt: number | null = null;
  facts = NO_FACTS;
  /** Where things stand in the record that was read last, if it held one point and nothing else of meaning. */
  readonly layout = newLayout();
  /** Reads in our place what resembles what was read before; null where the bytes are not in its hands. */
  private kernel: ScalarKernel | null = null;
  private readonly tags: TagTable;
  private bytes = NO_BYTES;
  private view = NO_VIEW;
  /** Where the record that is being read begins in the file. */
  private offset = 0;
  /** The step as written, when a double cannot hold it. */
  private exactStep: bigint | null = null;
  /** Whether the record that is being read may be a template: what it says is one point, and nothing of it is counted. */
  private isTemplate = false;

  /** `room`: how many points a series is likely to bring before it is cleared. */
  constructor(
    private readonly damage: DamageLog,
    room: number,
  ) {
    this.tags = new TagTable(room);
  }

  /** The bytes that `read` speaks of, in both forms, and the kernel that reads them as well. */
  enter(bytes: Uint8Array<ArrayBuffer>, view: DataView<ArrayBuffer>, kernel: ScalarKernel | null): void {
    this.bytes = bytes;
    this.view = view;
    if (kernel !== this.kernel) this.kernel?.drain();
    this.kernel = kernel;
  }

  /** Notes the wall time of an event that was read elsewhere. */
  noteEarliest(wallTime: number): void {
    if (wallTime !== Infinity && (this.startedAt === null || wallTime < this.startedAt)) this.startedAt = wallTime;
  }

  /** Reads the Event in `bytes[start … end)`, whose record begins at `offset` of the file; false when it is no valid one. */
  read(start: number, end: number, offset: number): boolean {
    this.offset = offset;
    this.layout.points = null;
    return this.readPlainScalar(start, end) || this.readEvent(start, end);
  }

  /** Tags with points since the last `clear`, in order of first appearance; columns are lent until then. */
  pending(): TagPoints[] {
    this.kernel?.drain();
    const pending: TagPoints[] = [];
    for (const { tag, points } of this.tags.scalars()) if (points.length > 0) pending.push({ tag, series: points });
    return pending;
  }

  clear(): void {
    this.kernel?.drain();
    for (const { points } of this.tags.scalars()) points.clear();
  }

  tagStates(): readonly TagState[] {
    return this.tags.state();
  }

  restore(startedAt: number | null, facts: LogFacts, tags: readonly TagState[]): void {
    this.startedAt = startedAt;
    this.facts = facts;
    this.tags.restore(tags);
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
    const stepAt = at + 1;
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
    this.exactStep = null;
    this.isTemplate = true;
    const wallTime = view.getFloat64(start + 1, true);
    this.noteWallTime(wallTime);
    const entry = this.tags.find(view, tagStart, tagEnd);
    if (entry === null) {
      this.noteTooManyTags();
      return true;
    }
    this.push(entry, step, wallTime, view.getFloat32(tagEnd + 1, true), true);
    const { layout } = this;
    layout.points = this.isTemplate ? entry.points : null;
    layout.wallTimeAt = start + 1;
    layout.stepAt = stepAt;
    layout.stepBytes = Math.max(0, at - stepAt);
    layout.valueAt = tagEnd + 1;
    return true;
  }

  /** The general form of an Event; false when it is no valid one. Points before the damage in it are kept. */
  private readEvent(start: number, end: number): boolean {
    const { bytes, layout } = this;
    let wallTime = 0;
    let wallTimeAt = -1;
    let step = 0;
    let stepAt = -1;
    let stepBytes = 0;
    this.exactStep = null;
    this.isTemplate = true;
    event.enter(bytes, start, end);
    while (event.next()) {
      switch (event.field) {
        case 1:
          if (event.wire !== Wire.Fixed64) return false;
          wallTime = this.view.getFloat64(event.start, true);
          this.noteWallTime(wallTime);
          if (wallTimeAt >= 0) this.isTemplate = false;
          wallTimeAt = event.start;
          break;
        case 2:
          if (event.wire !== Wire.Varint) break;
          stepAt = event.start;
          stepBytes = event.end - event.start;
          step = event.toInt64();
          this.exactStep = Number.isSafeInteger(step) ? null : event.toBigInt64();
          break;
        case 5: // writers put the summary last, after wall time and step
          layout.wallTimeAt = wallTimeAt;
          layout.stepAt = stepAt;
          layout.stepBytes = stepBytes;
          if (event.wire !== Wire.Bytes || !this.readSummary(event.start, event.end, step, wallTime)) return false;
          break;
        default:
      }
    }
    if (!this.isTemplate || layout.wallTimeAt < 0 || event.isDamaged) layout.points = null;
    return !event.isDamaged;
  }

  private readSummary(start: number, end: number, step: number, wallTime: number): boolean {
    summary.enter(this.bytes, start, end);
    while (summary.next()) {
      if (summary.field !== 1 || summary.wire !== Wire.Bytes) continue;
      if (!this.readValue(summary.start, summary.end, step, wallTime)) return false;
    }
    return !summary.isDamaged;
  }

  private readValue(start: number, end: number, step: number, wallTime: number): boolean {
    const { bytes, layout } = this;
    if (layout.points !== null) this.isTemplate = false; // it is the second value
    let entry: TagEntry | null = null;
    let simpleAt = -1;
    let tensorStart = -1;
    let tensorEnd = -1;
    let metadataStart = -1;
    let metadataEnd = -1;
    value.enter(bytes, start, end);
    while (value.next()) {
      if (value.field === 2 && value.wire === Wire.Fixed32) simpleAt = value.start;
      if (value.wire !== Wire.Bytes) continue;
      switch (value.field) {
        case 1:
          entry = this.tags.find(this.view, value.start, value.end);
          if (entry === null) this.noteTooManyTags();
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
      this.push(entry, step, wallTime, this.view.getFloat32(simpleAt, true), true);
      layout.points = entry.points;
      layout.valueAt = simpleAt;
      return true;
    }
    if (metadataStart >= 0) {
      const kind = readValueKind(bytes, metadataStart, metadataEnd, value, tensorCursor);
      if (kind.kind === "scalar") entry.isScalarTensor = true;
      else if (kind.kind === "hparams") this.readSession(kind.start, kind.end);
    }
    if (tensorStart >= 0 && entry.isScalarTensor) {
      if (readTensorScalar(bytes, tensorStart, tensorEnd, tensorCursor, tensor)) {
        this.push(entry, step, wallTime, tensor.value, tensor.isFloat32);
        if (tensor.floatAt < 0) this.isTemplate = false;
        layout.points = entry.points;
        layout.valueAt = tensor.floatAt;
      }
    }
    return true;
  }

  private push(entry: TagEntry, step: number, wallTime: number, value: number, isFloat32: boolean): void {
    const { kernel } = this;
    if (kernel !== null) {
      if (isFloat32 && this.exactStep === null && kernel.push(entry.points, step, wallTime, value)) return;
      kernel.drain(); // it may hold points that come before this one
    }
    entry.points.push(step, wallTime, value, isFloat32);
    if (this.exactStep !== null) entry.points.noteExactStep(this.exactStep);
  }

  private noteTooManyTags(): void {
    this.isTemplate = false;
    this.damage.note("too many tags", this.offset, 0);
  }

  private noteWallTime(wallTime: number): void {
    if (wallTime - wallTime !== 0) {
      this.isTemplate = false;
      this.damage.note("no wall time", this.offset, 0);
      return;
    }
    if (wallTime < 0 || wallTime > LATEST_SECS) {
      this.isTemplate = false;
      this.damage.note("odd wall time", this.offset, 0);
    }
    if (this.startedAt === null || wallTime < this.startedAt) this.startedAt = wallTime;
  }

  /** What a session says of its settings and its end; the latest word counts. */
  private readSession(start: number, end: number): void {
    this.isTemplate = false;
    const said = parseHparamsPlugin(this.bytes, start, end);
    if (said === null) return;
    const { hparams, ending } = this.facts;
    this.facts = { hparams: said.hparams ?? hparams, ending: said.hparams === null ? (said.ending ?? ending) : null };
  }
}
