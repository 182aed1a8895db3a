/** A chart as an SVG document of its own: title, legend, axes, bands and curves, with nothing to fetch. */
import type { PlotRect, Scene, Ticks } from "./scene.ts";
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
export function chartSvg(scene: Scene, frame: SvgFrame): string {
  const { title, xName, width, height, rect, mapping, ticks, theme } = frame;
  const entries = scene.curves.map(({ name, part }) => (part === "" ? name : `${name} · ${part}`));
  const rows = legendRows(entries, width - 24);
  const top = TITLE_HEIGHT;
  const legendTop = top + height + FOOT;
  const whole = legendTop + rows.length * LEGEND_ROW + 8;
  const label = `fill="${theme.label}" font-size="11"`;
  const { left, right, bottom } = mapping;
  const xTicks = ticks.x.map(
    ({ at, label: text }) =>
      `<text x="${round(toPixelX(mapping, at))}" y="${bottom + 16}" ${label} text-anchor="middle">${escaped(text)}</text>`,
  );
  const yTicks = ticks.y.map(({ at, label: text }) => {
    const y = round(at * mapping.yScale + mapping.yShift);
    return `<path d="M${left} ${y}H${right}" stroke="${theme.grid}"/><text x="${left - 6}" y="${y}" dy="0.35em" ${label} text-anchor="end">${escaped(text)}</text>`;
  });
  let place = 0;
  const legend = rows.flatMap((row, at) => {
    let x = 12;
    return row.map((text) => {
      const { colour, dash } = scene.curves[place];
      place += 1;
      const y = legendTop + at * LEGEND_ROW + 6;
      const entry = `<path d="M${round(x)} ${y}h18" stroke="${colour}" stroke-width="2"${dashes(dash)}/><text x="${round(x + 24)}" y="${y}" dy="0.35em" fill="${theme.ink}" font-size="11">${escaped(text)}</text>`;
      x += text.length * LETTER + 40;
      return entry;
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="Inter, system-ui, sans-serif">`,
    `<rect width="${width}" height="${whole}" fill="${theme.background}"/>`,
    `<text x="12" y="20" fill="${theme.ink}" font-size="14" font-weight="600">${escaped(title)}</text>`,
    `<g transform="translate(0 ${top})">`,
    `<clipPath id="plot"><rect x="${rect.left}" y="${rect.top}" width="${rect.width}" height="${rect.height}"/></clipPath>`,
    ...yTicks,
    `<path d="M${left} ${bottom}H${right}" stroke="${theme.axis}"/>`,
    ...xTicks,
    `<text x="${round((left + right) / 2)}" y="${bottom + 32}" ${label} text-anchor="middle">${escaped(xName)}</text>`,
    `<g clip-path="url(#plot)" fill="none" stroke-linejoin="round">`,
    ...curvePaths(scene, mapping),
    "</g>",
    ...gapMarks(scene, mapping),
    "</g>",
    ...legend,
    "</svg>",
  ].join("\n");
}

function curvePaths(scene: Scene, mapping: Mapping): readonly string[] {
  const bands = scene.curves.flatMap(({ band, colour }) =>
    band === null
      ? []
      : [
          `<path d="${drawn((pen) => traceBand(band.x, band.low, band.high, mapping, pen))}" fill="${colour}" fill-opacity="0.16"/>`,
        ],
  );
  const raws = scene.isDense
    ? []
    : scene.curves.flatMap(({ raw, colour }) =>
        raw === null
          ? []
          : [`<path d="${drawn((pen) => traceLine(raw, mapping, pen))}" stroke="${colour}" stroke-opacity="0.28"/>`],
      );
  const width = scene.isDense ? 1 : 1.75;
  const lines = scene.curves.map(
    ({ line, colour, dash }) =>
      `<path d="${drawn((pen) => traceLine(line, mapping, pen))}" stroke="${colour}" stroke-width="${width}"${dashes(dash)}/>`,
  );
  return [...bands, ...raws, ...lines];
}

/** A triangle where a curve met NaN or an infinity. */
function gapMarks(scene: Scene, mapping: Mapping): readonly string[] {
  return scene.curves.flatMap(({ gaps, colour }) =>
    gaps.flatMap(({ x, y }) => {
      const px = toPixelX(mapping, x);
      const py = toPixelY(mapping, y);
      if (px < mapping.left || px > mapping.right) return [];
      const at = Number.isNaN(py) ? mapping.bottom - 5 : Math.max(mapping.top + 5, Math.min(mapping.bottom - 5, py));
      return [`<path d="M${round(px - 5)} ${round(at + 5)}h10l-5 -10z" fill="${colour}"/>`];
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

const dashes = (dash: readonly number[]): string => (dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`);

/** A hundredth of a pixel is finer than any print. */
const round = (place: number): number => Math.round(place * 100) / 100;

/** Names come from logs and may hold anything, markup too. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "�")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
