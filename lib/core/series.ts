/** A series: every point of one quantity of one run, in file order, as three columns of equal length. */

/** A column of steps: 32-bit while they fit, doubles (exact to 2^53) beyond. */
export type StepColumn = Int32Array | Float64Array;
/** A column of values in the precision in which they were logged. NaN and infinities are values like others. */
export type ValueColumn = Float32Array | Float64Array;

/** Columns may be longer than `length`: the rest is room to grow and holds nothing. */
export interface Series {
  readonly length: number;
  readonly steps: StepColumn;
  /** Seconds since the Unix epoch, as logged. */
  readonly wallTimes: Float64Array;
  readonly values: ValueColumn;
  /** By index, the steps that no double holds, beyond ±2^53; `steps` has the nearest double there. Absent in all but odd logs. */
  readonly exactSteps?: ReadonlyMap<number, bigint> | undefined;
}

/** The step of point `at` exactly: a number, or its digits where no double holds it. */
export const exactStep = ({ steps, exactSteps }: Series, at: number): number | string =>
  exactSteps?.get(at)?.toString() ?? steps[at];

/** A number as JSON can hold it: `NaN`, `Infinity` and `-Infinity` as strings. */
export const toJsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/** A settings value as a run states it. */
export type HparamValue = string | number | boolean;
export type Hparams = Readonly<Record<string, HparamValue>>;

/**
 * What is known of a run's life. `live`: grew lately. `stalled`: grew while we watched, then fell silent.
 * `finished`, `failed`: the log itself says so, or the launcher, which saw it end. `stopped`: the launcher ended it before its
 * end, because somebody or a limit said so. `unknown`: silent, and nothing says how it ended. `gone`: its files were
 * deleted while we followed them, and what was read of them is kept.
 */
export type RunState = "live" | "finished" | "failed" | "stopped" | "stalled" | "unknown" | "gone";

/** Something wrong in a file, with its place and what it cost, in words for people. */
export interface Problem {
  readonly kind: string;
  readonly file: string;
  /** Byte offset of the first occurrence. */
  readonly offset: number;
  readonly count: number;
  readonly text: string;
}
