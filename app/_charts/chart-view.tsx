/** A scene on a canvas: the only place that knows ECharts. Registers what is used, draws, resizes, disposes. */
import { CustomChart } from "echarts/charts";
import { GridSimpleComponent } from "echarts/components";
import { type ECharts, graphic, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useLayoutEffect, useRef } from "react";
import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import { plotRect, type Scene, sceneTicks, toMapping } from "../../lib/charts/scene.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import type { Mapping, Pen } from "../../lib/charts/trace.ts";
import { devicePixels } from "./device-pixels.ts";
import { grownCurves } from "./growth.ts";
import { overlayOption } from "./options/overlay.ts";
import { isClipped, type PartId, partOf } from "./options/parts.ts";
import { useTurn } from "./turns.ts";

use([CustomChart, GridSimpleComponent, CanvasRenderer]);

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

export function ChartView({ scene, theme, width, height, onDrawn }: ChartViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);

  /** What the axes and the lower canvas show; curves that have grown since lie over it. */
  const base = useRef<{ readonly scene: Scene; readonly theme: ChartTheme } | null>(null);
  const over = useRef<readonly TracedElement[]>([]);

  const isMyTurn = useTurn();

  useLayoutEffect(() => {
    if (host.current === null || !isMyTurn) return;
    const made = init(host.current, null, {
      renderer: "canvas",
      devicePixelRatio: devicePixels(),
      width: 1,
      height: 1,
    });
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
function itemRenderer(id: PartId, scene: Scene, mapping: Mapping) {
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
    if (isClipped(id)) made.setClipPath(clip);
    return [made];
  });
}

/** One part of a curve as a shape; null where it has none. */
function toShape(id: PartId, drawn: DrawnCurve, scene: Scene, mapping: Mapping) {
  const part = partOf(id, drawn, scene, mapping);
  if (part === null) return null;
  const traced: Traced = { trace: part.trace };
  return { silent: true, shape: { traced }, style: part.style };
}
