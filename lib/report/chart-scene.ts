/** A chart of a report as a scene: the same for the screen, for print and for pictures. */
import { type Curve, readCurves } from "../charts/curve.ts";
import { dashesOf } from "../charts/dashes.ts";
import type { Zoom } from "../charts/domain.ts";
import { type DrawnCurve, drawCurves } from "../charts/drawn-curve.ts";
import { composeScene, type Scene } from "../charts/scene.ts";
import { inkColour, type Palette, paletteColour, type Theme } from "../core/palette.ts";
import { decodeFrame } from "../core/series-frame.ts";
import type { ChartData, ChartSpec } from "./parts.ts";

/** Curves by tag, then by line; those without points are there and empty. */
export type CurvesByTag = ReadonlyMap<string, ReadonlyMap<string, Curve>>;

/**
 * The curves that came with `data`.
 *
 * @throws Error if the frames are none of this version.
 */
export function curvesOf({ chart, frames }: ChartData): CurvesByTag {
  return new Map(
    chart.tags.map((tag, at) => {
      const bytes = Uint8Array.from(atob(frames[at] ?? ""), (letter) => letter.charCodeAt(0));
      return [tag, readCurves(decodeFrame(bytes.buffer))];
    }),
  );
}

/** Curves with their looks: a colour for each line, or for each tag where there is one line; tags differ by their dashes. */
export function drawnLines(
  { chart, lines }: ChartData,
  curves: CurvesByTag,
  { theme, palette }: { readonly theme: Theme; readonly palette: Palette },
): readonly DrawnCurve[] {
  const { tags } = chart;
  const isByTag = lines.length === 1 && tags.length > 1;
  const looks = dashesOf(tags).flatMap(({ tag, dash }, place) =>
    lines.flatMap(({ id, name, runs, ink }) => {
      const curve = curves.get(tag)?.get(id);
      if (curve === undefined || curve.total === 0) return [];
      const colour = isByTag ? paletteColour(place, theme, palette) : inkColour(ink, theme, palette);
      return [{ curve, name, runs, colour, dash, part: tags.length > 1 ? tag : "" }];
    }),
  );
  return drawCurves(looks, chart);
}

/** The chart's axes around its curves, or around the part that was zoomed into. */
export const chartScene = (chart: ChartSpec, curves: readonly DrawnCurve[], zoom: Zoom | null): Scene =>
  composeScene(curves, { ...chart, zoom });
