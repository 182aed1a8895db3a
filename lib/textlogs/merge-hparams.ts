/** One table of settings out of several sources, each value remembering where it was read. */
import type { Hparams, HparamValue } from "../core/series.ts";

/**
 * Where settings come from, the most trusted first: the log itself (the hparams plugin, W&B's config), a settings file
 * beside it, the command line that the launcher recorded, and the run's name.
 */
const HPARAM_SOURCES = ["log", "settings file", "command line", "run name"] as const;
export type HparamSource = (typeof HPARAM_SOURCES)[number];

export interface SourcedValue {
  readonly value: HparamValue;
  readonly source: HparamSource;
}

/** The settings of all sources by name. Of sources that state the same name the most trusted one counts; aliases stay apart. */
export function mergeHparams(
  sources: Readonly<Partial<Record<HparamSource, Hparams | null>>>,
): ReadonlyMap<string, SourcedValue> {
  const merged = new Map<string, SourcedValue>();
  for (const source of HPARAM_SOURCES) {
    for (const [name, value] of Object.entries(sources[source] ?? {})) {
      if (!merged.has(name)) merged.set(name, { value, source });
    }
  }
  return merged;
}

/** The values alone, as the rest of the program passes them on. */
export const valuesOf = (merged: ReadonlyMap<string, SourcedValue>): Hparams =>
  Object.fromEntries([...merged].map(([name, { value }]) => [name, value]));
