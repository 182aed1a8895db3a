import { describe, expect, it } from "vitest";
import { advise } from "../advise.ts";
import { cleanCurve } from "../runs/curve.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { dropsOf } from "./schedule-drops.ts";

const stairs = (step: number) => 0.1 * 0.5 ** Math.min(3, Math.floor(step / 700));

describe("dropsOf", () => {
  it("finds the steps of a staircase, and none on a slope", () => {
    expect(dropsOf(cleanCurve(followLaw(stairs), "a", "lr"))).toEqual([700, 1400, 2100]);
    expect(
      dropsOf(
        cleanCurve(
          followLaw((step) => 0.1 * (1 - step / 4000)),
          "a",
          "lr",
        ),
      ),
    ).toEqual([]);
  });
});

describe("a staircase beside constant runs", () => {
  /** Down to 1.0 at first; each drop takes off what `gains` say. */
  const loss = (gains: readonly number[]) => (step: number) =>
    gains.reduce(
      (level, gain, k) => level - (step > 700 * (k + 1) ? gain * (1 - Math.exp(-(step - 700 * (k + 1)) / 60)) : 0),
      decayTo(1, 100)(step),
    );
  const textWith = (gains: readonly number[]) => {
    const dev = (best: number, seed: number) =>
      followLaw(
        withNoise((step) => best - 0.4 * Math.exp(-step / 200), 0.001, seed),
        { every: 50 },
      );
    const runs = [0, 1, 2].flatMap((seed) => [
      toRun(
        `a/const${seed}`,
        { "train/loss": followLaw(withNoise(decayTo(1, 100), 0.005, seed + 1)), "dev/acc": dev(0.9, seed + 1) },
        { lr: 0.1, seed, schedule: "constant" },
      ),
      toRun(
        `a/step${seed}`,
        {
          "train/loss": followLaw(withNoise(loss(gains), 0.005, seed + 11)),
          "dev/acc": dev(0.92, seed + 11),
          lr: followLaw(stairs),
        },
        { lr: 0.1, seed, schedule: "step" },
      ),
    ]);
    return JSON.stringify(advise(runs).sweeps[0].advice.find(({ rule }) => rule === "decay-effect")?.evidence);
  };
  it("is too coarse when only the first drop helped", () => {
    expect(textWith([0.3, 0, 0])).toContain("only the first lowered the loss");
  });
  it("is not blamed when later drops helped as well", () => {
    expect(textWith([0.3, 0.2, 0.1])).not.toContain("only the first");
  });
});
