/** A settings file's text → hparams. */
import { parseDocument } from "yaml";
import type { Hparams } from "../core/series.ts";
import { type JsonValue, parseJson } from "./json.ts";
import { DEEPEST_SETTING, toSettings } from "./settings-map.ts";

/** An alias of YAML may stand for a collection; a file whose aliases multiply beyond this is hostile. */
const MOST_ALIASES = 100;

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
  return toSettings(/\.ya?ml$/i.test(name) ? parseYaml(text) : parseJson(text.replace(/^\ufeff/, "")));
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
  if (value instanceof Map && depth <= DEEPEST_SETTING + 2) {
    return new Map([...value].map(([key, inner]) => [String(key), toJson(inner, depth + 1)]));
  }
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}
