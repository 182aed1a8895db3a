import { describe, expect, it } from "vitest";
import { PLAIN_OPTIONS } from "../../fixtures/builders/scene.ts";
import type { Curve } from "../../lib/charts/curve.ts";
import { type CurveLooks, drawCurves } from "../../lib/charts/drawn-curve.ts";
import { composeScene, type Scene, type SceneOptions } from "../../lib/charts/scene.ts";
import { grownCurves } from "./growth.ts";

const OPTIONS: SceneOptions = { ...PLAIN_OPTIONS, yLimits: [0, 100] };

/** A run of `length` points, 0 … length − 1. */
const curve = (run: string, length: number): Curve => ({
  run,
  steps: Float64Array.from({ length }, (_, i) => i),
  relative: Float32Array.from({ length }, (_, i) => i),
  values: Float32Array.from({ length }, (_, i) => i),
  smoothed: Float32Array.from({ length }, (_, i) => i),
  restarts: [],
  startedAt: 0,
  total: length,
});

const looks = (...curves: readonly Curve[]): CurveLooks[] =>
  curves.map((one) => ({ curve: one, name: one.run, colour: "red" }));

/** What a card shows after `next`, having shown `before`. */
const next = (before: Scene | null, curves: readonly CurveLooks[], options = OPTIONS): Scene =>
  composeScene(drawCurves(curves, options, before?.curves), options, before);

const LONG = ["a", "b", "c", "d"].map((run) => curve(run, 101));

describe("a run among others that grows", () => {
  const first = next(null, looks(curve("x", 100), ...LONG));

  it("is all that is drawn while the axes stand", () => {
    const second = next(first, looks(curve("x", 101), ...LONG));
    expect(grownCurves(first, second)?.map(({ curve: { run, total } }) => [run, total])).toEqual([["x", 101]]);
  });

  it("has room on the axis for a fiftieth more once it has outgrown the others", () => {
    expect(first.xDomain).toEqual([0, 100]);
    const second = next(first, looks(curve("x", 102), ...LONG));
    expect(second.xDomain).toEqual([0, 101 + 0.02 * 101]);
    expect(grownCurves(first, second)).toBeNull();
    const third = next(second, looks(curve("x", 104), ...LONG));
    expect(third.xDomain).toEqual(second.xDomain);
    expect(grownCurves(second, third)).toHaveLength(1);
  });

  it("is drawn with the others when a colour, the zoom, the selection or most curves change", () => {
    const painted = looks(curve("x", 101), ...LONG).map((one) => ({ ...one, colour: "blue" }));
    expect(grownCurves(first, next(first, painted))).toBeNull();
    const zoomed = { ...OPTIONS, zoom: { x: [0, 50] as const, y: null } };
    expect(grownCurves(first, next(first, looks(curve("x", 101), ...LONG), zoomed))).toBeNull();
    expect(grownCurves(first, next(first, looks(...LONG)))).toBeNull();
    const most = looks(curve("x", 101), ...LONG.map(({ run }) => curve(run, 102)));
    expect(grownCurves(first, next(first, most))).toBeNull();
  });

  it("that went back is drawn with the others: what it did again must fade", () => {
    const again: Curve = { ...curve("x", 101), restarts: [90] };
    expect(grownCurves(first, next(first, looks(again, ...LONG)))).toBeNull();
  });
});

describe("the axis", () => {
  it("ends with the curves when they are others than before", () => {
    const growing = next(next(null, looks(curve("x", 100))), looks(curve("x", 101)));
    expect(growing.xDomain[1]).toBeGreaterThan(100);
    expect(next(growing, looks(curve("y", 101))).xDomain).toEqual([0, 100]);
  });
});
