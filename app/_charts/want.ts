/** What a card asks the engine for, from what the view says. */

import type { Zoom } from "../../lib/charts/domain.ts";
import type { RunGroup } from "../../lib/charts/run-groups.ts";
import type { ChartsView } from "../_state/charts-view.ts";
import type { Want } from "./curve-feed.ts";
import { inUnits } from "./zoom.ts";

export type WantedView = Pick<ChartsView, "x" | "logX" | "smoothing" | "smoother" | "groupBy" | "band" | "xLimits">;

interface Card {
  readonly tag: string;
  readonly zoom: Zoom | null;
  readonly columns: number;
}

/** The question of one tag. */
export function toWant(view: WantedView, lines: readonly RunGroup[], { tag, zoom, columns }: Card): Want {
  const { x, logX, smoothing, smoother, band, xLimits } = view;
  const [low, high] = xLimits;
  const zoomed = zoom?.x == null ? null : inUnits(zoom.x, logX);
  return {
    tag,
    runs: lines.map(({ id }) => id),
    x,
    smoothing,
    columns,
    range: zoomed ?? (low !== null && high !== null ? [low, high] : null),
    smoother,
    logX,
    groups: lines.flatMap(({ id, members }) =>
      members.length > 1 ? [{ id, runs: members.map(({ run }) => run.id) }] : [],
    ),
    band,
  };
}
