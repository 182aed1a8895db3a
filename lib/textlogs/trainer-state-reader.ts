/** `trainer_state.json` of the Hugging Face Trainer → points: one document, rewritten whole. */
import type { HparamValue } from "../core/series.ts";
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "./json.ts";
import { toTag } from "./names.ts";
import { TextReader, type TextReaderState } from "./text-reader.ts";

export interface TrainerStateReaderState extends TextReaderState {
  readonly isRead: boolean;
}

/** The one log whose unfinished part may be longer than a line: nothing in it counts before all of it is there. */
const LONGEST_DOCUMENT_BYTES = 64 * 1024 * 1024;
const CLOSING_BRACE = 0x7d;
const SETTINGS = ["train_batch_size", "num_train_epochs", "max_steps"];

/**
 * Reads the document once it is complete, and says nothing before. Entries of `log_history` stand at their `step`, under
 * the tags that the Trainer writes to TensorBoard: `eval_x` is `eval/x`, `test_x` is `test/x`, everything else, `epoch`
 * included, is `train/x`. They have no wall times. The run is finished when its last step is the last one planned.
 *
 * @see transformers, `rewrite_logs` of the integrations, which makes these tags.
 */
export class TrainerStateReader extends TextReader {
  private isRead = false;
  private present = 0;

  /** Twice what is there: the document may be long. */
  get wanted(): number {
    return this.isRead ? 0 : Math.min(this.present * 2, LONGEST_DOCUMENT_BYTES + 1);
  }

  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number {
    if (this.isRead) return end;
    this.present = end;
    if (end > LONGEST_DOCUMENT_BYTES) {
      this.note("document over the limit", fileOffset, 0);
      this.isRead = true;
      return end;
    }
    const isLast = this.isAwaited(fileOffset, end);
    const document = endsWithBrace(bytes, end) ? parseJson(new TextDecoder().decode(bytes.subarray(0, end))) : null;
    if (document === null && !isLast) return 0;
    this.isRead = true;
    const history = document !== null && isJsonObject(document) ? document.get("log_history") : undefined;
    if (document === null) this.note("not JSON", fileOffset, 1);
    else if (!Array.isArray(history) || !isJsonObject(document)) this.note("not a trainer state", fileOffset, 1);
    else this.readHistory(document, history);
    return end;
  }

  private readHistory(document: JsonObject, history: readonly JsonValue[]): void {
    for (const entry of history) {
      const step = isJsonObject(entry) ? entry.get("step") : undefined;
      if (!isJsonObject(entry) || typeof step !== "number" || !Number.isFinite(step)) continue;
      for (const [key, value] of entry) {
        const tag = key === "step" || typeof value !== "number" ? null : toTag(tensorBoardTag(key));
        if (tag !== null && typeof value === "number") this.add(tag, step, NaN, value);
      }
    }
    const hparams = new Map<string, HparamValue>();
    const trial = document.get("trial_params") ?? null;
    const settings = [
      ...SETTINGS.map((key) => [key, document.get(key)] as const),
      ...(isJsonObject(trial) ? trial : []),
    ];
    for (const [key, value] of settings) {
      if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") hparams.set(key, value);
    }
    const done = document.get("global_step");
    this.facts = {
      hparams: hparams.size === 0 ? null : Object.fromEntries(hparams),
      ending: typeof done === "number" && done > 0 && done === document.get("max_steps") ? "finished" : null,
    };
  }

  state(): TrainerStateReaderState {
    return { ...this.sharedState(), isRead: this.isRead };
  }

  static resume(state: TrainerStateReaderState): TrainerStateReader {
    const reader = new TrainerStateReader();
    reader.restoreShared(state);
    reader.isRead = state.isRead;
    return reader;
  }
}

function tensorBoardTag(key: string): string {
  if (key.startsWith("eval_")) return `eval/${key.slice("eval_".length)}`;
  if (key.startsWith("test_")) return `test/${key.slice("test_".length)}`;
  return `train/${key}`;
}

/** Whether the last byte that is no white space closes an object: only then can the document be complete. */
function endsWithBrace(bytes: Uint8Array, end: number): boolean {
  let last = end - 1;
  while (last >= 0 && bytes[last] <= 0x20) last -= 1;
  return bytes[last] === CLOSING_BRACE;
}
