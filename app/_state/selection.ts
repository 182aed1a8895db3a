/** Which runs are shown: a rule for all of them, and the runs that are excepted from it. */
import type { RunKey } from "../../lib/listing/listed-run.ts";

/**
 * `default`: the first 500 runs that were seen are on, as in TensorBoard, and later ones start off.
 * New runs follow the rule, so a live sweep keeps filling the charts while exceptions stay as people made them.
 */
export interface Selection {
  readonly base: "default" | "all" | "none";
  readonly flipped: ReadonlySet<RunKey>;
}

export const EVERYTHING: Selection = { base: "default", flipped: new Set() };
const DEFAULT_LIMIT = 500;

/** Whether the run that was seen as number `ordinal` is shown. */
export function isSelected({ base, flipped }: Selection, key: RunKey, ordinal: number): boolean {
  const byRule = base === "all" || (base === "default" && ordinal < DEFAULT_LIMIT);
  return byRule !== flipped.has(key);
}

/** A run with what the selection needs to know of it. */
export interface Selectable {
  readonly key: RunKey;
  readonly ordinal: number;
}

/** The same selection, with exactly `runs` turned on or off. */
export function withRuns(selection: Selection, runs: readonly Selectable[], on: boolean): Selection {
  const flipped = new Set(selection.flipped);
  for (const { key, ordinal } of runs) {
    if (isSelected(selection, key, ordinal) === on) continue;
    if (!flipped.delete(key)) flipped.add(key);
  }
  return { base: selection.base, flipped };
}

/** The same selection, with runs that were renamed under their present keys; the same object if it names none of them. */
export function followInSelection(selection: Selection, moved: ReadonlyMap<RunKey, RunKey>): Selection {
  if (moved.size === 0 || ![...selection.flipped].some((key) => moved.has(key))) return selection;
  return { base: selection.base, flipped: new Set([...selection.flipped].map((key) => moved.get(key) ?? key)) };
}

/** Nothing but `key`. */
export const onlyRun = (key: RunKey): Selection => ({ base: "none", flipped: new Set([key]) });

export const isOnly = ({ base, flipped }: Selection, key: RunKey): boolean =>
  base === "none" && flipped.size === 1 && flipped.has(key);
