/** What files beside the logs say of a run: its settings, and in MLflow's store how it ended. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { LogFacts } from "../core/log-reader.ts";
import { parseMlflowMeta, parseMlflowParam } from "../textlogs/mlflow-records.ts";
import { parseSettings } from "../textlogs/settings.ts";
import { toFsPath, toShown } from "./raw-names.ts";
import type { FoundSettings } from "./recognised.ts";

const LARGEST_BYTES = 1024 * 1024;

/** What the file at `path` says of its run, or null when that is nothing or it cannot be read; a file over 1 MiB is none of these. */
export async function readSettings(path: string, kind: FoundSettings["kind"]): Promise<LogFacts | null> {
  try {
    const found = await stat(toFsPath(path));
    if (!found.isFile() || found.size > LARGEST_BYTES) return null;
    const text = await readFile(toFsPath(path), "utf8");
    switch (kind) {
      case "file":
        return { hparams: parseSettings(basename(path), text), ending: null };
      case "mlflow param":
        return { hparams: { [toShown(basename(path))]: parseMlflowParam(text) }, ending: null };
      case "mlflow meta":
        return { hparams: null, ending: parseMlflowMeta(text)?.ending ?? null };
    }
  } catch {
    return null;
  }
}
