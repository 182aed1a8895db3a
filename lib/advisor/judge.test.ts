import { describe, expect, it } from "vitest";
import { toExperiments } from "./experiment.ts";
import type { AdviceOptions } from "./input.ts";
import { chooseJudge } from "./judge.ts";
import { inLanguage } from "./language.ts";
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
