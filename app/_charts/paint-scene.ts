/** A whole chart on a canvas of our own: what stands there until ECharts has come, in the same places and colours. */

import type { PlotRect, Scene, Ticks } from "../../lib/charts/scene.ts";
import type { ChartTheme } from "../../lib/charts/theme.ts";
import { type Mapping, toPixelX } from "../../lib/charts/trace.ts";
import { drawnIn, isClipped, NONE, PART_IDS, partOf } from "./options/parts.ts";

type Ctx = CanvasRenderingContext2D;

/** Between the plot and the words beside it. */
const BELOW = 8;
const BESIDE = 6;
/** Between two words on the x axis; those that come nearer to the one before are left out. */
const APART = 2;

/** Axes first, curves above them. */
export function paintScene(
  ctx: Ctx,
  scene: Scene,
  { rect, mapping, ticks, theme }: { rect: PlotRect; mapping: Mapping; ticks: Ticks; theme: ChartTheme },
): void {
  paintAxes(ctx, mapping, ticks, theme);
  for (const id of PART_IDS) {
    ctx.save();
    if (isClipped(id)) {
      ctx.beginPath();
      ctx.rect(rect.left, rect.top, rect.width, rect.height);
      ctx.clip();
    }
    for (const place of drawnIn(id, scene)) {
      const drawn = scene.curves[place];
      const part = drawn === undefined ? null : partOf(id, drawn, scene, mapping);
      if (part === null) continue;
      const { fill, stroke, opacity, lineWidth, lineJoin, lineDash } = part.style;
      ctx.beginPath();
      part.trace(ctx);
      ctx.globalAlpha = opacity;
      if (fill !== NONE) {
        ctx.fillStyle = fill;
        ctx.fill();
      }
      if (stroke === NONE) continue;
      ctx.strokeStyle = stroke;
      ctx.lineWidth = lineWidth;
      ctx.lineJoin = lineJoin;
      ctx.setLineDash(lineDash === false ? [] : lineDash);
      ctx.stroke();
    }
    ctx.restore();
  }
}

function paintAxes(ctx: Ctx, mapping: Mapping, { x, y }: Ticks, theme: ChartTheme): void {
  const { left, right, bottom } = mapping;
  ctx.lineWidth = 1;
  ctx.font = `11px ${theme.font}`;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const { at, label } of y) {
    const place = at * mapping.yScale + mapping.yShift;
    strokeLevel(ctx, left, right, place, theme.grid);
    ctx.fillStyle = theme.label;
    ctx.fillText(label, left - BESIDE, place);
  }
  strokeLevel(ctx, left, right, bottom, theme.axis);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.fillStyle = theme.label;
  let taken = Number.NEGATIVE_INFINITY;
  for (const { at, label } of x) {
    const place = toPixelX(mapping, at);
    const half = ctx.measureText(label).width / 2;
    if (place - half < taken + APART) continue;
    ctx.fillText(label, place, bottom + BELOW);
    taken = place + half;
  }
}

/** A level line on whole pixels, on those that ECharts takes: nothing moves when it comes. */
function strokeLevel(ctx: Ctx, left: number, right: number, at: number, colour: string): void {
  const crisp = Math.floor(Math.round(2 * at) / 2) + 0.5;
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(left, crisp);
  ctx.lineTo(right, crisp);
  ctx.stroke();
}
