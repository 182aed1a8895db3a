/** Which colour a run has: its own, or that of a setting, from cold for the smallest to hot for the largest value. */
import { inactiveColour, paletteColour, rampColour, type Theme } from "../../lib/core/palette.ts";
import { memoizeLast } from "./memoize-last.ts";
import { usePreferences } from "./preferences.ts";
import type { RunKey } from "./selection.ts";
import { type ListedRun, useShownRuns } from "./shown-runs.ts";
import { useView } from "./view.ts";

export type ColourOf = (listed: ListedRun) => string;

/** Settings that are numbers and take several values, those with more values first: what a sweep is about. */
export function orderedSettings(runs: readonly ListedRun[]): readonly string[] {
  const values = new Map<string, Set<number>>();
  for (const { run } of runs) {
    for (const [name, value] of Object.entries(run.hparams)) {
      if (typeof value !== "number") continue;
      const seen = values.get(name);
      if (seen === undefined) values.set(name, new Set([value]));
      else seen.add(value);
    }
  }
  return [...values]
    .filter(([, seen]) => seen.size > 1)
    .sort(([, a], [, b]) => b.size - a.size)
    .map(([name]) => name);
}

/**
 * Colours by the setting `colourBy`, or by run where it is empty. Values share the ramp by rank: learning rates lie on a
 * logarithmic grid, others do not, and neither should crowd into one end.
 */
export function colourRuns(runs: readonly ListedRun[], colourBy: string, theme: Theme): ColourOf {
  if (colourBy === "") return ({ ordinal }) => paletteColour(ordinal, theme);
  const settingOf = ({ run }: ListedRun): number | null => {
    const value = Object.hasOwn(run.hparams, colourBy) ? run.hparams[colourBy] : null;
    return typeof value === "number" ? value : null;
  };
  const distinct = [...new Set(runs.map(settingOf).filter((value) => value !== null))].sort((a, b) => a - b);
  const ranks = new Map(distinct.map((value, rank) => [value, rank]));
  const colours = new Map<RunKey, string>();
  for (const listed of runs) {
    const value = settingOf(listed);
    const rank = value === null ? undefined : ranks.get(value);
    if (rank !== undefined) colours.set(listed.key, rampColour(rank / Math.max(1, distinct.length - 1), theme));
  }
  return ({ key }) => colours.get(key) ?? inactiveColour(theme);
}

const colourShown = memoizeLast(colourRuns);

/** The same function while no colour changes. */
export function useColours(): ColourOf {
  const { all } = useShownRuns();
  const colourBy = useView((view) => view.colourBy);
  const theme = usePreferences((preferences) => preferences.theme);
  return colourShown(colourBy === "" ? NO_RUNS : all, colourBy, theme);
}

/** By run, the list does not matter: an answer with more points must not draw anything anew. */
const NO_RUNS: readonly ListedRun[] = [];
