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
}

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
}

/** The frame as bytes: u32 magic, u32 header length, JSON header, then the columns, everything 8-aligned, little-endian. */
export function encodeFrame(frame: SeriesFrame): Uint8Array<ArrayBuffer> {
  const { version, tag, x, columns: told, curves, steps, relative, values, smoothed } = frame;
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
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const columns = hasSmoothed ? [steps, relative, values, smoothed] : [steps, relative, values];
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
  const { version, tag, x, columns, curves, points, stepBytes, valueBytes, hasSmoothed } = header;
  const Steps = stepBytes === 4 ? Int32Array : Float64Array;
  const Values = valueBytes === 4 ? Float32Array : Float64Array;
  const stepsAt = align(8 + headerBytes);
  const relativeAt = align(stepsAt + points * stepBytes);
  const valuesAt = align(relativeAt + points * 4);
  const smoothedAt = align(valuesAt + points * valueBytes);
  const values = new Values(buffer, valuesAt, points);
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
  };
}

const align = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
