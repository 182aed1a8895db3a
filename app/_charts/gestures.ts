/** What drags, wheel and keys ask of a chart: from places on it, in CSS pixels, to intervals on its axes. Pure. */
import type { Interval, Zoom } from "../../lib/charts/domain.ts";
import type { Scene } from "../../lib/charts/scene.ts";
import type { Mapping } from "../../lib/charts/trace.ts";
import type { Hit } from "./hover.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
}

type Domains = Pick<Scene, "xDomain" | "yDomain">;

/** Drags shorter than this are clicks. */
const DRAG_PIXELS = 6;
/** A hand that drags along x wavers a little. */
const HIGH_DRAG_PIXELS = 3 * DRAG_PIXELS;
const WHEEL_SPEED = 0.0015;
const KEY_ZOOM = 1.5;

/** Along which axes a drag between two places is meant. */
const dragAxes = (from: Place, to: Place): { readonly isWide: boolean; readonly isHigh: boolean } => ({
  isWide: Math.abs(to.x - from.x) >= DRAG_PIXELS,
  isHigh: Math.abs(to.y - from.y) >= HIGH_DRAG_PIXELS,
});

/** The interval of an axis between two places, ends in order, no further than the plot goes. */
function intervalBetween(mapping: Mapping, axis: "x" | "y", from: number, to: number): Interval {
  const [scale, shift, low, high] =
    axis === "x"
      ? [mapping.xScale, mapping.xShift, mapping.left, mapping.right]
      : [mapping.yScale, mapping.yShift, mapping.top, mapping.bottom];
  const toValue = (place: number): number => (Math.min(high, Math.max(low, place)) - shift) / scale;
  const [a, b] = [toValue(from), toValue(to)];
  return a < b ? [a, b] : [b, a];
}

/** What a box dragged between two places encloses; null for a click. A flat box leaves the vertical axis to the curves. */
export function boxZoom({ xDomain }: Domains, mapping: Mapping, from: Place, to: Place): Zoom | null {
  const { isWide, isHigh } = dragAxes(from, to);
  if (!isWide && !isHigh) return null;
  return {
    x: isWide ? intervalBetween(mapping, "x", from.x, to.x) : xDomain,
    y: isHigh ? intervalBetween(mapping, "y", from.y, to.y) : null,
  };
}

/** What was under `from` is under `to`. */
export function panned({ xDomain, yDomain }: Domains, mapping: Mapping, from: Place, to: Place): Zoom {
  const dx = (to.x - from.x) / mapping.xScale;
  const dy = (to.y - from.y) / mapping.yScale;
  return { x: [xDomain[0] - dx, xDomain[1] - dx], y: [yDomain[0] - dy, yDomain[1] - dy] };
}

/** Nearer or further by the wheel's way `delta`, around the place that it turns over. */
export function wheelZoom({ xDomain, yDomain }: Domains, mapping: Mapping, at: Place, delta: number): Zoom {
  const factor = Math.exp(Math.max(-200, Math.min(200, delta)) * WHEEL_SPEED);
  const [x] = intervalBetween(mapping, "x", at.x, at.x);
  const [y] = intervalBetween(mapping, "y", at.y, at.y);
  return { x: around(xDomain, x, factor), y: around(yDomain, y, factor) };
}

/** Nearer by `+`, further by `-`, around `at`, or the middle without one; null for other keys. */
export function keyZoom({ xDomain }: Domains, mapping: Mapping, at: Place | null, key: string): Zoom | null {
  if (key !== "+" && key !== "=" && key !== "-") return null;
  const x = at === null ? (xDomain[0] + xDomain[1]) / 2 : intervalBetween(mapping, "x", at.x, at.x)[0];
  return { x: around(xDomain, x, key === "-" ? KEY_ZOOM : 1 / KEY_ZOOM), y: null };
}

const around = ([low, high]: Interval, at: number, factor: number): Interval => [
  at - (at - low) * factor,
  at + (high - at) * factor,
];

/** The whole steps in sight; null where the axis counts something else. */
export function stepsInSight({ x, xDomain, logX }: Pick<Scene, "x" | "xDomain" | "logX">): Interval | null {
  if (x !== "step") return null;
  const [low, high] = xDomain.map((end) => (logX ? 10 ** end : end));
  return low === undefined || high === undefined ? null : [Math.max(0, Math.ceil(low)), Math.floor(high)];
}

/** The step of the point that was hit, and how many steps a pixel is there. */
export function stepOfHit({ drawn: { curve, line }, nearest: { index } }: Hit, mapping: Mapping) {
  const stepOf = (place: number): number => curve.steps[line.positions?.[place] ?? place];
  const beside = index === 0 ? Math.min(1, line.x.length - 1) : index - 1;
  const pixels = Math.abs(line.x[index] - line.x[beside]) * mapping.xScale;
  const step = stepOf(index);
  return { step, stepsAPixel: Math.abs(step - stepOf(beside)) / Math.max(1, pixels) };
}

/** The box between two places, as it is painted: over the full height where it is flat. */
export function boxRect({ left, right, top, bottom }: Mapping, from: Place, to: Place) {
  const { isHigh } = dragAxes(from, to);
  const x = Math.max(left, Math.min(from.x, to.x));
  const y = isHigh ? Math.max(top, Math.min(from.y, to.y)) : top;
  return {
    x,
    y,
    width: Math.min(right, Math.max(from.x, to.x)) - x,
    height: (isHigh ? Math.min(bottom, Math.max(from.y, to.y)) : bottom) - y,
  };
}
