/** What the engine sums up of a tag, by run. */
import type { TagSummary } from "../core/api.ts";

/** One tag of one run, in numbers; NaN where there is no finite value. */
export interface RunNumbers {
  readonly last: number;
  readonly lastStep: number;
  readonly min: number;
  readonly minStep: number;
  readonly max: number;
  readonly maxStep: number;
  readonly mean: number;
}

/** By tag, then by run id; a tag that was not asked for is absent. */
export type Summaries = ReadonlyMap<string, ReadonlyMap<string, RunNumbers>>;

/** The columns of a summary as one object a run, by its id. */
export function numbersByRun({ runs, ...columns }: TagSummary): ReadonlyMap<string, RunNumbers> {
  const at = (column: readonly (number | string)[], i: number): number => Number(column[i]);
  return new Map(
    runs.map((run, i) => [
      run,
      {
        last: at(columns.last, i),
        lastStep: at(columns.lastStep, i),
        min: at(columns.min, i),
        minStep: at(columns.minStep, i),
        max: at(columns.max, i),
        maxStep: at(columns.maxStep, i),
        mean: at(columns.mean, i),
      },
    ]),
  );
}
