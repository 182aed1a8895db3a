import { describe, expect, it } from "vitest";
import { inLanguage } from "../language.ts";
import { inEpochs, sameExamples, stepsPerEpoch, toEpochs } from "./epochs.ts";
import { toExperiments } from "./experiment.ts";
import { followLaw, toRun } from "./run-log-builder.ts";

const experiment = (hparams: Record<string, number>) =>
  toExperiments([toRun("a", { loss: followLaw(() => 1) }, hparams)])[0];

describe("steps and epochs", () => {
  it.each([
    [900, 64, false, 15],
    [900, 64, true, 14],
    [60_000, 100, false, 600],
    [10, 64, true, 1],
  ])("%i examples in batches of %i, dropping the last %s: %i steps", (n, batch, drops, steps) =>
    expect(stepsPerEpoch(n, batch, drops)).toBe(steps));
  it("keeps the examples when the batch changes", () => {
    expect(sameExamples(6000, 64, 16)).toBe(24_000);
    expect(toEpochs(sameExamples(6000, 64, 16), 900, 16)).toBe(toEpochs(6000, 900, 64));
  });
  it.each([
    [{ n_train: 900, batch_size: 64 }, "120 epochs of 15 steps at batch size 64"],
    [
      { n_train: 1_000_000, batch_size: 64 },
      "less than one pass over 1,000,000 examples, so the loss is as good as a dev loss",
    ],
    [{ n_train: 50_000, batch_size: 64 }, null],
    [{ batch_size: 64 }, null],
    [{ n_train: 900 }, null],
  ])("%j", (hparams, text) => expect(inLanguage(inEpochs(1680, experiment(hparams)), "en")).toBe(text));
});
