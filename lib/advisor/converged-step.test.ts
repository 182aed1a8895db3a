import { describe, expect, it } from "vitest";
import { adviceOn } from "../../fixtures/cases/load-case.ts";
import { advise } from "./advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "./run-log-builder.ts";

describe("converged step", () => {
  // The exponential laws reach 1 % of their descent at τ·ln 100: 1,151 for τ = 250, 461 for 100, 3,997 for 868.
  it.each([
    { id: 1, tau: 250 },
    { id: 2, tau: 250 },
    { id: 8, tau: 100 },
    { id: 13, tau: 250 },
    { id: 33, tau: 868 },
  ])("case $id: near τ·ln 100 for τ = $tau", ({ id, tau }) => {
    const { value, verdict, unit, interval } = adviceOn(id, "converged-step");
    const truth = tau * Math.log(100);
    expect(verdict).toBe("pick");
    expect(unit).toBe("steps");
    if (value === null || typeof value === "number" || !("convergedStep" in value))
      throw new Error("no converged step");
    expect(Math.abs(value.convergedStep / truth - 1)).toBeLessThan(0.2);
    expect(value.recommendedSteps).toBeGreaterThanOrEqual(1.5 * value.convergedStep);
    expect(value.recommendedSteps).toBeLessThan(1.5 * value.convergedStep * 1.1);
    expect(Number(value.recommendedSteps.toPrecision(2))).toBe(value.recommendedSteps);
    expect(interval?.[0]).toBeLessThan(value.convergedStep);
    expect(interval?.[1]).toBeGreaterThan(value.convergedStep);
  });
  it("finds the guide's figure: converged near 4K, so 6K or a little more", () => {
    const { value, confidence } = adviceOn(33, "converged-step");
    expect(value).toMatchObject({ recommendedSteps: expect.toSatisfy((n: number) => n >= 5500 && n <= 6600) });
    expect(confidence).toBe("clear");
  });
  it("does not certify a power law, and asks for a longer run", () => {
    const { verdict, next, headline } = adviceOn(32, "converged-step");
    expect(verdict).toBe("insufficient");
    expect(headline).toMatch(/^Not converged/);
    expect(next[0].steps).toBe(4500);
  });
  it("counts epochs where epochs are logged", () => {
    const { unit, value, next } = adviceOn(20, "converged-step");
    expect(unit).toBe("epochs");
    expect(value).toMatchObject({ convergedStep: expect.toSatisfy((t: number) => t > 10 && t <= 16) });
    expect(next).toEqual([]);
  });
  it("goes beyond the end while the dev metric still rises", () => {
    expect(adviceOn(49, "converged-step")).toMatchObject({
      value: { recommendedSteps: 3600 },
      confidence: "tentative",
    });
  });
  it.each([12])("says nothing under a schedule (case %i)", (id) =>
    expect(adviceOn(id, "converged-step").verdict).toBe("none"));
  it.each([25, 26])("waits for a rate that learns (case %i)", (id) => {
    expect(adviceOn(id, "converged-step")).toMatchObject({
      verdict: "insufficient",
      next: adviceOn(id, "learning-rate").next,
    });
  });
});

describe("the dev metric's say in the number of steps", () => {
  const adviceWith = (dev: (step: number) => number, tau: number) => {
    const series = {
      "train/loss": followLaw(withNoise(decayTo(0.3, tau), 0.01, 1)),
      "dev/acc": followLaw(withNoise(dev, 0.001, 2), { every: 50 }),
    };
    return advise([toRun("a", series, { lr: 0.1 })]).sweeps[0].advice[1];
  };
  it("a dev metric that turns while the loss still falls ends the training at 1.5 × the turn", () => {
    const advice = adviceWith((step) => 0.9 - 0.1 * Math.abs(step / 800 - 1), 900);
    expect(advice.headline).toMatch(/^Train for 1,\d00 steps at most/);
    expect(advice.verdict).toBe("pick");
  });
  it("a dev metric that gets best after the loss has converged is followed", () => {
    const advice = adviceWith((step) => (step < 2000 ? 0.7 + step / 10000 : 0.9), 100);
    expect(advice.headline).toContain("got best only later");
    expect(advice.value).toMatchObject({ recommendedSteps: expect.toSatisfy((n: number) => n >= 2000 && n <= 3000) });
  });
  it("a dev metric that is flat in between changes nothing", () => {
    expect(adviceWith((step) => 0.9 - 0.5 * Math.exp(-step / 100), 250).headline).toMatch(
      /the loss converged at step 1,\d\d\d\.$/,
    );
  });
});
