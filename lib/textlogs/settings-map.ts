/** Settings by name, out of what a file or record says; without the parsers that only files of settings need. */
import type { Hparams, HparamValue } from "../core/series.ts";
import { isJsonObject, type JsonValue } from "./json.ts";

/** Deeper nesting than this is no settings file. */
export const DEEPEST_SETTING = 8;
/** More settings than this are a data set. */
const MOST_SETTINGS = 2000;

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

/** The settings that `root` holds under dotted names, or null when it is no mapping. What W&B wrote is unpacked. */
export function toSettings(root: JsonValue): Hparams | null {
  if (root === null || typeof root !== "object" || !isJsonObject(root)) return null;
  const settings = new Map<string, HparamValue>();
  flatten(root, "", 0, isWandbConfig(root), settings);
  return Object.fromEntries(settings);
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
  else if (value !== null && isJsonObject(value) && depth < DEEPEST_SETTING)
    flatten(value, `${name}.`, depth + 1, false, into);
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
