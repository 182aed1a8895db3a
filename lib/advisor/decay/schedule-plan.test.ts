import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cooldown,
  exponentialByPeak,
  exponentialFamily,
  lazyLinear,
  perStep,
  pointsOf,
  rateAt,
} from "./schedule-plan.ts";

describe("a line to zero", () => {
  it("is the guide's example: 0.01 over 5,000 steps loses 2e-6 a step and has 0.004 left at 3,000 (case 43)", () => {
    const plan = lazyLinear(0.01, 5000, 100);
    expect(perStep(plan)).toBeCloseTo(2e-6, 15);
    expect(rateAt(plan, 3000)).toBeCloseTo(0.004, 12);
    expect(rateAt(plan, 3099)).toBe(rateAt(plan, 3000));
    expect(rateAt(plan, 5000)).toBe(0);
    expect(rateAt(plan, 9999)).toBe(0);
  });
  it("keeps at most half of the rate from the middle on, and never rises", () => {
    const rates = fc.double({ min: 1e-6, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 20, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rate, n, share) => {
          const plan = lazyLinear(rate, n);
          const step = Math.floor(share * n);
          expect(rateAt(plan, step + 1)).toBeLessThanOrEqual(rateAt(plan, step));
          if (step >= n / 2 + plan.every) expect(rateAt(plan, step)).toBeLessThanOrEqual(rate / 2);
        },
      ),
      { seed: 1 },
    );
  });
});

describe("a cooldown", () => {
  it("is constant to its start and zero at its end", () => {
    const plan = cooldown(0.1, 2700, 6000);
    expect([0, 2700, 4350, 6000].map((step) => Number(rateAt(plan, step).toFixed(4)))).toEqual([0.1, 0.1, 0.0515, 0]);
    expect(pointsOf(plan)).toEqual([
      [0, 0.1],
      [2700, 0.1],
      [6000, 0],
    ]);
  });
});

describe("exponential decay that halves by the peak", () => {
  const guide = { startStep: 2700, peakStep: 3000, steps: 6000 };
  it.each([
    { every: 100, factor: 0.7937, drops: 3 },
    { every: 300, factor: 0.5, drops: 1 },
  ])("every $every needs a factor of $factor at most (case 44)", ({ every, factor, drops }) => {
    const found = exponentialByPeak(0.01, { ...guide, every });
    expect(found?.drops).toBe(drops);
    expect(found?.plan.factor).toBeCloseTo(factor, 4);
    expect(rateAt(found?.plan ?? lazyLinear(1, 1), 3000)).toBeCloseTo(0.005, 9);
  });
  it("every 500 is infeasible between 2,700 and 3,000", () => {
    expect(exponentialByPeak(0.01, { ...guide, every: 500 })).toBeNull();
  });
  it("has 1 % left at 4,693, so that the guide's two bounds exclude each other", () => {
    const found = exponentialByPeak(0.01, { ...guide, every: 100 });
    expect(found?.usefulEnd).toBeCloseTo(4693, 0);
    expect(found?.lastsToTheEnd).toBe(false);
    expect(found?.plan.endStep).toBe(4694);
  });
  it("comes as a family of starts at 0.9, 0.7 and 0.5 of the peak, all at half the rate there", () => {
    const family = exponentialFamily(0.01, 3000, 6000);
    expect(family.map(({ plan, halfLife }) => [plan.startStep, halfLife])).toEqual([
      [2700, 300],
      [2100, 900],
      [1500, 1500],
    ]);
    for (const { plan } of family) expect(rateAt(plan, 3000)).toBeCloseTo(0.005, 9);
    expect(family.map(({ lastsToTheEnd }) => lastsToTheEnd)).toEqual([false, true, true]);
  });
  it("draws stairs where they can be told apart", () => {
    const [steep] = exponentialFamily(0.01, 3000, 6000);
    const points = pointsOf(steep.plan);
    expect(points.slice(0, 4)).toEqual([
      [0, 0.01],
      [2700, 0.01],
      [2800, 0.01],
      [2800, expect.closeTo(0.00794, 5)],
    ]);
    const steps = points.map(([step]) => step);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });
});
