/** Columns of steps that a start and a stride tell: as nearly every log has them, and the same ones again and again. */
import { columnMemory } from "../core/column-memory.ts";
import type { StepColumn } from "../core/series.ts";

/** The first step, and what each has more than the one before. */
export type EvenSteps = readonly [start: number, stride: number];

/** What tells the first `length` of `steps`; null when nothing less than the column does. One point is even, with a stride of 0. */
export function evenStepsOf(steps: StepColumn, length: number): EvenSteps | null {
  if (length === 0 || !(steps instanceof Int32Array)) return null;
  const start = steps[0];
  const stride = length === 1 ? 0 : steps[1] - start;
  for (let at = 1; at < length; at++) if (steps[at] !== start + stride * at) return null;
  return [start, stride];
}

/** A column of `length` even steps, in memory of its own. */
export function evenColumn([start, stride]: EvenSteps, length: number): Int32Array {
  const column = new Int32Array(columnMemory(4 * length));
  for (let at = 0; at < length; at++) column[at] = start + stride * at;
  return column;
}

/** The columns that some even steps tell; those of one start and stride share their memory, as nobody may write to them. */
export class EvenColumns {
  private readonly longest = new Map<string, number>();
  private readonly columns = new Map<string, Int32Array>();

  /** Says, before any column is asked for, which ones will be. */
  announce(even: EvenSteps, length: number): void {
    const name = even.join();
    this.longest.set(name, Math.max(length, this.longest.get(name) ?? 0));
  }

  /** The column of `length` steps. */
  column(even: EvenSteps, length: number): Int32Array {
    const name = even.join();
    let column = this.columns.get(name);
    if (column === undefined || column.length < length) {
      column = evenColumn(even, Math.max(length, this.longest.get(name) ?? 0));
      this.columns.set(name, column);
    }
    return column.subarray(0, length);
  }
}
