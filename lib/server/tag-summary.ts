/** The numbers of one tag in every run, as they travel. */
import type { TagSummary } from "../core/api.ts";
import { toJsonNumber } from "../core/series.ts";
import type { RunDigests } from "../store/run-digests.ts";

/** Last, smallest, largest and mean value of `tag` in every run that has points of it. */
export function summarizeTag(tag: string, digests: Pick<RunDigests, "of">): TagSummary {
  const found = digests.of(tag);
  return {
    tag,
    runs: found.map(({ run }) => run),
    last: found.map(({ summary }) => toJsonNumber(summary.last)),
    lastStep: found.map(({ summary }) => summary.lastStep),
    min: found.map(({ summary }) => toJsonNumber(summary.least)),
    minStep: found.map(({ summary }) => toJsonNumber(summary.leastStep)),
    max: found.map(({ summary }) => toJsonNumber(summary.most)),
    maxStep: found.map(({ summary }) => toJsonNumber(summary.mostStep)),
    mean: found.map(({ summary }) => toJsonNumber(summary.mean)),
  };
}
