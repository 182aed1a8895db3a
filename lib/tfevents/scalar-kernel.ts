/**
 * The quick way through an event file: WebAssembly reads the records that differ from one that was understood before only
 * in wall time, step and value. Everything else, and everything that is damaged, stays with the TypeScript reader, which
 * alone decides what a record means.
 */
import { columnMemory } from "../core/column-memory.ts";
import type { SeriesBuilder } from "../core/series-builder.ts";
import { type KernelModule, loadKernelModule } from "./kernel-module.ts";
import { type PointLayout, ScalarTemplates } from "./scalar-templates.ts";

/** A template costs a microsecond: so many bytes must follow for it to be likely to pay. */
const WORTH_LEARNING_BYTES = 8192;
const POINT_BYTES = 16;
const SLOT_BYTES = 16;

/**
 * One for a thread. It holds the bytes that are read and the points that they gave; it serves one reader at a time, and
 * hands the points of the one before over to its series when another one comes.
 */
export class ScalarKernel {
  /** Files are read into these bytes; what lies elsewhere does not go the quick way. */
  readonly input: Uint8Array<ArrayBuffer>;
  private readonly view: DataView<ArrayBuffer>;
  private readonly templates: ScalarTemplates;
  private reader: object | null = null;
  private points: SeriesBuilder[] = [];
  private slots = new Map<SeriesBuilder, number>();

  private constructor(private readonly kernel: KernelModule) {
    const { memory, places } = kernel;
    this.input = new Uint8Array(memory, places.input, places.inputBytes);
    this.view = new DataView(memory);
    this.templates = new ScalarTemplates(kernel);
  }

  /** Null where it cannot run. */
  static load(): ScalarKernel | null {
    const kernel = loadKernelModule();
    return kernel === null ? null : new ScalarKernel(kernel);
  }

  /** Whether it reads `bytes` for `reader`, who has so many of them, from now on: for a few it is not worth the change. */
  serves(reader: object, bytes: Uint8Array, end: number): boolean {
    if (bytes.buffer !== this.input.buffer || bytes.byteOffset !== this.input.byteOffset) return false;
    if (this.reader === reader) return true;
    if (end < WORTH_LEARNING_BYTES) return false;
    this.drain();
    this.reader = reader;
    this.points = [];
    this.slots = new Map();
    this.templates.forget();
    this.view.setFloat64(this.kernel.places.control + 8, Infinity, true);
    return true;
  }

  /** Earliest wall time that was read for this reader; Infinity before the first one. */
  get earliest(): number {
    return this.view.getFloat64(this.kernel.places.control + 8, true);
  }

  /** Reads records from `at` on, and returns where the first one begins that is not whole before `end`, not known, or not intact. */
  read(at: number, end: number): number {
    if (this.templates.isEmpty) return at;
    const { input } = this.kernel.places;
    let next = this.kernel.read(input + at, input + end);
    while (this.count === this.kernel.places.mostPoints) {
      this.drain();
      next = this.kernel.read(next, input + end);
    }
    return next - input;
  }

  /** Makes a template of the record from `start` to the end of its payload, `end`, if enough bytes follow up to `until`. */
  learn(start: number, end: number, layout: PointLayout, until: number): void {
    if (layout.points === null || until - end < WORTH_LEARNING_BYTES) return;
    const { input } = this.kernel.places;
    this.templates.learn(input + start, input + end, layout, input, this.slot(layout.points));
  }

  /** Puts a point that TypeScript read behind the others; false where it has no place here: `drain`, and put it into its series. */
  push(points: SeriesBuilder, step: number, wallTime: number, value: number): boolean {
    const { count } = this;
    const { log, logSlots, mostPoints, control } = this.kernel.places;
    if ((step | 0) !== step || count === mostPoints) return false;
    const at = log + count * POINT_BYTES;
    this.view.setFloat64(at, wallTime, true);
    this.view.setInt32(at + 8, step, true);
    this.view.setFloat32(at + 12, value, true);
    this.view.setUint16(logSlots + 2 * count, this.slot(points), true);
    this.view.setInt32(control, count + 1, true);
    return true;
  }

  /** Puts the points read so far behind those that their series hold: columns of one new buffer, which they fill without gaps. */
  drain(): void {
    const { count, points, view } = this;
    const { columns, slots } = this.kernel.places;
    if (count === 0) return;
    this.kernel.gather(points.length);
    const bytes = count * POINT_BYTES;
    const buffer = columnMemory(bytes);
    new Uint8Array(buffer).set(new Uint8Array(this.kernel.memory, columns, bytes));
    let at = 0;
    for (const [slot, series] of points.entries()) {
      const length = view.getInt32(slots + slot * SLOT_BYTES, true);
      series.append({
        length,
        wallTimes: new Float64Array(buffer, at, length),
        steps: new Int32Array(buffer, at + 8 * length, length),
        values: new Float32Array(buffer, at + 12 * length, length),
      });
      at += POINT_BYTES * length;
    }
  }

  private get count(): number {
    return this.view.getInt32(this.kernel.places.control, true);
  }

  private slot(points: SeriesBuilder): number {
    let slot = this.slots.get(points);
    if (slot === undefined) {
      slot = this.points.length;
      this.points.push(points);
      this.slots.set(points, slot);
    }
    return slot;
  }
}

let ofThread: ScalarKernel | null | undefined;

/** The kernel of this thread, loaded when it is first asked for; null where it cannot run. */
export function scalarKernel(): ScalarKernel | null {
  if (ofThread === undefined) ofThread = ScalarKernel.load();
  return ofThread;
}

/** The kernel of this thread if somebody has asked for it. */
export const loadedKernel = (): ScalarKernel | null => ofThread ?? null;
