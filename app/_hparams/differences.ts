/** What a few runs have in common, and what not. */

import { compareNames } from "../../lib/core/natural-order.ts";
import { type CellValue, type Column, cellValue, toColumnId } from "../../lib/listing/columns.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";

export interface DifferenceRow {
  readonly id: string;
  readonly column: Column;
  /** By run. */
  readonly values: readonly CellValue[];
  readonly differs: boolean;
}

/** Every setting of `runs` in natural order, then `metrics`; a run that does not state a setting differs from one that does. */
export function compareRuns(
  runs: readonly ListedRun[],
  metrics: readonly Column[],
  summaries: Summaries,
): readonly DifferenceRow[] {
  const names = [...new Set(runs.flatMap(({ run }) => Object.keys(run.hparams)))].sort(compareNames);
  const columns: Column[] = [...names.map((name) => ({ kind: "setting", name }) as const), ...metrics];
  return columns.map((column) => {
    const values = runs.map((listed) => cellValue(listed, column, summaries));
    return { id: toColumnId(column), column, values, differs: values.some((value) => !Object.is(value, values[0])) };
  });
}
