/** Where comments on steps stand on a chart: over its whole height where they are about all that it shows, else on their own curves. Pure. */
import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import { type Mapping, toPixelX, toPixelY } from "../../lib/charts/trace.ts";
import { interpolate } from "../_charts/nearest.ts";
import type { StepComment } from "./thread-places.ts";

/** A comment's place in CSS pixels. `band`: over its steps, null for a single one. */
export interface PlacedComment {
  readonly comment: StepComment;
  readonly band: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  } | null;
  /** The curves that it is about, at its first step; empty where it is about all. */
  readonly dots: readonly { readonly x: number; readonly y: number; readonly colour: string }[];
}

/** A sign, and the comments that it stands for. `x`, `y`: its middle. */
export interface CommentSign {
  readonly x: number;
  readonly y: number;
  readonly placed: readonly PlacedComment[];
}

export interface MarkedChart {
  readonly curves: readonly DrawnCurve[];
  readonly mapping: Mapping;
  /** From a step to the chart's own axis; null where that has no place for it. */
  readonly toX: (step: number) => number | null;
  /** Names of all runs that the chart shows, by their ids. */
  readonly nameOf: ReadonlyMap<string, string>;
}

/** Signs nearer to each other than this are one. */
export const SIGN_PIXELS = 18;
/** Room around a curve that stands still. */
const AROUND = 6;
const MOST_DOTS = 24;

/** What lies within the plot, as far as it does. */
export function placeComments(comments: readonly StepComment[], chart: MarkedChart): readonly CommentSign[] {
  const signs: { x: number; y: number; placed: PlacedComment[] }[] = [];
  for (const comment of comments) {
    const found = placeOf(comment, chart);
    if (found === null) continue;
    const { x, y, placed } = found;
    const near = signs.find((sign) => Math.abs(sign.x - x) < SIGN_PIXELS && Math.abs(sign.y - y) < SIGN_PIXELS);
    if (near === undefined) signs.push({ x, y, placed: [placed] });
    else near.placed.push(placed);
  }
  return signs;
}

function placeOf(
  comment: StepComment,
  { curves, mapping, toX, nameOf }: MarkedChart,
): { readonly x: number; readonly y: number; readonly placed: PlacedComment } | null {
  const ends = [toX(comment.from), toX(comment.to)];
  const [from, to] = ends;
  if (from === null || from === undefined || to === null || to === undefined) return null;
  const [left = 0, right = 0] = [toPixelX(mapping, from), toPixelX(mapping, to)].sort((a, b) => a - b);
  if (!(right >= mapping.left && left <= mapping.right)) return null;
  const [shownLeft, shownRight] = [Math.max(left, mapping.left), Math.min(right, mapping.right)];
  const wide = { left: shownLeft, width: shownRight - shownLeft };
  const whole = { top: mapping.top, height: mapping.bottom - mapping.top };
  const atBottom = { x: shownLeft, y: mapping.bottom - SIGN_PIXELS / 2 - 2 };
  const names = new Set(comment.runs.flatMap((id) => nameOf.get(id) ?? []));
  const own = curves.filter(({ runs }) => runs.some((run) => names.has(run)));
  if ([...nameOf.values()].every((name) => names.has(name)) || own.length === 0)
    return { ...atBottom, placed: { comment, band: wide.width < 1 ? null : { ...wide, ...whole }, dots: [] } };
  const dots = own.flatMap(({ line, colour }) => {
    const y = heightAt(line, Math.min(from, to), mapping);
    return y === null ? [] : [{ x: left, y, colour }];
  });
  const heights = [...dots.map(({ y }) => y), ...own.flatMap(({ line }) => heightsWithin(line, [from, to], mapping))];
  if (heights.length === 0) return { ...atBottom, placed: { comment, band: null, dots: [] } };
  const top = Math.max(mapping.top, Math.min(...heights) - AROUND);
  const bottom = Math.min(mapping.bottom, Math.max(...heights) + AROUND);
  const isShown = left >= mapping.left && bottom > top;
  return {
    x: shownLeft,
    y: Math.max(mapping.top + SIGN_PIXELS / 2, top - SIGN_PIXELS / 2 - 2),
    placed: {
      comment,
      band: wide.width < 1 || bottom <= top ? null : { ...wide, top, height: bottom - top },
      dots: isShown ? dots.filter(({ y }) => y >= mapping.top && y <= mapping.bottom).slice(0, MOST_DOTS) : [],
    },
  };
}

function heightAt({ x, y }: DrawnCurve["line"], at: number, mapping: Mapping): number | null {
  const value = interpolate(x, y, at);
  const height = value === null ? Number.NaN : toPixelY(mapping, value);
  return Number.isFinite(height) ? height : null;
}

/** The lowest and the highest pixel of a line between two places. */
function heightsWithin({ x, y }: DrawnCurve["line"], ends: readonly [number, number], mapping: Mapping): number[] {
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    const at = x[i] ?? Number.NaN;
    if (!(at >= from && at <= to)) continue;
    const height = toPixelY(mapping, y[i] ?? Number.NaN);
    if (!Number.isFinite(height)) continue;
    low = Math.min(low, height);
    high = Math.max(high, height);
  }
  return low <= high ? [low, high] : [];
}
