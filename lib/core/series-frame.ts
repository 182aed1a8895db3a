/** The binary form in which curves reach the browser: one header, then columns that a typed array can view in place. */
import type { XAxis } from "./api.ts";
import type { StepColumn, ValueColumn } from "./series.ts";

const MAGIC = 0x31534254; // "TBS1", little-endian
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
}

/** The frame as bytes: u32 magic, u32 header length, JSON header, then the columns, everything 8-aligned, little-endian. */
export function encodeFrame(frame: SeriesFrame): Uint8Array<ArrayBuffer> {
  const { version, tag, x, columns: told, curves, steps, relative, values, smoothed, extras } = frame;
  const hasSmoothed = smoothed !== values;
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
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const more = EXTRA_NAMES.flatMap((name) => extras[name] ?? []);
  const columns = [steps, relative, values, ...(hasSmoothed ? [smoothed] : []), ...more];
  let size = align(8 + text.length);
  for (const column of columns) size = align(size + column.byteLength);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, 8);
  let at = align(8 + text.length);
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at = align(at + column.byteLength);
  }
  return bytes;
}

/**
 * The frame that `buffer` holds; its columns are views into `buffer`.
 *
 * @throws Error if `buffer` is no frame of this version: engine and page do not belong together.
 */
export function decodeFrame(buffer: ArrayBuffer): SeriesFrame {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("not a series frame of this version");
  const headerBytes = view.getUint32(4, true);
  const header: FrameHeader = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerBytes)));
  const { version, tag, x, columns, curves, points, stepBytes, valueBytes, hasSmoothed, extras } = header;
  const Steps = stepBytes === 4 ? Int32Array : Float64Array;
  const Values = valueBytes === 4 ? Float32Array : Float64Array;
  const stepsAt = align(8 + headerBytes);
  const relativeAt = align(stepsAt + points * stepBytes);
  const valuesAt = align(relativeAt + points * 4);
  const smoothedAt = align(valuesAt + points * valueBytes);
  const values = new Values(buffer, valuesAt, points);
  const extrasAt = hasSmoothed ? align(smoothedAt + points * valueBytes) : smoothedAt;
  return {
    version,
    tag,
    x,
    columns,
    curves,
    steps: new Steps(buffer, stepsAt, points),
    relative: new Float32Array(buffer, relativeAt, points),
    values,
    smoothed: hasSmoothed ? new Values(buffer, smoothedAt, points) : values,
    extras: Object.fromEntries(
      extras.map((name, place) => [name, new Float64Array(buffer, extrasAt + place * points * 8, points)]),
    ),
  };
}

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
