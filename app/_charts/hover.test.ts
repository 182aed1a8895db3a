import { describe, expect, it } from "vitest";
import { PLAIN_OPTIONS } from "../../fixtures/builders/scene.ts";
import type { Curve } from "../../lib/charts/curve.ts";
import { drawCurves } from "../../lib/charts/drawn-curve.ts";
import { composeScene, plotRect, type SceneOptions, toMapping } from "../../lib/charts/scene.ts";
import { describeHits, findHits } from "./hover.ts";

const OPTIONS: SceneOptions = { ...PLAIN_OPTIONS, smoothing: 0.6 };
const WORDS = {
  run: "Run",
  smoothed: "Smoothed",
  value: "Value",
  step: "Step",
  time: "Time",
  relative: "Relative",
  band: "Band",
  count: "Runs",
  more: (count: number) => `${count} more`,
};

/** A level curve of 101 steps, or of as many as said. */
const level = (run: string, value: number, length = 101): Curve => ({
  run,
  steps: Int32Array.from({ length }, (_, i) => i),
  relative: Float32Array.from({ length }, (_, i) => i / 2),
  values: new Float64Array(length).fill(value),
  smoothed: new Float64Array(length).fill(value + 0.001),
  restarts: [],
  startedAt: 1_700_000_000,
  total: length,
});

function hover(curves: readonly Curve[], px: number, py: number, options = OPTIONS) {
  const looks = curves.map((curve) => ({ curve, name: `sweep/${curve.run}`, colour: "red" }));
  const scene = composeScene(drawCurves(looks, options), options);
  return findHits(scene, toMapping(scene, plotRect(468, 234)), px, py); // a plot of 400 × 200 at (54, 10)
}

describe("what lies under the pointer", () => {
  it("is told nearest first", () => {
    const hits = hover([level("low", 0), level("high", 1), level("middle", 0.5)], 254, 15);
    expect(hits.map(({ drawn }) => drawn.name)).toEqual(["sweep/high", "sweep/middle", "sweep/low"]);
    expect(hits.every(({ nearest }) => nearest.index === 50)).toBe(true);
  });

  it("leaves out runs that ended long before", () => {
    expect(hover([level("long", 0), level("short", 1, 20)], 404, 50).map(({ drawn }) => drawn.curve.run)).toEqual([
      "long",
    ]);
  });

  it("is written with the smoothed and the logged value, the step and the times", () => {
    const { headings, rows } = describeHits(hover([level("a", 0.5)], 254, 50), WORDS, "sweep/");
    expect(headings).toEqual(["Run", "Smoothed", "Value", "Step", "Time", "Relative"]);
    expect(rows[0]?.name).toBe("a");
    expect(rows[0]?.cells.slice(0, 3)).toEqual(["0.501", "0.5", "50"]);
    expect(rows[0]?.cells.at(-1)).toBe("25 s");
  });

  it("has no smoothed value where nothing is smoothed", () => {
    const hits = hover([level("a", 0.5)], 254, 50, { ...OPTIONS, smoothing: 0 });
    expect(describeHits(hits, WORDS, "").headings).not.toContain("Smoothed");
  });

  it("is ten rows at most, and says how many more there are", () => {
    const many = Array.from({ length: 14 }, (_, i) => level(`r${i}`, i));
    const { rows, more } = describeHits(hover(many, 254, 50), WORDS, "");
    expect([rows.length, more]).toEqual([10, "4 more"]);
  });
});
