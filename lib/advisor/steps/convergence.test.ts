import { describe, expect, it } from "vitest";
import { cleanCurve } from "../runs/curve.ts";
import { decayTo, followLaw, withNoise } from "../runs/run-log-builder.ts";
import { elasticity, findConvergence } from "./convergence.ts";

const find = (law: (step: number) => number, horizon = 3000, deviation = 0.01) =>
  findConvergence(cleanCurve(followLaw(withNoise(law, deviation, 5), { to: 3000 }), "run", "loss"), horizon);
const sigmoid = (at: number) => (step: number) => 1 - 1 / (1 + Math.exp((at - step) / 30));

describe("findConvergence", () => {
  it.each([100, 250, 400])("finds τ·ln 100 for an exponential of τ = %i", (tau) => {
    expect(find(decayTo(0.3, tau))?.step).toBeCloseTo(tau * Math.log(100), -2.3);
  });
  it("waits for the second descent, and remembers the first rest", () => {
    const found = find((step) => 1 + sigmoid(300)(step) + 0.6 * sigmoid(2000)(step));
    expect(found?.step).toBeGreaterThan(2050);
    expect(found?.step).toBeLessThan(2250);
  });
  it("forgets a spike that recovered, and only that", () => {
    const spiky = (step: number) => decayTo(0.3, 100)(step) + (step >= 2000 && step < 2150 ? 2 : 0);
    const curve = cleanCurve(followLaw(withNoise(spiky, 0.01, 5)), "run", "loss");
    expect(findConvergence(curve, 3000)?.step).toBeGreaterThan(2100);
    expect(findConvergence(curve, 3000, [{ from: 2000, to: 2150, recovered: true }])?.step).toBeLessThan(600);
    expect(findConvergence(curve, 3000, [{ from: 2000, to: 2150, recovered: false }])?.step).toBeGreaterThan(2100);
  });
  it("has nothing to bridge a spike from that lasts to the end", () => {
    const curve = cleanCurve(followLaw(withNoise(decayTo(0.3, 100), 0.01, 5)), "run", "loss");
    const found = findConvergence(curve, 3000, [{ from: 2500, to: 2999, recovered: true }]);
    expect(found).toEqual(findConvergence(curve, 3000));
    expect(found?.tolerance).toBeCloseTo(0.02, 1);
  });
  it("is not led on by noise: a tail six times as noisy moves the answer by less than a quarter", () => {
    const quiet = find(decayTo(0.3, 250), 3000, 0.01)?.step ?? 0;
    const noisy = find(decayTo(0.3, 250), 3000, 0.06)?.step ?? 0;
    expect(Math.abs(noisy / quiet - 1)).toBeLessThan(0.25);
  });
  it("declines what does not fall", () => {
    expect(find(() => 2.3)).toBeNull();
    expect(find((step) => 2.3 + step / 1000)).toBeNull();
    expect(find(decayTo(0.3, 250), -1)).toBeNull();
  });
});

describe("elasticity", () => {
  const of = (law: (step: number) => number) => {
    const whole = find(law);
    return whole === null ? null : elasticity(whole, find(law, 1500));
  };
  it("is near 0 for a plateau, and near 1 for a curve without a scale", () => {
    expect(of(decayTo(0.3, 100))).toBeLessThan(0.3);
    expect(of((step) => 3 * (1 + step / 50) ** -0.35)).toBeGreaterThan(0.7);
  });
  it("is unknown without half an answer", () => {
    const whole = find(decayTo(0.3, 100));
    expect(whole === null ? 0 : elasticity(whole, null)).toBeNull();
  });
});
