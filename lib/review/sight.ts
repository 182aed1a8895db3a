/** What is stored, joined with the runs that are here: what a reader is shown. Pure. */
import type { Anchor, ReviewAnswer, RunVerdict, SweepVerdict, Thread } from "../core/review.ts";
import type { StoredReview, StoredThread, StoredVerdict } from "./review-rows.ts";

/** What is stored, and which runs it means now. */
export interface ReviewSight {
  readonly stored: StoredReview;
  /** By the id of a reference, the id of a run that is here. */
  readonly found: ReadonlyMap<number, string>;
  /** Whether something on these references is to be shown: one is here, or was in a directory that is watched. */
  readonly isOurs: (references: readonly number[]) => boolean;
}

/** Ids of the runs that `references` mean, each once. */
export const runsFound = (references: readonly number[], found: ReadonlyMap<number, string>): string[] => [
  ...new Set(references.flatMap((reference) => found.get(reference) ?? [])),
];

/** A thread as it is sent. */
export function toThread(
  { id, title, resolved, runs: references, comments, ...about }: StoredThread,
  sight: ReviewSight,
): Thread {
  const runs = runsFound(references, sight.found);
  const awayRuns = references.filter((reference) => !sight.found.has(reference)).length;
  return { id, anchor: toAnchor(about, runs), title, awayRuns, resolved, comments };
}

function toAnchor(
  { kind, tag, steps, sweep, rule }: Omit<StoredThread, "id" | "title" | "resolved" | "runs" | "comments">,
  runs: readonly string[],
): Anchor {
  if (kind === "chart" && tag !== null) return { kind, tag, steps, runs };
  if (kind === "advice" && sweep !== null && rule !== null) return { kind, sweep, rule, runs };
  return { kind: kind === "run" ? "run" : "runs", runs };
}

/** The verdicts that stand, of runs that are here. A run that was moved may have one for each place: the last counts. */
export function verdictsIn({ stored, found }: ReviewSight): Pick<ReviewAnswer, "runVerdicts" | "sweepVerdicts"> {
  const last = new Map<string, StoredVerdict>();
  const sweepVerdicts: SweepVerdict[] = [];
  for (const given of stored.verdicts) {
    const { run: reference, sweep, runs: references, verdict, ...rest } = given;
    if (sweep !== null) {
      const runs = runsFound(references, found);
      if (verdict !== null && runs.length > 0) sweepVerdicts.push({ sweep, runs, verdict, ...rest });
      continue;
    }
    const run = reference === null ? undefined : found.get(reference);
    if (run !== undefined && given.position > (last.get(run)?.position ?? 0)) last.set(run, given);
  }
  const runVerdicts = [...last].flatMap(([run, { verdict, position, because, who, at }]): RunVerdict[] =>
    verdict === null ? [] : [{ run, position, verdict, because, who, at }],
  );
  return { runVerdicts, sweepVerdicts };
}
