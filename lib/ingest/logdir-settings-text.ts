/** The text of `tuneboard.yaml` → settings; apart from reading it, because most log directories have none and need no parser. */
import { parse } from "yaml";
import * as z from "zod";
import { ConsoleSettings } from "../textlogs/console/console-settings.ts";
import { compilePattern } from "../textlogs/console/user-pattern.ts";
import type { LogdirSettings } from "./logdir-settings.ts";

/** Parts that this does not know belong to others: the launcher keeps its projects in the same file. */
const Settings = z.looseObject({ console: ConsoleSettings.optional() });

/** What `text` settles. A text with a mistake counts for nothing but its sentence. */
export function parseLogdirSettings(text: string): LogdirSettings {
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
