/** JSON lines → points: one object a line, as Detectron2, mmengine and many hand-written loops log. */
import { isJsonObject, type JsonObject, type JsonValue, parseJsonAt } from "./json.ts";
import { type Line, LineReader } from "./line-reader.ts";
import { counterNamed, isWallTimeName, toTag } from "./names.ts";
import { toNumber, toValue } from "./numbers.ts";
import type { PieceReaderState } from "./piece-reader.ts";
import { StepTracker, type StepTrackerState } from "./step-tracker.ts";
import { parseWallTime, toWallTimeSecs } from "./wall-times.ts";

export interface JsonlReaderState extends PieceReaderState {
  readonly steps: StepTrackerState;
}

/**
 * Reads JSON lines.
 *
 * Nested objects become tags with `/` (`{"dev": {"acc": 1}}` is `dev/acc`); numbers in strings count as numbers; lists,
 * texts, booleans and nulls are no points. The x is the key that counts steps, iterations or epochs, in this order (see
 * `names.ts`); a line without one belongs to the step before it. `mode` (mmcv: `train`, `val`) becomes the tag's first
 * part, and a line of another mode than `train` that counts within an epoch belongs to the last step of training; so does one whose only step is the epoch (mmengine). A
 * first line without a step is a header and no problem; later ones, before any step, are counted.
 */
export class JsonlReader extends LineReader {
  private steps = new StepTracker();

  protected readLine({ text, offset, number }: Line): void {
    let at = 0;
    for (;;) {
      while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
      if (at >= text.length) return;
      const parsed = text[at] === "{" ? parseJsonAt(text, at) : null;
      if (parsed === null || !isJsonObject(parsed.value)) {
        this.note("not JSON", offset, number);
        return;
      }
      this.readObject(parsed.value, offset, number);
      at = parsed.end; // two writers may have lost the line end between them
    }
  }

  private readObject(object: JsonObject, offset: number, lineNumber: number): void {
    const mode = object.get("mode");
    const isAside = typeof mode === "string" && mode !== "train";
    const { stepKey, epochKey, timeKey } = rolesOf(object);
    const epoch = epochKey === null ? null : numberIn(object, epochKey);
    const named = stepKey === null || (isAside && epoch !== null) ? null : numberIn(object, stepKey);
    const step = named !== null && epoch === null && this.steps.isEpoch(named) ? null : named;
    const isGlobal = stepKey !== null && (counterNamed(stepKey)?.isGlobal ?? false);
    const x = this.steps.locate({ step, isGlobal, total: null, epoch });
    this.noteCounter(this.steps);
    const values = new Map<string, number>();
    for (const [key, value] of object) {
      const isX = key === stepKey || (key === epochKey && !this.steps.countsSteps);
      if (!isX && key !== timeKey) collect(key, value, values);
    }
    if (x === null) {
      if (values.size > 0 && lineNumber > 1) this.note("without a step", offset, lineNumber);
      return;
    }
    const wallTime = timeKey === null ? NaN : (wallTimeOf(object.get(timeKey)) ?? NaN);
    const prefix = typeof mode === "string" ? `${mode}/` : "";
    for (const [name, value] of values) {
      const tag = toTag(prefix + name);
      if (tag !== null) this.add(tag, x, wallTime, value);
    }
  }

  state(): JsonlReaderState {
    return { ...this.pieceState(), steps: this.steps.state() };
  }

  static resume(state: JsonlReaderState): JsonlReader {
    const reader = new JsonlReader();
    reader.restorePieces(state);
    reader.steps = StepTracker.resume(state.steps);
    return reader;
  }
}

interface Roles {
  readonly stepKey: string | null;
  readonly epochKey: string | null;
  readonly timeKey: string | null;
}

/** Which keys of this object count steps and epochs and hold its wall time. */
function rolesOf(object: JsonObject): Roles {
  let stepKey: string | null = null;
  let stepRank = Infinity;
  let epochKey: string | null = null;
  let timeKey: string | null = null;
  for (const [key, value] of object) {
    const counter = counterNamed(key);
    if (counter !== null && numberOf(value) !== null) {
      if (counter.counts === "epochs") epochKey ??= key;
      else if (counter.rank < stepRank) {
        stepKey = key;
        stepRank = counter.rank;
      }
    } else if (timeKey === null && isWallTimeName(key) && wallTimeOf(value) !== null) timeKey = key;
  }
  return { stepKey, epochKey, timeKey };
}

const numberOf = (value: JsonValue | undefined): number | null => {
  const number = typeof value === "number" ? value : typeof value === "string" ? toNumber(value) : null;
  return number !== null && Number.isFinite(number) ? number : null;
};

const numberIn = (object: JsonObject, key: string): number | null => numberOf(object.get(key));

const wallTimeOf = (value: JsonValue | undefined): number | null =>
  typeof value === "number" ? toWallTimeSecs(value) : typeof value === "string" ? parseWallTime(value) : null;

/** Adds the numbers in `value` by name; of equal names the last one counts. */
function collect(name: string, value: JsonValue, into: Map<string, number>): void {
  if (typeof value === "number") into.set(name, value);
  else if (typeof value === "string") {
    const number = toValue(value);
    if (number !== null) into.set(name, number);
  } else if (value !== null && typeof value === "object" && isJsonObject(value)) {
    for (const [key, inner] of value) collect(`${name}/${key}`, inner, into);
  }
}
