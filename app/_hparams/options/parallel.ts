/** Parallel coordinates: every run a line through its settings to what came out. */
import type { ChartTheme } from "../../../lib/charts/theme.ts";
import type { Axis } from "./axes.ts";
import { axisNumber } from "./axis-number.ts";

export interface ParallelLine {
  readonly name: string;
  readonly colour: string;
  /** By axis; null: no value there. */
  readonly places: readonly (number | null)[];
}

/** Room left of the first and right of the last axis, for labels. */
const PARALLEL_SIDES = { left: 56, right: 72, top: 40, bottom: 20 } as const;

/** `nameOf`: what stands over an axis. */
export function parallelOption(
  axes: readonly Axis[],
  lines: readonly ParallelLine[],
  theme: ChartTheme,
  nameOf: (axis: Axis) => string,
): Record<string, unknown> {
  const isDense = lines.length > 60;
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    parallel: { ...PARALLEL_SIDES },
    parallelAxis: axes.map((axis, dim) => ({
      id: axis.id,
      dim,
      name: nameOf(axis),
      type: axis.kind,
      ...(axis.kind === "category" ? { data: [...axis.words] } : { scale: true }),
      nameGap: 14,
      nameTruncate: { maxWidth: 120, ellipsis: "…" },
      nameTextStyle: { color: theme.ink, fontSize: 11 },
      axisLine: { lineStyle: { color: theme.axis } },
      axisTick: { lineStyle: { color: theme.axis } },
      minorTick: { show: false },
      axisLabel: {
        color: theme.label,
        fontSize: 11,
        backgroundColor: theme.paper,
        padding: [1, 2],
        ...(axis.kind === "category" ? { width: 110, overflow: "truncate" } : { formatter: axisNumber }),
      },
      z: 10, // over the lines, which its labels would otherwise drown in
      areaSelectStyle: { width: 14, borderWidth: 1, borderColor: theme.accent, color: theme.accent, opacity: 0.25 },
    })),
    series: [
      {
        type: "parallel",
        smooth: false,
        progressive: 0,
        inactiveOpacity: 0.05,
        activeOpacity: 0.9,
        lineStyle: { width: isDense ? 1 : 1.5, opacity: isDense ? 0.55 : 0.85 },
        emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: lines.map(({ name, colour, places }) => ({
          name,
          value: places.map((place) => place ?? "-"),
          lineStyle: { color: colour },
        })),
      },
    ],
  };
}
