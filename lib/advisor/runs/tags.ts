/** What a tag's name says: which split, which quantity, and whether more of it is better. Habits of PyTorch, Keras, Lightning and HF Trainer. */

export type Split = "train" | "dev" | "test";

/** A tag as its name reads. `goal` null: the name does not say whether more is better. */
export interface TagMeaning {
  readonly split: Split | null;
  /** `cost`: time, speed, memory or a count, which say nothing of the model. */
  readonly quantity: "loss" | "metric" | "learning rate" | "cost" | "other";
  readonly goal: "max" | "min" | null;
  /** A share of something, between 0 and 1 (or 0 and 100): accuracy, F1, error rate. */
  readonly isBounded: boolean;
  /** An exponential of a loss: it counts by ratios, and an untrained model's is as large as the vocabulary. */
  readonly isExponential: boolean;
  /** `f1`: a measure that a rare class counts in. `accuracy`: the share of right answers. Null: neither. */
  readonly measure: "accuracy" | "f1" | null;
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
  holdout: "dev",
  validate: "dev",
  test: "test",
  testing: "test",
};
/** In the order of preference as a judge. */
const BOUNDED_MAX = (
  "accuracy acc top1 acc1 prec1 f1 em auc auroc ap map map50 recall precision iou miou dice top5 acc5 prec5 mrr ndcg exact " +
  "success hit hits auprc prauc"
).split(" ");
const OTHER_MAX = (
  "bleu rouge rouge1 rouge2 rougel r2 mcc kappa psnr ssim reward rew return returns score spearman pearson corr meteor " +
  "cider bleu4 sacrebleu chrf comet rougelsum"
).split(" ");
const BOUNDED_MIN = "wer cer err error errors eer der".split(" ");
const OTHER_MIN = "ppl perplexity bpc bpb bpd bits rmse mse mae mape smape nmse fid kid lpips brier ece".split(" ");
const ACCURACY = new Set("accuracy acc top1 acc1 prec1".split(" "));
const EXPONENTIAL = new Set(["ppl", "perplexity"]);
/** An error with one of these is a distance, not a share of wrong answers. */
const DISTANCE = new Set("squared absolute abs sq relative log percentage l1 l2 reconstruction rms".split(" "));
const COST = new Set(
  "runtime time times second seconds secs sec ms duration latency speed throughput fps memory mem gb mb num count size".split(
    " ",
  ),
);
const LOSS = new Set("loss nll xent crossentropy ce objective criterion elbo cost".split(" "));
/** Parts of a loss, or losses of something else: never the curve that the guide speaks of, when there is another. */
const ASIDE = new Set(
  "grad norm aux kl reg regularization penalty smooth ema l2 scale best min max std var vs iterations gen disc g d".split(
    " ",
  ),
);

/** Reads a tag's name. Words are split at `/ _ . - : @` and spaces, and where a capital begins one (`valLoss`); case does not matter otherwise. */
export function readTag(tag: string): TagMeaning {
  const before = known.get(tag);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const meaning = meaningOf(tag);
  known.set(tag, meaning);
  return meaning;
}

/** Runs of a sweep log under the same few names, which are asked for again and again. */
const MOST_KNOWN = 10_000;
const known = new Map<string, TagMeaning>();

function meaningOf(tag: string): TagMeaning {
  const whole = wordsIn(tag);
  const words = [...new Set([...whole, ...wordsIn(tag.replace(/([a-z0-9])(?=[A-Z])/g, "$1 "))])];
  const has = (names: ReadonlySet<string>) => words.some((word) => names.has(word));
  const split = words.map((word) => SPLITS[word]).find((found) => found !== undefined) ?? null;
  const countsEpochs = words[0] === "epoch" || words.includes("epoch");
  const asides = words.filter((word) => ASIDE.has(word)).length;
  const base = {
    split,
    countsEpochs,
    isBounded: false,
    isExponential: false,
    measure: words.includes("f1") ? ("f1" as const) : has(ACCURACY) ? ("accuracy" as const) : null,
    rank: asides * 100 + whole.length + (countsEpochs && whole.length > 1 ? 0.5 : 0),
  };
  if (words.includes("lr") || /learning ?rate/.test(words.join(" ")))
    return { ...base, quantity: "learning rate", goal: null };
  const nameIn = (names: readonly string[]) => names.findIndex((name) => words.includes(name));
  const preferred = (place: number) => base.rank + place * 10;
  const boundedMin = nameIn(BOUNDED_MIN); // first: `top1_err` is an error
  if (boundedMin >= 0) {
    const isShare = !has(DISTANCE);
    return { ...base, quantity: "metric", goal: "min", isBounded: isShare, rank: preferred(5 + boundedMin) };
  }
  const boundedMax = nameIn(BOUNDED_MAX);
  if (boundedMax >= 0)
    return { ...base, quantity: "metric", goal: "max", isBounded: true, rank: preferred(boundedMax) };
  const otherMax = nameIn(OTHER_MAX);
  if (otherMax >= 0)
    return { ...base, quantity: "metric", goal: "max", rank: preferred(BOUNDED_MAX.length + otherMax) };
  if (has(LOSS)) return { ...base, quantity: "loss", goal: "min" };
  const otherMin = nameIn(OTHER_MIN);
  if (otherMin >= 0)
    return {
      ...base,
      quantity: "metric",
      goal: "min",
      isExponential: has(EXPONENTIAL),
      rank: preferred(20 + otherMin),
    };
  return { ...base, quantity: has(COST) ? "cost" : "other", goal: null, rank: base.rank + 1000 };
}

const wordsIn = (tag: string): string[] =>
  tag
    .toLowerCase()
    .replace(/cross[_ -]entropy/g, "crossentropy")
    .split(/[/_.\-:\s@()]+/)
    .filter((word) => word !== "");
