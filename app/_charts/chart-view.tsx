/** A scene on a canvas: the only place that knows ECharts. Registers what is used, draws, resizes, disposes. */
import { CustomChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type ECharts, graphic, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useLayoutEffect, useRef } from "react";
import { plotRect, type Scene, sceneTicks, toMapping } from "../../lib/charts/scene.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import { type Mapping, type Pen, toPixelX, toPixelY, traceBand, traceLine } from "../../lib/charts/trace.ts";
import { overlayOption, type SeriesId } from "./options/overlay.ts";
import { useTurn } from "./turns.ts";

use([CustomChart, GridComponent, CanvasRenderer]);

/** Draws itself with the pen of the canvas. */
interface Traced {
  trace(pen: Pen): void;
}

/**
 * A shape that knows how to draw itself. The tracer stands in an object, because ECharts copies the values of a shape and
 * takes whatever has a length, a function too, for an array.
 */
const TracedShape = graphic.extendShape({
  type: "tuneboardTrace",
  shape: { traced: { trace: (): void => {} } satisfies Traced },
  buildPath(pen: Pen, { traced }: { traced: Traced }) {
    traced.trace(pen);
  },
});
graphic.registerShape("tuneboardTrace", TracedShape);

export interface ChartViewProps {
  readonly scene: Scene;
  readonly theme: ChartTheme;
  readonly width: number;
  readonly height: number;
  /** Called with the milliseconds that drawing took, after the pixels are on the canvas. */
  readonly onDrawn: (tookMs: number) => void;
}

/** Beyond this many device pixels a software-drawn canvas stops being fluid. */
const MOST_DEVICE_PIXELS = 2;

export function ChartView({ scene, theme, width, height, onDrawn }: ChartViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);

  const isMyTurn = useTurn();

  useLayoutEffect(() => {
    if (host.current === null || !isMyTurn) return;
    const devicePixelRatio = Math.min(window.devicePixelRatio, MOST_DEVICE_PIXELS);
    const made = init(host.current, null, { renderer: "canvas", devicePixelRatio, width: 1, height: 1 });
    chart.current = made;
    return () => {
      made.dispose();
      chart.current = null;
    };
  }, [isMyTurn]);

  useLayoutEffect(() => {
    const drawn = chart.current;
    if (drawn === null || !isMyTurn) return;
    const began = performance.now();
    const rect = plotRect(width, height);
    const mapping = toMapping(scene, rect);
    const option = overlayOption(scene, rect, sceneTicks(scene, rect), theme);
    if (drawn.getWidth() !== width || drawn.getHeight() !== height) drawn.resize({ width, height, silent: true });
    const series = option.series.map((one) => ({ ...one, renderItem: itemRenderer(one.id, scene, mapping) }));
    drawn.setOption({ ...option, series }, { silent: true });
    drawn.getZr().flush();
    onDrawn(performance.now() - began);
  }, [scene, theme, width, height, onDrawn, isMyTurn]);

  return <div ref={host} className="absolute inset-0" aria-hidden="true" />;
}

/** How one item of a series becomes a shape. With many curves the strokes are hairlines, or they would cover each other. */
function itemRenderer(id: SeriesId, scene: Scene, mapping: Mapping) {
  const lineWidth = id === "raw" || scene.isDense ? 1 : 1.75;
  const opacity = id === "raw" ? 0.28 : 1;
  const lineJoin = scene.isDense ? "bevel" : "round";
  return (params: { dataIndex: number }, api: { value(dimension: number): unknown }) => {
    const index = Number(api.value(0));
    const drawn = scene.curves[index] ?? scene.curves[params.dataIndex];
    const line = id === "raw" ? drawn?.raw : drawn?.line;
    if (drawn === undefined || line === undefined || line === null) return null;
    if (id === "gaps") {
      const traced: Traced = { trace: (pen) => traceGaps(drawn.gaps, mapping, pen) };
      return { type: "tuneboardTrace", silent: true, shape: { traced }, style: { fill: drawn.colour, stroke: null } };
    }
    if (id === "band") {
      const { band } = drawn;
      if (band === null) return null;
      const traced: Traced = { trace: (pen) => traceBand(band.x, band.low, band.high, mapping, pen) };
      const style = { fill: drawn.colour, stroke: null, opacity: BAND_OPACITY };
      return { type: "tuneboardTrace", silent: true, shape: { traced }, style };
    }
    const traced: Traced = { trace: (pen) => traceLine(line, mapping, pen) };
    const lineDash = drawn.dash.length > 0 && id === "line" ? [...drawn.dash] : null;
    const style = { fill: null, stroke: drawn.colour, lineWidth, opacity, lineJoin, lineDash };
    return { type: "tuneboardTrace", silent: true, shape: { traced }, style };
  };
}

const BAND_OPACITY = 0.16;
const GAP_SIZE = 5;

/** A triangle where the curve met NaN or an infinity, kept within the plot; up for +∞, down otherwise. */
function traceGaps(gaps: Scene["curves"][number]["gaps"], mapping: Mapping, pen: Pen): void {
  for (const { x, y, kind } of gaps) {
    const px = toPixelX(mapping, x);
    if (px < mapping.left || px > mapping.right) continue;
    const place = toPixelY(mapping, y);
    const py = Math.min(
      mapping.bottom - GAP_SIZE,
      Math.max(mapping.top + GAP_SIZE, Number.isNaN(place) ? mapping.bottom : place),
    );
    const tip = kind === "-Infinity" ? GAP_SIZE : -GAP_SIZE;
    pen.moveTo(px - GAP_SIZE, py - tip);
    pen.lineTo(px + GAP_SIZE, py - tip);
    pen.lineTo(px, py + tip);
    pen.lineTo(px - GAP_SIZE, py - tip);
  }
}
