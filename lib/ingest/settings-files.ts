/** Settings that stand in files beside the logs. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Hparams } from "../core/series.ts";
import { parseMlflowParam } from "../textlogs/mlflow.ts";
import { parseSettings } from "../textlogs/settings.ts";
import type { FoundSettings } from "./recognise.ts";

const LARGEST_BYTES = 1024 * 1024;

/** The settings in the file at `path`, or null when it holds none or cannot be read; a file over 1 MiB is no settings file. */
export async function readSettings(path: string, kind: FoundSettings["kind"]): Promise<Hparams | null> {
  try {
    if ((await stat(path)).size > LARGEST_BYTES) return null;
    const text = await readFile(path, "utf8");
    switch (kind) {
      case "file":
        return parseSettings(basename(path), text);
      case "mlflow param":
        return { [basename(path)]: parseMlflowParam(text) };
      case "mlflow meta":
        return null;
    }
  } catch {
    return null;
  }
}
