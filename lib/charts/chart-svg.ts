/** A chart as an SVG document of its own: title, legend, axes, bands and curves, with nothing to fetch. */
import type { PlotRect, Scene, Ticks } from "./scene.ts";
import { node, type SvgNode, svgText } from "./svg-node.ts";
import type { ChartTheme } from "./theme.ts";
import { type Mapping, type Pen, toPixelX, toPixelY, traceBand, traceLine } from "./trace.ts";

/** What stands around the curves of a picture. */
export interface SvgFrame {
  readonly title: string;
  /** Words below the x axis. */
  readonly xName: string;
  readonly width: number;
  readonly height: number;
  readonly rect: PlotRect;
  readonly mapping: Mapping;
  readonly ticks: Ticks;
  readonly theme: ChartTheme;
}

const TITLE_HEIGHT = 30;
const LEGEND_ROW = 18;
const FOOT = 22;
const LETTER = 6.4;

/** Legend entries in rows: as many beside each other as fit by the number of their letters. */
export function legendRows(texts: readonly string[], width: number): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let used = 0;
  for (const text of texts) {
    const needs = text.length * LETTER + 40;
    if (used > 0 && used + needs > width) {
      rows.push([]);
      used = 0;
    }
    rows[rows.length - 1].push(text);
    used += needs;
  }
  return rows;
}

/** The scene as one SVG document: title, axes, curves, legend. */
export const chartSvg = (scene: Scene, frame: SvgFrame): string => svgText(chartPicture(scene, frame));

/** The same as elements. */
export function chartPicture(scene: Scene, frame: SvgFrame): SvgNode {
  const { title, xName, width, height, rect, mapping, theme } = frame;
  const entries = scene.curves.map(({ name, part }) => (part === "" ? name : `${name} · ${part}`));
  const rows = legendRows(entries, width - 24);
  const legendTop = TITLE_HEIGHT + height + FOOT;
  const whole = legendTop + rows.length * LEGEND_ROW + 8;
  const { left, right, bottom } = mapping;
  const label = { fill: theme.label, "font-size": 11, "text-anchor": "middle" };
  return node(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: whole,
      viewBox: `0 0 ${width} ${whole}`,
      "font-family": "Inter, system-ui, sans-serif",
    },
    node("rect", { width, height: whole, fill: theme.background }),
    node("text", { x: 12, y: 20, fill: theme.ink, "font-size": 14, "font-weight": 600 }, title),
    node(
      "g",
      { transform: `translate(0 ${TITLE_HEIGHT})` },
      node(
        "clipPath",
        { id: "plot" },
        node("rect", { x: rect.left, y: rect.top, width: rect.width, height: rect.height }),
      ),
      ...axes(frame),
      node("text", { x: round((left + right) / 2), y: bottom + 32, ...label }, xName),
      node("g", { "clip-path": "url(#plot)", fill: "none", "stroke-linejoin": "round" }, ...curvePaths(scene, mapping)),
      ...gapMarks(scene, mapping),
    ),
    ...legend(scene, rows, legendTop, theme),
  );
}

function axes({ mapping, ticks, theme }: SvgFrame): readonly SvgNode[] {
  const { left, right, bottom } = mapping;
  const label = { fill: theme.label, "font-size": 11 };
  return [
    ...ticks.y.flatMap(({ at, label: text }) => {
      const y = round(at * mapping.yScale + mapping.yShift);
      return [
        node("path", { d: `M${left} ${y}H${right}`, stroke: theme.grid }),
        node("text", { x: left - 6, y, dy: "0.35em", ...label, "text-anchor": "end" }, text),
      ];
    }),
    node("path", { d: `M${left} ${bottom}H${right}`, stroke: theme.axis }),
    ...ticks.x.map(({ at, label: text }) =>
      node("text", { x: round(toPixelX(mapping, at)), y: bottom + 16, ...label, "text-anchor": "middle" }, text),
    ),
  ];
}

function legend(
  scene: Scene,
  rows: readonly (readonly string[])[],
  top: number,
  theme: ChartTheme,
): readonly SvgNode[] {
  let place = 0;
  return rows.flatMap((row, at) => {
    let x = 12;
    return row.flatMap((text) => {
      const { colour, dash } = scene.curves[place];
      place += 1;
      const y = top + at * LEGEND_ROW + 6;
      const line = node("path", { d: `M${round(x)} ${y}h18`, stroke: colour, "stroke-width": 2, ...dashes(dash) });
      const words = node("text", { x: round(x + 24), y, dy: "0.35em", fill: theme.ink, "font-size": 11 }, text);
      x += text.length * LETTER + 40;
      return [line, words];
    });
  });
}

function curvePaths(scene: Scene, mapping: Mapping): readonly SvgNode[] {
  const bands = scene.curves.flatMap(({ band, colour }) => {
    if (band === null) return [];
    const d = drawn((pen) => traceBand(band.x, band.low, band.high, mapping, pen));
    return [node("path", { d, fill: colour, "fill-opacity": 0.16 })];
  });
  const raws = scene.curves.flatMap(({ raw, colour }) => {
    if (raw === null || scene.isDense) return [];
    return [node("path", { d: drawn((pen) => traceLine(raw, mapping, pen)), stroke: colour, "stroke-opacity": 0.28 })];
  });
  const width = scene.isDense ? 1 : 1.75;
  const lines = scene.curves.map(({ line, colour, dash }) =>
    node("path", {
      d: drawn((pen) => traceLine(line, mapping, pen)),
      stroke: colour,
      "stroke-width": width,
      ...dashes(dash),
    }),
  );
  return [...bands, ...raws, ...lines];
}

/** A triangle where a curve met NaN or an infinity. */
function gapMarks(scene: Scene, mapping: Mapping): readonly SvgNode[] {
  return scene.curves.flatMap(({ gaps, colour }) =>
    gaps.flatMap(({ x, y }) => {
      const px = toPixelX(mapping, x);
      const py = toPixelY(mapping, y);
      if (px < mapping.left || px > mapping.right) return [];
      const at = Number.isNaN(py) ? mapping.bottom - 5 : Math.max(mapping.top + 5, Math.min(mapping.bottom - 5, py));
      return [node("path", { d: `M${round(px - 5)} ${round(at + 5)}h10l-5 -10z`, fill: colour })];
    }),
  );
}

function drawn(trace: (pen: Pen) => void): string {
  let path = "";
  trace({
    moveTo: (x, y) => {
      path += `M${round(x)} ${round(y)}`;
    },
    lineTo: (x, y) => {
      path += `L${round(x)} ${round(y)}`;
    },
  });
  return path;
}

const dashes = (dash: readonly number[]) => (dash.length === 0 ? {} : { "stroke-dasharray": dash.join(" ") });

/** A hundredth of a pixel is finer than any print. */
const round = (place: number): number => Math.round(place * 100) / 100;
