import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figure, FigureItem } from "./figure.ts";
import { drawFigure, ticksOf } from "./figure-drawing.ts";

const AXIS = { label: "x", isLog: false, isShare: false, range: null };
const figure = (items: readonly FigureItem[], isLog = false): Figure => ({
  kind: "rates",
  text: "a figure",
  x: { ...AXIS, isLog },
  y: AXIS,
  items,
});
const point = (x: number, y: number | null, role: "plain" | "failed" | "gated" = "plain"): FigureItem => ({
  kind: "point",
  role,
  label: "one",
  x,
  y,
  error: 0,
});

describe("a drawn figure", () => {
  it("has no place that is no number, whatever it is given", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY));
    const item = fc.oneof(
      fc
        .record({ x: number, y: fc.option(number), error: number })
        .map(({ x, y, error }): FigureItem => ({ kind: "point", role: "plain", label: "p", x, y, error })),
      fc
        .array(fc.tuple(number, number))
        .map((points): FigureItem => ({ kind: "line", role: "chosen", label: "l", points })),
      fc
        .array(fc.tuple(number, number, number))
        .map((points): FigureItem => ({ kind: "area", role: "plain", label: "a", points })),
      number.map((x): FigureItem => ({ kind: "upright", role: "ghost", label: "u", x })),
      fc.tuple(number, number).map(([from, to]): FigureItem => ({ kind: "band", axis: "y", label: "b", from, to })),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), fc.boolean(), (items, isLog) => {
        for (const shape of drawFigure(figure(items, isLog), 400, 200))
          expect(JSON.stringify(shape)).not.toMatch(/NaN|Infinity|null/);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("places powers of ten at even distances on a logarithmic axis", () => {
    const dots = drawFigure(figure([point(0.001, 1), point(0.01, 1), point(0.1, 1)], true), 400, 200).flatMap(
      (shape) => (shape.kind === "path" && shape.style === "dot" ? [Number(/^M([\d.]+)/.exec(shape.path)?.[1])] : []),
    );
    expect(dots[1] - dots[0]).toBeCloseTo(dots[2] - dots[1], 0);
  });

  it("crosses what failed, rings what could not be chosen, and puts what has no value below the rest", () => {
    const styles = drawFigure(figure([point(1, null, "failed"), point(2, 1, "gated"), point(3, 2)]), 400, 200).flatMap(
      (shape) => (shape.kind === "path" && shape.style !== "grid" ? [shape.style] : []),
    );
    expect(styles).toEqual(["cross", "ring", "dot"]);
  });

  it("lifts the pen where a line leaves the picture that was asked for", () => {
    const line: FigureItem = {
      kind: "line",
      role: "plain",
      label: "l",
      points: [
        [0, 9],
        [1, 1],
        [2, 2],
        [3, 9],
      ],
    };
    const shapes = drawFigure({ ...figure([line]), y: { ...AXIS, range: [0, 3] } }, 400, 200);
    const path = shapes
      .flatMap((shape) => (shape.kind === "path" && shape.style === "line" ? [shape.path] : []))
      .join();
    expect(path.match(/[ML]/g)).toEqual(["M", "L"]); // from the second point to the third
  });

  it("says of every mark what it is", () => {
    const items = [point(1, 1), { kind: "upright", role: "ghost", label: "half", x: 1 } as const];
    const marks = drawFigure(figure(items), 400, 200).filter(
      (shape) => shape.kind === "path" && shape.style !== "grid",
    );
    expect(marks.map((shape) => (shape.kind === "path" ? shape.label : ""))).toEqual(["one", "half"]);
  });
});

it.each([
  [{ from: 0, to: 1, isLog: false }, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [{ from: 0, to: 3000, isLog: false }, [0, 1000, 2000, 3000]],
  [{ from: 0.001, to: 1, isLog: true }, [0.001, 0.01, 0.1, 1]],
])("the ticks of %j are %j", (scale, ticks) => {
  expect(ticksOf(scale, 4)).toEqual(ticks);
});
