import { describe, expect, it } from "vitest";
import { readTag } from "./tags.ts";

describe("readTag", () => {
  it.each([
    { tag: "train/loss", split: "train", quantity: "loss", goal: "min" },
    { tag: "Loss/val", split: "dev", quantity: "loss", goal: "min" },
    { tag: "loss", split: null, quantity: "loss", goal: "min" },
    { tag: "eval/accuracy", split: "dev", quantity: "metric", goal: "max" },
    { tag: "val_acc", split: "dev", quantity: "metric", goal: "max" },
    { tag: "validation/epoch_accuracy", split: "dev", quantity: "metric", goal: "max" },
    { tag: "dev/macro-F1", split: "dev", quantity: "metric", goal: "max" },
    { tag: "dev/bleu", split: "dev", quantity: "metric", goal: "max" },
    { tag: "dev/wer", split: "dev", quantity: "metric", goal: "min" },
    { tag: "eval/perplexity", split: "dev", quantity: "metric", goal: "min" },
    { tag: "valid.cross_entropy", split: "dev", quantity: "loss", goal: "min" },
    { tag: "test/accuracy", split: "test", quantity: "metric", goal: "max" },
    { tag: "train/learning_rate", split: "train", quantity: "learning rate", goal: null },
    { tag: "lr-AdamW", split: null, quantity: "learning rate", goal: null },
    { tag: "dev/score2", split: "dev", quantity: "other", goal: null },
    { tag: "val/Acc@1", split: "dev", quantity: "metric", goal: "max" },
    { tag: "valid/acc1", split: "dev", quantity: "metric", goal: "max" },
    { tag: "eval/top1_err", split: "dev", quantity: "metric", goal: "min" },
    { tag: "val_MulticlassF1Score", split: "dev", quantity: "metric", goal: "max" },
    { tag: "valLoss", split: "dev", quantity: "loss", goal: "min" },
    { tag: "val/mIoU", split: "dev", quantity: "metric", goal: "max" },
    { tag: "val/mAP", split: "dev", quantity: "metric", goal: "max" },
    { tag: "eval/runtime", split: "dev", quantity: "cost", goal: null },
    { tag: "eval/samples_per_second", split: "dev", quantity: "cost", goal: null },
    { tag: "update_ratio", split: null, quantity: "other", goal: null },
  ])("$tag is $split $quantity, $goal", ({ tag, split, quantity, goal }) => {
    expect(readTag(tag)).toMatchObject({ split, quantity, goal });
  });
  it("takes shares for shares, and errors that are distances for distances", () => {
    const isBounded = (tag: string) => readTag(tag).isBounded;
    expect(["val_error", "dev/wer", "eval/top1_err", "val_acc"].filter(isBounded)).toHaveLength(4);
    expect(["val_mean_squared_error", "val_mean_absolute_error", "eval/rmse", "dev/bleu"].filter(isBounded)).toEqual(
      [],
    );
  });
  it("prefers what people judge by", () => {
    const ranks = (...tags: string[]) => tags.map((tag) => readTag(tag).rank);
    const isSorted = (numbers: number[]) => numbers.every((n, i) => i === 0 || n > numbers[i - 1]);
    expect(isSorted(ranks("dev/acc", "dev/f1", "dev/top5", "dev/bleu"))).toBe(true);
    expect(isSorted(ranks("loss", "train/loss/smooth", "train/kl_loss_min"))).toBe(true);
  });
  it("does not take a part of a word for a word", () => {
    expect(readTag("train/trial_glossary").quantity).toBe("other");
    expect(readTag("devil/loss").split).toBeNull();
  });
});
