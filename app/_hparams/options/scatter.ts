/** A matrix of small plots: settings from left to right, metrics from top to bottom, a dot for every run. */
import type { ChartTheme } from "../../../lib/charts/theme.ts";
import type { Axis } from "./axes.ts";
import { axisNumber } from "./axis-number.ts";

export interface ScatterRun {
  readonly name: string;
  readonly colour: string;
  readonly across: readonly (number | null)[];
  readonly down: readonly (number | null)[];
}

export interface Matrix {
  readonly across: readonly Axis[];
  readonly down: readonly Axis[];
  readonly runs: readonly ScatterRun[];
}

const LEFT = 64;
const BOTTOM = 44;
const TOP = 8;
const GAP = 14;
/** Height of one row of plots. */
const ROW_HEIGHT = 168;

/** How high the whole matrix is. */
export const matrixHeight = (rows: number): number => TOP + rows * ROW_HEIGHT + BOTTOM;

/** `width` in pixels; `nameOf`: what stands beside an axis. */
export function scatterOption(
  { across, down, runs }: Matrix,
  width: number,
  theme: ChartTheme,
  nameOf: (axis: Axis) => string,
): Record<string, unknown> {
  const cellWidth = (width - LEFT - GAP) / Math.max(1, across.length);
  const cells = down.flatMap((y, row) => across.map((x, column) => ({ x, y, row, column })));
  const look = (axis: Axis, isNamed: boolean) => ({
    type: axis.kind,
    ...(axis.kind === "category" ? { data: [...axis.words], boundaryGap: true } : { scale: true }),
    axisLine: { show: true, lineStyle: { color: theme.axis } },
    axisTick: { show: false },
    splitLine: { show: axis.kind !== "category", lineStyle: { color: theme.grid } },
    name: isNamed ? nameOf(axis) : "",
    nameLocation: "middle",
    nameTextStyle: { color: theme.ink, fontSize: 11 },
    axisLabel: {
      show: isNamed,
      color: theme.label,
      fontSize: 10,
      hideOverlap: true,
      ...(axis.kind === "category" ? {} : { formatter: axisNumber }),
    },
  });
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: cells.map(({ row, column }) => ({
      left: LEFT + column * cellWidth,
      top: TOP + row * ROW_HEIGHT,
      width: Math.max(20, cellWidth - GAP),
      height: ROW_HEIGHT - GAP,
      outerBoundsMode: "none",
    })),
    xAxis: cells.map(({ x, row }, at) => ({
      ...look(x, row === down.length - 1),
      gridIndex: at,
      nameGap: 24,
      splitNumber: 3,
    })),
    yAxis: cells.map(({ y, column }, at) => ({
      ...look(y, column === 0),
      gridIndex: at,
      nameGap: 44,
      splitNumber: 4,
    })),
    series: cells.map(({ row, column }, at) => ({
      type: "scatter",
      xAxisIndex: at,
      yAxisIndex: at,
      symbolSize: runs.length > 300 ? 4 : 6,
      progressive: 0,
      emphasis: { scale: 1.8 },
      data: runs.flatMap(({ name, colour, across: xs, down: ys }) => {
        const [x, y] = [xs[column] ?? null, ys[row] ?? null];
        return x === null || y === null ? [] : [{ name, value: [x, y], itemStyle: { color: colour, opacity: 0.85 } }];
      }),
    })),
  };
}
