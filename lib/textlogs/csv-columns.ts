/** What the columns of a CSV log mean, by their header. */
import { counterNamed, isWallTimeName, toTag } from "./names.ts";

/** Roles of the columns of one table; a column has one role. */
export interface CsvColumns {
  readonly width: number;
  /** Column that counts steps or iterations, the best named one; null when only epochs are counted. */
  readonly step: number | null;
  readonly isGlobalStep: boolean;
  readonly epoch: number | null;
  /** Columns that may hold wall times; their cells decide. */
  readonly times: readonly number[];
  /** Columns whose numbers are points, and their tags. */
  readonly metrics: readonly (readonly [column: number, tag: string])[];
}

/**
 * The roles that the cells of a header give to the columns, or null when none of them counts steps or epochs: then this
 * is no header of a log. Columns without a name (pandas' index) have no role; of two with equal names the second becomes
 * `name.1`, as pandas names it. When steps are counted, epochs are values too.
 */
export function readHeader(cells: readonly string[]): CsvColumns | null {
  let step: number | null = null;
  let rank = Infinity;
  let epoch: number | null = null;
  const names = cells.map((cell, column) => (column === 0 ? cell.replace(/^\s*#/, "") : cell).trim());
  for (const [column, name] of names.entries()) {
    const counter = counterNamed(name);
    if (counter === null) continue;
    if (counter.counts === "epochs") epoch ??= column;
    else if (counter.rank < rank) {
      step = column;
      rank = counter.rank;
    }
  }
  if (step === null && epoch === null) return null;
  const times: number[] = [];
  const metrics: [number, string][] = [];
  const seen = new Map<string, number>();
  for (const [column, name] of names.entries()) {
    if (column === (step ?? epoch)) continue;
    const tag = toTag(name);
    if (tag === null) continue;
    if (isWallTimeName(name)) times.push(column);
    const copies = seen.get(tag) ?? 0;
    seen.set(tag, copies + 1);
    metrics.push([column, copies === 0 ? tag : `${tag}.${copies}`]);
  }
  const isGlobalStep = step !== null && (counterNamed(names[step])?.isGlobal ?? false);
  return { width: cells.length, step, isGlobalStep, epoch, times, metrics };
}
