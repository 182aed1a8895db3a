import { describe, expect, it } from "vitest";
import type { Hparams } from "../../core/series.ts";
import { seededChance } from "../chance.ts";
import { inLanguage } from "../language.ts";
import { toExperiments } from "../runs/experiment.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { toSweep } from "../runs/sweep.ts";
import { toSweepCurves } from "../runs/sweep-curves.ts";
import { findImportance } from "./importance.ts";

/** Sixteen runs over lr × dropout whose dev value follows `best`. */
function importanceOf(
  best: (lr: number, other: number) => number,
  others: (i: number) => Hparams = (i) => ({ width: 64 * (1 + (i >> 2)) }),
) {
  const rates = [0.3, 0.1, 0.03, 0.01];
  const runs = Array.from({ length: 16 }, (_, i) => {
    const lr = rates[i % 4];
    const hparams = { lr, ...others(i) };
    const top = best(Math.log10(lr), i >> 2);
    return toRun(
      `r${i}`,
      {
        "train/loss": followLaw(withNoise(decayTo(0.3, 300), 0.01, i)),
        "dev/acc": followLaw(
          withNoise((step) => top - 0.3 * Math.exp(-step / 300), 0.001, i + 50),
          { every: 100 },
        ),
      },
      hparams,
    );
  });
  const curves = toSweepCurves(toSweep("s", toExperiments(runs)), {});
  return inLanguage(findImportance(curves, seededChance(1)), "en");
}

describe("what mattered", () => {
  it("is nothing with fewer than 12 comparable runs, or one setting", () => {
    expect(
      importanceOf(
        () => 0.8,
        () => ({}),
      ),
    ).toBeNull();
  });
  it("is the same for the same seed", () => {
    expect(importanceOf((lr) => 0.8 + 0.05 * lr)).toEqual(importanceOf((lr) => 0.8 + 0.05 * lr));
  });
});

describe("over batch sizes", () => {
  const batches = (i: number) => ({ batch_size: 32 * 2 ** (i >> 2) });
  it("finds the setting that explains the order", () => {
    const found = importanceOf((lr) => 0.8 + 0.05 * lr, batches);
    if (found === null) throw new Error("nothing found");
    expect(found.settings[0]).toMatchObject({ setting: "lr", chance: expect.closeTo(1 / 501, 6) });
    expect(found.settings[0].share).toBeGreaterThan(0.9);
    expect(found.settings[1].chance).toBeGreaterThan(0.05);
    expect(found.headline).toMatch(/^lr \(\d+\.\d %\) explains the order of 16 runs\.$/);
  });
  it("says what leaving the best settings costs, with the noise beside it", () => {
    // Half a decade of the learning rate is 0.05 × log10(3) = 2.4 points; 0.4 points are assumed of each run, and 2 × 0.4 × √2 = 1.1.
    const found = importanceOf((lr) => 0.8 + 0.05 * lr, batches);
    expect(found?.notes.join(" ")).toMatch(/lr around 0\.3: 0\.1 costs 2\.\d ± 1\.1 points\./);
    expect(found?.topHalf).toBeNull();
  });
  it("says that two settings depend on each other, where seeds show that it is not the noise", () => {
    const twice = (i: number) => ({ batch_size: i < 8 ? 32 : 64, seed: (i >> 2) % 2 });
    const crossed = importanceOf((lr, other) => 0.8 + (other < 2 ? 0.05 : -0.05) * (lr + 1.25), twice);
    expect(crossed?.pairs[0]).toMatchObject({ chance: expect.toSatisfy((p: number) => p < 0.05) });
    expect(crossed?.notes[0]).toMatch(/^(lr and batch_size|batch_size and lr) depend on each other/);
    const plain = importanceOf((lr, other) => 0.8 + 0.05 * lr + (other < 2 ? 0.1 : 0), twice);
    expect(plain?.pairs[0].share).toBeLessThan(0.05);
    expect(plain?.notes.join(" ")).not.toContain("depend on each other");
  });
  it("says that two settings moved together", () => {
    const found = importanceOf(
      (lr) => 0.8 + 0.05 * lr,
      (i) => ({ batch_size: 32 * 2 ** (i % 4) }),
    );
    expect(found?.settings[0].movedWith).not.toBeNull();
    expect(found?.headline).toContain("cannot be told apart");
  });
});

describe("from 30 runs on", () => {
  /** 48 runs at random places: the learning rate rules, and where it is good, dropout does. */
  const scattered = () => {
    const chance = seededChance(3);
    const runs = Array.from({ length: 48 }, (_, i) => {
      const [decades, dropout] = [-4 + 4 * chance(), Math.round(5 * chance()) / 10];
      const top = 0.9 - 0.1 * Math.abs(decades + 2) - 0.05 * dropout;
      const dev = (step: number) => top - 0.3 * Math.exp(-step / 300);
      const series = { "dev/acc": followLaw(dev, { every: 100 }), "train/loss": followLaw(decayTo(0.3, 300)) };
      return toRun(`r${i}`, series, { lr: 10 ** decades, dropout });
    });
    return inLanguage(findImportance(toSweepCurves(toSweep("s", toExperiments(runs)), {}), seededChance(1)), "en");
  };
  it("a forest says how much each setting explains, near the best too", () => {
    const found = scattered();
    expect(found?.settings[0]).toMatchObject({ setting: "lr", movedWith: null });
    expect(found?.settings[0].share).toBeGreaterThan(0.6);
    expect(found?.notes.join(" ")).toContain("64 trees over the whole range of each setting");
    expect(found?.topHalf?.runs).toBe(24);
  });
  it("the same every time", () => expect(scattered()).toEqual(scattered()));
});
