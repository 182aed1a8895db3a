/** Which colour a run has: its own, that of a setting, or that of a part of its name; and before all, the one that somebody gave it. */
import { type Ink, inkColour, type Palette, type Theme } from "../core/palette.ts";
import type { ListedRun, RunKey } from "./listed-run.ts";
import { parseNameFilter } from "./name-filter.ts";

/** The colour `#rrggbb` of a run. */
export type ColourOf = (listed: ListedRun) => string;

/** In front of a pattern, where otherwise a setting's name stands; TensorBoard's links write it the same way. */
export const BY_PATTERN = "regex:";

/** Settings that take several values, those with more values first: what a sweep is about. Numbers before words. */
export function orderedSettings(runs: readonly ListedRun[]): readonly string[] {
  const values = new Map<string, { readonly seen: Set<unknown>; isNumeric: boolean }>();
  for (const { run } of runs) {
    for (const [name, value] of Object.entries(run.hparams)) {
      const known = values.get(name) ?? { seen: new Set(), isNumeric: false };
      known.seen.add(value);
      known.isNumeric ||= typeof value === "number";
      values.set(name, known);
    }
  }
  return [...values]
    .filter(([, { seen }]) => seen.size > 1)
    .sort(([, a], [, b]) => Number(b.isNumeric) - Number(a.isNumeric) || b.seen.size - a.seen.size)
    .map(([name]) => name);
}

/** What the colours are taken from. */
export interface ColourScheme {
  readonly colourBy: string;
  readonly theme: Theme;
  readonly palette: Palette;
}

/** The colours of `inkRuns` on one background. */
export function colourRuns(runs: readonly ListedRun[], { colourBy, theme, palette }: ColourScheme): ColourOf {
  const inkOf = inkRuns(runs, colourBy);
  return (listed) => inkColour(inkOf(listed), theme, palette);
}

/**
 * Inks by a setting, by a pattern, or by run where `colourBy` is empty. Numbers share the ramp by rank: learning rates lie
 * on a logarithmic grid, others do not, and neither should crowd into one end. Words, and what the groups of a pattern
 * match, take the palette's colours in the order in which runs were seen, so that a new run changes no other's.
 */
export function inkRuns(runs: readonly ListedRun[], colourBy: string): (listed: ListedRun) => Ink {
  const byRun = ({ ordinal }: ListedRun): Ink => ({ kind: "palette", place: ordinal });
  const fallback = colourBy === "" ? byRun : (): Ink => ({ kind: "inactive" });
  const groupOf = colourBy.startsWith(BY_PATTERN)
    ? groupByPattern(runs, colourBy.slice(BY_PATTERN.length))
    : groupBySetting(colourBy);
  const inks = colourBy === "" ? new Map<RunKey, Ink>() : inkGroups(runs, groupOf);
  return (listed) =>
    listed.annotation.colour === ""
      ? (inks.get(listed.key) ?? fallback(listed))
      : { kind: "own", colour: listed.annotation.colour };
}

type Group = string | number | boolean | null;

const groupBySetting =
  (name: string) =>
  ({ run }: ListedRun): Group =>
    Object.hasOwn(run.hparams, name) ? (run.hparams[name] ?? null) : null;

/** What the groups of `pattern` match in the name, else the whole match. Null where it does not match or may not be tried. */
function groupByPattern(runs: readonly ListedRun[], pattern: string): (listed: ListedRun) => Group {
  const filter = parseNameFilter(
    pattern,
    runs.map(({ run }) => run.name),
  );
  if (filter.kind !== "pattern") return () => null;
  const expression = new RegExp(pattern, "i");
  return ({ run }) => {
    const found = expression.exec(run.name);
    if (found === null) return null;
    return found.length > 1 ? found.slice(1).join("\0") : found[0];
  };
}

function inkGroups(runs: readonly ListedRun[], groupOf: (listed: ListedRun) => Group): Map<RunKey, Ink> {
  const groups = runs.flatMap((listed) => {
    const group = groupOf(listed);
    return group === null ? [] : [{ listed, group }];
  });
  const numbers = [...new Set(groups.map(({ group }) => group).filter((group) => typeof group === "number"))];
  const ranks = new Map(numbers.sort((a, b) => a - b).map((value, rank) => [value, rank]));
  const seen = new Map<Group, number>();
  for (const { group } of [...groups].sort((a, b) => a.listed.ordinal - b.listed.ordinal)) {
    if (typeof group !== "number" && !seen.has(group)) seen.set(group, seen.size);
  }
  return new Map(
    groups.map(({ listed, group }) => [
      listed.key,
      typeof group === "number"
        ? { kind: "ramp", share: (ranks.get(group) ?? 0) / Math.max(1, numbers.length - 1) }
        : { kind: "palette", place: seen.get(group) ?? 0 },
    ]),
  );
}
