/** `tuneboard.yaml` in a log directory: what its owner tells us about the logs in it. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** The file at the root of a log directory; its plans are read by `lib/launcher/plans/plan-file.ts`. */
export const LOGDIR_SETTINGS = "tuneboard.yaml";

export interface LogdirSettings {
  /** Regular expressions with named groups that say how console logs are to be read, see `user-pattern.ts`. */
  readonly patterns: readonly string[];
  /** What is wrong with the file, one plain sentence; null when nothing is. */
  readonly problem: string | null;
}

const LARGEST_BYTES = 1024 * 1024;
const NOTHING: LogdirSettings = { patterns: [], problem: null };

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
  const { parseLogdirSettings } = await import("./logdir-settings-text.ts");
  return parseLogdirSettings(text);
}
