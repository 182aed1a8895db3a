/** Everything that one chart shows, in data: the step between curves and pixels. */
import type { XAxis } from "../../../lib/core/api.ts";
import type { Zoom } from "../../_state/view-url.ts";
import { currentAttempt } from "../attempts.ts";
import { type Curve, xColumn } from "../curve.ts";
import { findGaps, type Gap, type Line, type Mapping } from "../trace.ts";
import { type Interval, linearDomain, logDomain, xExtent, yExtent } from "./domain.ts";
import { type Tick, xTicks, yTicks } from "./ticks.ts";

/**
 * A curve with its looks. `line` is what one reads; `raw` lies faded behind it: what was smoothed, and attempts that a later
 * one did again. Null where `line` shows every point as it is.
 */
export interface DrawnCurve {
  readonly curve: Curve;
  readonly name: string;
  readonly colour: string;
  readonly line: Line;
  readonly raw: Line | null;
  readonly gaps: readonly Gap[];
}

export interface Scene {
  readonly curves: readonly DrawnCurve[];
  readonly x: XAxis;
  readonly logY: boolean;
  readonly xDomain: Interval;
  /** Exponents of ten if `logY`. */
  readonly yDomain: Interval;
  /** There are curves, but nothing of them to see. */
  readonly isBlank: boolean;
  /** So many curves that the raw ones would only cover the smoothed: they are drawn for the run that is pointed at. */
  readonly isDense: boolean;
}

export interface SceneOptions {
  readonly x: XAxis;
  readonly logY: boolean;
  readonly smoothing: number;
  readonly ignoreOutliers: boolean;
  /** Whether attempts that a later one did again are drawn, faded. */
  readonly showsEarlier: boolean;
  readonly zoom: Zoom | null;
}

export interface CurveLooks {
  readonly curve: Curve;
  readonly name: string;
  readonly colour: string;
}

/** Curves with their columns on the chosen axis. */
export function drawCurves(
  looks: readonly CurveLooks[],
  { x, smoothing, showsEarlier }: Pick<SceneOptions, "x" | "smoothing" | "showsEarlier">,
): readonly DrawnCurve[] {
  return looks.map(({ curve, name, colour }) => {
    const { restarts } = curve;
    const xs = xColumn(curve, x);
    const logged = { x: xs, y: curve.values, restarts };
    const latest = currentAttempt(logged);
    const behind = showsEarlier ? logged : latest;
    const line = smoothing > 0 ? currentAttempt({ x: xs, y: curve.smoothed, restarts }) : latest;
    return { curve, name, colour, line, raw: behind === line ? null : behind, gaps: findGaps(behind) };
  });
}

const MANY_CURVES = 40;

/** Axes around the curves, or around the part that was zoomed into. */
export function composeScene(curves: readonly DrawnCurve[], { x, logY, ignoreOutliers, zoom }: SceneOptions): Scene {
  const lines = curves.map(({ line }) => line);
  const xDomain = zoom?.x ?? xExtent(lines) ?? [0, 1];
  const extent = yExtent(lines, { range: zoom?.x ?? null, ignoreOutliers, logY });
  const fitted = logY ? logDomain(extent) : linearDomain(extent);
  const yDomain = zoom?.y ?? fitted;
  return { curves, x, logY, xDomain, yDomain, isBlank: extent === null, isDense: curves.length > MANY_CURVES };
}

/** The plot within a chart, in CSS pixels. */
export interface PlotRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = { left: 54, right: 14, top: 10, bottom: 24 };

export function plotRect(width: number, height: number): PlotRect {
  return {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: Math.max(1, height - MARGIN.top - MARGIN.bottom),
  };
}

/** From the scene's data to pixels of the plot. */
export function toMapping({ xDomain, yDomain, logY }: Scene, { left, top, width, height }: PlotRect): Mapping {
  const xScale = width / (xDomain[1] - xDomain[0]);
  const yScale = -height / (yDomain[1] - yDomain[0]);
  return {
    xScale,
    xShift: left - xDomain[0] * xScale,
    yScale,
    yShift: top + height - yDomain[0] * yScale,
    logY,
    left,
    right: left + width,
    top,
    bottom: top + height,
  };
}

export interface Ticks {
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
}

export const sceneTicks = (scene: Scene, { width, height }: PlotRect): Ticks => ({
  x: xTicks(scene.x, scene.xDomain, width),
  y: yTicks(scene.yDomain, scene.logY, height),
});
