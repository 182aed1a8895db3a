/** What makes training harder on purpose, and distorts the loss curve by it (rule R6). */
import type { Hparams, HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { remembered } from "../remembered.ts";
import type { Experiment } from "../runs/experiment.ts";
import type { Replicate } from "../runs/replicate.ts";
import { lastWord, toNumber } from "../runs/settings.ts";

/** By the last word of a setting, in lower case, letters and digits only. */
const REGULARISERS: readonly (readonly [RegExp, string])[] = [
  [/^(weightdecay|wd)$/, t`weight decay`],
  [/^l([12])(reg|penalty|lambda|weight|regularization)?$/, t`an L1 or L2 penalty`],
  [/dropout(rate|prob|p)?$|pdrop$/, t`dropout`],
  [/^labelsmoothing(factor)?$/, t`label smoothing`],
  [/^mixup(alpha|prob)?$/, t`mixup`],
  [/^cutmix(alpha|prob)?$/, t`cutmix`],
  [/^(stochasticdepth|droppath)(rate|prob)?$/, t`stochastic depth`],
  [/^(use)?(data)?aug(ment|mentation|mentations)?$|^(rand|auto|trivial)aug(ment)?$/, t`augmentation`],
];

const OFF = /^(|no|none|off|false|null|identity)$/i;

/** A positive number, a yes, or the name of a way to do it. */
function isOn(value: HparamValue): boolean {
  if (typeof value === "boolean") return value;
  const number = toNumber(value);
  return number === null ? typeof value === "string" && !OFF.test(value.trim()) && value !== "NaN" : number > 0;
}

const found = remembered((hparams: Hparams): readonly { readonly key: string; readonly name: string }[] =>
  Object.entries(hparams).flatMap(([key, value]) => {
    if (!isOn(value)) return [];
    const word = lastWord(key);
    const known = REGULARISERS.find(([pattern]) => pattern.test(word));
    return known === undefined ? [] : [{ key, name: known[1] }];
  }),
);

/** Names of regularisers that a run's settings turn on, in the order of the settings' names. */
export const regularisersOn = ({ experiment }: Replicate): string[] => [
  ...new Set([...found(experiment.hparams)].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ name }) => name)),
];

/** The settings of `experiment` that turn a regulariser on, as it calls them, and what turns each off. */
export const regularisersOff = ({ hparams }: Experiment): Readonly<Record<string, HparamValue>> =>
  Object.fromEntries(
    found(hparams)
      .map(({ key }): [string, HparamValue] => [key, withoutIt(hparams[key])])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

function withoutIt(value: HparamValue): HparamValue {
  if (typeof value === "boolean") return false;
  return toNumber(value) === null ? "none" : 0;
}
