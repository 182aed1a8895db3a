/** Templates of the kernel: records that were understood, with their bits for wall time, step and value left open. */
import type { SeriesBuilder } from "../core/series-builder.ts";
import { crc32c, extendCrcTables } from "./crc32c.ts";
import type { KernelModule } from "./kernel-module.ts";
import { FOOTER_BYTES, HEADER_BYTES } from "./record.ts";

/** Where the one point of a record stands: offsets in the bytes that were read. */
export interface PointLayout {
  /** The series that the point belongs to; null when the record is no template for others. */
  points: SeriesBuilder | null;
  /** Eight bytes, a double. */
  wallTimeAt: number;
  /** A varint of so many bytes; none where a step of 0 is not written. */
  stepAt: number;
  stepBytes: number;
  /** Four bytes, a float. */
  valueAt: number;
}

/** An empty one, filled anew for each record. */
export const newLayout = (): PointLayout => ({ points: null, wallTimeAt: 0, stepAt: 0, stepBytes: 0, valueAt: 0 });

/** Longer steps, 2^28 and above, are read in TypeScript. */
const MOST_STEP_BYTES = 4;
/** Header and payload of a template. */
const MOST_BYTES = 256;
const TABLE_BYTES = 1024;
const STRIDE = 0x240;

/** Offsets in a template, where `scalar-kernel.wat` reads them. The pattern itself comes first. */
enum Field {
  Mask = 256,
  RecordBytes = 512,
  ComparedBytes = 516,
  Next = 520,
  NextOfLength = 524,
  WallTimeAt = 528,
  StepAt = 532,
  StepMask = 536,
  ValueAt = 540,
  Crc = 544,
  WallTimeTable = 548,
  StepTable = 552,
  ValueTable = 556,
  Slot = 560,
}

/** Records of scalars that differ from one seen before in nothing but wall time, step and value: nearly all of a log. They are recognised by their other bytes. */
export class ScalarTemplates {
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly view: DataView<ArrayBuffer>;
  /** For each distance from the end of a payload, the checksums of one byte there; made when first needed. */
  private readonly tables: Int32Array<ArrayBuffer>;
  private tablesMade = 0;
  private count = 0;
  private isFull = false;

  constructor(private readonly kernel: KernelModule) {
    const { memory, places } = kernel;
    this.bytes = new Uint8Array(memory);
    this.view = new DataView(memory);
    this.tables = new Int32Array(memory, places.tables, (MOST_BYTES * TABLE_BYTES) / 4);
    this.forget();
  }

  /** Whether `learn` had nothing to learn from yet, or found too many kinds of records to be of use. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Forgets all templates; the kernel guesses from a first one that nothing matches. */
  forget(): void {
    const { templates, byLength, control } = this.kernel.places;
    this.bytes.fill(0, byLength, byLength + 4 * MOST_BYTES);
    this.set(templates + Field.RecordBytes, 0x7fffffff);
    this.set(templates + Field.Next, templates);
    this.set(control + 4, templates);
    this.count = 0;
    this.isFull = false;
  }

  /**
   * Makes a template of the record whose header begins at the address `start` and whose payload ends at `end`; its points go
   * to `slot`. Offsets in `layout` count from the address `base`. Records that do not fit one are left to TypeScript.
   *
   * A file with more kinds of records than there is room for would have each of them compared with thousands of templates
   * in vain: it gets none.
   */
  learn(
    start: number,
    end: number,
    { wallTimeAt, stepAt, stepBytes, valueAt }: PointLayout,
    base: number,
    slot: number,
  ) {
    const length = end - start;
    if (this.isFull || length > MOST_BYTES || stepBytes > MOST_STEP_BYTES) return;
    const { byLength, mostTemplates, templates } = this.kernel.places;
    if (this.count + 1 === mostTemplates) {
      this.forget();
      this.isFull = true;
      return;
    }
    this.count += 1;
    const { bytes } = this;
    const template = templates + this.count * STRIDE;
    const mask = template + Field.Mask;
    bytes.fill(0, template, template + STRIDE);
    bytes.copyWithin(template, start, end);
    bytes.fill(0xff, mask, mask + length);
    const leaveOpen = (at: number, width: number, bits: number): void => {
      for (let i = base + at - start; i < base + at - start + width; i++) {
        bytes[template + i] &= ~bits;
        bytes[mask + i] &= ~bits;
      }
    };
    leaveOpen(wallTimeAt, 8, 0xff);
    leaveOpen(stepAt, stepBytes, 0x7f); // the highest bit says whether another byte follows: that stays as it is
    leaveOpen(valueAt, 4, 0xff);
    this.makeTables(length);
    const tableOf = (at: number): number => this.tables.byteOffset + TABLE_BYTES * (end - 1 - (base + at));
    const first = byLength + 4 * (length - HEADER_BYTES);
    this.set(template + Field.RecordBytes, length + FOOTER_BYTES);
    this.set(template + Field.ComparedBytes, Math.ceil(length / 16) * 16);
    this.set(template + Field.Next, template);
    this.set(template + Field.NextOfLength, this.view.getInt32(first, true));
    this.set(template + Field.WallTimeAt, base + wallTimeAt - start);
    this.set(template + Field.WallTimeTable, tableOf(wallTimeAt));
    // Without a step, four bytes somewhere are read and all of their bits are dropped.
    this.set(template + Field.StepAt, base + (stepBytes === 0 ? wallTimeAt : stepAt) - start);
    this.set(template + Field.StepTable, tableOf(stepBytes === 0 ? wallTimeAt : stepAt));
    this.set(template + Field.StepMask, stepBytes === 0 ? 0 : 0x7f7f7f7f >>> (8 * (MOST_STEP_BYTES - stepBytes)));
    this.set(template + Field.ValueAt, base + valueAt - start);
    this.set(template + Field.ValueTable, tableOf(valueAt));
    this.set(template + Field.Crc, crc32c(this.view, template + HEADER_BYTES, template + length));
    this.set(template + Field.Slot, slot);
    this.set(first, template);
  }

  private makeTables(count: number): void {
    if (count <= this.tablesMade) return;
    extendCrcTables(this.tables, this.tablesMade, count);
    this.tablesMade = count;
  }

  private set(at: number, value: number): void {
    this.view.setInt32(at, value, true);
  }
}
