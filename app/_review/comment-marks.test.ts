import { expect, it } from "vitest";
import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import { placeComments } from "./comment-marks.ts";

/** A pixel a step, and one a tenth of value, upwards. */
const MAPPING = {
  ...{ xScale: 1, xShift: 0, yScale: -10, yShift: 200, logY: false },
  ...{ left: 0, right: 1000, top: 0, bottom: 200 },
};

const curve = (run: string, ...values: readonly number[]): DrawnCurve => {
  const x = Float64Array.from(values, (_, i) => i * 100);
  const column = Float64Array.from(values);
  return {
    curve: {
      ...{ run, steps: x, relative: Float32Array.from(x), values: column, smoothed: column },
      ...{ restarts: [], startedAt: 0, total: values.length },
    },
    ...{ name: run, runs: [run], part: "", dash: [], colour: run, raw: null, gaps: [], band: null },
    line: { x, y: column, restarts: [] },
  };
};

const CURVES = [curve("low", 2, 2, 3, 4), curve("high", 15, 15, 15, 15)];
const NAMES = new Map([
  ["1", "low"],
  ["2", "high"],
]);
const place = (from: number, to: number, ...runs: readonly string[]) =>
  placeComments([{ from, to, runs, threads: [] }], {
    curves: CURVES,
    mapping: MAPPING,
    toX: (step) => step,
    nameOf: NAMES,
  });

it("a comment on one of two curves stands on that one: 2 to 3 is 180 to 170 pixels from the top", () => {
  const [{ placed }] = place(100, 200, "1");
  expect(placed[0]?.band).toEqual({ left: 100, width: 100, top: 164, height: 22 });
  expect(placed[0]?.dots).toEqual([{ x: 100, y: 180, colour: "low" }]);
});

it("between two points it stands where the line does", () => {
  const [{ placed }] = place(150, 150, "1");
  expect(placed[0]).toMatchObject({ band: null, dots: [{ x: 150, y: 175 }] });
});

it("a comment on all that is drawn stands over the whole height", () => {
  const [{ placed, y }] = place(100, 200, "1", "2");
  expect(placed[0]).toMatchObject({ band: { top: 0, height: 200 }, dots: [] });
  expect(y).toBeGreaterThan(180);
});

it("signs on curves that are far from each other are two, and near each other one", () => {
  const both = [
    { from: 100, to: 100, runs: ["1"], threads: [] },
    { from: 100, to: 100, runs: ["2"], threads: [] },
    { from: 105, to: 105, runs: ["2"], threads: [] },
  ];
  const signs = placeComments(both, { curves: CURVES, mapping: MAPPING, toX: (step) => step, nameOf: NAMES });
  expect(signs.map(({ placed }) => placed.length)).toEqual([1, 2]);
});

it("beside the plot there is none", () => {
  expect(place(1100, 1200, "1")).toEqual([]);
  expect(place(100, 100, "1").length).toBe(1);
});
