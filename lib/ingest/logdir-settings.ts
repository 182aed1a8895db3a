/** `tuneboard.yaml` in a log directory: what its owner tells us about the logs in it. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { ConsoleSettings } from "../textlogs/console/console-settings.ts";
import { compilePattern } from "../textlogs/console/user-pattern.ts";

export const LOGDIR_SETTINGS = "tuneboard.yaml";

export interface LogdirSettings {
  /** Regular expressions with named groups that say how console logs are to be read, see `user-pattern.ts`. */
  readonly patterns: readonly string[];
  /** What is wrong with the file, one plain sentence; null when nothing is. */
  readonly problem: string | null;
}

const LARGEST_BYTES = 1024 * 1024;
const NOTHING: LogdirSettings = { patterns: [], problem: null };

/** Parts that this does not know belong to others: the launcher keeps its projects in the same file. */
const Settings = z.looseObject({ console: ConsoleSettings.optional() });

/** The settings of `logdir`; none when it has no such file. A file with a mistake counts for nothing but its sentence. */
export async function readLogdirSettings(logdir: string): Promise<LogdirSettings> {
  const path = join(logdir, LOGDIR_SETTINGS);
  const found = await stat(path).catch(() => null);
  if (found === null) return NOTHING;
  // A pipe would never be read to its end, and a device has none.
  if (!found.isFile() || found.size > LARGEST_BYTES)
    return { patterns: [], problem: "It is no file of at most 1 MiB." };
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return { patterns: [], problem: "It cannot be read." };
  let parsed: unknown;
  try {
    parsed = parse(text, { logLevel: "error" });
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { patterns: [], problem: `It is no YAML: ${sentence}.` };
  }
  const settings = Settings.safeParse(parsed ?? {});
  if (!settings.success) {
    const [{ path, message }] = settings.error.issues;
    return { patterns: [], problem: `\`${path.join(".")}\` is not as it should be: ${message}.` };
  }
  const patterns = settings.data.console?.patterns ?? [];
  for (const pattern of patterns) {
    const compiled = compilePattern(pattern);
    if (compiled.kind === "unusable") {
      return { patterns: [], problem: `The pattern ${pattern} cannot be used: ${compiled.because}.` };
    }
  }
  return { patterns, problem: null };
}
