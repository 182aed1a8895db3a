import { describe, expect, it } from "vitest";
import { PLAIN_OPTIONS } from "../../../fixtures/builders/scene.ts";
import type { Curve } from "../../../lib/charts/curve.ts";
import { drawCurves } from "../../../lib/charts/drawn-curve.ts";
import { composeScene, plotRect, type SceneOptions, toMapping } from "../../../lib/charts/scene.ts";
import type { Mark } from "../../../lib/core/advice.ts";
import { layoutMarks, type MarkShape, quietMarks } from "./marks.ts";
import { pointedMark } from "./pointed-mark.ts";

/** 0 … 100 steps, 0.5 s each, from 1 down to 0. */
const curve: Curve = {
  run: "id",
  steps: Int32Array.from({ length: 101 }, (_, i) => i),
  relative: Float32Array.from({ length: 101 }, (_, i) => i / 2),
  values: Float64Array.from({ length: 101 }, (_, i) => 1 - i / 100),
  smoothed: Float64Array.from({ length: 101 }, (_, i) => 1 - i / 100),
  restarts: [],
  startedAt: 0,
  total: 101,
};

function layout(marks: readonly Mark[], change: Partial<SceneOptions> = {}): readonly MarkShape[] {
  const options = { ...PLAIN_OPTIONS, ...change };
  const scene = composeScene(drawCurves([{ curve, name: "run", colour: "red" }], options), options);
  return layoutMarks(marks, scene, toMapping(scene, plotRect(468, 234)), (text) => 6 * text.length); // a plot of 400 × 200
}

const step = (at: number, label = ""): Mark => ({ kind: "step", tag: "t", step: at, label, role: "converged" });
const run = (name: string, label = "lr 0.1"): Mark => ({ kind: "run", tag: "t", run: name, label, role: "chosen" });
const schedule = (role: "proposed" | "alternative"): Mark => ({
  kind: "schedule",
  tag: "t",
  run: "nobody",
  step: 50,
  value: 0.5,
  label: "cooldown",
  role,
  points: [
    [0, 0.5],
    [50, 0.5],
    [100, 0],
  ],
});
const uprights = (shapes: readonly MarkShape[]) =>
  shapes.flatMap((shape) => (shape.kind === "upright" ? [shape.x] : []));
const words = (shapes: readonly MarkShape[]) => shapes.filter((shape) => shape.kind === "words");

describe("marks on a chart", () => {
  it("stand at their step", () => {
    expect(uprights(layout([step(50)]))).toEqual([54 + 200]);
  });

  it("are found by their line and by their word, which alone is meant by a click", () => {
    const shapes = layout([step(50, "converged")]);
    const [word] = words(shapes);
    expect(pointedMark(shapes, 54 + 203, 150)).toEqual({ mark: step(50, "converged"), isWord: false });
    expect(pointedMark(shapes, word.x + 5, word.y + 5)).toEqual({ mark: step(50, "converged"), isWord: true });
    expect(pointedMark(shapes, 54 + 230, 150)).toBeNull();
  });

  it("draw a proposed schedule from corner to corner, whether its run is drawn or not", () => {
    const shapes = layout([schedule("proposed")]);
    const [path] = shapes.filter((shape) => shape.kind === "path");
    expect(path.points.map(([x]) => x)).toEqual([54, 54 + 200, 54 + 400]);
    expect(path.points[0][1]).toBe(path.points[1][1]);
    expect(path.points[2][1]).toBeGreaterThan(path.points[1][1]);
    expect(words(shapes).map(({ text }) => text)).toEqual(["cooldown"]);
  });

  it("show no alternative schedules until somebody asks", () => {
    const marks = [schedule("proposed"), schedule("alternative")];
    expect(quietMarks(marks)).toEqual([schedule("proposed")]);
  });

  it("are carried to another axis along the run that they speak of", () => {
    expect(uprights(layout([run("run"), step(50)], { x: "relative" }))).toEqual([54 + 200]);
  });

  it("beyond what was trained are said at the edge, without a line", () => {
    const shapes = layout([step(150, "150 steps")]);
    expect(uprights(shapes)).toEqual([]);
    expect(words(shapes).map(({ text }) => text)).toEqual(["150 steps →"]);
  });

  it("of runs that are not drawn are left out", () => {
    expect(layout([run("another")])).toEqual([]);
  });

  it("have words that do not cover each other", () => {
    const placed = words(
      layout([step(50, "converged 50"), step(52, "peak 52"), step(55, "start 55"), step(58, "more 58")]),
    );
    expect(placed).toHaveLength(4);
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) expect(Math.abs(a.y - b.y) >= 16 || Math.abs(a.x - b.x) > 70).toBe(true);
    }
  });

  it("say the same thing once", () => {
    expect(words(layout([run("run"), run("run")]))).toHaveLength(1);
  });

  it("fill a band of values between its two levels, cut off at the plot", () => {
    const band: Mark = { kind: "band", tag: "t", axis: "value", from: 0.5, to: 99, label: "" };
    const [area] = layout([band]);
    expect(area?.kind === "area" && area.top).toBe(10);
  });
});

describe("the marks that nobody asked for", () => {
  it("are the answer's, without its doubts and details", () => {
    const details: readonly Mark[] = [
      { ...run("other"), role: "rejected" } as Mark,
      { kind: "point", tag: "t", run: "run", step: 1, value: 1, label: "" },
      { kind: "band", tag: "t", axis: "value", from: 0, to: 1, label: "" },
      { ...step(3), role: "ghost" } as Mark,
    ];
    expect(quietMarks([run("run", "first"), run("run", "again"), step(2), ...details])).toEqual([
      run("run", "first"),
      step(2),
    ]);
  });
});
