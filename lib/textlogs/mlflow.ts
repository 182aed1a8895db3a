/** MLflow's file store: one file a metric, one file a parameter, one record of the run. */
import { parseDocument } from "yaml";
import type { HparamValue } from "../core/series.ts";
import { type Line, LineReader } from "./line-reader.ts";
import { toTag } from "./names.ts";
import { toNumber } from "./numbers.ts";
import type { PieceReaderState } from "./piece-reader.ts";
import { toWallTimeSecs } from "./wall-times.ts";

export interface MlflowReaderState extends PieceReaderState {
  readonly tag: string;
}

/**
 * Reads `metrics/<tag>`: lines of wall time in milliseconds, value and step. Metrics that early versions wrote without a
 * step stand at step 0. The tag is the file's path below `metrics`, because the file itself does not say it.
 */
export class MlflowReader extends LineReader {
  private readonly shown: string;

  constructor(private readonly tag: string) {
    super();
    this.shown = toTag(tag) ?? "metric";
  }

  protected readLine({ text, offset, number }: Line): void {
    const trimmed = text.trim();
    if (trimmed === "") return;
    const [time, value, step = "0", ...rest] = trimmed.slice(0, LONGEST_METRIC_LINE).split(/\s+/);
    const numbers = [time, value ?? "", step].map(toNumber);
    const [millis, y, x] = numbers;
    if (millis === null || y === null || x === null || !Number.isFinite(x) || rest.length > 0) {
      this.note("not a metric line", offset, number);
    } else this.add(this.shown, x, toWallTimeSecs(millis) ?? NaN, y);
  }

  state(): MlflowReaderState {
    return { ...this.pieceState(), tag: this.tag };
  }

  static resume(state: MlflowReaderState): MlflowReader {
    const reader = new MlflowReader(state.tag);
    reader.restorePieces(state);
    return reader;
  }
}

const LONGEST_METRIC_LINE = 300;

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
