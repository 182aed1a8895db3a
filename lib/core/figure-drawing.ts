/** Turns a figure into shapes with places: the same for a screen, which makes elements of them, and for a report, which writes them. */
import type { Figure, FigureAxis, FigureItem, FigureRole } from "./figure.ts";
import { thinPath } from "./thin-path.ts";
import { unreachable } from "./unreachable.ts";

/** What is drawn, in pixels from the upper left corner. `style` says how: thin lines, filled areas, crosses for what failed. */
export type FigureShape =
  | {
      readonly kind: "path";
      readonly style: "line" | "area" | "dot" | "ring" | "cross" | "edge" | "bar" | "upright" | "band" | "grid";
      readonly role: FigureRole;
      readonly path: string;
      /** What it is, for who points at it; empty where a word beside it says so. */
      readonly label: string;
    }
  | {
      readonly kind: "text";
      readonly style: "tick" | "axis" | "label";
      readonly role: FigureRole;
      readonly x: number;
      readonly y: number;
      readonly anchor: "start" | "middle" | "end";
      readonly text: string;
    };

const LEFT = 46;
const RIGHT = 18;
const TOP = 8;
const BOTTOM = 32;
const ROW = 13;
/** The mean width of a letter at 10 pixels; nobody can measure text without a screen. */
const LETTER = 5.4;

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
  readonly pixel: (value: number) => number;
}

/** The shapes of `figure` on `width` by `height` pixels, in the order in which they are painted. Without a finite number only axes are left. */
export function drawFigure(figure: Figure, width: number, height: number): readonly FigureShape[] {
  const uprights = figure.items.filter((item) => item.kind === "upright");
  const top = TOP + rowsOf(uprights.length) * ROW;
  const hasValueless = figure.items.some((item) => item.kind === "point" && item.y === null);
  const bottom = height - BOTTOM;
  const x = toScale(figure.x, rangeOf(figure, "x"), LEFT, width - RIGHT);
  const y = toScale(figure.y, rangeOf(figure, "y"), bottom - (hasValueless ? 16 : 0), top);
  const plot = { left: LEFT, right: width - RIGHT, top, bottom };
  return [
    ...axisShapes(figure, x, y, plot),
    ...figure.items.flatMap((item) => itemShapes(item, x, y, plot)),
    ...uprightLabels(figure.items, x, plot),
  ];
}

interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Labels of steps stand in rows above the plot, three at most. */
const rowsOf = (uprights: number): number => Math.min(3, uprights);

