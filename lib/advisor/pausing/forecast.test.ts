import { describe, expect, it } from "vitest";
import { withNoise } from "../runs/run-log-builder.ts";
import { forecast } from "./forecast.ts";

const seen = (law: (t: number) => number, until: number, n = 40) => {
  const steps = Array.from({ length: n }, (_, i) => ((i + 1) * until) / n);
  return { steps, values: steps.map(law) };
};

describe("forecast", () => {
  it.each([
    ["an exponential approach", (t: number) => 0.9 - 0.6 * Math.exp(-t / 600)],
    ["a power law", (t: number) => 0.95 - 0.8 * (t + 50) ** -0.3],
    ["a fast rise to a plateau", (t: number) => 0.8 - 0.5 * Math.exp(-t / 100)],
  ])("of %s at half time comes within a point and a half, or half as far as the last value", (_, law) => {
    const { steps, values } = seen(law, 1500);
    const found = forecast(steps, values, 3000);
    const truth = law(3000);
    expect(Math.abs((found?.value ?? 0) - truth)).toBeLessThan(Math.max(0.015, 0.5 * Math.abs(law(1500) - truth)));
    expect(found?.interval[0]).toBeLessThanOrEqual(truth);
    expect(found?.interval[1]).toBeGreaterThanOrEqual(truth);
  });
  it("of a flat curve stays where it is, give or take a measured width", () => {
    const found = forecast(...pair(seen(() => 0.5, 1000)), 2000);
    expect(found?.value).toBeCloseTo(0.5, 6);
    expect(found?.interval[1]).toBeCloseTo(0.5 + 4 * 0.005, 3);
  });
  it.each([
    [0.2, 0.5 + 12.4 * 0.005],
    [0.8, 0.5 + 1.9 * 0.005],
  ])("and after %s of the way as wide as what is left is long against what was seen", (share, high) => {
    const found = forecast(...pair(seen(() => 0.5, 1000 * share, 100)), 1000);
    expect(Math.abs((found?.interval[1] ?? 0) - high)).toBeLessThan(0.002); // 1.2 + 2.8 · (1 − s) / s half points
  });
  it("of a noisy curve is no surer than its single values are", () => {
    const noisy = seen(
      withNoise(() => 0.5, 0.02, 3),
      800,
      200,
    );
    const found = forecast(...pair(noisy), 1000);
    const half = ((found?.interval[1] ?? 0) - (found?.interval[0] ?? 0)) / 2;
    // 1.9 half points, and 1.645 deviations of 0.02 across them: √(0.0095² + 0.0329²)
    expect(half).toBeGreaterThan(0.022); // a deviation from so few differences is right to a third
    expect(half).toBeLessThan(0.046);
  });
  it("is not made from too little", () => {
    expect(forecast([1, 2, 3, 4], [1, 2, 3, 4], 10)).toBeNull();
    expect(forecast(...pair(seen(() => 0.5, 10)), 1000)).toBeNull();
    expect(forecast([1, 2, 3, 4, 5, 6], Array(6).fill(Number.NaN), 10)).toBeNull();
  });
});

const pair = ({ steps, values }: { steps: number[]; values: number[] }) => [steps, values] as const;
