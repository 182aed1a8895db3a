/** Which paused run is taken up again: the best of its sweep, where everything that went on came to nothing. Pure. */
import type { Launch } from "../launch.ts";

/** What became of a run that was not paused. `was stopped`: somebody wanted its end, and perhaps that of the whole sweep. */
export type Fate = "goes on" | "came through" | "came to nothing" | "was stopped";

export interface PausedRun {
  readonly launch: Launch;
  /** The best value of the sweep's metric that it logged; null: none. */
  readonly best: number | null;
}

/**
 * The one of `paused` to take up again, or null: a run is given up beside others, and when all `others` of its sweep have failed by themselves there is
 * nobody left that it could not beat. One at a time, because the next one is looked for when that one has failed, too. `goal`: of the metric.
 */
export function comeback(paused: readonly PausedRun[], others: readonly Fate[], goal: "max" | "min"): Launch | null {
  if (others.length === 0 || others.some((fate) => fate !== "came to nothing")) return null;
  const worth = ({ best }: PausedRun): number =>
    best === null || !Number.isFinite(best) ? Number.NEGATIVE_INFINITY : goal === "max" ? best : -best;
  const [first] = [...paused].sort((a, b) => worth(b) - worth(a) || a.launch.name.localeCompare(b.launch.name));
  return first?.launch ?? null;
}
