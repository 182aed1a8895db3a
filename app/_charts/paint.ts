/** Painting what lies over the curves: marks of the advice, a run that stands out, the points under the pointer. */

import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import { type Mapping, traceLine } from "../../lib/charts/trace.ts";
import type { MarkShape } from "./options/marks.ts";

type Ctx = CanvasRenderingContext2D;

/** Of the crosshair's upright, on whatever it is drawn. */
export const HAIR_OPACITY = 0.55;

/** Dims all that was drawn so far within the plot. */
export function paintVeil(ctx: Ctx, mapping: Mapping, theme: ChartTheme): void {
  ctx.fillStyle = theme.veil;
  ctx.fillRect(mapping.left, mapping.top, mapping.right - mapping.left, mapping.bottom - mapping.top);
}

/** A curve that stands out: on a halo of the background, so that crossing lines do not confuse the eye. */
export function paintCurve(
  ctx: Ctx,
  drawn: DrawnCurve,
  mapping: Mapping,
  theme: ChartTheme,
  { width = 2.5, raw = false }: { readonly width?: number; readonly raw?: boolean } = {},
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(mapping.left, mapping.top, mapping.right - mapping.left, mapping.bottom - mapping.top);
  ctx.clip();
  ctx.lineJoin = "round";
  if (raw && drawn.raw !== null) {
    ctx.beginPath();
    traceLine(drawn.raw, mapping, ctx);
    ctx.strokeStyle = drawn.colour;
    ctx.globalAlpha = 0.4;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  ctx.beginPath();
  traceLine(drawn.line, mapping, ctx);
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = width + 2.5;
  ctx.stroke();
  ctx.strokeStyle = drawn.colour;
  ctx.lineWidth = width;
  ctx.setLineDash([...drawn.dash]);
  ctx.stroke();
  ctx.restore();
}

const DASHES: Readonly<Record<Extract<MarkShape, { kind: "upright" }>["role"], readonly number[]>> = {
  converged: [],
  recommended: [6, 4],
  start: [],
  peak: [2, 3],
  ghost: [1, 4],
};

const WIDTHS = { chosen: 2.75, tied: 2.25, rejected: 1.5 };

export function paintMarks(ctx: Ctx, shapes: readonly MarkShape[], mapping: Mapping, theme: ChartTheme): void {
  for (const shape of shapes) {
    if (shape.kind === "area") paintArea(ctx, shape, theme);
    else if (shape.kind === "curve") paintCurve(ctx, shape.drawn, mapping, theme, { width: WIDTHS[shape.role] });
    else if (shape.kind === "upright") paintUpright(ctx, shape, mapping, theme);
    else if (shape.kind === "path") paintPath(ctx, shape, mapping, theme);
    else if (shape.kind === "dot") paintDot(ctx, shape.x, shape.y, shape.colour, theme, 4);
    else paintWords(ctx, shape, theme);
  }
}

function paintArea(
  ctx: Ctx,
  { left, top, right, bottom }: Extract<MarkShape, { kind: "area" }>,
  theme: ChartTheme,
): void {
  ctx.fillStyle = theme.band;
  ctx.fillRect(left, top, right - left, bottom - top);
}

function paintUpright(
  ctx: Ctx,
  { x, role }: Extract<MarkShape, { kind: "upright" }>,
  mapping: Mapping,
  theme: ChartTheme,
): void {
  ctx.save();
  ctx.strokeStyle = theme.accent;
  ctx.globalAlpha = role === "ghost" ? 0.6 : 1;
  ctx.lineWidth = role === "start" ? 2 : 1.25;
  ctx.setLineDash([...DASHES[role]]);
  ctx.beginPath();
  const crisp = Math.round(x) + 0.5;
  ctx.moveTo(crisp, mapping.top);
  ctx.lineTo(crisp, mapping.bottom);
  ctx.stroke();
  ctx.restore();
}

/** A schedule that is proposed: dashed, because nobody has trained with it yet. */
function paintPath(
  ctx: Ctx,
  { points, role }: Extract<MarkShape, { kind: "path" }>,
  mapping: Mapping,
  theme: ChartTheme,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(mapping.left, mapping.top, mapping.right - mapping.left, mapping.bottom - mapping.top);
  ctx.clip();
  ctx.strokeStyle = theme.accent;
  ctx.globalAlpha = role === "proposed" ? 1 : 0.6;
  ctx.lineWidth = role === "proposed" ? 2 : 1.25;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
  ctx.restore();
}

export function paintDot(ctx: Ctx, x: number, y: number, colour: string, theme: ChartTheme, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = theme.background;
  ctx.stroke();
}

export const wordsFont = (theme: ChartTheme): string => `500 11px ${theme.font}`;

function paintWords(ctx: Ctx, { x, y, text, colour }: Extract<MarkShape, { kind: "words" }>, theme: ChartTheme): void {
  ctx.font = wordsFont(theme);
  const width = ctx.measureText(text).width + 8;
  ctx.fillStyle = theme.paper;
  ctx.beginPath();
  ctx.roundRect(x, y, width, 16, 3);
  ctx.fill();
  if (colour !== null) {
    ctx.fillStyle = colour;
    ctx.fillRect(x, y + 3, 2, 10);
  }
  ctx.fillStyle = colour === null ? theme.accent : theme.ink;
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + 5, y + 8.5);
}

/** The part that is being dragged out. */
export function paintBox(
  ctx: Ctx,
  box: { x: number; y: number; width: number; height: number },
  theme: ChartTheme,
): void {
  ctx.fillStyle = theme.band;
  ctx.fillRect(box.x, box.y, box.width, box.height);
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 1;
  ctx.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
}
