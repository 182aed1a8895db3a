/** The advice's marks as shapes on one chart: where they stand, and where their words find room. */

import type { DrawnCurve } from "../../../lib/charts/drawn-curve.ts";
import type { Scene } from "../../../lib/charts/scene.ts";
import { type Mapping, toPixelX, toPixelY } from "../../../lib/charts/trace.ts";
import type { Mark } from "../../../lib/core/advice.ts";
import { interpolate } from "../nearest.ts";

type StepRole = Extract<Mark, { kind: "step" }>["role"];
type PathRole = Extract<Mark, { kind: "schedule" }>["role"];
type RunRole = Extract<Mark, { kind: "run" }>["role"];

/** Shapes in CSS pixels, in the order in which they are painted. */
export type MarkShape =
  | {
      readonly kind: "area";
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
  | { readonly kind: "curve"; readonly drawn: DrawnCurve; readonly role: RunRole }
  | { readonly kind: "upright"; readonly x: number; readonly role: StepRole; readonly mark: Mark }
  | { readonly kind: "dot"; readonly x: number; readonly y: number; readonly colour: string; readonly mark: Mark }
  | { readonly kind: "path"; readonly points: readonly (readonly [x: number, y: number])[]; readonly role: PathRole }
  | {
      readonly kind: "words";
      readonly mark: Mark;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly text: string;
      readonly colour: string | null;
    };

/** How wide a text is in CSS pixels; given from outside because only a canvas knows. */
export type Measure = (text: string) => number;

const ROW = 17;
const GAP = 5;

/**
 * The shapes of `marks` on `scene`. Marks of runs that are not drawn are left out, and steps are carried to another x
 * axis along the chosen run. Words keep out of each other's way by taking the first free row from the top.
 */
export function layoutMarks(
  marks: readonly Mark[],
  scene: Scene,
  mapping: Mapping,
  measure: Measure,
): readonly MarkShape[] {
  const byName = new Map(scene.curves.flatMap((drawn) => drawn.runs.map((run) => [run, drawn] as const)));
  const guide = findGuide(marks, byName) ?? scene.curves[0];
  const toX = stepPlacer(scene, guide);
  const inPlot = (x: number): boolean => x >= mapping.left - 1 && x <= mapping.right + 1;
  const shapes: MarkShape[] = [];
  const words = new Rows(mapping, measure);
  for (const mark of marks) {
    if (mark.kind === "band") {
      const area = mark.axis === "step" ? uprightArea(mark, toX, mapping) : levelArea(mark, mapping);
      if (area === null) continue;
      shapes.push(area);
      words.place(
        mark,
        mark.label,
        mark.axis === "step" ? (area.left + area.right) / 2 : mapping.right,
        null,
        mark.axis === "step" ? null : area.top,
      );
    } else if (mark.kind === "step") {
      const x = toX(mark.step);
      const px = x === null ? Number.NaN : toPixelX(mapping, x);
      if (px > mapping.right) words.place(mark, `${mark.label} →`, mapping.right, null, null); // beyond what was trained so far
      if (!inPlot(px)) continue;
      shapes.push({ kind: "upright", x: px, role: mark.role, mark });
      words.place(mark, mark.label, px, null, null);
    } else if (mark.kind === "schedule") {
      const points = schedulePath(mark, toX, mapping);
      if (points.length < 2) continue;
      shapes.push({ kind: "path", points, role: mark.role });
      const [fromX, fromY] = points.find(([x]) => x >= mapping.left) ?? points[0];
      words.place(mark, mark.label, fromX, null, fromY - ROW - GAP);
    } else {
      const drawn = byName.get(mark.run);
      if (drawn === undefined) continue;
      if (mark.kind === "run") {
        shapes.push({ kind: "curve", drawn, role: mark.role });
        const end = lastPlace(drawn, mapping);
        if (end !== null) words.place(mark, mark.label, mapping.right, drawn.colour, end - ROW);
        continue;
      }
      const x = toX(mark.step);
      const [px, py] = x === null ? [Number.NaN, Number.NaN] : [toPixelX(mapping, x), toPixelY(mapping, mark.value)];
      if (!inPlot(px) || !(py >= mapping.top && py <= mapping.bottom)) continue;
      shapes.push({ kind: "dot", x: px, y: py, colour: drawn.colour, mark });
      words.place(mark, mark.label, px, drawn.colour, py - ROW - GAP);
    }
  }
  return [...shapes.sort((a, b) => depth(a) - depth(b)), ...words.placed];
}

/** Where steps stand on the x axis of `scene`; on another axis than that of steps, where `guide` was at that step. Null: nowhere. */
export const stepPlacer =
  (scene: Scene, guide: DrawnCurve | undefined = scene.curves[0]) =>
  (step: number): number | null => {
    if (scene.x === "step") return scene.logX ? Math.log10(step) : step;
    return guide === undefined ? null : interpolate(guide.curve.steps, guide.line.x, step);
  };

/**
 * The marks that stand on the charts while nobody asks for more: the chosen run, where it converged, how long to train and
 * when to decay. A run and a step have one label each, and bands none: what they mean is read beside the evidence.
 */
export function quietMarks(marks: readonly Mark[]): readonly Mark[] {
  const said = new Set<string>();
  return marks.flatMap((mark): readonly Mark[] => {
    if (mark.kind === "point" || (mark.kind === "band" && mark.axis === "value")) return [];
    if (mark.kind === "band") return [{ ...mark, label: "" }];
    if (mark.kind === "schedule") return mark.role === "proposed" ? [mark] : [];
    if (mark.role === "ghost" || mark.role === "tied" || mark.role === "rejected") return [];
    const key = JSON.stringify([mark.tag, mark.kind === "run" ? mark.run : mark.step]);
    if (said.has(key)) return [];
    said.add(key);
    return [mark];
  });
}

const PAINT: readonly MarkShape["kind"][] = ["area", "curve", "path", "upright", "dot", "words"];
const ROLES: readonly RunRole[] = ["rejected", "tied", "chosen"];

/** What is painted later lies above: the chosen curve over the others. */
const depth = (shape: MarkShape): number =>
  PAINT.indexOf(shape.kind) + (shape.kind === "curve" ? ROLES.indexOf(shape.role) / ROLES.length : 0);

/** The run along which steps are carried to other axes: the chosen one, else any that is marked. */
function findGuide(marks: readonly Mark[], byName: ReadonlyMap<string, DrawnCurve>): DrawnCurve | undefined {
  const named = marks.filter((mark) => mark.kind === "run" || mark.kind === "point");
  const chosen = named.find((mark) => mark.kind === "run" && mark.role === "chosen" && byName.has(mark.run));
  const any = chosen ?? named.find((mark) => byName.has(mark.run));
  return any === undefined ? undefined : byName.get(any.run);
}

type Area = Extract<MarkShape, { kind: "area" }>;
type Band = Extract<Mark, { kind: "band" }>;

function uprightArea({ from, to }: Band, toX: (step: number) => number | null, mapping: Mapping): Area | null {
  const [a, b] = [toX(from), toX(to)];
  if (a === null || b === null) return null;
  const left = Math.max(mapping.left, toPixelX(mapping, a));
  const right = Math.min(mapping.right, Math.max(toPixelX(mapping, b), toPixelX(mapping, a) + 1));
  return left < right ? { kind: "area", left, right, top: mapping.top, bottom: mapping.bottom } : null;
}

/** The schedule's corners in pixels, without those that have no place on the axes. */
function schedulePath(
  { points }: Extract<Mark, { kind: "schedule" }>,
  toX: (step: number) => number | null,
  mapping: Mapping,
): readonly (readonly [number, number])[] {
  return points.flatMap(([step, rate]) => {
    const x = toX(step);
    const y = toPixelY(mapping, rate);
    return x === null || Number.isNaN(y) ? [] : [[toPixelX(mapping, x), y] as const];
  });
}

function levelArea({ from, to }: Band, mapping: Mapping): Area | null {
  const [low, high] = [toPixelY(mapping, from), toPixelY(mapping, to)];
  const bottom = Math.min(mapping.bottom, Number.isNaN(low) ? mapping.bottom : low);
  const top = Math.max(mapping.top, Math.min(high, bottom - 1));
  return top < bottom ? { kind: "area", left: mapping.left, right: mapping.right, top, bottom } : null;
}

/** Height of the curve's last place within the plot. */
function lastPlace({ line }: DrawnCurve, mapping: Mapping): number | null {
  for (let i = line.x.length - 1; i >= 0; i--) {
    const py = toPixelY(mapping, line.y[i]);
    if (!Number.isNaN(py) && toPixelX(mapping, line.x[i]) <= mapping.right + 1) {
      return Math.min(mapping.bottom - 2, Math.max(mapping.top + ROW, py));
    }
  }
  return null;
}

/** Rows of words: whatever would overlap an earlier word goes one row further down. */
class Rows {
  readonly placed: Extract<MarkShape, { kind: "words" }>[] = [];
  readonly #taken: { left: number; right: number; top: number }[] = [];
  readonly #mapping: Mapping;
  readonly #measure: Measure;

  constructor(mapping: Mapping, measure: Measure) {
    this.#mapping = mapping;
    this.#measure = measure;
  }

  /** Right of `px` where there is room, else left of it; from `top` on downwards, or from the top of the plot. */
  place(mark: Mark, text: string, px: number, colour: string | null, top: number | null): void {
    if (text === "" || this.placed.some((other) => other.text === text)) return; // three seeds of one trial need one word
    const { left, right, top: plotTop, bottom } = this.#mapping;
    const width = this.#measure(text) + 2 * GAP;
    const fitsRight = px + GAP + width <= right;
    const x = Math.max(left + 1, fitsRight ? px + GAP : px - GAP - width);
    let y = Math.max(plotTop + 2, top ?? plotTop + 2);
    while (this.#taken.some((other) => x < other.right && x + width > other.left && Math.abs(y - other.top) < ROW))
      y += ROW;
    if (y + ROW > bottom) return; // no room left: the mark stands without its word
    this.#taken.push({ left: x, right: x + width, top: y });
    this.placed.push({ kind: "words", mark, x, y, width, height: ROW, text, colour });
  }
}
