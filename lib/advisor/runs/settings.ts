/** What a settings key means to the advice: which one is the learning rate, which the seed, and which may be overlooked. */
import type { Hparams, HparamValue } from "../../core/series.ts";
import { remembered } from "../remembered.ts";

/**
 * `scope`: another value is another problem, so the runs do not belong into one sweep. `schedule`: how the learning rate moves.
 * `length`: how long the run was meant to be. `bookkeeping`: names, paths, devices, which change nothing that is learned.
 */
export type SettingRole =
  | "learning rate"
  | "seed"
  | "batch"
  | "length"
  | "schedule"
  | "scope"
  | "bookkeeping"
  | "setting";

const LEARNING_RATE = new Set(
  "lr learningrate baselr maxlr peaklr initiallr initlr lr0 startlr learningratepeak baselearningrate maxlearningrate initiallearningrate initlearningrate peaklearningrate learningrateinit lrmax lrpeak lrinit eta0".split(
    " ",
  ),
);
/** Batch sizes that hold accumulation and all devices already. */
const WHOLE_BATCH = ["globalbatchsize", "totalbatchsize", "effectivebatchsize", "totaltrainbatchsize"];
const BATCH = new Set([
  ..."batchsize batch bs trainbatchsize perdevicetrainbatchsize batchsizeperdevice minibatchsize".split(" "),
  ...WHOLE_BATCH,
]);
/** How many updates a run is to make. `steps` alone may be those of something else. */
const PLANNED = (
  "numsteps maxsteps totalsteps trainsteps numtrainsteps maxtrainsteps totaltrainsteps trainingsteps numtrainingsteps totaltrainingsteps " +
  "niters maxiters maxiter numiters totaliters numiterations maxiterations totaliterations iterations"
).split(" ");
const LENGTH = new Set([
  ...PLANNED,
  ..."steps iters niter epochs numepochs maxepochs numtrainepochs nepochs".split(" "),
]);
const SCOPE = new Set(
  "task dataset datasetname data problem model modelname arch architecture backbone network optimizer optim optimizername classes numclasses ntrain ndev".split(
    " ",
  ),
);
const BOOKKEEPING =
  /^(run|exp|experiment|trial|job)?(id|name|uuid|index|number)$|dir(ectory)?$|path$|^(out|output|log|logs|logdir|save|phase|stage|host|hostname|user|time|date|timestamp|device|gpu|gpus|port|rank|command|cmd|argv|cmdline|version|tags?|notes?|comment|workers|numworkers|lossevery|logevery|evalevery|verbose|debug|resume)$/;

/** The part of a key that names the setting: `optimizer.param_groups.lr` is `lr`, `learning_rate` is `learningrate`. */
export function lastWord(key: string): string {
  const last = key.slice(Math.max(key.lastIndexOf("."), key.lastIndexOf("/")) + 1);
  return (last === "" ? key : last).toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** What `key` means. Nested keys are known by their last part, except below `schedule` and `scheduler`. */
export function roleOf(key: string): SettingRole {
  const word = lastWord(key);
  if (/sched|warmup/i.test(key) || /^(lrdecay|decaystart|decaystartstep|decaysteps|lrpolicy)$/.test(word))
    return "schedule";
  if (LEARNING_RATE.has(word)) return "learning rate";
  if (/seed$|^randomstate$/.test(word)) return "seed";
  if (BATCH.has(word)) return "batch";
  if (LENGTH.has(word)) return "length";
  if (BOOKKEEPING.test(word)) return "bookkeeping";
  return SCOPE.has(word) ? "scope" : "setting";
}

/** `value` as a finite number, numeric text included (`"1e-3"`), or null. */
export function toNumber(value: HparamValue | undefined): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The keys of `hparams` that play `role`, the least nested first, then by name. */
export function keysOf(hparams: Hparams, role: SettingRole): string[] {
  const depth = (key: string) => key.split(/[./]/).length;
  return Object.keys(hparams)
    .filter((key) => roleOf(key) === role)
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** The first number among the settings that play `role`, or null. */
export function numberOf(hparams: Hparams, role: SettingRole): number | null {
  for (const key of keysOf(hparams, role)) {
    const number = toNumber(hparams[key]);
    if (number !== null) return number;
  }
  return null;
}

/** The first number among the settings whose last word is one of `words` (lower case, letters and digits only), or null. */
export function numberNamed(hparams: Hparams, words: readonly string[]): number | null {
  const known = numbersByWord(hparams);
  let first: { readonly place: number; readonly number: number } | null = null;
  for (const word of words) {
    const found = known.get(word);
    if (found !== undefined && (first === null || found.place < first.place)) first = found;
  }
  return first?.number ?? null;
}

/** By last word, the first number in the order of the keys. */
const numbersByWord = remembered((hparams: Hparams) => {
  const numbers = new Map<string, { readonly place: number; readonly number: number }>();
  for (const [place, key] of Object.keys(hparams).sort().entries()) {
    const number = toNumber(hparams[key]);
    const word = lastWord(key);
    if (number !== null && !numbers.has(word)) numbers.set(word, { place, number });
  }
  return numbers;
});

/** Examples per update: batch × gradient accumulation × world size, or what is stated as their product; null when no batch size is stated. */
export function effectiveBatch(hparams: Hparams): number | null {
  const whole = numberNamed(hparams, WHOLE_BATCH);
  if (whole !== null) return whole;
  const batch = numberOf(hparams, "batch");
  if (batch === null) return null;
  const accumulation =
    numberNamed(hparams, ["gradaccum", "gradientaccumulationsteps", "accumulategradbatches", "gradaccumulation"]) ?? 1;
  const world = numberNamed(hparams, ["worldsize", "numreplicas", "ngpus", "numgpus"]) ?? 1;
  return batch * Math.max(1, accumulation) * Math.max(1, world);
}

/** How many updates the run was meant to make, or null: epochs are not updates. */
export function plannedSteps(hparams: Hparams): number | null {
  const steps = numberNamed(hparams, PLANNED);
  return steps !== null && steps > 0 ? steps : null;
}
