/** A settings file's text → hparams. */
import { parseDocument } from "yaml";
import type { Hparams, HparamValue } from "../core/series.ts";
import { isJsonObject, type JsonValue, parseJson } from "./json.ts";

/** Deeper nesting than this is no settings file. */
const DEEPEST = 8;
/** More settings than this are a data set. */
const MOST_SETTINGS = 2000;
/** An alias of YAML may stand for a collection; a file whose aliases multiply beyond this is hostile. */
const MOST_ALIASES = 100;

const JSON_NAMES = new Set(["hparams.json", "args.json", "params.json", "config.json", "hyperparameters.json"]);
const YAML_NAMES = new Set(["hparams.yaml", "config.yaml", "args.yaml", "params.yaml", "hparams.yml", "config.yml"]);

/**
 * Names of files that hold a run's settings, best first: where several stand side by side, the first counts.
 * `wandb-summary.json` and `trainer_state.json` are results and are not among them.
 */
export const SETTINGS_NAMES: readonly string[] = [...YAML_NAMES, ...JSON_NAMES].sort(
  (a, b) => settingsRank(a) - settingsRank(b),
);

function settingsRank(name: string): number {
  return ["hparams", "args", "params", "hyperparameters", "config"].findIndex((stem) => name.startsWith(`${stem}.`));
}

/**
 * The settings in `text`, the content of a file called `name`, or null when it holds no mapping: YAML by its ending, JSON
 * otherwise.
 *
 * Nested settings come under dotted names (`schedule.kind`); W&B's `{lr: {value: 0.1, desc: null}}` is `lr`, and its own
 * `_wandb` and `wandb_version` are left out. Lists and nulls have no place in a table and are left out. Numbers keep
 * their kind; NaN and infinities, which no sweep varies over, are strings. YAML is data only: a tag such as
 * `!!python/object:argparse.Namespace` is passed over, and what it marks is read as what it looks like.
 */
export function parseSettings(name: string, text: string): Hparams | null {
  const root = /\.ya?ml$/i.test(name) ? parseYaml(text) : parseJson(text.replace(/^\ufeff/, ""));
  if (root === null || typeof root !== "object" || !isJsonObject(root)) return null;
  const settings = new Map<string, HparamValue>();
  flatten(root, "", 0, isWandbConfig(root), settings);
  return Object.fromEntries(settings);
}

function parseYaml(text: string): JsonValue {
  try {
    // Unknown tags are warnings to this parser, and what they mark keeps its shape; no code runs for any of them.
    const document = parseDocument(text, { logLevel: "silent", merge: true, stringKeys: true, prettyErrors: false });
    if (document.errors.length > 0) return null;
    return toJson(document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: true }), 0);
  } catch {
    return null; // more aliases than allowed
  }
}

function toJson(value: unknown, depth: number): JsonValue {
  if (value instanceof Map && depth <= DEEPEST + 2) {
    return new Map([...value].map(([key, inner]) => [String(key), toJson(inner, depth + 1)]));
  }
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** Adds the settings in `map` under names that begin with `prefix`. */
function flatten(
  map: ReadonlyMap<string, JsonValue>,
  prefix: string,
  depth: number,
  isWandb: boolean,
  into: Map<string, HparamValue>,
): void {
  for (const [key, value] of map) {
    if (into.size >= MOST_SETTINGS) return;
    if (isWandb && depth === 0) {
      const inner = value !== null && typeof value === "object" && isJsonObject(value) ? value.get("value") : undefined;
      if (key === "_wandb" || inner === undefined) continue;
      addSetting(key, inner, depth, into);
    } else addSetting(prefix + key, value, depth, into);
  }
}

/** Adds one setting, or those of a mapping under dotted names. Lists and nulls have no place in a table. */
export function addSetting(name: string, value: JsonValue, depth: number, into: Map<string, HparamValue>): void {
  if (typeof value === "number") into.set(name, Number.isFinite(value) ? value : String(value));
  else if (typeof value === "string" || typeof value === "boolean") into.set(name, value);
  else if (value !== null && isJsonObject(value) && depth < DEEPEST) flatten(value, `${name}.`, depth + 1, false, into);
}

/** W&B's `config.yaml`: its own version, or every setting as a mapping with `value`. */
function isWandbConfig(root: ReadonlyMap<string, JsonValue>): boolean {
  if (root.has("wandb_version") || root.has("_wandb")) return true;
  return (
    root.size > 0 &&
    [...root.values()].every(
      (entry) => entry !== null && typeof entry === "object" && isJsonObject(entry) && entry.has("value"),
    )
  );
}
