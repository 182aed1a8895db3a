/** Which point of a curve lies nearest to the pointer. */
import { type Line, type Mapping, toPixelX, toPixelY } from "../../lib/charts/trace.ts";

/** A point of a line by its index, with its distance from the pointer in pixels. */
export interface Nearest {
  readonly index: number;
  readonly px: number;
  readonly py: number;
  readonly distance: number;
}

/**
 * The point of `line` that is nearest in x, and among those of several restarts the one nearest on the screen.
 * Null if no point with a place is near: every stretch is searched by halving, so this is fast for long lines.
 */
export function findNearest(line: Line, mapping: Mapping, px: number, py: number): Nearest | null {
  if (line.isPath === true) return nearestOnPath(line, mapping, px, py);
  const target = (px - mapping.xShift) / mapping.xScale;
  let best: Nearest | null = null;
  let start = 0;
  for (let piece = 0; piece <= line.restarts.length; piece++) {
    const end = line.restarts[piece] ?? line.x.length;
    const index = nearestIndex(line, target, start, end);
    start = end;
    if (index === null) continue;
    const x = toPixelX(mapping, line.x[index]);
    const y = toPixelY(mapping, line.y[index]);
    const distance = Math.hypot(x - px, y - py);
    if (best === null || distance < best.distance) best = { index, px: x, py: y, distance };
  }
  return best;
}

/** On a line that goes to and fro nothing but looking at every point will do. */
function nearestOnPath(line: Line, mapping: Mapping, px: number, py: number): Nearest | null {
  let best: Nearest | null = null;
  for (let index = 0; index < line.x.length; index++) {
    const x = toPixelX(mapping, line.x[index]);
    const y = toPixelY(mapping, line.y[index]);
    const distance = Math.hypot(x - px, y - py);
    if (distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { index, px: x, py: y, distance };
  }
  return best;
}

/** Looks this far for a number when the nearest point is none. */
const REACH = 40;

function nearestIndex({ x, y }: Line, target: number, start: number, end: number): number | null {
  let low = start;
  let high = end - 1;
  if (low > high) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= target) low = middle;
    else high = middle;
  }
  const nearest = Math.abs(x[high] - target) < Math.abs(x[low] - target) ? high : low;
  for (let away = 0; away < REACH; away++) {
    if (nearest - away >= start && Number.isFinite(y[nearest - away])) return nearest - away;
    if (nearest + away < end && Number.isFinite(y[nearest + away])) return nearest + away;
  }
  return null;
}

/** Where the line stands at `x`, straight between its points: for marks that name a step on another axis. Null outside. */
export function interpolate(from: ArrayLike<number>, to: ArrayLike<number>, x: number): number | null {
  const last = from.length - 1;
  if (last < 0 || x < (from[0] ?? 0)) return null;
  for (let i = 1; i <= last; i++) {
    const [a, b] = [from[i - 1] ?? 0, from[i] ?? 0];
    if (a <= x && x <= b) {
      const [c, d] = [to[i - 1] ?? 0, to[i] ?? 0];
      return a === b ? d : c + ((x - a) / (b - a)) * (d - c);
    }
  }
  return null;
}
