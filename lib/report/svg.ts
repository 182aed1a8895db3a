/** A figure as SVG text, for a page that has the classes of `FIGURE_CSS`. */
import type { Figure } from "../core/figure.ts";
import { drawFigure, type FigureShape } from "../core/figure-drawing.ts";
import { escapeHtml } from "./escape.ts";

const WIDTH = 680;
const HEIGHT = 300;

/** The colours of a page, for figures that stand outside of one. */
export const FIGURE_COLOURS =
  "svg.figure{--ink:#16181c;--soft:#4d545e;--faint:#6b727c;--line:#e4e4df;--accent:#2257d6;--green:#1f7a3d;--red:#b3261e;--amber:#8a5a00}";

/** Colours and strokes by role; `--` names come from the page, in light and in dark. */
export const FIGURE_CSS = `svg.figure{display:block;width:100%;min-width:520px;height:auto;font:10px system-ui,sans-serif}
svg.figure path{fill:none;stroke:var(--faint);stroke-width:1}
svg.figure text{fill:var(--soft)}
svg.figure .tick,svg.figure .axis{fill:var(--faint)}
svg.figure path.grid{stroke:var(--line)}
svg.figure path.line{opacity:.55}
svg.figure path.line.chosen,svg.figure path.line.tied,svg.figure path.line.peak,svg.figure path.line.proposed{opacity:1;stroke-width:1.8}
svg.figure path.chosen,svg.figure path.proposed,svg.figure path.recommended{stroke:var(--accent)}
svg.figure path.tied{stroke:var(--green)}
svg.figure path.failed{stroke:var(--red)}
svg.figure path.peak,svg.figure path.start{stroke:var(--amber)}
svg.figure path.alternative,svg.figure path.ghost,svg.figure path.recommended{stroke-dasharray:4 3}
svg.figure path.area{stroke:none;fill:var(--faint);opacity:.22}
svg.figure path.area.chosen{fill:var(--accent)}
svg.figure path.band{stroke:none;fill:var(--accent);opacity:.12}
svg.figure path.dot{fill:var(--ink);stroke:none}
svg.figure path.dot.chosen{fill:var(--accent)}
svg.figure path.dot.tied{fill:var(--green)}
svg.figure path.dot.peak{fill:var(--amber)}
svg.figure path.edge{fill:var(--faint);stroke:none}
svg.figure path.cross{stroke:var(--red);stroke-width:1.8}
svg.figure text.label{fill:var(--ink)}`;

/** `figure` as one SVG element. Each mark says what it is in a `<title>`; a reader of the page hears the figure's sentence. */
export function figureSvg(figure: Figure): string {
  const shapes = drawFigure(figure, WIDTH, HEIGHT).map(shapeSvg).join("\n");
  return `<svg class="figure" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(figure.text)}" xmlns="http://www.w3.org/2000/svg">\n${shapes}\n</svg>`;
}

function shapeSvg(shape: FigureShape): string {
  if (shape.kind === "text")
    return `<text class="${shape.style} ${shape.role}" x="${shape.x}" y="${shape.y}" text-anchor="${shape.anchor}">${escapeHtml(shape.text)}</text>`;
  const title = shape.label === "" ? "" : `<title>${escapeHtml(shape.label)}</title>`;
  return `<path class="${shape.style} ${shape.role}" d="${shape.path}">${title}</path>`;
}
