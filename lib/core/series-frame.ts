/**
 * The binary form in which curves reach the browser: a header, then values that a typed array can view in place, then
 * steps and times as their differences.
 */
import type { XAxis } from "./api.ts";
import { packIntegers, unpackIntegers } from "./packed-integers.ts";
import type { StepColumn, ValueColumn } from "./series.ts";

const MAGIC = 0x32534254; // "TBS2", little-endian
const ALIGNMENT = 8;

/** Curves of one tag, thinned for drawing. The columns of all curves stand one behind the other. */
export interface SeriesFrame {
  /** Version of the store that this was read from. */
  readonly version: number;
  readonly tag: string;
  readonly x: XAxis;
  /** Pixel columns that were told apart: as many as were asked for, unless the frame would have been too large. */
  readonly columns: number;
  readonly curves: readonly FrameCurve[];
  readonly steps: StepColumn;
  /** Seconds since the curve's `startedAt`: 32-bit, so exact to about a millisecond in the first hours. */
  readonly relative: Float32Array<ArrayBuffer>;
  readonly values: ValueColumn;
  /** The smoothed value at the same point, computed over all points before thinning; `values` itself when nothing was smoothed. */
  readonly smoothed: ValueColumn;
  /** Columns that not every frame has, as long as the others. */
  readonly extras: Extras;
}

/**
 * `x`: where points stand on an axis that is neither steps nor times. `low`, `high`: the band of a group, and smoothed like its mean;
 * `count`: the runs that a point is the mean of. NaN for curves that have none of it.
 */
export type ExtraName = "x" | "low" | "high" | "smoothLow" | "smoothHigh" | "count";
export type Extras = Readonly<Partial<Record<ExtraName, Float64Array>>>;

const EXTRA_NAMES: readonly ExtraName[] = ["x", "low", "high", "smoothLow", "smoothHigh", "count"];

export interface FrameCurve {
  readonly run: string;
  /** Its part of the columns: from `start`, `length` points. */
  readonly start: number;
  readonly length: number;
  /** Points in the store, before range and thinning. */
  readonly total: number;
  /** Where, counted from `start`, a restart begins: the pen is lifted before these points. */
  readonly restarts: readonly number[];
  /** Wall time that `relative` counts from: the run's first event. */
  readonly startedAt: number;
  /** Its x goes to and fro: points cannot be found by halving. */
  readonly isPath?: boolean;
  /** Points that have no place on the axis: nothing logged yet under its tag, or not positive on a logarithmic one. */
  readonly unplaced?: number;
  /** Runs of a group that have the tag. */
  readonly members?: number;
}

interface FrameHeader {
  readonly version: number;
  readonly tag: string;
  readonly x: XAxis;
  readonly columns: number;
  readonly curves: readonly FrameCurve[];
  readonly points: number;
  readonly stepBytes: 4 | 8;
  readonly valueBytes: 4 | 8;
  readonly hasSmoothed: boolean;
  readonly extras: readonly ExtraName[];
  /** Bytes of each column, in their order: values, smoothed values if there are any, extras, steps, times. */
  readonly columnBytes: readonly number[];
}

/**
 * The frame as bytes: u32 magic, u32 header length, JSON header, then the columns, everything 8-aligned, little-endian.
 * Steps of 32 bits and times are packed. Times are packed by their bits: floats of one sign ascend as integers do.
 */
export function encodeFrame(frame: SeriesFrame): Uint8Array<ArrayBuffer> {
  const { version, tag, x, columns: told, curves, steps, relative, values, smoothed, extras } = frame;
  const hasSmoothed = smoothed !== values;
  const more = EXTRA_NAMES.flatMap((name) => extras[name] ?? []);
  const columns = [
    ...[values, ...(hasSmoothed ? [smoothed] : []), ...more].map(bytesOf),
    steps instanceof Int32Array ? packIntegers(steps) : bytesOf(steps),
    packIntegers(new Int32Array(relative.buffer, relative.byteOffset, relative.length)),
  ];
  const header: FrameHeader = {
    version,
    tag,
    x,
    columns: told,
    curves,
    points: steps.length,
    stepBytes: steps instanceof Int32Array ? 4 : 8,
    valueBytes: values instanceof Float32Array ? 4 : 8,
    hasSmoothed,
    extras: EXTRA_NAMES.filter((name) => extras[name] !== undefined),
    columnBytes: columns.map(({ length }) => length),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = columns.reduce((sum, { length }) => sum + align(length), align(8 + text.length));
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, 8);
  let at = align(8 + text.length);
  for (const column of columns) {
    bytes.set(column, at);
    at += align(column.length);
  }
  return bytes;
}

/**
 * The frame that `buffer` holds; values are views into `buffer`.
 *
 * @throws Error if `buffer` is no frame of this version: engine and page do not belong together.
 */
export function decodeFrame(buffer: ArrayBuffer): SeriesFrame {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("not a series frame of this version");
  const headerBytes = view.getUint32(4, true);
  const header: FrameHeader = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerBytes)));
  const { version, tag, x, columns, curves, points, stepBytes, valueBytes, hasSmoothed, extras, columnBytes } = header;
  let at = align(8 + headerBytes);
  const places = columnBytes.map((length) => {
    const start = at;
    at += align(length);
    return { start, length };
  });
  const Values = valueBytes === 4 ? Float32Array : Float64Array;
  const values = new Values(buffer, places[0].start, points);
  const unpack = ({ start, length }: { start: number; length: number }) =>
    unpackIntegers(new Uint8Array(buffer, start, length), points);
  const [stepsAt, relativeAt] = places.slice(-2);
  const extrasAt = places.slice(hasSmoothed ? 2 : 1);
  return {
    version,
    tag,
    x,
    columns,
    curves,
    steps: stepBytes === 4 ? unpack(stepsAt) : new Float64Array(buffer, stepsAt.start, points),
    relative: new Float32Array(unpack(relativeAt).buffer),
    values,
    smoothed: hasSmoothed ? new Values(buffer, places[1].start, points) : values,
    extras: Object.fromEntries(
      extras.map((name, place) => [name, new Float64Array(buffer, extrasAt[place].start, points)]),
    ),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ValueColumn | StepColumn): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
