/** Points on their way to another thread: one buffer for all of them, of exact size. */
import { columnMemory } from "../core/column-memory.ts";
import type { TagPoints } from "../core/log-reader.ts";
import type { Series } from "../core/series.ts";

/** `points` with columns that all lie in one buffer and fill it: copies, unless that is how they came. */
export function packPoints(points: readonly TagPoints[]): TagPoints[] {
  const bytes = bytesOf(points);
  const shared = bufferOf(points);
  if (shared?.byteLength === bytes && points.every(({ series }) => liesIn(shared, series))) {
    return points.map(({ tag, series }) => ({ tag, series: asItIs(series) }));
  }
  return copyPoints(points, columnMemory(bytes), 0);
}

/** Several files' points, each as `packPoints` gives them, in one buffer for all: thousands of small ones cost more than what is in them. */
export function packTogether(files: readonly (readonly TagPoints[])[]): TagPoints[][] {
  const packed = columnMemory(files.reduce((sum, points) => sum + bytesOf(points), 0));
  let at = 0;
  return files.map((points) => {
    const copies = copyPoints(points, packed, at);
    at += bytesOf(points);
    return copies;
  });
}

function copyPoints(points: readonly TagPoints[], into: ArrayBuffer | SharedArrayBuffer, start: number): TagPoints[] {
  let at = start;
  return points.map(({ tag, series }) => {
    const copy = copySeries(series, into, at);
    at += packedBytes(series);
    return { tag, series: copy };
  });
}

const bytesOf = (points: readonly TagPoints[]): number =>
  points.reduce((sum, { series }) => sum + packedBytes(series), 0);

/** The buffer that `packPoints` put the columns in; null when there were none. */
export const bufferOf = (points: readonly TagPoints[]): ArrayBufferLike | null =>
  points.length === 0 ? null : points[0].series.values.buffer;

const packedBytes = ({ length, steps, values }: Series): number =>
  length * 8 + align(length * steps.BYTES_PER_ELEMENT) + align(length * values.BYTES_PER_ELEMENT);

function copySeries(
  { length, steps, wallTimes, values, exactSteps }: Series,
  into: ArrayBuffer | SharedArrayBuffer,
  at: number,
): Series {
  const stepsAt = at + length * 8;
  const valuesAt = stepsAt + align(length * steps.BYTES_PER_ELEMENT);
  const copy = {
    length,
    steps:
      steps instanceof Int32Array ? new Int32Array(into, stepsAt, length) : new Float64Array(into, stepsAt, length),
    wallTimes: new Float64Array(into, at, length),
    values:
      values instanceof Float32Array
        ? new Float32Array(into, valuesAt, length)
        : new Float64Array(into, valuesAt, length),
  };
  copy.steps.set(steps.subarray(0, length));
  copy.wallTimes.set(wallTimes.subarray(0, length));
  copy.values.set(values.subarray(0, length));
  return exactSteps === undefined ? copy : { ...copy, exactSteps };
}

/** Whether all three columns are parts of `buffer`, without room to grow. */
const liesIn = (buffer: ArrayBufferLike, { length, steps, wallTimes, values }: Series): boolean =>
  [steps, wallTimes, values].every((column) => column.buffer === buffer && column.length === length);

const asItIs = ({ length, steps, wallTimes, values, exactSteps }: Series): Series =>
  exactSteps === undefined ? { length, steps, wallTimes, values } : { length, steps, wallTimes, values, exactSteps };

const align = (offset: number): number => (offset + 7) & ~7;
