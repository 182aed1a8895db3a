import { describe, expect, it } from "vitest";
import { toRun } from "../../../lib/advisor/runs/run-log-builder.ts";
import type { SeenRun } from "../replay.ts";
import {
  fastaiMinimum,
  fastaiSlide,
  fastaiSteep,
  fastaiValley,
  fixedDefault,
  leastArea,
  lowestLastLoss,
  lowestSmoothedLoss,
  type RatePicker,
  rawArgmax,
  steepest,
} from "./learning-rate.ts";

/** A run that logs `loss` and `dev` at steps 0, 100, 200, … */
const run = (rate: number, loss: readonly number[], dev: readonly number[] = []): SeenRun => {
  const points = (values: readonly number[]) => values.map((value, i) => ({ step: 100 * i, value }));
  return { rate, until: 100 * (loss.length - 1), loss: points(loss), dev: points(dev), log: toRun(`lr=${rate}`, {}) };
};

describe("on three curves of five points", () => {
  const slow = run(0.01, [5, 4, 3, 2, 1], [0.1, 0.2, 0.3, 0.4, 0.5]);
  const quick = run(0.1, [5, 2, 2, 2, 2], [0.1, 0.5, 0.5, 0.5, 0.5]);
  const wild = run(1, [5, 1.5, 9, 9, Number.NaN], [0.1, 0.6, 0.1, 0.1, 0.1]);
  it.each<[string, RatePicker, number]>([
    ["the last value: 1 against 2, and NaN never wins", lowestLastLoss, 0.01],
    ["the smoothed last value, one in twenty points: the same", lowestSmoothedLoss, 0.01],
    ["the first two points where nothing was logged at 5 %: 4.5, 3.5 and 3.25", steepest, 1],
    ["areas (15, 13, and NaN out): the second", leastArea, 0.1],
    ["the best single evaluation: 0.6", rawArgmax, 1],
    ["a default of 0.1 for SGD", fixedDefault("SGD"), 0.1],
    ["a default of 0.001 for Adam: the nearest", fixedDefault("Adam"), 0.01],
  ])("%s", (_, pick, rate) => expect(pick([slow, quick, wild])?.rate).toBe(rate));
});

/** Losses after 100 steps, rates 1e-5, 1e-4, … */
const sweep = (losses: readonly number[]): SeenRun[] => losses.map((loss, i) => run(10 ** (i - 5), [5, loss]));

describe("fastai's suggestions, from the loss after 100 steps against the rate", () => {
  it("minimum: a tenth of the rate with the least loss", () => {
    expect(fastaiMinimum(sweep([4, 3, 2, 1, 3]))?.rate).toBeCloseTo(1e-3, 12); // least at 1e-2
  });
  it("steep: where the loss falls most to the next rate", () => {
    expect(fastaiSteep(sweep([4, 3.5, 1.5, 1, 3]))?.rate).toBeCloseTo(1e-4, 12); // 3.5 → 1.5
  });
  it("stops at a loss of four times the best: what comes after is not looked at", () => {
    expect(fastaiMinimum(sweep([4, 3, 2, 9, 1]))?.rate).toBeCloseTo(1e-4, 12);
  });
  it("valley: half-way through the middle third of the longest fall", () => {
    // 7 values fall: lengths 1 … 7; the end is at 6, the start at 6 − 7 = −1; thirds of 7/3: −1 + 2 + 1 = 2
    expect(fastaiValley(sweep([8, 7, 6, 5, 4, 3, 2.5]))?.rate).toBeCloseTo(1e-3, 12);
  });
  it("slide: stays at its first place where both ends of the interval are as steep", () => {
    expect(fastaiSlide(sweep([4, 3, 2, 1]))?.rate).toBeCloseTo(1e-5, 12);
  });
});
