/** The parts of a curve as strokes and areas with their looks: the same for whoever draws them. */

import type { DrawnCurve } from "../../../lib/charts/drawn-curve.ts";
import type { Scene } from "../../../lib/charts/scene.ts";
import { type Mapping, type Pen, toPixelX, toPixelY, traceBand, traceLine } from "../../../lib/charts/trace.ts";

/** Parts of a scene, in the order in which they lie above each other. */
export const PART_IDS = ["band", "raw", "line", "gaps"] as const;

export type PartId = (typeof PART_IDS)[number];

/** As a canvas and ECharts call it. */
export interface PartStyle {
  readonly fill: string;
  readonly stroke: string;
  readonly opacity: number;
  readonly lineWidth: number;
  readonly lineJoin: "bevel" | "round";
  readonly lineDash: number[] | false;
}

export interface Part {
  trace(pen: Pen): void;
  readonly style: PartStyle;
}

/** No colour; without a word about it, ECharts fills black. */
export const NONE = "none";
const BAND_OPACITY = 0.16;
const GAP_SIZE = 5;

/** Whether `id` may be painted beside the plot: marks of gaps stand on its edge. */
export const isClipped = (id: PartId): boolean => id !== "gaps";

/** One part of a curve; null where it has none. With many curves the strokes are hairlines, or they would cover each other. */
export function partOf(id: PartId, drawn: DrawnCurve, { isDense }: Scene, mapping: Mapping): Part | null {
  const { colour, gaps, band, dash } = drawn;
  const area = { stroke: NONE, lineWidth: 0, lineJoin: "bevel", lineDash: false } as const;
  if (id === "gaps") {
    if (gaps.length === 0) return null;
    return { trace: (pen) => traceGaps(gaps, mapping, pen), style: { ...area, fill: colour, opacity: 1 } };
  }
  if (id === "band") {
    if (band === null) return null;
    return {
      trace: (pen) => traceBand(band.x, band.low, band.high, mapping, pen),
      style: { ...area, fill: colour, opacity: BAND_OPACITY },
    };
  }
  const isRaw = id === "raw";
  const line = isRaw ? drawn.raw : drawn.line;
  if (line === null) return null;
  return {
    trace: (pen) => traceLine(line, mapping, pen),
    style: {
      fill: NONE,
      stroke: colour,
      lineWidth: isRaw || isDense ? 1 : 1.75,
      opacity: isRaw ? 0.28 : 1,
      lineJoin: isDense ? "bevel" : "round",
      lineDash: dash.length > 0 && !isRaw ? [...dash] : false,
    },
  };
}

/** The places of the curves of which `id` is drawn at all. */
export function drawnIn(id: PartId, { curves, isDense }: Scene): number[] {
  if (id === "raw" && isDense) return [];
  return curves.flatMap(({ band, raw, gaps }, place) => {
    const has = id === "line" || (id === "raw" ? raw !== null : id === "band" ? band !== null : gaps.length > 0);
    return has ? [place] : [];
  });
}

/** A triangle where the curve met NaN or an infinity, kept within the plot; up for +∞, down otherwise. */
function traceGaps(gaps: DrawnCurve["gaps"], mapping: Mapping, pen: Pen): void {
  for (const { x, y, kind } of gaps) {
    const px = toPixelX(mapping, x);
    if (px < mapping.left || px > mapping.right) continue;
    const place = toPixelY(mapping, y);
    const py = Math.min(
      mapping.bottom - GAP_SIZE,
      Math.max(mapping.top + GAP_SIZE, Number.isNaN(place) ? mapping.bottom : place),
    );
    const tip = kind === "-Infinity" ? GAP_SIZE : -GAP_SIZE;
    pen.moveTo(px - GAP_SIZE, py - tip);
    pen.lineTo(px + GAP_SIZE, py - tip);
    pen.lineTo(px, py + tip);
    pen.lineTo(px - GAP_SIZE, py - tip);
  }
}
