/** From columns to pen strokes: where the line goes, where the pen is lifted, and where it met something that is no number. */
import type { Column } from "./curve.ts";

/** What is drawn of a curve: x ascends within each stretch between two restarts, unless it is a path. */
export interface Line {
  readonly x: Column;
  readonly y: Column;
  readonly restarts: readonly number[];
  /** Where the points stand in the curve's columns; absent: at the same places. */
  readonly positions?: Uint32Array;
  /** x goes to and fro. */
  readonly isPath?: boolean | undefined;
}

/** From data to pixels: straight, or through log₁₀ in y. */
export interface Mapping {
  readonly xScale: number;
  readonly xShift: number;
  readonly yScale: number;
  readonly yShift: number;
  readonly logY: boolean;
  /** The plot in pixels: strokes that lie wholly beside it are left out. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The pixel of `x`. */
export const toPixelX = (mapping: Mapping, x: number): number => x * mapping.xScale + mapping.xShift;

/** NaN where the value has no place: not a number, or not positive on a logarithmic axis. */
export function toPixelY(mapping: Mapping, y: number): number {
  const value = mapping.logY ? (y > 0 ? Math.log10(y) : Number.NaN) : y;
  return Number.isFinite(value) ? value * mapping.yScale + mapping.yShift : Number.NaN;
}

/** What draws strokes: a canvas, or the writer of a path. */
export interface Pen {
  moveTo(x: number, y: number): unknown;
  lineTo(x: number, y: number): unknown;
}

/** Pixels beyond which a stroke's end is not worth its true place: canvas coordinates have limits, data have none. */
const FAR = 1e6;

/**
 * Moves the pen along the line. It is lifted at restarts and over values that have no place; a point alone between two
 * gaps becomes a stroke of one pixel. Of the parts left and right of the plot, one point each is kept, so that the line
 * leaves the plot at the right angle.
 */
export function traceLine(line: Line, mapping: Mapping, pen: Pen): void {
  const { x, y, restarts } = line;
  const { xScale, xShift, left, right } = mapping;
  let nextRestart = 0;
  let isDown = false;
  let isStroke = true; // nothing is owed yet
  let lastX = 0;
  let lastY = 0;
  for (let i = 0; i < x.length; i++) {
    if (i === restarts[nextRestart]) {
      nextRestart += 1;
      if (!isStroke) pen.lineTo(lastX + 1, lastY);
      isDown = false;
      isStroke = true;
    }
    const px = x[i] * xScale + xShift;
    const py = toPixelY(mapping, y[i]);
    if (Number.isNaN(py)) {
      if (!isStroke) pen.lineTo(lastX + 1, lastY);
      isDown = false;
      isStroke = true;
      continue;
    }
    const clipped = py > FAR ? FAR : py < -FAR ? -FAR : py;
    const isBeside = (px < left && lastX < left) || (px > right && lastX > right);
    if (!isDown || isBeside) {
      pen.moveTo(px, clipped);
      isStroke = isDown;
      isDown = true;
    } else {
      pen.lineTo(px, clipped);
      isStroke = true;
    }
    lastX = px;
    lastY = clipped;
  }
  if (!isStroke) pen.lineTo(lastX + 1, lastY);
}

/**
 * Moves the pen around the area between `low` and `high`, which have a point at the same x each: piece by piece, where
 * both have a place.
 */
export function traceBand(x: Column, low: Column, high: Column, mapping: Mapping, pen: Pen): void {
  const clip = (py: number): number => Math.max(-FAR, Math.min(FAR, py));
  let piece: number[] = [];
  const close = (): void => {
    if (piece.length > 1) {
      piece.forEach((i, place) => {
        const [px, py] = [toPixelX(mapping, x[i]), clip(toPixelY(mapping, high[i]))];
        if (place === 0) pen.moveTo(px, py);
        else pen.lineTo(px, py);
      });
      for (const i of piece.reverse()) pen.lineTo(toPixelX(mapping, x[i]), clip(bandFoot(mapping, low[i])));
    }
    piece = [];
  };
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(toPixelY(mapping, high[i])) || Number.isNaN(low[i])) close();
    else piece.push(i);
  }
  close();
}

/** A band that reaches down to zero and below goes on to the lower edge of a logarithmic axis. */
function bandFoot(mapping: Mapping, low: number): number {
  const py = toPixelY(mapping, low);
  return Number.isNaN(py) ? mapping.bottom : py;
}

/** Where a curve stopped being a number: at the x of the first such point, at the height of the last number before it. */
export interface Gap {
  readonly x: number;
  /** NaN if no number came before: drawn at the lower edge. */
  readonly y: number;
  readonly kind: "NaN" | "Infinity" | "-Infinity";
}

/** One gap for every unbroken row of values of the same kind: a run that diverged for good shows one mark, not thousands. */
export function findGaps({ x, y, restarts }: Line): readonly Gap[] {
  const gaps: Gap[] = [];
  let lastFinite = Number.NaN;
  let kind: Gap["kind"] | null = null;
  let nextRestart = 0;
  for (let i = 0; i < y.length; i++) {
    const value = y[i];
    if (i === restarts[nextRestart]) {
      nextRestart += 1;
      kind = null;
    }
    if (Number.isFinite(value)) {
      lastFinite = value;
      kind = null;
      continue;
    }
    const found = value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN";
    if (found !== kind) gaps.push({ x: x[i], y: lastFinite, kind: found });
    kind = found;
  }
  return gaps;
}
