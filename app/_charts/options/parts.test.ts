import { expect, it } from "vitest";
import type { Curve } from "../../../lib/charts/curve.ts";
import { drawCurves } from "../../../lib/charts/drawn-curve.ts";
import { composeScene, plotRect, type Scene, toMapping } from "../../../lib/charts/scene.ts";
import { drawnIn, isClipped, partOf } from "./parts.ts";

const OPTIONS = {
  x: "step",
  logX: false,
  logY: false,
  smoothing: 0.5,
  ignoreOutliers: false,
  showsEarlier: true,
  zoom: null,
  xLimits: [null, null],
  yLimits: [null, null],
} as const;

/** Curves that fall from 2 to 1 and meet `last` at their end. */
function sceneOf(count: number, last: number): Scene {
  const curves = Array.from({ length: count }, (_, place): Curve => {
    const values = Float32Array.of(2, 1, last);
    return {
      run: String(place),
      steps: Float64Array.of(0, 1, 2),
      relative: Float32Array.of(0, 1, 2),
      values,
      smoothed: values.slice(),
      restarts: [],
      startedAt: 0,
      total: 3,
    };
  });
  const looks = curves.map((curve) => ({ curve, name: curve.run, colour: "red" }));
  return composeScene(drawCurves(looks, OPTIONS), OPTIONS);
}

const partIn = (scene: Scene, id: Parameters<typeof partOf>[0]) =>
  partOf(id, scene.curves[0], scene, toMapping(scene, plotRect(300, 200)));

it("draws raw lines behind few curves, and hairlines alone for many", () => {
  const [few, many] = [sceneOf(2, 0), sceneOf(41, 0)];
  expect(drawnIn("raw", few)).toEqual([0, 1]);
  expect(drawnIn("raw", many)).toEqual([]);
  expect(partIn(few, "line")?.style.lineWidth).toBeGreaterThan(partIn(many, "line")?.style.lineWidth ?? 9);
});

it("has a part for what a curve has, and none else", () => {
  expect(drawnIn("gaps", sceneOf(1, 0))).toEqual([]);
  expect(drawnIn("gaps", sceneOf(1, Number.NaN))).toEqual([0]);
  expect(drawnIn("band", sceneOf(1, 0))).toEqual([]);
  expect(partIn(sceneOf(1, 0), "band")).toBeNull();
});

it("keeps a mark of −∞ whole at the end of the plot, which clips nothing of it", () => {
  expect(isClipped("gaps")).toBe(false);
  const scene = sceneOf(1, Number.NEGATIVE_INFINITY);
  const ends: number[] = [];
  const pen = { moveTo: (_: number, y: number) => ends.push(y), lineTo: (_: number, y: number) => ends.push(y) };
  partIn(scene, "gaps")?.trace(pen);
  const { top, height } = plotRect(300, 200);
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(top);
  expect(Math.max(...ends)).toBeLessThanOrEqual(top + height);
  expect(ends[2]).toBe(Math.max(...ends)); // its tip points down
});
