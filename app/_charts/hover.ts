/** What lies under the pointer: pure, so that the layer that listens to the mouse only has to paint it. */

import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import type { Scene } from "../../lib/charts/scene.ts";
import { formatDuration, formatStep, formatValue, formatWallTime } from "../../lib/charts/ticks.ts";
import type { Mapping } from "../../lib/charts/trace.ts";
import { findNearest, type Nearest } from "./nearest.ts";
import type { TipContent } from "./tip.ts";

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

/** Words of the tooltip, in the reader's language. */
export interface TipWords {
  readonly run: string;
  readonly smoothed: string;
  readonly value: string;
  readonly step: string;
  readonly time: string;
  readonly relative: string;
  readonly band: string;
  readonly count: string;
  more(count: number): string;
}

/** The first `mostRows` hits. Names are shown without `folder`, with which all of them begin. */
export function describeHits(hits: readonly Hit[], words: TipWords, folder: string, mostRows = USUAL_ROWS): TipContent {
  const hasSmoothed = hits.some(({ drawn }) => drawn.raw !== null);
  const isGrouped = hits.some(({ drawn }) => drawn.curve.spread !== undefined);
  const { run, smoothed, value, step, time, relative, band, count } = words;
  const rows = hits.slice(0, mostRows).map(({ drawn, nearest }, place) => {
    const { name, part, colour, curve, line } = drawn;
    const index = line.positions?.[nearest.index] ?? nearest.index;
    const short = name.startsWith(folder) ? name.slice(folder.length) : name;
    return {
      colour,
      name: part === "" ? short : `${short} · ${part}`,
      isNearest: place === 0,
      cells: [
        ...(hasSmoothed ? [formatValue(curve.smoothed[index])] : []),
        formatValue(curve.values[index]),
        ...(isGrouped ? describeSpread(curve, index) : []),
        formatStep(curve.steps[index]),
        ...(isGrouped
          ? []
          : [formatWallTime(curve.startedAt + curve.relative[index]), formatDuration(curve.relative[index])]),
      ],
    };
  });
  return {
    headings: [
      run,
      ...(hasSmoothed ? [smoothed] : []),
      value,
      ...(isGrouped ? [band, count] : []),
      step,
      ...(isGrouped ? [] : [time, relative]),
    ],
    rows,
    minor: isGrouped ? 0 : TIMES,
    more: hits.length > mostRows ? words.more(hits.length - mostRows) : "",
  };
}

const USUAL_ROWS = 10;
/** When, and how long after the start. */
const TIMES = 2;

/** The band around the mean and the runs that it is made of; a run by itself has one of each, and no band. */
function describeSpread({ spread }: DrawnCurve["curve"], index: number): readonly [string, string] {
  if (spread === undefined) return ["", "1"];
  const { low, high, count } = spread;
  const edges = Number.isNaN(low[index]) ? "" : `${formatValue(low[index])} … ${formatValue(high[index])}`;
  return [edges, String(count[index])];
}
