/** Everything that one chart shows, in data: the step between curves and pixels. */
import type { XAxis } from "../core/api.ts";
import { currentAttempt } from "./attempts.ts";
import type { Column } from "./curve.ts";
import { type Curve, xColumn } from "./curve.ts";
import { type Interval, type Limits, linearDomain, logDomain, xExtent, yExtent, type Zoom } from "./domain.ts";
import { type Tick, xTicks, yTicks } from "./ticks.ts";
import { findGaps, type Gap, type Line, type Mapping } from "./trace.ts";

/**
 * A curve with its looks. `line` is what one reads; `raw` lies faded behind it: what was smoothed, and attempts that a later
 * one did again. Null where `line` shows every point as it is.
 */
export interface DrawnCurve {
  readonly curve: Curve;
  /** Of the run, or of the group. */
  readonly name: string;
  /** Names of the runs that it is made of. */
  readonly runs: readonly string[];
  /** What the curve is called where the name does not tell it from others: its tag. Empty where it does. */
  readonly part: string;
  /** Lengths of strokes and gaps; empty for a whole line. */
  readonly dash: readonly number[];
  readonly colour: string;
  readonly line: Line;
  readonly raw: Line | null;
  readonly gaps: readonly Gap[];
  /** What stands around the mean of a group. */
  readonly band: { readonly x: Column; readonly low: Column; readonly high: Column } | null;
}

/** Everything that one chart shows. */
export interface Scene {
  readonly curves: readonly DrawnCurve[];
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Exponents of ten if `logX`. */
  readonly xDomain: Interval;
  /** Exponents of ten if `logY`. */
  readonly yDomain: Interval;
  /** There are curves, but nothing of them to see. */
  readonly isBlank: boolean;
  /** No point has a place on the x axis, which then has no ticks to show. */
  readonly isPlaceless: boolean;
  /** So many curves that the raw ones would only cover the smoothed: they are drawn for the run that is pointed at. */
  readonly isDense: boolean;
}

/** How curves are put on axes. */
export interface SceneOptions {
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly smoothing: number;
  readonly ignoreOutliers: boolean;
  /** Whether attempts that a later one did again are drawn, faded. */
  readonly showsEarlier: boolean;
  readonly zoom: Zoom | null;
  /** Ends of the axes in their units, where the zoom says nothing. */
  readonly xLimits: Limits;
  readonly yLimits: Limits;
}

/** A curve and what it looks like. `runs`: names of those that it is made of, by default its own. */
export interface CurveLooks {
  readonly curve: Curve;
  readonly name: string;
  readonly colour: string;
  readonly runs?: readonly string[];
  readonly part?: string;
  readonly dash?: readonly number[];
}

/** Curves with their columns on the chosen axis. */
export function drawCurves(
  looks: readonly CurveLooks[],
  { x, logX, smoothing, showsEarlier }: Pick<SceneOptions, "x" | "logX" | "smoothing" | "showsEarlier">,
): readonly DrawnCurve[] {
  return looks.map(({ curve, name, colour, runs = [name], part = "", dash = [] }) => {
    const { restarts, isPath, spread } = curve;
    const xs = xColumn(curve, x, logX);
    const by = isPath === true ? curve.steps : xs;
    const logged = { x: xs, y: curve.values, restarts, isPath };
    const latest = currentAttempt(logged, by);
    const behind = showsEarlier ? logged : latest;
    const line = smoothing > 0 ? currentAttempt({ ...logged, y: curve.smoothed }, by) : latest;
    const isSmooth = smoothing > 0;
    const band =
      spread === undefined
        ? null
        : {
            x: xs,
            low: isSmooth ? spread.smoothLow : spread.low,
            high: isSmooth ? spread.smoothHigh : spread.high,
          };
    const raw = behind === line ? null : behind;
    return { curve, name, runs, part, dash, colour, line, raw, gaps: findGaps(behind), band };
  });
}

const MANY_CURVES = 40;

/** Axes around the curves, or around the part that was zoomed into. */
export function composeScene(curves: readonly DrawnCurve[], options: SceneOptions): Scene {
  const { x, logX, logY, ignoreOutliers, zoom, xLimits, yLimits } = options;
  const lines = curves.map(({ line }) => line);
  const fittedX = xExtent(lines);
  const xDomain = zoom?.x ?? withLimits(fittedX ?? [0, 1], xLimits, logX);
  const isCut = zoom?.x != null || xLimits.some((end) => end !== null);
  const bands = curves.flatMap(({ band }) =>
    band === null
      ? []
      : [
          { x: band.x, y: band.low },
          { x: band.x, y: band.high },
        ],
  );
  const extent = yExtent([...lines, ...bands], { range: isCut ? xDomain : null, ignoreOutliers, logY });
  const fitted = logY ? logDomain(extent) : linearDomain(extent);
  const yDomain = zoom?.y ?? withLimits(fitted, yLimits, logY);
  return {
    curves,
    x,
    logX,
    logY,
    xDomain,
    yDomain,
    isBlank: extent === null,
    isPlaceless: fittedX === null,
    isDense: curves.length > MANY_CURVES,
  };
}

/** Moves the ends that somebody set; a limit that has no place on a logarithmic axis, or lies beyond the other end, is none. */
export function withLimits([low, high]: Interval, limits: Limits, isLog: boolean): Interval {
  const toEnd = (limit: number | null, otherwise: number): number => {
    const end = limit === null ? otherwise : isLog ? (limit > 0 ? Math.log10(limit) : otherwise) : limit;
    return Number.isFinite(end) ? end : otherwise;
  };
  const [from, to] = [toEnd(limits[0], low), toEnd(limits[1], high)];
  return from < to ? [from, to] : [low, high];
}

/** Names the axis of a chart: two charts with the same one share a crosshair. */
export const axisName = ({ x, logX }: Pick<Scene, "x" | "logX">): string => (logX ? `${x} log` : x);

/** The plot within a chart, in CSS pixels. */
export interface PlotRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = { left: 54, right: 14, top: 10, bottom: 24 };

/** Where the plot itself lies in a picture of that many pixels: the rest is for labels. */
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

/** Ticks of both axes. */
export interface Ticks {
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
}

/** The ticks of a scene in a plot of that size. */
export const sceneTicks = (scene: Scene, { width, height }: PlotRect): Ticks => ({
  x: scene.isPlaceless ? [] : xTicks(scene.x, scene.xDomain, width, scene.logX),
  y: yTicks(scene.yDomain, scene.logY, height),
});
