/** MLflow's file store: one file a metric. */
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
