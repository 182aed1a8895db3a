/** What MLflow's file store says of a run besides its metrics: one file a parameter, one record of the run. */
import { parseDocument } from "yaml";
import type { HparamValue } from "../core/series.ts";
import { toNumber } from "./numbers.ts";
import { toWallTimeSecs } from "./wall-times.ts";

/** A parameter's value, the content of `params/<name>`: MLflow writes every value as text. */
export function parseMlflowParam(text: string): HparamValue {
  const trimmed = text.trim();
  if (trimmed === "True" || trimmed === "False") return trimmed === "True";
  const number = toNumber(trimmed);
  return number !== null && Number.isFinite(number) ? number : trimmed;
}

/** What `meta.yaml` says of a run; null for what it does not say. */
export interface MlflowRunRecord {
  readonly name: string | null;
  readonly ending: "finished" | "failed" | null;
  /** Seconds since the Unix epoch. */
  readonly startedAt: number | null;
}

/** In the order of MLflow's enum: 1 running, 2 scheduled, 3 finished, 4 failed, 5 killed; newer versions write the words. */
const FINISHED = new Set<unknown>([3, "FINISHED"]);
const FAILED = new Set<unknown>([4, "FAILED", 5, "KILLED"]);

/** Parses `meta.yaml` of a run, or returns null when it is no mapping. */
export function parseMlflowMeta(text: string): MlflowRunRecord | null {
  const document = parseDocument(text, { logLevel: "silent", stringKeys: true, prettyErrors: false });
  if (document.errors.length > 0) return null;
  let meta: unknown;
  try {
    meta = document.toJS({ mapAsMap: true, maxAliasCount: 10 });
  } catch {
    return null; // more aliases than allowed
  }
  if (!(meta instanceof Map)) return null;
  const name: unknown = meta.get("run_name") ?? meta.get("name");
  const status: unknown = meta.get("status");
  const start: unknown = meta.get("start_time");
  return {
    name: typeof name === "string" && name !== "" ? name : null,
    ending: FINISHED.has(status) ? "finished" : FAILED.has(status) ? "failed" : null,
    startedAt: typeof start === "number" ? toWallTimeSecs(start) : null,
  };
}
