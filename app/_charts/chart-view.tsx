/** A scene on a canvas: the only place that knows ECharts. Registers what is used, draws, resizes, disposes. */
import { CustomChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type ECharts, graphic, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useLayoutEffect, useRef } from "react";
import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import { plotRect, type Scene, sceneTicks, toMapping } from "../../lib/charts/scene.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import { type Mapping, type Pen, toPixelX, toPixelY, traceBand, traceLine } from "../../lib/charts/trace.ts";
import { grownCurves } from "./growth.ts";
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

  /** What the axes and the lower canvas show; curves that have grown since lie over it. */
  const base = useRef<{ readonly scene: Scene; readonly theme: ChartTheme } | null>(null);
  const over = useRef<readonly TracedElement[]>([]);

  const isMyTurn = useTurn();

  useLayoutEffect(() => {
    if (host.current === null || !isMyTurn) return;
    const devicePixelRatio = Math.min(window.devicePixelRatio, MOST_DEVICE_PIXELS);
    const made = init(host.current, null, { renderer: "canvas", devicePixelRatio, width: 1, height: 1 });
    chart.current = made;
    return () => {
      made.dispose();
      chart.current = null;
      base.current = null;
      over.current = [];
    };
  }, [isMyTurn]);

  useLayoutEffect(() => {
    const drawn = chart.current;
    if (drawn === null || !isMyTurn) return;
    const began = performance.now();
    const rect = plotRect(width, height);
    const mapping = toMapping(scene, rect);
    const isSameSize = drawn.getWidth() === width && drawn.getHeight() === height;
    const held = base.current;
    const grown = held !== null && held.theme === theme && isSameSize ? grownCurves(held.scene, scene) : null;
    const stage: Stage = drawn.getZr();
    for (const shape of over.current) stage.remove(shape);
    over.current = (grown ?? []).flatMap((curve) => overShapes(curve, scene, mapping));
    for (const shape of over.current) stage.add(shape);
    if (grown === null) {
      if (!isSameSize) drawn.resize({ width, height, silent: true });
      const option = overlayOption(scene, rect, sceneTicks(scene, rect), theme);
      const series = option.series.map((one) => ({ ...one, renderItem: itemRenderer(one.id, scene, mapping) }));
      drawn.setOption({ ...option, series }, { silent: true });
      base.current = { scene, theme };
    }
    drawn.getZr().flush();
    onDrawn(performance.now() - began);
  }, [scene, theme, width, height, onDrawn, isMyTurn]);

  return <div ref={host} className="absolute inset-0" aria-hidden="true" />;
}

/** How one item of a series becomes a shape. */
function itemRenderer(id: SeriesId, scene: Scene, mapping: Mapping) {
  return (params: { dataIndex: number }, api: { value(dimension: number): unknown }) => {
    const index = Number(api.value(0));
    const drawn = scene.curves[index] ?? scene.curves[params.dataIndex];
    const shape = drawn === undefined ? null : toShape(id, drawn, scene, mapping);
    return shape === null ? null : { type: "tuneboardTrace", ...shape };
  };
}

/** What is used of the renderer: by its own types no shape is one of its elements where optional properties are exact. */
interface Stage {
  add(shape: object): void;
  remove(shape: object): void;
}

type TracedElement = InstanceType<typeof TracedShape>;

/** A curve on a canvas of its own above those that lie still: what a live tick has to paint. */
function overShapes(drawn: DrawnCurve, scene: Scene, mapping: Mapping): readonly TracedElement[] {
  const { left, top, right, bottom } = mapping;
  return (["line", "gaps"] as const).flatMap((id) => {
    const shape = toShape(id, drawn, scene, mapping);
    if (shape === null) return [];
    const made = new TracedShape({ ...shape, zlevel: 1 });
    const clip = new graphic.Rect({ shape: { x: left, y: top, width: right - left, height: bottom - top } });
    if (id === "line") made.setClipPath(clip);
    return [made];
  });
}

type Style = NonNullable<NonNullable<ConstructorParameters<typeof TracedShape>[0]>["style"]>;

/** One part of a curve as a shape; null where it has none. With many curves the strokes are hairlines, or they would cover each other. */
function toShape(id: SeriesId, drawn: DrawnCurve, { isDense }: Scene, mapping: Mapping) {
  const shaped = (traced: Traced, style: Style) => ({ silent: true, shape: { traced }, style });
  const { colour, gaps, band, dash } = drawn;
  if (id === "gaps") {
    if (gaps.length === 0) return null;
    return shaped({ trace: (pen) => traceGaps(gaps, mapping, pen) }, { fill: colour, stroke: NONE });
  }
  if (id === "band") {
    if (band === null) return null;
    const traced: Traced = { trace: (pen) => traceBand(band.x, band.low, band.high, mapping, pen) };
    return shaped(traced, { fill: colour, stroke: NONE, opacity: BAND_OPACITY });
  }
  const line = id === "raw" ? drawn.raw : drawn.line;
  if (line === null) return null;
  return shaped(
    { trace: (pen) => traceLine(line, mapping, pen) },
    {
      fill: NONE,
      stroke: colour,
      lineWidth: id === "raw" || isDense ? 1 : 1.75,
      opacity: id === "raw" ? 0.28 : 1,
      lineJoin: isDense ? "bevel" : "round",
      lineDash: dash.length > 0 && id === "line" ? [...dash] : false,
    },
  );
}

/** No colour; without a word about it, a fill is black. */
const NONE = "none";
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
