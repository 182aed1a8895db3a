/** What lies under the pointer: pure, so that the layer that listens to the mouse only has to paint it. */
import { findNearest, type Nearest } from "./nearest.ts";
import type { DrawnCurve, Scene } from "./options/scene.ts";
import { formatDuration, formatStep, formatValue, formatWallTime } from "./options/ticks.ts";
import type { TipContent } from "./tip.ts";
import type { Mapping } from "./trace.ts";

export interface Hit {
  readonly drawn: DrawnCurve;
  readonly nearest: Nearest;
}

/** The nearest point of every curve, nearest first: TensorBoard's default order. */
export function findHits(scene: Scene, mapping: Mapping, px: number, py: number): readonly Hit[] {
  const hits: Hit[] = [];
  for (const drawn of scene.curves) {
    const nearest = findNearest(drawn.line, mapping, px, py);
    // A run that ended long before has nothing to say about this place.
    if (nearest !== null && Math.abs(nearest.px - px) < REACH_PIXELS) hits.push({ drawn, nearest });
  }
  return hits.sort((a, b) => a.nearest.distance - b.nearest.distance);
}

const REACH_PIXELS = 60;
const MOST_ROWS = 10;

/** Words of the tooltip, in the reader's language. */
export interface TipWords {
  readonly run: string;
  readonly smoothed: string;
  readonly value: string;
  readonly step: string;
  readonly time: string;
  readonly relative: string;
  more(count: number): string;
}

/** Names are shown without `folder`, with which all of them begin. */
export function describeHits(hits: readonly Hit[], words: TipWords, folder: string): TipContent {
  const hasSmoothed = hits.some(({ drawn }) => drawn.raw !== null);
  const { run, smoothed, value, step, time, relative } = words;
  const rows = hits.slice(0, MOST_ROWS).map(({ drawn: { name, colour, curve }, nearest: { index } }, place) => ({
    colour,
    name: name.startsWith(folder) ? name.slice(folder.length) : name,
    isNearest: place === 0,
    cells: [
      ...(hasSmoothed ? [formatValue(curve.smoothed[index])] : []),
      formatValue(curve.values[index]),
      formatStep(curve.steps[index]),
      formatWallTime(curve.startedAt + curve.relative[index]),
      formatDuration(curve.relative[index]),
    ],
  }));
  return {
    headings: [run, ...(hasSmoothed ? [smoothed] : []), value, step, time, relative],
    rows,
    more: hits.length > MOST_ROWS ? words.more(hits.length - MOST_ROWS) : "",
  };
}
