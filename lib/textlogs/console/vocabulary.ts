/** Words by which a line of console output is understood. */

/** The set of examples that a value was measured on. */
const SPLITS = new Set("train training val valid validation dev test testing eval evaluation".split(" "));

/** Words that make a number behind them a metric even without `:` or `=` between: `loss 0.53`. */
const METRICS = new Set(
  (
    "loss losses acc accuracy lr ppl perplexity bleu rouge f1 auc auroc map miou iou dice err error errors score reward " +
    "return norm gnorm mse mae rmse mape wer cer bpc bpb bpt nll ce bce kl elbo precision recall top1 top5 acc1 acc5 r2 " +
    "psnr ssim fid mfu entropy elo wd momentum throughput"
  ).split(" "),
);
const METRIC_ENDINGS = /(?:loss|acc|accuracy|error|score|norm|reward|ppl)$/;

/** Names whose numbers say something about the machine or the settings, never about the course of training. */
const NEVER_METRICS = new Set(
  (
    "pid port seed version ver rank local_rank world_size gpu gpus cuda device devices node nodes host job jobid job_id id " +
    "uid v_num mem memory max_mem max_memory ram vram size batch_size bs num_workers workers eta elapsed remaining line at " +
    "of date year month day took file exit code status http https www total num_params params nproc threads gb mb kb"
  ).split(" "),
);

const STEPS = new Set("step iter iteration itr it global_step globalstep update num_updates batch".split(" "));
const EPOCHS = new Set(["epoch", "ep"]);

/** Words that join phrases and say nothing themselves, and the levels of loggers. */
const FILLERS = new Set(
  "the a an and with at is are was has got current currently avg. debug info warning warn error critical root by for in of on to".split(
    " ",
  ),
);

const UNITS = new Set(
  "s sec secs second seconds ms us min mins minutes h hours b kb mb gb kib mib gib bytes".split(" "),
);

/** Whether `word` says what a number is measured in: it names no metric. */
export const isUnit = (word: string): boolean => UNITS.has(word.toLowerCase());
/** Whether `word` names a part of the data, which goes before the metric's name. */
export const isSplit = (word: string): boolean => SPLITS.has(word.toLowerCase());
/** Whether `word` stands between name and number and means neither. */
export const isFiller = (word: string): boolean => FILLERS.has(word.toLowerCase());

/** What a number behind `word` counts, or null. Only singular words count: `epochs: 10` is a setting. */
export function countedBy(word: string): "step" | "epoch" | null {
  const plain = word.toLowerCase();
  return STEPS.has(plain) ? "step" : EPOCHS.has(plain) ? "epoch" : null;
}

/** Whether steps counted under this word never begin anew with an epoch. */
export const isGlobalCount = (word: string): boolean =>
  ["global_step", "globalstep", "num_updates"].includes(word.toLowerCase());

const LONGEST_WORD = 64;

/** Words repeat line by line; a log that invents words without end starts the memory anew. */
function remembering(answer: (word: string) => boolean): (word: string) => boolean {
  const answers = new Map<string, boolean>();
  return (word) => {
    let known = answers.get(word);
    if (known === undefined) {
      known = answer(word);
      if (answers.size >= 10_000) answers.clear();
      if (word.length <= LONGEST_WORD) answers.set(word, known);
    }
    return known;
  };
}

/** Whether `word` names a metric so surely that `word 0.5` is one. */
export const isMetricWord = remembering((word) => {
  const parts = word.toLowerCase().split(/[^a-z0-9]+/);
  return parts.some((part) => METRICS.has(part) || METRIC_ENDINGS.test(part));
});

/** Whether a value under this name begins with the name of a split: `dev_loss`, `val/acc`. */
export const namesSplit = (name: string): boolean => isSplit(name.split(/[^A-Za-z]+/)[0]);

/** Plurals count what was planned: `epochs: 10`, `warmup_steps=100`. */
const SETTINGS = /(?:^|_)(?:steps|epochs|iters|iterations|samples|batches|examples|layers|heads)$/;
const NAME = /^[A-Za-z_][\w./@#-]*$/;
const SOURCE_FILE = /\.(?:py|pyx|cc|cpp|cu|c|h|go|rs|js|ts|json|ya?ml|txt|log|pth?|ckpt|bin|so|png|csv|gz)$/i;

/** Whether `word` may name a metric at all: no path, file, URL or number of the machine. */
export const mayNameMetric = remembering((word) => {
  if (word.length > LONGEST_WORD || !NAME.test(word) || NEVER_METRICS.has(word.toLowerCase())) return false;
  return (
    !SETTINGS.test(word.toLowerCase()) && !SOURCE_FILE.test(word) && !word.includes("//") && !word.startsWith("__")
  );
});
