import { describe, expect, it } from "vitest";
import { adviceOf, lossTo, noisy, run, textOf } from "../runs/odd-sweep-builder.ts";
import { followLaw } from "../runs/run-log-builder.ts";

/** The dev metric of a rate that memorises: up to 80 % at step 600, then down by 3 points in 1,000 steps. */
const turns = (step: number) => (step < 600 ? 0.5 + step / 2000 : 0.8 - (step - 600) / 33_000);
/** 84 % in the end, with what is left falling by a factor e in 1,500 steps: 77.2 % at step 3,000. */
const rises = (step: number) => 0.84 - 0.5 * Math.exp(-step / 1500);
/** The same towards 79 %. */
const stays = (step: number) => rises(step) - 0.05;

const pickOf = (planned: number, high: (step: number) => number, low: (step: number) => number) =>
  adviceOf(
    [
      [0.1, 0.1, high],
      [0.01, 0.4, low],
      [0.001, 1.5, () => 0.5],
    ].map(([lr, floor, dev]) =>
      run(
        Number(lr),
        {
          "train/loss": lossTo(Number(floor), 400),
          "dev/acc": followLaw(noisy(typeof dev === "function" ? dev : () => 0, 0.0005), { every: 100 }),
        },
        { num_steps: planned, n_dev: 10_000 },
      ),
    ),
    "learning-rate",
  );

describe("a rate that was best and has turned down", () => {
  it("gives way to a lower one that is forecast to pass it", () => {
    const advice = pickOf(6000, turns, rises); // 0.84 − 0.5 · e⁻⁴ = 83.1 %, and 80 % was the best
    expect(advice).toMatchObject({ value: 0.01, confidence: "tentative" });
    expect(textOf(advice)).toContain("0.1 was better so far and has turned down since");
    expect(advice?.caps).toContain("it is picked by a forecast: 0.1 was better so far");
  });
  it("not to one that will stay below", () => expect(pickOf(6000, turns, stays)?.value).toBe(0.1));
  it("nor before half of the plan, where forecasts are off by more", () =>
    expect(pickOf(8000, turns, rises)?.value).toBe(0.1));
  it("nor while it has not turned", () =>
    expect(pickOf(6000, (step) => Math.min(0.8, turns(Math.min(step, 600))), rises)?.value).toBe(0.1));
});
