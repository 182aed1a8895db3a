import { describe, expect, it } from "vitest";
import { say } from "../../core/text.ts";
import { cleanCurve } from "./curve.ts";
import { readLearningRate } from "./learning-rate-source.ts";
import { toSeries } from "./run-log-builder.ts";

const logged = (...rates: number[]) =>
  cleanCurve(
    toSeries(
      rates.map((_, i) => i),
      rates,
    ),
    "run",
    "lr",
  );

describe("readLearningRate", () => {
  it.each([
    {
      because: "the peak of what was logged",
      curve: logged(0, 0.05, 0.1, 0.02),
      hparams: {},
      name: "a",
      value: 0.1,
      source: "logged",
    },
    {
      because: "a 32-bit log of 0.01 is 0.01",
      curve: logged(Math.fround(0.01)),
      hparams: {},
      name: "a",
      value: 0.01,
      source: "logged",
    },
    {
      because: "the settings",
      curve: null,
      hparams: { "optimizer.lr": 0.003 },
      name: "a",
      value: 0.003,
      source: "hparams",
    },
    {
      because: "settings as text",
      curve: null,
      hparams: { learning_rate: "3e-4" },
      name: "a",
      value: 0.0003,
      source: "hparams",
    },
    {
      because: "a command line",
      curve: null,
      hparams: { command: "python train.py --lr 0.02 --bs 64" },
      name: "a",
      value: 0.02,
      source: "command",
    },
    {
      because: "a command line with =",
      curve: null,
      hparams: { argv: "x --optim.learning-rate=1e-3" },
      name: "a",
      value: 0.001,
      source: "command",
    },
    { because: "the name", curve: null, hparams: {}, name: "digits/lr1e-05_s0", value: 1e-5, source: "name" },
    { because: "the name with =", curve: null, hparams: {}, name: "bs=64,lr=.5", value: 0.5, source: "name" },
    { because: "the innermost name", curve: null, hparams: {}, name: "lr0.1/lr_0.2", value: 0.2, source: "name" },
  ])("reads $because", ({ curve, hparams, name, value, source }) => {
    expect(readLearningRate(curve, hparams, name)).toMatchObject({ value, source, disagreement: null });
  });
  it.each(["clr0.1", "run_5", "lr_find", "color0.5"])("reads nothing into %s", (name) => {
    expect(readLearningRate(null, {}, name)).toBeNull();
  });
  it("reads no rate that nobody can have trained with", () => {
    expect(readLearningRate(logged(0, Number.NaN), { lr: -1, base_lr: 0 }, "lr0")).toBeNull();
  });
  it.each([
    { rate: 0.102, says: null },
    { rate: 0.4, says: "×4 looks like scaling by world size" },
    { rate: 0.3, says: "(3×)" },
  ])("with 0.1 in the settings and $rate logged: $says", ({ rate, says }) => {
    const disagreement = readLearningRate(logged(rate), { lr: 0.1 }, "a")?.disagreement ?? null;
    if (says === null) expect(disagreement).toBeNull();
    else expect(say(disagreement ?? "", null)).toContain(says);
  });
  it("keeps the settings' key for proposals", () => {
    expect(readLearningRate(logged(0.1), { "optimizer.lr": 0.1 }, "a")?.key).toBe("optimizer.lr");
  });
});
