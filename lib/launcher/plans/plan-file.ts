/** Reads the plan of a `tuneboard.yaml`. */
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { t } from "../../core/text.ts";
import { type PlanRead, parsePlan } from "./plan.ts";

const LARGEST_BYTES = 1024 * 1024;

/** The plan in `file`, which is named as given in what is said about it. */
export async function readPlan(file: string): Promise<PlanRead> {
  const path = resolve(file);
  try {
    const found = await stat(path);
    // A pipe would never be read to its end, and a device has none.
    if (!found.isFile() || found.size > LARGEST_BYTES) return unusable(t`${file} is no file of at most 1 MiB.`);
    return parsePlan(await readFile(path, "utf8"), { file, directory: dirname(path), home: homedir() });
  } catch (error) {
    return unusable(unreadable(file, error));
  }
}

/** The failures that people meet have words of their own. */
function unreadable(file: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return t`${file} does not exist.`;
  if (code === "EACCES") return t`${file} may not be read by this user.`;
  return t`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}

const unusable = (problem: string): PlanRead => ({ kind: "unusable", problems: [problem] });
