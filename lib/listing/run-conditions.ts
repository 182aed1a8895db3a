/** Conditions applied to runs: which of them come through. */
import { type CellValue, type Column, cellValue } from "./columns.ts";
import {
  type BrokenConditions,
  type Condition,
  columnOf,
  fulfils,
  type KnownNames,
  parseConditions,
  toComparedNumber,
} from "./conditions.ts";
import type { ListedRun } from "./listed-run.ts";
import { matches, parseNameFilter } from "./name-filter.ts";
import type { Summaries } from "./run-numbers.ts";

/** `broken` and `slow`: nothing comes through, and the screen says why. */
export type RunConditions =
  | { readonly kind: "all" }
  | { readonly kind: "chosen"; readonly ids: ReadonlySet<string> }
  | BrokenConditions
  | { readonly kind: "broken pattern"; readonly because: string }
  | { readonly kind: "slow" };

/** The names of all settings and tags of `runs`. */
export const knownNames = (runs: readonly ListedRun[], tags: readonly string[]): KnownNames => ({
  settings: new Set(runs.flatMap(({ run }) => Object.keys(run.hparams))),
  tags: new Set(tags),
});

/** The tags whose numbers are needed to judge `text`. */
export function tagsIn(text: string, known: KnownNames): readonly string[] {
  const parsed = parseConditions(text);
  if (parsed.kind === "broken") return [];
  const columns = parsed.conditions.map((condition) => columnOf(condition, known));
  return columns.flatMap((column) => (column?.kind === "metric" ? [column.tag] : []));
}

/** Tries the conditions in `text` on `runs`. */
export function applyConditions(
  text: string,
  runs: readonly ListedRun[],
  known: KnownNames,
  summaries: Summaries,
): RunConditions {
  if (text.trim() === "") return { kind: "all" };
  const parsed = parseConditions(text);
  if (parsed.kind === "broken") return parsed;
  let left = runs;
  for (const condition of parsed.conditions) {
    const column = columnOf(condition, known);
    if (column === null) return { kind: "broken", because: "unknown name", word: condition.name };
    if (column.kind === "metric" && !summaries.has(column.tag)) continue; // its numbers are on their way
    const valued = left.map((listed) => ({ listed, value: cellValue(listed, column, summaries) }));
    const kept = keep(valued, condition, column);
    if (!Array.isArray(kept)) return kept;
    left = kept;
  }
  return { kind: "chosen", ids: new Set(left.map(({ run }) => run.id)) };
}

type Valued = { readonly listed: ListedRun; readonly value: CellValue };

function keep(
  valued: readonly Valued[],
  condition: Condition,
  column: Column,
): ListedRun[] | Exclude<RunConditions, { kind: "all" | "chosen" }> {
  const { comparison, values } = condition;
  const [text = ""] = values;
  if (comparison !== "~" && comparison !== "!~") {
    const isOrdering = comparison !== "=" && comparison !== "!=";
    if (isOrdering && toComparedNumber(text, column) === null)
      return { kind: "broken", because: "no number", word: `${condition.name}${comparison}${text}` };
    return valued.filter(({ value }) => fulfils(value, condition, column)).map(({ listed }) => listed);
  }
  const words = valued.flatMap(({ value }) => (value === null ? [] : [String(value)]));
  const filter = parseNameFilter(text, [...new Set(words)]);
  if (filter.kind === "broken") return { kind: "broken pattern", because: filter.because };
  if (filter.kind === "slow") return { kind: "slow" };
  const isWanted = comparison === "~";
  return valued
    .filter(({ value }) => (value === null ? !isWanted : matches(filter, String(value)) === isWanted))
    .map(({ listed }) => listed);
}
