/** Comments and verdicts on the logs that are read, from the state directory. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { withoutRejected } from "../advisor/chosen.ts";
import type { AdviceOptions } from "../advisor/input.ts";
import { type RejectedRun, Review } from "../review/review.ts";
import { ReviewDatabase } from "../review/review-database.ts";
import type { Store } from "../store/store.ts";
import { type LogsPlace, now } from "./open-logs.ts";
import { placeIdOf } from "./state-dir.ts";

export interface OpenedReview {
  readonly review: Review;
  readonly database: ReviewDatabase;
  /** Names these log directories, for what happens in them. */
  readonly place: string;
}

/** Opens the review of `store`. Where it cannot be opened it says so to those who ask, and goes on trying. */
export async function openReview(
  { logdirs, stateDir }: LogsPlace,
  store: Store,
  people: () => readonly string[],
): Promise<OpenedReview> {
  const database = new ReviewDatabase(databasePathOf(stateDir));
  await database.open();
  const place = placeIdOf(logdirs);
  return { review: new Review({ store, database, place, now, people }), database, place };
}

/** The state database: launches, comments, verdicts, users. */
export const databasePathOf = (stateDir: string): string => join(stateDir, "tuneboard.db");

/** `options` without the runs that were rejected: the same object while neither changes. */
export function optionsWithout(
  options: () => AdviceOptions,
  rejected: () => readonly RejectedRun[],
): () => AdviceOptions {
  let known: {
    readonly base: AdviceOptions;
    readonly rejected: readonly RejectedRun[];
    readonly all: AdviceOptions;
  } | null = null;
  return () => {
    const [base, out] = [options(), rejected()];
    if (known?.base !== base || known.rejected !== out)
      known = { base, rejected: out, all: out.length === 0 ? base : withoutRejected(base, out) };
    return known.all;
  };
}

/** The runs of `store` that somebody rejected, for a command that only looks; none where nobody has said anything yet. */
export async function rejectedRuns(place: LogsPlace, store: Store): Promise<readonly RejectedRun[]> {
  if (!existsSync(databasePathOf(place.stateDir))) return [];
  const { review } = await openReview(place, store, () => []);
  try {
    return review.rejected();
  } finally {
    review.close();
  }
}
