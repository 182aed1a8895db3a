/** An option on a canvas: parallel coordinates and scatter plots. Loaded with the screen that shows them. */
import { ParallelChart, ScatterChart } from "echarts/charts";
import { GridComponent, ParallelComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import { devicePixels } from "../_charts/device-pixels.ts";

use([ParallelChart, ScatterChart, ParallelComponent, GridComponent, TooltipComponent, CanvasRenderer]);

export interface PlotViewProps {
  readonly name: string;
  readonly option: Readonly<Record<string, unknown>>;
  readonly theme: ChartTheme;
  readonly width: number;
  readonly height: number;
  /** Intervals that were marked on the axis of that id. */
  readonly onMark?: (axis: string, intervals: readonly (readonly [number, number])[]) => void;
}

export function PlotView({ name, option, theme, width, height, onMark }: PlotViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const mark = useRef(onMark);
  mark.current = onMark;

  useEffect(() => {
    if (host.current === null) return;
    const made = init(host.current, null, {
      renderer: "canvas",
      devicePixelRatio: devicePixels(),
      width: 1,
      height: 1,
    });
    made.on("axisareaselected", (event: unknown) => {
      const marked = toMark(event);
      if (marked !== null) mark.current?.(marked.axis, marked.intervals);
    });
    chart.current = made;
    return () => {
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const drawn = chart.current;
    if (drawn === null) return;
    drawn.resize({ width, height, silent: true });
    drawn.setOption({ ...option, tooltip: tooltipOf(theme) }, { notMerge: true });
    host.current?.setAttribute("data-drawn", "true");
  }, [option, theme, width, height]);

  return <div ref={host} role="img" aria-label={name} data-testid="hparams-plot" style={{ height }} />;
}

/** Names come from logs: they are put on the screen as text, never as markup. */
function tooltipOf(theme: ChartTheme) {
  return {
    trigger: "item",
    confine: true,
    backgroundColor: theme.background,
    borderColor: theme.axis,
    textStyle: { color: theme.ink, fontSize: 12 },
    formatter: (params: unknown): HTMLElement => {
      const node = document.createElement("bdi");
      node.textContent = nameIn(params);
      return node;
    },
  };
}

const nameIn = (params: unknown): string =>
  typeof params === "object" && params !== null && "name" in params ? String(params.name) : "";

/** What ECharts tells of a mark on an axis; null for anything else. */
function toMark(event: unknown): { axis: string; intervals: [number, number][] } | null {
  if (typeof event !== "object" || event === null || !("parallelAxisId" in event) || !("intervals" in event))
    return null;
  const { parallelAxisId, intervals } = event;
  if (!Array.isArray(intervals)) return null;
  const pairs = intervals.flatMap((pair: unknown): [number, number][] => {
    if (!Array.isArray(pair)) return [];
    const [a, b] = pair.map(Number);
    return a === undefined || b === undefined || Number.isNaN(a + b) ? [] : [[Math.min(a, b), Math.max(a, b)]];
  });
  return { axis: String(parallelAxisId), intervals: pairs };
}
