/** What a tag's name says: which split, which quantity, and whether more of it is better. Habits of PyTorch, Keras, Lightning and HF Trainer. */

export type Split = "train" | "dev" | "test";

/** A tag as its name reads. `goal` null: the name does not say whether more is better. */
export interface TagMeaning {
  readonly split: Split | null;
  readonly quantity: "loss" | "metric" | "learning rate" | "other";
  readonly goal: "max" | "min" | null;
  /** A share of something, between 0 and 1 (or 0 and 100): accuracy, F1, error rate. */
  readonly isBounded: boolean;
  /** Its steps are epochs, as the name says. */
  readonly countsEpochs: boolean;
  /** Smaller is nearer to what people judge by, among tags of the same split and quantity. */
  readonly rank: number;
}

const SPLITS: Readonly<Record<string, Split>> = {
  train: "train",
  training: "train",
  tr: "train",
  dev: "dev",
  val: "dev",
  valid: "dev",
  validation: "dev",
  eval: "dev",
  evaluation: "dev",
  heldout: "dev",
  test: "test",
  testing: "test",
};
/** In the order of preference as a judge. */
const BOUNDED_MAX = "accuracy acc top1 f1 em auc auroc ap map recall precision iou miou dice top5 mrr ndcg exact".split(
  " ",
);
const OTHER_MAX =
  "bleu rouge rougel r2 mcc kappa psnr ssim reward rew return returns score spearman pearson corr meteor cider".split(
    " ",
  );
const BOUNDED_MIN = "wer cer err error".split(" ");
const OTHER_MIN = "ppl perplexity bpc bpb rmse mse mae fid".split(" ");
const LOSS = new Set("loss nll xent crossentropy ce objective criterion elbo cost".split(" "));
/** Parts of a loss, or losses of something else: never the curve that the guide speaks of, when there is another. */
const ASIDE = new Set(
  "grad norm aux kl reg regularization penalty smooth ema l2 scale best min max std var vs iterations gen disc g d".split(
    " ",
  ),
);

/** Reads a tag's name. Words are split at `/ _ . - :` and spaces; case does not matter. */
export function readTag(tag: string): TagMeaning {
  const words = tag
    .toLowerCase()
    .replace(/cross[_ -]entropy/g, "crossentropy")
    .split(/[/_.\-:\s@]+/)
    .filter((word) => word !== "");
  const split = words.map((word) => SPLITS[word]).find((found) => found !== undefined) ?? null;
  const countsEpochs = words[0] === "epoch" || words.includes("epoch");
  const asides = words.filter((word) => ASIDE.has(word)).length;
  const base = {
    split,
    countsEpochs,
    isBounded: false,
    rank: asides * 100 + words.length + (countsEpochs && words.length > 1 ? 0.5 : 0),
  };
  if (words.includes("lr") || /learning ?rate/.test(words.join(" ")))
    return { ...base, quantity: "learning rate", goal: null };
  const nameIn = (names: readonly string[]) => names.findIndex((name) => words.includes(name));
  const preferred = (place: number) => base.rank + place * 10;
  const boundedMax = nameIn(BOUNDED_MAX);
  if (boundedMax >= 0)
    return { ...base, quantity: "metric", goal: "max", isBounded: true, rank: preferred(boundedMax) };
  const otherMax = nameIn(OTHER_MAX);
  if (otherMax >= 0)
    return { ...base, quantity: "metric", goal: "max", rank: preferred(BOUNDED_MAX.length + otherMax) };
  const boundedMin = nameIn(BOUNDED_MIN);
  if (boundedMin >= 0)
    return { ...base, quantity: "metric", goal: "min", isBounded: true, rank: preferred(5 + boundedMin) };
  if (words.some((word) => LOSS.has(word))) return { ...base, quantity: "loss", goal: "min" };
  const otherMin = nameIn(OTHER_MIN);
  if (otherMin >= 0) return { ...base, quantity: "metric", goal: "min", rank: preferred(20 + otherMin) };
  return { ...base, quantity: "other", goal: null, rank: base.rank + 1000 };
}
