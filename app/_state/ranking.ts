/** Which runs are best by one column, and how far one is from another. */

import { type Column, cellValue, compareValues, isKnown } from "../../lib/listing/columns.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";

/** The `count` best runs by `column`, best first; runs without a number of it are never among them. Ties go to the run listed first. */
export function topRuns(
  runs: readonly ListedRun[],
  column: Column,
  direction: "max" | "min",
  count: number,
  summaries: Summaries,
): readonly ListedRun[] {
  const sign = direction === "max" ? -1 : 1;
  return runs
    .flatMap((listed) => {
      const value = cellValue(listed, column, summaries);
      return isKnown(value) && typeof value === "number" ? [{ listed, value }] : [];
    })
    .sort((a, b) => sign * compareValues(a.value, b.value))
    .slice(0, count)
    .map(({ listed }) => listed);
}

/** How much `value` lies above `baseline`, as a share of the baseline's size; null where that says nothing (0, NaN, infinities). */
export function relativeDifference(value: number, baseline: number): number | null {
  const share = (value - baseline) / Math.abs(baseline);
  return Number.isFinite(share) ? share : null;
}

/** A share with its sign for people: `+3.1 %`, `−12 %`, `±0 %`. Three digits at most, and none that are noise beyond 1,000 %. */
export function formatShare(share: number): string {
  const percent = Math.abs(share) * 100;
  const digits = percent >= 100 ? 0 : percent >= 10 ? 1 : 2;
  const text = Number(percent.toFixed(digits)).toLocaleString("en-US", { maximumFractionDigits: 2 });
  if (text === "0") return "±0 %";
  return `${share < 0 ? "−" : "+"}${text} %`;
}
