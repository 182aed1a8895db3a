/** A series that grows: the one place that knows how columns widen and get room. */
import type { Series, StepColumn, ValueColumn } from "./series.ts";

const FIRST_CAPACITY = 64;
const NO_STEPS = new Int32Array(0);
const NO_WALL_TIMES = new Float64Array(0);
const NO_VALUES = new Float32Array(0);

/** Columns of so many points are moved into larger ones bit by bit: copied at once, gigabytes hold a thread up for seconds. */
const LARGE_LENGTH = 256 * 1024;
/** The move begins when so much of the room, one part in so many, is left. */
const LAST_PART = 16;
/** From here on twice the room costs nothing: the system gives out memory of this size when it is written to. */
const HUGE_LENGTH = 8 * 1024 * 1024;

/**
 * For how many more points columns of `length` points need room, so that all of them have been moved bit by bit when it is
 * filled. Short ones need none: they are copied at once.
 */
export const roomToGrow = (length: number): number => (length < LARGE_LENGTH ? 0 : Math.ceil(length / (LAST_PART - 1)));

/**
 * Columns that points are appended to. Steps stay 32-bit and values stay floats until one comes that does not fit,
 * then that column is widened once. Appending n points costs O(n) over all; reading is plain array access.
 */
export class SeriesBuilder implements Series {
  length = 0;
  steps: StepColumn = NO_STEPS;
  wallTimes: Float64Array = NO_WALL_TIMES;
  values: ValueColumn = NO_VALUES;
  exactSteps: Map<number, bigint> | undefined = undefined;
  private isTakenOver = false;
  /** Larger columns to which these are moving, and how many points are there already. */
  private next: (Columns & { moved: number }) | null = null;

  /** `room`: for how many points there is room from the first one on. */
  constructor(private readonly room = FIRST_CAPACITY) {}

  /** Appends one point. `isFloat32` promises that a 32-bit float holds `value`. */
  push(step: number, wallTime: number, value: number, isFloat32: boolean): void {
    const at = this.length;
    if (at === this.wallTimes.length) this.reserve(at === 0 ? this.room : at * 2);
    if (this.steps instanceof Int32Array && (step | 0) !== step) this.widenSteps();
    if (!isFloat32 && this.values instanceof Float32Array && !Object.is(Math.fround(value), value)) this.widenValues();
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

  /**
   * Appends a whole series. An empty builder takes the columns over as they are, without a copy, and what room they have, the
   * same in all of them: nobody else may write to them afterwards.
   */
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
    if (need > this.wallTimes.length) this.reserve(Math.max(need, roomAfter(this.wallTimes.length)));
    if (this.steps instanceof Int32Array && batch.steps instanceof Float64Array) this.widenSteps();
    if (this.values instanceof Float32Array && batch.values instanceof Float64Array) this.widenValues();
    copyPoints(batch, 0, batch.length, this, from);
    this.length = need;
    this.moveOn(batch.length);
  }

  /**
   * Forgets the points, and keeps room for a few: thousands of quiet series must not hold what they once needed. Columns
   * that were taken over are let go: somebody else may have them still.
   */
  clear(): void {
    this.length = 0;
    this.exactSteps = undefined; // deleted, the whole object would turn into a slow one
    if (this.wallTimes.length <= FIRST_CAPACITY && !this.isTakenOver) return;
    this.isTakenOver = false;
    this.next = null;
    this.steps = NO_STEPS;
    this.wallTimes = NO_WALL_TIMES;
    this.values = NO_VALUES;
  }

  private widenSteps(): void {
    this.steps = Float64Array.from(this.steps);
    this.next = null;
  }

  private widenValues(): void {
    this.values = Float64Array.from(this.values);
    this.next = null;
  }

  private reserve(capacity: number): void {
    const isRoomy = this.next !== null && this.next.wallTimes.length >= capacity;
    const { moved, ...larger } =
      this.next !== null && isRoomy ? this.next : { ...columnsLike(this, capacity), moved: 0 };
    copyPoints(this, moved, this.length, larger, moved);
    Object.assign(this, larger);
    this.next = null;
  }

  /** After `appended` points came: as the room comes to its end, moves as many as it takes to be done by then. */
  private moveOn(appended: number): void {
    const room = this.wallTimes.length;
    if (this.length < LARGE_LENGTH || (room - this.length) * LAST_PART > room) return;
    this.next ??= { ...columnsLike(this, roomAfter(room)), moved: 0 };
    const { next } = this;
    const to = Math.min(this.length, next.moved + appended * (LAST_PART + 1));
    copyPoints(this, next.moved, to, next, next.moved);
    next.moved = to;
  }
}

type Columns = Pick<Series, "steps" | "wallTimes" | "values">;

const roomAfter = (room: number): number => Math.ceil(room * (room < HUGE_LENGTH ? 1.25 : 2));

/** Empty columns of the same types as those of `like`, with room for `capacity` points. */
const columnsLike = (like: Columns, capacity: number): Columns => ({
  steps: like.steps instanceof Int32Array ? new Int32Array(capacity) : new Float64Array(capacity),
  wallTimes: new Float64Array(capacity),
  values: like.values instanceof Float32Array ? new Float32Array(capacity) : new Float64Array(capacity),
});

/** Copies the points of `source` from `from` up to `end` into `target`, where the first comes to stand at `at`. */
function copyPoints(source: Columns, from: number, end: number, target: Columns, at: number): void {
  target.steps.set(source.steps.subarray(from, end), at);
  target.wallTimes.set(source.wallTimes.subarray(from, end), at);
  target.values.set(source.values.subarray(from, end), at);
}

/** Several series one behind the other, as one; the first one alone is returned as it is. */
export function concatSeries(parts: readonly Series[]): Series {
  if (parts.length === 1) return parts[0];
  const filled = parts.filter(({ length }) => length > 0);
  const length = filled.reduce((sum, part) => sum + part.length, 0);
  const widest: Columns = {
    steps: filled.find(({ steps }) => steps instanceof Float64Array)?.steps ?? NO_STEPS,
    wallTimes: NO_WALL_TIMES,
    values: filled.find(({ values }) => values instanceof Float64Array)?.values ?? NO_VALUES,
  };
  const columns = columnsLike(widest, length);
  const exactSteps = new Map<number, bigint>();
  let at = 0;
  for (const part of filled) {
    copyPoints(part, 0, part.length, columns, at);
    for (const [place, step] of part.exactSteps ?? []) exactSteps.set(at + place, step);
    at += part.length;
  }
  return exactSteps.size === 0 ? { length, ...columns } : { length, ...columns, exactSteps };
}
