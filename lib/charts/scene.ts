/** Everything that one chart shows, in data: the step between curves and pixels. */
import type { XAxis } from "../core/api.ts";
import { type Interval, type Limits, linearDomain, logDomain, xExtent, yExtent, type Zoom } from "./domain.ts";
import type { DrawnCurve } from "./drawn-curve.ts";
import { type Tick, xTicks, yTicks } from "./ticks.ts";
import type { Mapping } from "./trace.ts";

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
  /** Where the curves begin and end on x; null if none has a place. */
  readonly fittedX: Interval | null;
  /** The same with the room that growing curves are given, so that the axis does not move with every point. */
  readonly reachX: Interval | null;
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

const MANY_CURVES = 40;

/** Axes around the curves, or around the part that was zoomed into. `before`: what the chart shows until now. */
export function composeScene(curves: readonly DrawnCurve[], options: SceneOptions, before: Scene | null = null): Scene {
  const { x, logX, logY, ignoreOutliers, zoom, xLimits, yLimits } = options;
  const lines = curves.map(({ line }) => line);
  const fittedX = xExtent(lines);
  const isSame = before !== null && axisName(before) === axisName(options) && isOfSameRuns(before.curves, curves);
  const reachX = isSame && fittedX !== null ? steadyReach(before, fittedX) : fittedX;
  const xDomain = zoom?.x ?? withLimits(reachX ?? [0, 1], xLimits, logX);
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
    fittedX,
    reachX,
    isBlank: extent === null,
    isPlaceless: fittedX === null,
    isDense: curves.length > MANY_CURVES,
  };
}

/** Part of the axis that is kept free before curves that grow. */
const ROOM_TO_GROW = 0.02;

/** How far the axis reaches once the curves end at `fitted`: as before while they fit, and ahead of them when they outgrew it. */
function steadyReach({ fittedX, reachX }: Scene, fitted: Interval): Interval {
  if (fittedX === null || reachX === null || fitted[0] !== fittedX[0] || fitted[1] < fittedX[1]) return fitted;
  if (fitted[1] <= reachX[1]) return reachX;
  return [fitted[0], fitted[1] + ROOM_TO_GROW * (fitted[1] - fitted[0])];
}

const isOfSameRuns = (before: readonly DrawnCurve[], now: readonly DrawnCurve[]): boolean =>
  before.length === now.length && now.every(({ curve }, i) => curve.run === before[i]?.curve.run);

/** Moves the ends that somebody set; a limit that has no place on a logarithmic axis, or lies beyond the other end, is none. */
function withLimits([low, high]: Interval, limits: Limits, isLog: boolean): Interval {
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
