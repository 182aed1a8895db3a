/** The runs' numbers of the tags that something on the screen asks for, kept fresh while points come. */
import { create } from "zustand";
import { numbersByRun, type Summaries } from "../../lib/listing/run-numbers.ts";
import { fetchSummary } from "./engine.ts";
import { useLive } from "./live.ts";
import { oneAtATime } from "./one-at-a-time.ts";

export const useSummaries = create<{ readonly byTag: Summaries }>(() => ({ byTag: new Map() }));

const wanted = new Set<string>();

/** Asks for `tags` from now on: once at once, and again whenever the list of runs has changed. */
export function wantSummaries(tags: readonly string[]): void {
  const fresh = tags.filter((tag) => !wanted.has(tag));
  if (fresh.length === 0) return;
  for (const tag of fresh) wanted.add(tag);
  void refresh();
}

/** Starts to keep them fresh, for as long as the page is open. */
export function followSummaries(): void {
  useLive.subscribe((live, before) => {
    if (live.answer !== before.answer && wanted.size > 0) void refresh();
  });
}

/** The engine takes so many tags at once. */
const MOST_TAGS = 100;

/** One question at a time; news that comes meanwhile asks once more. What fails is asked again with the next news. */
const refresh = oneAtATime(async () => {
  try {
    const answer = await fetchSummary({ tags: [...wanted].slice(-MOST_TAGS) });
    useSummaries.setState({ byTag: new Map(answer.tags.map((summary) => [summary.tag, numbersByRun(summary)])) });
  } catch {
    // The line of the connection says that the engine does not answer; numbers stay as they were.
  }
});
