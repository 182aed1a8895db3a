/** What a table of runs can show of each: facts, settings and numbers of metrics, under names that fit into a link. */
import { readTag } from "../advisor/runs/tags.ts";
import { compareNames } from "../core/natural-order.ts";
import type { HparamValue } from "../core/series.ts";
import type { ListedRun } from "./listed-run.ts";
import type { Summaries } from "./run-numbers.ts";

/** What is known of every run without asking for a metric. */
export const FACTS = ["state", "started", "duration", "steps", "verdict", "labels", "note"] as const;
/** One of them. */
export type Fact = (typeof FACTS)[number];

/** What a metric of a run comes to. `best` follows what its name says is better. */
export const STATISTICS = ["best", "last", "min", "max", "mean"] as const;
/** One of them. */
export type Statistic = (typeof STATISTICS)[number];

/** A column of a table of runs. */
export type Column =
  | { readonly kind: "fact"; readonly fact: Fact }
  | { readonly kind: "setting"; readonly name: string }
  | { readonly kind: "metric"; readonly statistic: Statistic; readonly tag: string };

/** What stands in a cell; null: nothing is known. */
export type CellValue = HparamValue | null;

/** `state`, `setting:lr`, `best:dev/acc`. */
export function toColumnId(column: Column): string {
  if (column.kind === "fact") return column.fact;
  return column.kind === "setting" ? `setting:${column.name}` : `${column.statistic}:${column.tag}`;
}

/** The column of that name; null where there can be none. */
export function toColumn(id: string): Column | null {
  const fact = FACTS.find((name) => name === id);
  if (fact !== undefined) return { kind: "fact", fact };
  const cut = id.indexOf(":");
  const [first, rest] = [id.slice(0, Math.max(0, cut)), id.slice(cut + 1)];
  if (first === "setting") return { kind: "setting", name: rest };
  const statistic = STATISTICS.find((name) => name === first);
  return statistic === undefined ? null : { kind: "metric", statistic, tag: rest };
}

/** Whether more or less of a column is better; null where nobody can say from its name. */
export function goalOf(column: Column): "max" | "min" | null {
  return column.kind === "metric" ? readTag(column.tag).goal : null;
}

/** The statistics that a tag has: no best where its name does not say what is better. */
export const statisticsOf = (tag: string): readonly Statistic[] =>
  readTag(tag).goal === null ? STATISTICS.filter((name) => name !== "best") : STATISTICS;

/** What `column` holds for a run. Times in seconds; labels joined by commas; a metric is null until its summary is there. */
export function cellValue({ run, annotation, verdict }: ListedRun, column: Column, summaries: Summaries): CellValue {
  switch (column.kind) {
    case "setting":
      return Object.hasOwn(run.hparams, column.name) ? (run.hparams[column.name] ?? null) : null;
    case "metric": {
      const summary = summaries.get(column.tag)?.get(run.id);
      if (summary === undefined) return null;
      if (column.statistic !== "best") return summary[column.statistic];
      const goal = goalOf(column);
      return goal === null ? null : summary[goal];
    }
    case "fact":
      return factOf({ run, annotation, verdict }, column.fact);
  }
}

function factOf(
  { run, annotation, verdict }: Pick<ListedRun, "run" | "annotation" | "verdict">,
  fact: Fact,
): CellValue {
  switch (fact) {
    case "state":
      return run.state;
    case "started":
      return run.startedAt;
    case "duration":
      return run.startedAt === null || run.updatedAt === null ? null : Math.max(0, run.updatedAt - run.startedAt);
    case "steps":
      return run.lastSteps.length === 0 ? null : run.lastSteps.reduce((most, step) => Math.max(most, step));
    case "verdict":
      return verdict?.verdict ?? null;
    case "labels":
      return annotation.labels.length === 0 ? null : annotation.labels.join(", ");
    case "note":
      return annotation.note === "" ? null : annotation.note;
  }
}

/**
 * Negative where `a` stands before `b` in rising order. Numbers before words, words in natural order; what is not known
 * and NaN are for the caller to put last, whatever the direction.
 */
export function compareValues(a: HparamValue, b: HparamValue): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return compareNames(String(a), String(b));
}

/** Whether a value can be put in order at all. */
export const isKnown = (value: CellValue): value is HparamValue => value !== null && !Number.isNaN(value);

/** Every setting of any run. Those that differ between runs, the ones with the most values first; runs that do not state it differ from those that do. */
export function allSettings(runs: readonly ListedRun[]): { readonly varying: string[]; readonly common: string[] } {
  const seen = new Map<string, { readonly values: Set<HparamValue>; count: number }>();
  for (const { run } of runs) {
    for (const [name, value] of Object.entries(run.hparams)) {
      const known = seen.get(name) ?? { values: new Set(), count: 0 };
      known.values.add(value);
      known.count += 1;
      seen.set(name, known);
    }
  }
  const names = [...seen.keys()].sort(compareNames);
  const varies = (name: string): boolean => {
    const known = seen.get(name);
    return known !== undefined && (known.values.size > 1 || known.count < runs.length);
  };
  const values = (name: string): number => seen.get(name)?.values.size ?? 0;
  const varying = names.filter(varies).sort((a, b) => values(b) - values(a));
  return { varying, common: names.filter((name) => !varies(name)) };
}

const MOST_SETTINGS = 8;
const MOST_METRICS = 3;

/** The columns of a table that nobody has arranged: how the runs do, what they were judged by, and the settings that vary. */
export function defaultColumns(runs: readonly ListedRun[], tags: readonly string[]): readonly string[] {
  const { varying } = allSettings(runs);
  const metrics = judges(tags).slice(0, MOST_METRICS);
  return [
    "state",
    ...(runs.some(({ verdict }) => verdict !== undefined) ? ["verdict"] : []),
    ...metrics.map((tag) => `best:${tag}`),
    ...varying.slice(0, MOST_SETTINGS).map((name) => `setting:${name}`),
    "steps",
    "started",
    "duration",
  ];
}

/** Tags that a run can be judged by, the most telling first: metrics before losses, held-out data before training data. */
export function judges(tags: readonly string[]): readonly string[] {
  const place = (tag: string): number => {
    const { split, quantity, rank } = readTag(tag);
    const held = split === "dev" ? 0 : split === null ? 1 : split === "train" ? 2 : 3;
    return held * 1e6 + (quantity === "metric" ? 0 : 1e5) + rank;
  };
  return tags.filter((tag) => readTag(tag).goal !== null).sort((a, b) => place(a) - place(b) || compareNames(a, b));
}
