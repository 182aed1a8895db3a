/** A series that grows: the one place that knows how columns widen and get room. */
import type { Series, StepColumn, ValueColumn } from "./series.ts";

const FIRST_CAPACITY = 64;
const NO_STEPS = new Int32Array(0);
const NO_WALL_TIMES = new Float64Array(0);
const NO_VALUES = new Float32Array(0);

/**
 * Columns that points are appended to. Steps stay 32-bit and values stay floats until one comes that does not fit,
 * then that column is widened once. Appending n points costs O(n) over all; reading is plain array access.
 */
export class SeriesBuilder implements Series {
  length = 0;
  steps: StepColumn = NO_STEPS;
  wallTimes: Float64Array = NO_WALL_TIMES;
  values: ValueColumn = NO_VALUES;
  exactSteps?: Map<number, bigint>;
  private isTakenOver = false;

  /** `room`: for how many points there is room from the first one on. */
  constructor(private readonly room = FIRST_CAPACITY) {}

  /** Appends one point. `isFloat32` promises that a 32-bit float holds `value`. */
  push(step: number, wallTime: number, value: number, isFloat32: boolean): void {
    const at = this.length;
    if (at === this.wallTimes.length) this.reserve(at === 0 ? this.room : at * 2);
    if (this.steps instanceof Int32Array && (step | 0) !== step) this.steps = Float64Array.from(this.steps);
    if (!isFloat32 && this.values instanceof Float32Array && !Object.is(Math.fround(value), value)) {
      this.values = Float64Array.from(this.values);
    }
    this.steps[at] = step;
    this.wallTimes[at] = wallTime;
    this.values[at] = value;
    this.length = at + 1;
  }

  /** Remembers the step of the last point as it was written: no double holds it. */
  noteExactStep(step: bigint): void {
    this.exactSteps ??= new Map();
    this.exactSteps.set(this.length - 1, step);
  }

  /** Appends a whole series. An empty builder takes the columns over as they are, without a copy: they must not change afterwards. */
  append(batch: Series): void {
    if (batch.length === 0) return;
    if (batch.exactSteps !== undefined) {
      this.exactSteps ??= new Map();
      for (const [at, step] of batch.exactSteps) this.exactSteps.set(this.length + at, step);
    }
    if (this.length === 0) {
      this.length = batch.length;
      this.steps = batch.steps;
      this.wallTimes = batch.wallTimes;
      this.values = batch.values;
      this.isTakenOver = true;
      return;
    }
    const from = this.length;
    const need = from + batch.length;
    if (need > this.wallTimes.length) this.reserve(Math.max(need, Math.ceil(this.wallTimes.length * 1.25)));
    if (this.steps instanceof Int32Array && batch.steps instanceof Float64Array)
      this.steps = Float64Array.from(this.steps);
    if (this.values instanceof Float32Array && batch.values instanceof Float64Array) {
      this.values = Float64Array.from(this.values);
    }
    this.steps.set(batch.steps.subarray(0, batch.length), from);
    this.wallTimes.set(batch.wallTimes.subarray(0, batch.length), from);
    this.values.set(batch.values.subarray(0, batch.length), from);
    this.length = need;
  }

  /**
   * Forgets the points, and keeps room for a few: thousands of quiet series must not hold what they once needed. Columns
   * that were taken over are let go: somebody else may have them still.
   */
  clear(): void {
    this.length = 0;
    delete this.exactSteps;
    if (this.wallTimes.length <= FIRST_CAPACITY && !this.isTakenOver) return;
    this.isTakenOver = false;
    this.steps = NO_STEPS;
    this.wallTimes = NO_WALL_TIMES;
    this.values = NO_VALUES;
  }

  private reserve(capacity: number): void {
    const steps = this.steps instanceof Int32Array ? new Int32Array(capacity) : new Float64Array(capacity);
    const values = this.values instanceof Float32Array ? new Float32Array(capacity) : new Float64Array(capacity);
    const wallTimes = new Float64Array(capacity);
    steps.set(this.steps.subarray(0, this.length));
    values.set(this.values.subarray(0, this.length));
    wallTimes.set(this.wallTimes.subarray(0, this.length));
    this.steps = steps;
    this.values = values;
    this.wallTimes = wallTimes;
  }
}

/** Several series one behind the other, as one; the first one alone is returned as it is. */
export function concatSeries(parts: readonly Series[]): Series {
  if (parts.length === 1) return parts[0];
  const whole = new SeriesBuilder();
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  for (const part of parts) {
    if (whole.length === 0 && part.length > 0) whole.append({ ...copyOf(part, total), length: part.length });
    else whole.append(part);
  }
  return whole;
}

/** The columns of `series` with room for `capacity` points. */
function copyOf(series: Series, capacity: number): Omit<Series, "length"> {
  const steps = series.steps instanceof Int32Array ? new Int32Array(capacity) : new Float64Array(capacity);
  const values = series.values instanceof Float32Array ? new Float32Array(capacity) : new Float64Array(capacity);
  const wallTimes = new Float64Array(capacity);
  steps.set(series.steps.subarray(0, series.length));
  values.set(series.values.subarray(0, series.length));
  wallTimes.set(series.wallTimes.subarray(0, series.length));
  return series.exactSteps === undefined
    ? { steps, wallTimes, values }
    : { steps, wallTimes, values, exactSteps: series.exactSteps };
}
