/** Which threads belong to which place of the board. Pure. */
import type { Anchor, Thread } from "../../lib/core/review.ts";

export interface ThreadsAt {
  /** About this very place. */
  readonly here: readonly Thread[];
  /** About something that this run is a part of. */
  readonly related: readonly Thread[];
}

/** The threads of a place, each kind in the order in which they were begun; on a chart in the order of their steps. */
export function threadsAt(place: Anchor, threads: readonly Thread[]): ThreadsAt {
  const runs = new Set(place.runs);
  const touches = ({ anchor }: Thread): boolean => anchor.runs.some((run) => runs.has(run));
  const here = threads.filter(
    (thread) => isAbout(thread.anchor, place) && (place.kind === "advice" || touches(thread)),
  );
  const related = place.kind === "run" ? threads.filter((thread) => !here.includes(thread) && touches(thread)) : [];
  return { here: place.kind === "chart" ? [...here].sort((a, b) => firstStep(a) - firstStep(b)) : here, related };
}

function isAbout(anchor: Anchor, place: Anchor): boolean {
  if (anchor.kind === "chart") return place.kind === "chart" && anchor.tag === place.tag;
  if (anchor.kind === "advice")
    return place.kind === "advice" && anchor.sweep === place.sweep && anchor.rule === place.rule;
  return anchor.kind === place.kind;
}

const firstStep = ({ anchor }: Thread): number =>
  anchor.kind === "chart" && anchor.steps !== null ? anchor.steps[0] : Number.NEGATIVE_INFINITY;

/** How many threads that nobody resolved are at a place. */
export const openCount = (place: Anchor, threads: readonly Thread[]): number =>
  threadsAt(place, threads).here.filter(({ resolved }) => resolved === null).length;

/** Steps of one chart about which something is said. */
export interface StepComment {
  readonly from: number;
  readonly to: number;
  /** Ids of the runs that it is about and that the chart shows; at least one. */
  readonly runs: readonly string[];
  readonly threads: readonly Thread[];
}

/** What is said, and not resolved, of steps of the chart of `tags` on which `runs` (ids) are drawn; the same steps of the same runs once. */
export function stepComments(
  threads: readonly Thread[],
  tags: readonly string[],
  runs: ReadonlySet<string>,
): readonly StepComment[] {
  const byPlace = new Map<string, { from: number; to: number; runs: readonly string[]; threads: Thread[] }>();
  for (const thread of threads) {
    const { anchor, resolved } = thread;
    if (anchor.kind !== "chart" || anchor.steps === null || resolved !== null || !tags.includes(anchor.tag)) continue;
    const drawn = anchor.runs.filter((run) => runs.has(run));
    if (drawn.length === 0) continue;
    const [from, to] = anchor.steps;
    const place = [from, to, ...drawn].join(" ");
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, { from, to, runs: drawn, threads: [thread] });
    else known.threads.push(thread);
  }
  return [...byPlace.values()].sort((a, b) => a.from - b.from);
}
