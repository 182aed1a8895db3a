import { describe, expect, it } from "vitest";
import { adviceOn, curvesOf } from "../../../fixtures/cases/load-case.ts";
import type { ConfidenceWord } from "../../core/advice.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";

describe("converged step", () => {
  /**
   * Cases by the time constant τ of the chosen run. ℓ(t) = f + (2.3 − f)·e^(−t/τ) has 1 % of its descent left where e^(−t/τ) = 0.01, at τ·ln 100,
   * whatever f is. Noise of deviation σ (after smoothing) moves the crossing of a tolerance d by τ·σ/d, and the tolerance is at least 3σ: two
   * deviations are less than τ·2/3, and the smoothing reaches 19 of 240 blocks at most.
   */
  const LAWS: readonly [tau: number, cases: readonly number[]][] = [
    [3, [20]],
    [100, [8]],
    [200, [47]],
    [205, [36]],
    [250, [1, 2, 3, 4, 13, 14, 15, 16, 17, 18, 23, 24, 27, 29, 30, 31, 34, 35, 50]],
    [300, [10, 28]],
    [400, [5, 11, 21, 37, 38, 39, 41, 42, 48, 49]],
    [500, [7]],
    [868, [33]],
  ];
  describe.each(LAWS)("for τ = %i", (tau, cases) => {
    it.each(cases)("case %i: τ·ln 100, in an interval that holds it", (id) => {
      const { value, unit, interval } = adviceOn(id, "converged-step");
      const truth = tau * Math.log(100);
      if (value === null || typeof value === "number" || !("convergedStep" in value) || interval === null)
        throw new Error("no converged step");
      const { loss } = curvesOf(id).replicates.members[0];
      const block = unit === "epochs" ? 1 : (loss?.steps[loss.length - 1] ?? 0) / 240;
      expect(unit).toBe(tau === 3 ? "epochs" : "steps");
      expect(Math.abs(value.convergedStep - truth)).toBeLessThan((2 / 3) * tau + 19 * block);
      expect(value.convergedStep).toBeGreaterThanOrEqual(interval[0]);
      expect(value.convergedStep).toBeLessThanOrEqual(interval[1]);
      expect(interval[0] - block).toBeLessThan(truth);
      expect(interval[1] + block).toBeGreaterThan(truth);
    });
  });
  // By the loss alone: half as many steps again, rounded up to two digits.
  it.each([
    1, 2, 3, 8, 10, 13, 16, 20, 23, 24, 27, 28, 29, 30, 31, 33, 35, 36, 41, 42, 47, 48,
  ])("case %i: 1.5 × that, rounded up to two digits", (id) => {
    const { value, verdict } = adviceOn(id, "converged-step");
    if (value === null || typeof value === "number" || !("convergedStep" in value)) throw new Error("no steps");
    const exact = 1.5 * value.convergedStep;
    expect(verdict).toBe("pick");
    expect(value.recommendedSteps).toBeGreaterThanOrEqual(exact);
    expect(value.recommendedSteps - exact).toBeLessThan(10 ** (Math.floor(Math.log10(exact)) - 1));
    expect(Number(value.recommendedSteps.toPrecision(2))).toBe(value.recommendedSteps);
  });
  // τ·ln 100 of more than 2 / 3 of the run cannot be certified: 2,303 of 3,000 in case 7.
  it("case 7: too late to certify, so half as many steps again are run", () => {
    const { verdict, confidence, caps, next } = adviceOn(7, "converged-step");
    expect({ verdict, confidence }).toEqual({ verdict: "insufficient", confidence: "not enough evidence" });
    expect(caps[0]).toMatch(/^converged only at step 2,\d\d\d of 3,000: too late to certify$/);
    expect(next.map(({ hparams, steps }) => [hparams, steps])).toEqual([[{ lr: 0.01 }, 4500]]);
  });
  it.each<[number, ConfidenceWord, readonly string[]]>([
    [1, "clear", []],
    [5, "tentative", ["the dev metric still improves at the end", "the learning rate is not decided"]],
    [8, "clear", []],
    [16, "tentative", ["the learning rate is not decided"]],
    [20, "clear", []],
    [49, "tentative", ["the dev metric still improves at the end", "the learning rate is not decided"]],
  ])("case %i is %s", (id, confidence, caps) =>
    expect(adviceOn(id, "converged-step")).toMatchObject({ confidence, caps }));
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
  describe("where it is a loss", () => {
    const devLossOf = (dev: (step: number) => number) => {
      const series = {
        "train/loss": followLaw(withNoise(decayTo(0.3, 100), 0.01, 1)),
        "dev/loss": followLaw(withNoise(dev, 0.001, 2), { every: 50 }),
      };
      return advise([toRun("a", series, { lr: 0.1 })]).sweeps[0].advice[1];
    };
    it("one that still falls at the end asks for more steps", () => {
      const advice = devLossOf((step) => 0.5 + 1.8 * Math.exp(-step / 100) + 0.1 * (1 - step / 3000));
      expect(advice.value).toMatchObject({ recommendedSteps: 3600 }); // a fifth beyond the end
    });
    it("one that falls by less than seeds differ by does not", () => {
      // over the last fifth 0.02 % of the descent of 1.8
      const advice = devLossOf((step) => 0.5 + 1.8 * Math.exp(-step / 100) + 0.002 * (1 - step / 3000));
      expect(advice.headline).not.toContain("still improves");
      expect(advice.value).toMatchObject({ recommendedSteps: expect.toSatisfy((n: number) => n < 2000) });
    });
    it("one that turns up says nothing: it may be over-confidence", () => {
      const advice = devLossOf((step) => 0.5 + 1.8 * Math.exp(-step / 60) + Math.max(0, step - 300) / 5000);
      expect(advice.headline).toMatch(/converged at step \d+\.$/);
    });
  });
  it("a dev metric that is flat in between changes nothing", () => {
    expect(adviceWith((step) => 0.9 - 0.5 * Math.exp(-step / 100), 250).headline).toMatch(
      /the loss converged at step 1,\d\d\d\.$/,
    );
  });
});
