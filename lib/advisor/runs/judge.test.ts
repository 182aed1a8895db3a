import { describe, expect, it } from "vitest";
import type { AdviceOptions } from "../input.ts";
import { inLanguage } from "../language.ts";
import { toExperiments } from "./experiment.ts";
import { chooseJudge } from "./judge.ts";
import { decayTo, followLaw, toRun } from "./run-log-builder.ts";

const falling = followLaw(decayTo(0.3, 250));
const rising = followLaw((step) => 1 - Math.exp(-step / 250), { every: 100 });
const noise = followLaw((step) => (step * 7919) % 13, { every: 100 });
const judgeOf = (series: Parameters<typeof toRun>[1], options: AdviceOptions = {}) =>
  chooseJudge(toExperiments([toRun("a", series)]), options);

describe("chooseJudge", () => {
  it.each([
    { tags: ["train/loss", "dev/loss", "dev/acc", "test/acc", "dev/f1"], loss: "train/loss", metric: "dev/acc" },
    { tags: ["loss", "val_loss"], loss: "loss", metric: "val_loss" },
    { tags: ["Loss/train", "Loss/val", "grad/loss_norm"], loss: "Loss/train", metric: "Loss/val" },
    { tags: ["train_loss_step", "train_loss_epoch", "val_loss"], loss: "train_loss_step", metric: "val_loss" },
    { tags: ["train/loss", "test/acc", "accuracy"], loss: "train/loss", metric: undefined },
    { tags: ["dev/acc"], loss: null, metric: "dev/acc" },
    { tags: ["something"], loss: null, metric: undefined },
  ])("judges $tags by $loss and $metric", ({ tags, loss, metric }) => {
    const judge = judgeOf(Object.fromEntries(tags.map((tag) => [tag, falling])));
    expect(judge.lossTag).toBe(loss);
    expect(judge.metric?.tag).toBe(metric);
  });
  it("takes the reader's word, test included", () => {
    expect(judgeOf({ loss: falling, "dev/acc": rising, "test/acc": rising }, { metric: "test/acc" }).metric?.tag).toBe(
      "test/acc",
    );
    expect(judgeOf({ loss: falling, "dev/x": rising }, { metric: "dev/x", goal: "min" }).metric?.goal).toBe("min");
  });
  it("says so when the reader's metric is not there", () => {
    const judge = judgeOf({ loss: falling, "dev/acc": rising }, { metric: "dev/bleu" });
    expect(judge.metric?.tag).toBe("dev/acc");
    expect(inLanguage(judge.notes, "en")).toEqual(["No run logs dev/bleu, so it is judged without."]);
  });
  it("learns the direction of an unknown metric from the loss", () => {
    expect(judgeOf({ loss: falling, "dev/quality": rising }).metric?.goal).toBe("max");
    expect(judgeOf({ loss: falling, "dev/badness": followLaw(decayTo(0, 250), { every: 100 }) }).metric?.goal).toBe(
      "min",
    );
  });
  it("does not use a metric whose direction nobody knows", () => {
    const judge = judgeOf({ loss: falling, "dev/quality": noise });
    expect(judge.metric).toBeNull();
    expect(judge.notes).toHaveLength(1);
  });
});

describe("a rare class", () => {
  const falls = { loss: falling };
  const flat = (value: number) => followLaw(() => value, { every: 100 });
  const judgedBy = (accuracy: number, f1: number, hparams = {}) =>
    chooseJudge(toExperiments([toRun("a", { ...falls, "dev/acc": flat(accuracy), "dev/f1": flat(f1) }, hparams)]), {});

  it.each([
    [0.95, 0.02, {}, "dev/f1", "95 % right and hardly a positive found"],
    [95, 40, {}, "dev/f1", "the same in percent"],
    [0.9, 0.85, {}, "dev/acc", "the two agree"],
    [0.6, 0.1, {}, "dev/acc", "a model that is often wrong says nothing of the classes"],
    [0.9, 0.85, { min_class_share: 0.03 }, "dev/f1", "the settings say so"],
    [0.9, 0.85, { min_class_share: 0.08, num_classes: 10 }, "dev/acc", "8 % of ten classes are not rare"],
  ])("accuracy %f with F1 %f and %j is judged by %s: %s", (accuracy, f1, hparams, tag, _because) => {
    const { metric, notes } = judgedBy(accuracy, f1, hparams);
    expect(metric?.tag).toBe(tag);
    expect(notes.length).toBe(tag === "dev/f1" ? 1 : 0);
  });
  it("leaves the choice to whoever made one", () => {
    const runs = [toRun("a", { ...falls, "dev/acc": flat(0.95), "dev/f1": flat(0.02) })];
    expect(chooseJudge(toExperiments(runs), { metric: "dev/acc" }).metric?.tag).toBe("dev/acc");
  });
});
