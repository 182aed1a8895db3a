/** Points on their way to another thread: one buffer for all of them, of exact size. */
import { columnMemory } from "../core/column-memory.ts";
import type { TagPoints } from "../core/log-reader.ts";
import type { Series, StepColumn, ValueColumn } from "../core/series.ts";

const FEW_POINTS = 32;

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
  copyColumn(steps, copy.steps);
  copyColumn(wallTimes, copy.wallTimes);
  copyColumn(values, copy.values);
  return exactSteps === undefined ? copy : { ...copy, exactSteps };
}

/** Fills `copy` from the beginning of `column`. A view of that beginning costs more than what is in most columns of small files. */
function copyColumn(column: StepColumn | ValueColumn, copy: StepColumn | ValueColumn): void {
  if (copy.length > FEW_POINTS) copy.set(column.subarray(0, copy.length));
  else for (let i = 0; i < copy.length; i++) copy[i] = column[i];
}

/** Whether all three columns are parts of `buffer`, without room to grow. */
const liesIn = (buffer: ArrayBufferLike, { length, steps, wallTimes, values }: Series): boolean =>
  isWholly(steps, buffer, length) && isWholly(wallTimes, buffer, length) && isWholly(values, buffer, length);

const isWholly = (column: StepColumn | ValueColumn, buffer: ArrayBufferLike, length: number): boolean =>
  column.length === length && column.buffer === buffer;

const asItIs = ({ length, steps, wallTimes, values, exactSteps }: Series): Series =>
  exactSteps === undefined ? { length, steps, wallTimes, values } : { length, steps, wallTimes, values, exactSteps };

const align = (offset: number): number => (offset + 7) & ~7;
