/** Settings that people write into the names of runs. */
import type { Hparams, HparamValue } from "../core/series.ts";
import { toNumber } from "./numbers.ts";

/** Names that count without a `=`, written with or without separators. Counters (`epoch_3`) and versions are none. */
const KNOWN =
  "lr|learning_rate|base_lr|max_lr|bs|batch|batch_size|wd|weight_decay|mom|momentum|seed|dropout|drop|hidden|hidden_size|hidden_dim|layers|num_layers|n_layers|depth|width|dim|d_model|heads|n_heads|num_heads|warmup|warmup_steps|warmup_epochs|beta1|beta2|eps|gamma|alpha|lambda|temp|temperature|epochs|num_epochs|max_epochs|max_steps|num_steps|steps|clip|grad_clip|label_smoothing|lora_r|lora_alpha";
const KNOWN_PATTERN = KNOWN.split("|")
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replaceAll("_", "[_-]?"))
  .join("|");

const NUMBER_PATTERN = "(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?";
const KNOWN_WITH_NUMBER = new RegExp(
  `(?<![A-Za-z0-9])(${KNOWN_PATTERN})[_-]?(${NUMBER_PATTERN})(?=$|[_,;&@+\\s-])`,
  "gi",
);
const ENDS_WITH_KNOWN = new RegExp(`(?<![A-Za-z0-9.])(?:${KNOWN_PATTERN})$`, "i");
const LEADING_NUMBER = new RegExp(`^[+-]?${NUMBER_PATTERN}(?=$|[_,;&@+\\s-])`);
const NAME = /^[A-Za-z_][\w./-]*$/;

const LONGEST_NAME = 1000;

/**
 * The settings in a run's name, the path of its directory: `lr=1e-3_bs=64`, `opt=adam,lr=0.1`, `cnn_lr3e-4_bs64`,
 * `batch-size-128`, `lr_0.01`. What stands further right or deeper in the path counts more. Keys stay as they are written.
 * Conservative: without a `=`, only numbers behind well-known names count, so dates, hashes and `version_0` are nothing.
 */
export function settingsInName(path: string): Hparams {
  const settings = new Map<string, HparamValue>();
  if (path.length > LONGEST_NAME) return {};
  for (const part of path.split("/")) {
    if (part.includes("=")) readPairs(part, settings);
    else for (const [, name, number] of part.matchAll(KNOWN_WITH_NUMBER)) settings.set(name, Number(number));
  }
  return Object.fromEntries(settings);
}

/** `key=value` pairs, of which nobody says how they are joined: a value ends where a separator and the next key begin. */
function readPairs(part: string, into: Map<string, HparamValue>): void {
  const pieces = part.split("=");
  let key = splitKey(pieces[0]).key;
  for (const [i, piece] of pieces.entries()) {
    if (i === 0) continue;
    const isLast = i === pieces.length - 1;
    const { value, nextKey } = isLast ? { value: lastValue(piece, into), nextKey: "" } : splitValue(piece);
    if (NAME.test(key) && value !== "") into.set(key, toValue(value));
    key = nextKey;
  }
}

/** The last value goes on to the end, but what follows a number is read on its own: `lr=0.1_bs64`. */
function lastValue(piece: string, into: Map<string, HparamValue>): string {
  const number = LEADING_NUMBER.exec(piece)?.[0];
  const separator = piece.search(/[,;&\s]/);
  const value = number ?? (separator < 0 ? piece : piece.slice(0, separator));
  for (const [, name, digits] of piece.slice(value.length).matchAll(KNOWN_WITH_NUMBER)) into.set(name, Number(digits));
  return value;
}

/** `1e-3_batch_size` → value `1e-3`, next key `batch_size`; `adam_w_lr` → value `adam_w`, next key `lr`. */
function splitValue(piece: string): { readonly value: string; readonly nextKey: string } {
  const number = LEADING_NUMBER.exec(piece)?.[0];
  if (number !== undefined) return { value: number, nextKey: splitKey(piece.slice(number.length + 1)).key };
  const { before, key } = splitKey(piece);
  if (before !== "") return { value: before, nextKey: key };
  const separator = piece.search(/[_,;&\s]/);
  return separator < 0
    ? { value: piece, nextKey: "" }
    : { value: piece.slice(0, separator), nextKey: splitKey(piece.slice(separator + 1)).key };
}

/** What ends `text` as a key: behind a hard separator, or a well-known name; otherwise all of it. `+` is Hydra's prefix. */
function splitKey(text: string): { readonly before: string; readonly key: string } {
  const hard = Math.max(...[",", ";", "&", " "].map((separator) => text.lastIndexOf(separator)));
  if (hard >= 0) return { before: text.slice(0, hard), key: text.slice(hard + 1).replace(/^[+~]+/, "") };
  const known = ENDS_WITH_KNOWN.exec(text);
  if (known === null || known.index === 0) return { before: "", key: text.replace(/^[+~]+/, "") };
  return { before: text.slice(0, known.index - 1), key: known[0] };
}

function toValue(text: string): HparamValue {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const number = toNumber(text);
  return number !== null && Number.isFinite(number) ? number : text;
}
