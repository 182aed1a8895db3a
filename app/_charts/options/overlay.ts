/** One pair of axes for the curves of several runs, as an ECharts option: what is drawn, in theme colours given from outside. */

import type { Interval } from "../../../lib/charts/domain.ts";
import type { PlotRect, Scene, Ticks } from "../../../lib/charts/scene.ts";
import type { ChartTheme } from "../../../lib/charts/theme.ts";
import { drawnIn, isClipped, PART_IDS, type PartId } from "./parts.ts";

/**
 * The axes have fixed ends and their ticks at given places: what ECharts would choose by itself would move under a live
 * curve. Both series are `custom`, one item a curve: a registered shape reads the columns in place, so a hundred curves
 * cost one series (measured: half the time of a hundred line series). Raw lines come first and so lie behind.
 */
export function overlayOption(scene: Scene, rect: PlotRect, ticks: Ticks, theme: ChartTheme) {
  const label = { color: theme.label, fontSize: 11, fontFamily: theme.font, hideOverlap: true };
  return {
    animation: false,
    tooltip: { show: false },
    grid: { ...rect, outerBoundsMode: "none" as const },
    xAxis: {
      ...axis(scene.xDomain, ticks.x),
      axisLabel: { ...label, ...labels(ticks.x), margin: 8 },
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis } },
      splitLine: { show: false },
    },
    yAxis: {
      ...axis(scene.yDomain, ticks.y),
      axisLabel: { ...label, ...labels(ticks.y), margin: 6 },
      axisLine: { show: false },
      splitLine: { show: true, lineStyle: { color: theme.grid, width: 1 } },
    },
    series: PART_IDS.map((id) => curves(id, drawnIn(id, scene))),
  };
}

function axis([min, max]: Interval, ticks: Ticks["x"]) {
  const customValues = ticks.map(({ at }) => at);
  return { type: "value" as const, min, max, axisTick: { show: false, customValues } };
}

function labels(ticks: Ticks["x"]) {
  const texts = new Map(ticks.map(({ at, label }) => [at, label]));
  return { customValues: ticks.map(({ at }) => at), formatter: (at: number) => texts.get(at) ?? "" };
}

/** `id` says to `chart-view.tsx` which part of each curve to draw. */
function curves(id: PartId, data: readonly number[]) {
  return { id, type: "custom" as const, data: [...data], silent: true, clip: isClipped(id), progressive: 0, z: 2 };
}
