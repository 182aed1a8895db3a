import { describe, expect, it } from "vitest";
import { adviceOn, curvesOf } from "../../../fixtures/cases/load-case.ts";

describe("decay start", () => {
  it.each([
    { id: 5, shape: "rising", peak: [2900, 3000], start: null, because: "a dip that recovers is no peak" },
    { id: 9, shape: "interior", peak: [900, 1100], start: [800, 1000], because: "dev falls after 1,000" },
    { id: 19, shape: "interior", peak: [500, 1500], start: [500, 1500], because: "six evaluations show it coarsely" },
    { id: 42, shape: "interior", peak: [2800, 3200], start: [2500, 2900], because: "the guide's figure" },
    { id: 48, shape: "interior", peak: [2048, 2048], start: [1536, 2048], because: "log-spaced evaluations serve" },
    { id: 49, shape: "rising", peak: [3000, 3000], start: null, because: "the run was too short" },
  ])("case $id is $shape: $because", ({ id, shape, peak, start }) => {
    const { value, next, interval } = adviceOn(id, "decay-start");
    if (value === null || typeof value === "number" || !("peakStep" in value)) throw new Error("no dev peak");
    expect(value.shape).toBe(shape);
    expect(value.peakStep).toBeGreaterThanOrEqual(peak[0]);
    expect(value.peakStep).toBeLessThanOrEqual(peak[1]);
    if (start === null) expect(value.startStep).toBeNull();
    else {
      expect(value.startStep).toBeGreaterThanOrEqual(start[0]);
      expect(value.startStep).toBeLessThanOrEqual(start[1]);
    }
    expect(interval?.[0]).toBeLessThanOrEqual(value.peakStep);
    expect(interval?.[1]).toBeGreaterThanOrEqual(value.peakStep);
    expect(next.slice(-3).map(({ hparams }) => [hparams.schedule, hparams.lr])).toEqual([
      ["linear", 0.01],
      ["linear", 0.02],
      ["linear", 0.04],
    ]);
  });
  // Where the dev law of each case has its peak, by construction, and the distance between evaluations around it.
  it.each([
    { id: 9, truth: 1000, gap: 100 },
    { id: 19, truth: 1000, gap: 500 },
    { id: 42, truth: 3000, gap: 100 },
    { id: 48, truth: 2048, gap: 1024 },
  ])("case $id: the interval holds the true peak, $truth, and is no narrower than its evaluations", ({
    id,
    truth,
    gap,
  }) => {
    const [from, to] = adviceOn(id, "decay-start").interval ?? [0, 0];
    expect(from).toBeLessThanOrEqual(truth);
    expect(to).toBeGreaterThanOrEqual(truth);
    expect(to - from).toBeGreaterThanOrEqual(gap);
    expect(to - from).toBeLessThanOrEqual(1.5 * truth);
  });
  it.each([9, 42, 48])("case %i: starts at 0.9 × the peak and offers 0.5 ×, at the nearest evaluations", (id) => {
    const { value, alternatives } = adviceOn(id, "decay-start");
    const early = alternatives[0]?.value;
    if (value === null || typeof value === "number" || !("peakStep" in value) || value.startStep === null)
      throw new Error("no start");
    const { dev } = curvesOf(id).replicates.members[0];
    const nearest = (step: number) =>
      Math.min(...Array.from({ length: dev?.length ?? 0 }, (_, i) => Math.abs((dev?.steps[i] ?? 0) - step)));
    expect(Math.abs(value.startStep - 0.9 * value.peakStep)).toBeCloseTo(nearest(0.9 * value.peakStep), 6);
    if (early === undefined || early === null || typeof early === "number" || !("startStep" in early))
      throw new Error("no earlier start");
    expect(Math.abs((early.startStep ?? 0) - 0.5 * value.peakStep)).toBeCloseTo(nearest(0.5 * value.peakStep), 6);
  });
  it.each([14, 34])("case %i rises and levels off: its highest place is one of many, and no peak", (id) => {
    expect(adviceOn(id, "decay-start").value).not.toMatchObject({ shape: "interior" });
  });
  it("is never surer than the evaluations are dense", () => {
    const { interval, evidence } = adviceOn(19, "decay-start");
    expect((interval?.[1] ?? 0) - (interval?.[0] ?? 0)).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(evidence)).toContain("evaluations come every 500 steps");
  });
  it("asks for a dev metric where there is none", () => {
    expect(adviceOn(1, "decay-start")).toMatchObject({ verdict: "insufficient", value: null });
  });
});
