/** A settings file's text → hparams. */
import type { Hparams, HparamValue } from "../core/series.ts";

/** Deeper nesting than this is no settings file. */
const DEEPEST = 8;

/**
 * The settings in the JSON text of `hparams.json` and its kin, nested ones under dotted names (`schedule.kind`), or null
 * when the text is no JSON object. Lists and nulls have no place in a table and are left out; Python's bare `NaN` and
 * `Infinity` are read as strings.
 */
export function parseSettings(text: string): Hparams | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/(?<=[:[,]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g, '"$1"'));
  } catch {
    return null;
  }
  if (!isObject(parsed)) return null;
  const settings = new Map<string, HparamValue>();
  flatten(parsed, "", 0, settings);
  return Object.fromEntries(settings);
}

function flatten(object: object, prefix: string, depth: number, into: Map<string, HparamValue>): void {
  for (const [key, value] of Object.entries(object)) {
    const name = prefix + key;
    if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") into.set(name, value);
    else if (isObject(value) && depth < DEEPEST) flatten(value, `${name}.`, depth + 1, into);
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
