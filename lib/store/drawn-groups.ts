/** Groups of runs as series that can be drawn like any other, with a band around them. */
import type { CurveGroup, SeriesRequest } from "../core/api.ts";
import { currentPositions } from "../core/attempts.ts";
import { groupCurve, lastOfSteps, type Member } from "../core/group-curve.ts";
import type { Series } from "../core/series.ts";
import { withoutDoubles } from "./doubles.ts";
import { drawingOf } from "./drawing.ts";
import { xOf } from "./drawn-x.ts";
import type { Store } from "./store.ts";

/** The mean with its band; all columns belong to the same points. */
export interface DrawnGroup {
  readonly mean: Series;
  readonly low: Series;
  readonly high: Series;
  readonly xs: Float64Array;
  readonly counts: Float64Array;
  readonly members: number;
  /** Points of all members. */
  readonly total: number;
}

interface Held {
  readonly key: string;
  readonly parts: readonly Series[];
  readonly group: DrawnGroup;
}

const MOST_HELD = 300;
const heldBy = new WeakMap<Pick<Store, "run">, Map<string, Held>>();

/** The group's curve of the tag, or null where no member has it; made anew when a member has grown. */
export function drawnGroup(
  store: Pick<Store, "run">,
  { id, runs }: CurveGroup,
  request: SeriesRequest,
): DrawnGroup | null {
  const { tag, x, band = "std" } = request;
  const found = withoutDoubles(runs.flatMap((run) => store.run(run) ?? [])).flatMap((run) => {
    const series = run.series(tag);
    return series === null || series.length === 0 ? [] : [{ run, series }];
  });
  if (found.length === 0) return null;
  const held = heldBy.get(store) ?? new Map<string, Held>();
  heldBy.set(store, held);
  const parts = found.map(({ series }) => series);
  const place = JSON.stringify([id, tag, x, band]);
  // What stands on the axis may grow without the series: the versions of the runs cover both.
  const key = found.map(({ run, series }) => `${run.version}/${series.length}`).join(" ");
  const known = held.get(place);
  if (known?.key === key && known.parts.every((part, at) => part === parts[at])) return known.group;
  const members = found.map(({ run, series }): Member => {
    const starts = drawingOf(series).index.attempts("steps");
    const positions = lastOfSteps(series.steps, currentPositions(series.steps, starts, series.length));
    const { xs, origin } = xOf(run, series, x);
    return {
      steps: Float64Array.from(positions, (at) => series.steps[at]),
      values: Float64Array.from(positions, (at) => series.values[at]),
      xs: Float64Array.from(positions, (at) => (xs[at] ?? Number.NaN) - origin),
    };
  });
  const { steps, xs, means, lows, highs, counts } = groupCurve(members, band);
  const column = (values: Float64Array): Series => ({ length: steps.length, steps, wallTimes: xs, values });
  const group = {
    mean: column(means),
    low: column(lows),
    high: column(highs),
    xs,
    counts,
    members: found.length,
    total: parts.reduce((sum, { length }) => sum + length, 0),
  };
  if (held.size >= MOST_HELD) held.clear();
  held.set(place, { key, parts, group });
  return group;
}
