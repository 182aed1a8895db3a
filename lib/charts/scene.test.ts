import { describe, expect, it } from "vitest";
import type { Curve } from "./curve.ts";
import { drawCurves } from "./drawn-curve.ts";

/** Steps 0 to 3, then 2 and 3 again. */
const CURVE: Curve = {
  run: "a",
  steps: Float64Array.of(0, 1, 2, 3, 2, 3),
  relative: Float32Array.of(0, 1, 2, 3, 4, 5),
  values: Float32Array.of(9, 8, 7, Number.NaN, 5, 4),
  smoothed: Float32Array.of(9, 8.5, 8, Number.NaN, 5, 4.5),
  restarts: [4],
  startedAt: 0,
  total: 6,
};
const drawn = (smoothing: number, showsEarlier: boolean) =>
  drawCurves([{ curve: CURVE, name: "a", colour: "red" }], { x: "step", logX: false, smoothing, showsEarlier })[0];

describe("a run that went back", () => {
  it.each([
    { smoothing: 0, line: [9, 8, 5, 4] },
    { smoothing: 0.5, line: [9, 8.5, 5, 4.5] },
  ])("is one curve, smoothed by $smoothing, with everything that was logged behind it", ({ smoothing, line }) => {
    const { line: shown, raw, gaps } = drawn(smoothing, true);
    expect([...shown.y]).toEqual(line);
    expect([...(raw?.y ?? [])]).toEqual([9, 8, 7, Number.NaN, 5, 4]);
    expect(gaps).toHaveLength(1);
  });

  it("leaves the earlier attempt out when nobody wants it: its points, and its gaps", () => {
    expect(drawn(0, false)).toMatchObject({ raw: null, gaps: [] });
    expect([...(drawn(0.5, false).raw?.y ?? [])]).toEqual([9, 8, 5, 4]);
  });
});
