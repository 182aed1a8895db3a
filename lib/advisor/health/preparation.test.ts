import { describe, expect, it } from "vitest";
import type { Hparams } from "../../core/series.ts";
import { advise } from "../advise.ts";
import { decayTo, followLaw, toRun, withNoise } from "../runs/run-log-builder.ts";
import { leastDifference, smallestBatch } from "./preparation-checks.ts";

const run = (name: string, hparams: Hparams, every = 10, start = 2.3) =>
  toRun(
    name,
    {
      "train/loss": followLaw(withNoise(decayTo(0.3, 300, start), 0.01, 1), { every }),
      "dev/acc": followLaw(
        withNoise((step) => 0.9 - 0.4 * Math.exp(-step / 300), 0.001, 2),
        { every: 100 },
      ),
    },
    { lr: 0.1, ...hparams },
  );
const findingsOf = (hparams: Hparams, every = 10, start = 2.3) => {
  const advice = advise([run("a", hparams, every, start)]).sweeps[0].advice.find(({ rule }) => rule === "preparation");
  const value = advice?.value;
  return typeof value === "object" && value !== null && "findings" in value ? value.findings : [];
};

describe("preparation", () => {
  it.each<[string, Hparams, number, string[]]>([
    ["nothing is wrong", { classes: 10, n_train: 50_000, batch_size: 64, n_dev: 100_000 }, 10, []],
    ["a loss every 100 steps of 3,000 hides spikes", {}, 100, ["density"]],
    ["dropout is on", { dropout: 0.1 }, 10, ["regularisers"]],
    ["dropout is on in one of its layers", { "model.attention_dropout": 0.1 }, 10, ["regularisers"]],
    ["labels are smoothed, as Trainer calls it", { label_smoothing_factor: 0.1 }, 10, ["regularisers"]],
    ["the data are augmented", { augment: true }, 10, ["regularisers"]],
    ["the data are augmented in a way that has a name", { augmentation: "randaugment" }, 10, ["regularisers"]],
    ["weight decay of 0 is off", { weight_decay: 0 }, 10, []],
    ["no augmentation is none", { augment: false, augmentation: "none", mixup: "0.0" }, 10, []],
    ["900 examples in batches of 64", { n_train: 900, batch_size: 64 }, 10, ["batch size"]],
    ["a class of 4 % of two, by accuracy", { min_class_share: 0.04, batch_size: 128 }, 10, ["rare class"]],
    ["a class of 8 % of ten, by accuracy", { min_class_share: 0.08, num_classes: 10, batch_size: 128 }, 10, []],
    ["a dev set of 100", { n_dev: 100 }, 10, ["dev size"]],
  ])("%s", (_, hparams, every, findings) => expect(findingsOf(hparams, every)).toEqual(findings));
  it("says nothing of how often a loss is logged that is not logged", () => {
    const runs = [0.1, 0.01, 0.001].map((lr) => {
      const { series, ...log } = run(`r${lr}`, { lr });
      return { ...log, series: new Map([...series].filter(([tag]) => tag === "dev/acc")) };
    });
    expect(advise(runs).sweeps[0].advice.map(({ rule }) => rule)).not.toContain("preparation");
  });
  it("a first loss above 2 ln C is a bug somewhere", () => {
    expect(findingsOf({ classes: 10 }, 10, 6)).toEqual(["initial loss"]);
    expect(findingsOf({ classes: 10 }, 10, 2.5)).toEqual([]);
  });
  it("asks for the same without any of them, each turned off as it was turned on", () => {
    const hparams = { weight_decay: 1e-4, hidden_dropout_prob: 0.1, augment: true, augmentation: "flip" };
    const advice = advise([run("a", hparams)]).sweeps[0].advice.find(({ rule }) => rule === "preparation");
    expect(advice?.evidence[0].text).toMatch(/^augmentation, dropout and weight decay are on in 1 run/);
    expect(advice?.next[0].hparams).toEqual({
      lr: 0.1,
      weight_decay: 0,
      hidden_dropout_prob: 0,
      augment: false,
      augmentation: "none",
    });
  });
  it("a run that fell silent is named (R2)", () => {
    const preparation = advise([
      { ...run("quiet", {}), state: "stalled" },
      run("b", { lr: 0.2 }),
    ]).sweeps[0].advice.find(({ rule }) => rule === "preparation");
    expect(preparation?.evidence.map(({ text }) => text).join()).toContain("quiet fell silent for more than 5 of its");
  });
  it("the winner of many on a small dev set flatters itself", () => {
    const runs = Array.from({ length: 12 }, (_, i) => run(`r${i}`, { lr: 0.1 * (i + 1), n_dev: 900 }));
    const { evidence } = advise(runs).sweeps[0].advice.find(({ rule }) => rule === "preparation") ?? { evidence: [] };
    // σ = √(0.9 · 0.1 / 900) = 1.0 points; √(2 ln 12) = 2.23
    expect(evidence.map(({ text }) => text).join()).toContain("looks up to 2.2 points better than it is");
  });
  it("a class of 2 % needs batches of 150, and 100 dev examples cannot rank below 12 points", () => {
    expect(smallestBatch(0.02)).toBe(150);
    expect(leastDifference(Math.sqrt((0.9 * 0.1) / 100), 1)).toBeCloseTo(0.119, 3);
  });
});
