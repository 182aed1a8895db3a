/** Reads the plan of a `tuneboard.yaml`. */
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { describeFailure } from "../ingest/failure.ts";
import { type PlanRead, parsePlan } from "./plan.ts";

const LARGEST_BYTES = 1024 * 1024;

/** The plan in `file`, which is named as given in what is said about it. */
export async function readPlan(file: string): Promise<PlanRead> {
  const path = resolve(file);
  try {
    const found = await stat(path);
    // A pipe would never be read to its end, and a device has none.
    if (!found.isFile() || found.size > LARGEST_BYTES) return unusable(`${file} is no file of at most 1 MiB.`);
    return parsePlan(await readFile(path, "utf8"), { file, directory: dirname(path), home: homedir() });
  } catch (error) {
    return unusable(`${file} ${describeFailure(error)}.`);
  }
}

const unusable = (problem: string): PlanRead => ({ kind: "unusable", problems: [problem] });
