/** Runs that are shown twice because two names lead to their logs: what counts runs counts them once. */
import type { Run } from "./run.ts";

/** `runs` without those whose every log belongs to another one among them as well, which comes first by name. Keeps the order. */
export function withoutDoubles(runs: readonly Run[]): readonly Run[] {
  if (!runs.some((run) => run.originals() !== null)) return runs;
  const present = new Set(runs);
  return runs.filter((run) => !(run.originals() ?? []).some((original) => present.has(original)));
}
