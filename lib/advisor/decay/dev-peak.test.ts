import { describe, expect, it } from "vitest";
import { mean } from "../../core/statistics.ts";
import { cleanCurve } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { followLaw, withNoise } from "../runs/run-log-builder.ts";
import type { ScaledRun } from "../runs/run-state.ts";
import { findDevPeak } from "./dev-peak.ts";

const accuracy: Metric = {
  key: "dev/acc",
  tag: "dev/acc",
  goal: "max",
  isBounded: true,
  isExponential: false,
  isLoss: false,
};

const seed = (law: (step: number) => number, noise: number, every = 100, to = 3000): ScaledRun => {
  const dev = cleanCurve(followLaw(withNoise(law, 0.002, noise), { every, to }), "run", "dev/acc");
  const experiment = {
    name: `s${noise}`,
    runs: [],
    state: "finished" as const,
    hparams: {},
    columns: new Map(),
    learningRate: null,
    schedule: { kind: "constant" as const, source: "assumed" as const },
    resumed: null,
    seed: noise,
    batch: null,
    plannedSteps: null,
    countsEpochs: false,
  };
  const replicate = { experiment, loss: null, dev, devLoss: null, unit: "steps" as const, devUnit: "steps" as const };
  return {
    replicate,
    outcome: "ok",
    left: new Float64Array(0),
    last: -1,
    depth: 0,
    area: 0,
    spikes: [],
    isWarm: false,
    ownEnd: false,
  };
};

const tent = (peak: number) => (step: number) => 0.9 - 0.1 * Math.abs(step / peak - 1);

describe("findDevPeak", () => {
  it("places an interior peak within its interval, on the eval grid", () => {
    const found = findDevPeak([seed(tent(1500), 1)], accuracy);
    expect(found).toMatchObject({ shape: "interior", seeds: 1 });
    expect(found?.interval[0]).toBeLessThanOrEqual(1500);
    expect(found?.interval[1]).toBeGreaterThanOrEqual(1500);
    expect((found?.startStep ?? 1) % 100).toBe(0);
  });
  it("calls a curve that levels off a plateau, from where it does", () => {
    const found = findDevPeak([seed((step) => 0.9 - 0.5 * Math.exp(-step / 200), 2)], accuracy);
    expect(found?.shape).toBe("plateau");
    expect(found?.peakStep).toBeGreaterThan(700);
    expect(found?.peakStep).toBeLessThan(2200);
  });
  it("gives no start while the curve rises", () => {
    expect(findDevPeak([seed((step) => 0.5 + step / 10000, 3)], accuracy)).toMatchObject({
      shape: "rising",
      peakStep: 3000,
      startStep: null,
    });
  });
  it("finds the trough of an error rate", () => {
    const found = findDevPeak([seed((step) => 1 - tent(1500)(step), 4)], { ...accuracy, goal: "min" });
    expect(found?.shape).toBe("interior");
    expect(found?.best).toBeCloseTo(0.1, 1);
  });
  it("averages seeds at the steps that they share", () => {
    const found = findDevPeak([seed(tent(1500), 5), seed(tent(1500), 6, 50), seed(tent(1500), 7)], accuracy);
    expect(found).toMatchObject({ seeds: 3, evals: 31 });
  });
  it("takes parts of epochs for what they are where evaluations are many", () => {
    const found = findDevPeak([seed(tent(1.5), 10, 0.01, 3)], accuracy);
    expect(found?.shape).toBe("interior");
    expect(found?.peakStep).toBeCloseTo(1.5, 0);
    expect(found?.best).toBeCloseTo(0.9, 1);
  });
  it("is never surer than the evaluations are dense", () => {
    const found = findDevPeak([seed(tent(1500), 8, 500)], accuracy);
    expect((found?.interval[1] ?? 0) - (found?.interval[0] ?? 0)).toBeGreaterThanOrEqual(500);
  });
  it("declines with fewer than 6 evaluations", () =>
    expect(findDevPeak([seed(tent(1500), 9, 700)], accuracy)).toBeNull());
});

it("what a noisy curve is worth stands less than half as far above the truth as its best, and a sharp peak is worth itself", () => {
  const flat = Array.from({ length: 40 }, (_, i) => findDevPeak([seed(() => 0.9, i + 1)], accuracy));
  const above = (of: "best" | "level") => mean(flat.map((peak) => (peak?.[of] ?? Number.NaN) - 0.9));
  expect(above("best")).toBeGreaterThan(0);
  expect(above("level")).toBeLessThan(above("best") / 2);
  const sharp = findDevPeak([seed((step) => 0.9 - Math.abs(step - 1500) / 1e4, 1)], accuracy);
  expect(sharp?.level).toBe(sharp?.best);
});
