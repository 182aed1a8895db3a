/** A figure of evidence, drawn by the same code as in reports. */
import type { Figure, FigureRole } from "../../lib/core/figure.ts";
import { drawFigure, type FigureShape } from "../../lib/core/figure-drawing.ts";

const WIDTH = 328;
const HEIGHT = 190;

export function FigureView({ figure }: { readonly figure: Figure }) {
  return (
    <figure data-testid="figure" data-kind={figure.kind}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={figure.text} className="block w-full text-[10px]">
        {drawFigure(figure, WIDTH, HEIGHT).map((shape, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no identity but their place
          <Shape key={at} shape={shape} />
        ))}
      </svg>
      <figcaption className="text-2xs text-ink-faint">
        <bdi>{figure.text}</bdi>
      </figcaption>
    </figure>
  );
}

function Shape({ shape }: { readonly shape: FigureShape }) {
  if (shape.kind === "text")
    return (
      <text
        x={shape.x}
        y={shape.y}
        textAnchor={shape.anchor}
        className={shape.style === "label" ? "fill-ink" : "fill-ink-faint"}
      >
        {shape.text}
      </text>
    );
  return (
    <path d={shape.path} className={looksOf(shape)}>
      {shape.label !== "" && <title>{shape.label}</title>}
    </path>
  );
}

const STROKES: Readonly<Record<FigureRole, string>> = {
  chosen: "stroke-accent",
  proposed: "stroke-accent",
  recommended: "stroke-accent",
  tied: "stroke-green",
  failed: "stroke-red",
  peak: "stroke-amber",
  start: "stroke-amber",
  plain: "stroke-ink-faint",
  gated: "stroke-ink-faint",
  open: "stroke-ink-faint",
  converged: "stroke-ink-soft",
  ghost: "stroke-ink-faint",
  alternative: "stroke-ink-faint",
};

const FILLS: Readonly<Partial<Record<FigureRole, string>>> = {
  chosen: "fill-accent",
  tied: "fill-green",
  peak: "fill-amber",
};

const STRONG: readonly FigureRole[] = ["chosen", "tied", "peak", "proposed"];
const DASHED: readonly FigureRole[] = ["ghost", "recommended", "alternative"];

function looksOf({ style, role }: Extract<FigureShape, { kind: "path" }>): string {
  const stroke = `fill-none ${STROKES[role]} ${DASHED.includes(role) ? "[stroke-dasharray:4_3]" : ""}`;
  switch (style) {
    case "grid":
      return "fill-none stroke-line";
    case "line":
      return `${stroke} ${STRONG.includes(role) ? "stroke-[1.6]" : "opacity-50"}`;
    case "area":
      return `stroke-none opacity-25 ${FILLS[role] ?? "fill-ink-faint"}`;
    case "band":
      return "fill-accent stroke-none opacity-15";
    case "dot":
      return `stroke-none ${FILLS[role] ?? "fill-ink"}`;
    case "edge":
      return "fill-ink-faint stroke-none";
    case "cross":
      return "fill-none stroke-[1.8] stroke-red";
    default:
      return stroke;
  }
}
