import { describe, expect, it } from "vitest";
import { adviceOn } from "../../fixtures/cases/load-case.ts";

describe("decay start", () => {
  it.each([
    { id: 5, shape: "rising", peak: [2900, 3000], start: null, because: "a dip that recovers is no peak" },
    { id: 9, shape: "interior", peak: [700, 1300], start: [630, 1170], because: "dev falls after 1,000" },
    { id: 19, shape: "interior", peak: [500, 1500], start: [500, 1500], because: "six evaluations show it coarsely" },
    { id: 42, shape: "interior", peak: [2700, 3300], start: [2300, 3150], because: "the guide's figure" },
    { id: 48, shape: "interior", peak: [1000, 3100], start: [1000, 3100], because: "log-spaced evaluations serve" },
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
  it("is never surer than the evaluations are dense", () => {
    const { interval, evidence } = adviceOn(19, "decay-start");
    expect((interval?.[1] ?? 0) - (interval?.[0] ?? 0)).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(evidence)).toContain("evaluations come every 500 steps");
  });
  it("asks for a dev metric where there is none", () => {
    expect(adviceOn(1, "decay-start")).toMatchObject({ verdict: "insufficient", value: null });
  });
});
