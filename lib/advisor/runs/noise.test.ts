import { describe, expect, it } from "vitest";
import type { Series } from "../../core/series.ts";
import { differenceError, pooledDeviation, seedsNeeded } from "./noise.ts";
import { adviceOf, noisy, run } from "./odd-sweep-builder.ts";
import { decayTo, followLaw } from "./run-log-builder.ts";

describe("pooledDeviation", () => {
  it("pools squares over groups and counts its freedom", () => {
    const pooled = pooledDeviation([[1, 3], [10, 12, 14], [7]]);
    expect(pooled?.freedom).toBe(3);
    expect(pooled?.deviation).toBeCloseTo(Math.sqrt((2 + 8) / 3), 12);
  });
  it("says nothing of single seeds, of one pair, or without spread", () => {
    expect(pooledDeviation([[1], [2], [3]])).toBeNull();
    expect(pooledDeviation([[1, 2]])).toBeNull();
    expect(pooledDeviation([[2, 2, 2]])).toBeNull();
  });
});

describe("differenceError", () => {
  it("is √2 deviations between single runs and shrinks with seeds", () => {
    expect(differenceError(0.5, 1, 1)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(differenceError(0.6, 3, 3)).toBeCloseTo(0.6 * Math.sqrt(2 / 3), 12);
  });
});

it.each([
  [0.003, 0.003, 16], // 2 · 2.8² = 15.7
  [0.003, -0.006, 4],
  [0.003, 0, null],
  [0.3, 1e-6, null],
])("a deviation of %f shows a difference of %f with %j seeds of each", (deviation, difference, seeds) =>
  expect(seedsNeeded(deviation, difference)).toBe(seeds));

describe("the noise of a dev loss, where no seeds tell", () => {
  const losses = (dev: number, train: number): Record<string, Series> => ({
    "train/loss": followLaw(noisy(decayTo(train, 300, 4))),
    "dev/loss": followLaw(noisy(decayTo(dev, 300, 4), 0.001), { every: 100 }),
  });
  const rates = [
    run(0.1, losses(0.6, 0.5)),
    run(0.01, losses(0.7, 0.6)),
    run(0.001, losses(0.9, 0.8)),
    run(0.0001, losses(1.5, 1.4)),
  ];

  it("is not a share of what one bad rate did: the others stay as different as they are", () => {
    const bad = run(1, { ...losses(0.6, 0.5), "dev/loss": followLaw((step) => 4 + 100 * step, { every: 100 }) });
    // by the range, 300,000, a deviation of 1,500 would make all rates one
    const advice = adviceOf([...rates, bad], "learning-rate");
    expect(advice).toMatchObject({ verdict: "pick", value: 0.1 });
    expect(advice?.alternatives).toEqual([]);
  });
  it("moves a pick down only within the least that was measured, though more may be noise", () => {
    // Best 0.6 and 0.61, worst 3.2, untrained 4: with steps left, half a percent of the range is 0.013, two thousandths of the descent are 0.007.
    const early = [
      run(0.1, losses(0.6, 0.5)),
      run(0.05, losses(0.61, 0.51)),
      run(0.01, losses(0.7, 0.6)),
      run(0.0001, losses(3.2, 3.1)),
    ];
    const planned = early.map((one) => ({ ...one, hparams: { ...one.hparams, num_steps: 9000 } }));
    const advice = adviceOf(planned, "learning-rate");
    expect(advice).toMatchObject({ verdict: "tie", value: 0.1 });
    expect(advice?.alternatives.map(({ value }) => value)).toEqual([0.05]);
  });
});