function rangeOf({ items, x, y }: Figure, which: "x" | "y"): readonly [number, number] {
  const axis = which === "x" ? x : y;
  if (axis.range !== null) return axis.range;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of items.flatMap((item) => valuesOf(item, which))) {
    if (!isDrawable(value) || (axis.isLog && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return axis.isLog ? [0.1, 1] : [0, 1];
  if (axis.isLog) return low === high ? [low / 2, high * 2] : [low / 1.3, high * 1.3];
  const room = high > low ? 0.04 * (high - low) : Math.max(0.5, Math.abs(high) / 10);
  return which === "x" ? [low, high === low ? high + 1 : high] : [low - room, high + room];
}

/** Not a number, or so large that differences of such numbers are none. */
const isDrawable = (value: number): boolean => Math.abs(value) < 1e100;

function valuesOf(item: FigureItem, which: "x" | "y"): readonly number[] {
  switch (item.kind) {
    case "line":
      return item.points.map(([x, y]) => (which === "x" ? x : y));
    case "area":
      return item.points.flatMap(([x, low, high]) => (which === "x" ? [x] : [low, high]));
    case "point":
      return which === "x"
        ? [item.x]
        : item.y === null
          ? []
          : [item.y, ...(isDrawable(item.error) ? [item.y - item.error, item.y + item.error] : [])];
    case "upright":
      return which === "x" ? [item.x] : [];
    case "band":
      return []; // a band explains what is there and makes no room for itself
    default:
      return unreachable(item);
  }
}

function toScale({ isLog }: FigureAxis, [from, to]: readonly [number, number], first: number, last: number): Scale {
  const place = (value: number): number => (isLog ? Math.log10(value) : value);
  const [a, b] = [place(from), place(to)];
  const pixel = (value: number): number => round(first + ((place(value) - a) / (b - a)) * (last - first));
  return { from, to, isLog, pixel };
}

/** To a tenth of a pixel: finer is not seen, and makes reports longer. */
const round = (pixel: number): number => Math.round(10 * pixel) / 10;

function axisShapes(figure: Figure, x: Scale, y: Scale, { left, right, bottom }: Plot): FigureShape[] {
  const tick = (shape: { x: number; y: number; anchor: "start" | "middle" | "end"; text: string }): FigureShape => ({
    kind: "text",
    style: "tick",
    role: "plain",
    ...shape,
  });
  const line = (path: string): FigureShape => ({ kind: "path", style: "grid", role: "plain", path, label: "" });
  const yTicks = ticksOf(y, 4);
  const xTicks = ticksOf(x, Math.max(2, Math.floor((right - left) / 90)));
  return [
    ...yTicks.map((value) => line(`M${left} ${y.pixel(value)}H${right}`)),
    line(`M${left} ${bottom}H${right}`),
    ...yTicks.map((value) =>
      tick({ x: left - 5, y: round(y.pixel(value) + 3.5), anchor: "end", text: tickText(value, figure.y) }),
    ),
    ...xTicks.map((value) =>
      tick({ x: x.pixel(value), y: bottom + 13, anchor: "middle", text: tickText(value, figure.x) }),
    ),
    { kind: "text", style: "axis", role: "plain", x: right, y: bottom + 26, anchor: "end", text: figure.x.label },
    {
      kind: "text",
      style: "axis",
      role: "plain",
      x: left,
      y: bottom + 26,
      anchor: "start",
      text: `↑ ${figure.y.label}`,
    },
  ];
}

/** Round numbers within the scale, about `count` of them; powers of ten on a logarithmic one that spans two or more. */
export function ticksOf({ from, to, isLog }: Pick<Scale, "from" | "to" | "isLog">, count: number): readonly number[] {
  if (isLog) {
    const powers: number[] = [];
    for (let power = Math.ceil(Math.log10(from) - 1e-9); power <= Math.log10(to) + 1e-9; power++)
      powers.push(Number((10 ** power).toPrecision(12)));
    if (powers.length >= 2) return powers.filter((_, i) => i % Math.ceil(powers.length / (count + 2)) === 0);
  }
  const rough = (to - from) / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * unit >= 0.75 * rough) ?? 10) * unit;
  const first = Math.ceil(from / step - 1e-9);
  const most = Math.floor((to - first * step) / step + 1e-9);
  if (!(most >= 0 && most < 20)) return []; // a range that is smaller than its numbers can tell apart
  return Array.from({ length: most + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function tickText(value: number, { isShare }: FigureAxis): string {
  if (isShare) return `${Number((100 * value).toPrecision(4))} %`;
  const size = Math.abs(value);
  if (size >= 10_000)
    return size >= 1e6 ? `${Number((value / 1e6).toPrecision(4))}M` : `${Number((value / 1e3).toPrecision(4))}k`;
  return size !== 0 && size < 1e-3 ? value.toExponential().replace("e-0", "e-") : String(Number(value.toPrecision(6)));
}

function itemShapes(item: FigureItem, x: Scale, y: Scale, plot: Plot): FigureShape[] {
  const { left, right, top, bottom } = plot;
  const path = (style: Extract<FigureShape, { kind: "path" }>["style"], d: string): FigureShape => ({
    kind: "path",
    style,
    role: "role" in item ? item.role : "plain",
    path: d,
    label: item.label,
  });
  switch (item.kind) {
    case "line": {
      const d = linePath(item.points, x, y);
      return d === "" ? [] : [path("line", d)];
    }
    case "area": {
      const sound = item.points.filter(
        ([at, low, high]) =>
          [at, low, high].every(isDrawable) &&
          Number.isFinite(x.pixel(at)) &&
          Number.isFinite(y.pixel(low)) &&
          Number.isFinite(y.pixel(high)),
      );
      if (sound.length < 2) return [];
      const inside = (value: number): number => y.pixel(Math.min(y.to, Math.max(y.from, value)));
      const upper = thinPath(
        sound.map(([at, , high]) => [x.pixel(at), inside(high)]),
        UNSEEN,
      );
      const lower = thinPath(
        sound.map(([at, low]) => [x.pixel(at), inside(low)]),
        UNSEEN,
      );
      return [path("area", `M${[...upper, ...[...lower].reverse()].map(place).join("L")}Z`)];
    }
    case "point": {
      const px = x.pixel(item.x);
      if (!isDrawable(item.x) || !Number.isFinite(px)) return [];
      if (item.y === null) return [path("cross", cross(px, bottom - 7))];
      if (!isDrawable(item.y)) return [];
      if (item.y < y.from || item.y > y.to)
        return [path("edge", arrow(px, item.y < y.from ? bottom - 6 : top + 6, item.y < y.from))];
      const py = y.pixel(item.y);
      const bar =
        isDrawable(item.error) && item.error > 0
          ? [
              path(
                "bar",
                `M${px} ${y.pixel(Math.max(y.from, item.y - item.error))}V${y.pixel(Math.min(y.to, item.y + item.error))}`,
              ),
            ]
          : [];
      if (item.role === "failed") return [path("cross", cross(px, py))];
      const isRing = item.role === "gated" || item.role === "open";
      return [...bar, path(isRing ? "ring" : "dot", circle(px, py, item.role === "chosen" ? 4.5 : 3.5))];
    }
    case "upright":
      return item.x >= x.from && item.x <= x.to ? [path("upright", `M${x.pixel(item.x)} ${top}V${bottom}`)] : [];
    case "band": {
      const [low, high] = [Math.min(item.from, item.to), Math.max(item.from, item.to)];
      const scale = item.axis === "x" ? x : y;
      if (!(high >= scale.from && low <= scale.to)) return [];
      const [a, b] = [scale.pixel(Math.max(low, scale.from)), scale.pixel(Math.min(high, scale.to))];
      return item.axis === "x"
        ? [path("band", box(a, top, Math.max(1, b - a), bottom - top))]
        : [path("band", box(left, b, right - left, Math.max(1, a - b)))];
    }
    default:
      return unreachable(item);
  }
}

const box = (left: number, top: number, width: number, height: number): string =>
  `M${round(left)} ${round(top)}h${round(width)}v${round(height)}h${round(-width)}Z`;
const cross = (x: number, y: number): string =>
  `M${round(x - 3.5)} ${round(y - 3.5)}l7 7M${round(x - 3.5)} ${round(y + 3.5)}l7 -7`;
/** Points out of the picture. */
const arrow = (x: number, y: number, isDown: boolean): string =>
  `M${round(x - 4)} ${round(isDown ? y - 4 : y + 4)}h8L${x} ${round(isDown ? y + 4 : y - 4)}Z`;
const circle = (x: number, y: number, r: number): string =>
  `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/** Corners that move a line by less than this many pixels are not seen, and would only make reports longer. */
const UNSEEN = 0.5;

/** The pen is lifted at what is no number, leaves the picture, or at what a logarithm has no place for. */
function linePath(points: readonly (readonly [number, number])[], x: Scale, y: Scale): string {
  const strokes: (readonly [number, number])[][] = [];
  let isDown = false;
  for (const [at, value] of points) {
    const isPlaced =
      isDrawable(at) &&
      value >= y.from &&
      value <= y.to &&
      Number.isFinite(x.pixel(at)) &&
      Number.isFinite(y.pixel(value));
    if (isPlaced && !isDown) strokes.push([]);
    if (isPlaced) strokes[strokes.length - 1].push([x.pixel(at), y.pixel(value)]);
    isDown = isPlaced;
  }
  return strokes.map((stroke) => `M${thinPath(stroke, UNSEEN).map(place).join("L")}`).join("");
}

const place = ([x, y]: readonly [number, number]): string => `${x} ${y}`;

/** Words of steps in rows above the plot; what finds no row stands without its word, and says it to who points at it. */
function uprightLabels(items: readonly FigureItem[], x: Scale, { left, right, top }: Plot): FigureShape[] {
  const shapes: FigureShape[] = [];
  const taken: { readonly row: number; readonly from: number; readonly to: number }[] = [];
  const rows = Math.round((top - TOP) / ROW);
  for (const item of items) {
    if (item.kind !== "upright" || !(item.x >= x.from && item.x <= x.to)) continue;
    const width = item.label.length * LETTER;
    const px = x.pixel(item.x);
    const isRight = px + width <= right;
    const from = isRight ? px : Math.max(left, px - width);
    for (let row = 0; row < rows; row++) {
      if (taken.some((other) => other.row === row && from < other.to + 4 && from + width > other.from - 4)) continue;
      taken.push({ row, from, to: from + width });
      shapes.push({
        kind: "text",
        style: "label",
        role: item.role,
        x: isRight ? px : Math.max(px, left + width),
        y: TOP + row * ROW + 9,
        anchor: isRight ? "start" : "end",
        text: item.label,
      });
      break;
    }
  }
  return shapes;
}
