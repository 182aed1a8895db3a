/** W&B's offline run files (`run-….wandb`) → points, settings and how the run ended. */
import type { HparamValue } from "../core/series.ts";
import { MessageCursor } from "../tfevents/protobuf.ts";
import { isJsonObject, type JsonValue } from "./json.ts";
import { toTag } from "./names.ts";
import { addSetting } from "./settings-map.ts";
import { TextReader, type TextReaderState } from "./text-reader.ts";
import { toWallTimeSecs } from "./wall-times.ts";
import { BLOCK_BYTES, FILE_HEADER, Part, readFrame } from "./wandb-frames.ts";
import { parseWandbRecord, type WandbItem, type WandbRecord } from "./wandb-record.ts";

/** A record of which only the first frames were read. */
interface Partial {
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface WandbReaderState extends TextReaderState {
  readonly partial: Partial | null;
  readonly isForeign: boolean;
}

const LONGEST_RECORD_BYTES = 1024 * 1024;
/** Numbers of the records that are read: history, config, run, exit. */
const READ_RECORDS: readonly number[] = [2, 5, 17, 18];

/**
 * Reads a W&B offline file.
 *
 * Each history record is a step (`_step`, or its own number) with a wall time (`_timestamp`); its numbers become points,
 * nested names joined by `/`. W&B's own names, which begin with `_`, and media are left out. Settings are those of the
 * run record and every later update, under dotted names. The exit record says how the run ended. A frame that does not
 * match its checksum costs its record; reading goes on behind it.
 */
export class WandbReader extends TextReader {
  private partial: Partial | null = null;
  /** It does not begin as W&B's files do: nothing in it is read. */
  private isForeign = false;

  get wanted(): number {
    return BLOCK_BYTES;
  }

  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number {
    let at = 0;
    if (fileOffset === 0) {
      if (end < FILE_HEADER.length) return 0;
      at = FILE_HEADER.length;
      this.isForeign = FILE_HEADER.some((byte, i) => bytes[i] !== byte);
      if (this.isForeign) this.note("not a record", 0, 0);
    }
    if (this.isForeign) return end;
    for (;;) {
      const offset = fileOffset + at;
      const frame = readFrame(bytes, at, end, offset);
      switch (frame.kind) {
        case "incomplete":
          return at;
        case "padding":
          at = frame.next;
          break;
        case "hole":
          if (!this.isSilent || frame.next === null) return at;
          this.lose(offset);
          at = frame.next;
          break;
        case "damaged":
          this.lose(offset);
          at = frame.next;
          break;
        case "frame":
          this.readPart(bytes, frame.start, frame.end, frame.part, offset);
          at = frame.end;
          break;
      }
    }
  }

  private lose(offset: number): void {
    this.note("bad checksum", offset, 0);
    this.partial = null;
  }

  private readPart(bytes: Uint8Array<ArrayBuffer>, start: number, end: number, part: Part, offset: number): void {
    if (part === Part.Full) this.readRecord(bytes, start, end, offset);
    else if (part === Part.First) {
      const isWorthHolding = READ_RECORDS.includes(recordNumber(bytes, start, end));
      this.partial = isWorthHolding ? { offset, bytes: bytes.slice(start, end) } : null;
    } else if (this.partial !== null) this.goOn(this.partial, bytes.subarray(start, end), part === Part.Last);
  }

  private goOn({ offset, bytes }: Partial, more: Uint8Array<ArrayBuffer>, isLast: boolean): void {
    this.partial = null;
    if (bytes.length + more.length > LONGEST_RECORD_BYTES) {
      this.note("record over the limit", offset, 0);
      return;
    }
    const joined = new Uint8Array(bytes.length + more.length);
    joined.set(bytes);
    joined.set(more, bytes.length);
    if (isLast) this.readRecord(joined, 0, joined.length, offset);
    else this.partial = { offset, bytes: joined };
  }

  private readRecord(bytes: Uint8Array<ArrayBuffer>, start: number, end: number, offset: number): void {
    const record = parseWandbRecord(bytes, start, end);
    if (record === null) this.note("not a record", offset, 0);
    else this.take(record);
  }

  private take(record: WandbRecord): void {
    switch (record.kind) {
      case "history":
        this.takeHistory(record.step, record.items);
        break;
      case "run":
        this.startedAt ??= record.startedAt;
        this.takeConfig(record.items);
        break;
      case "config":
        this.takeConfig(record.items);
        break;
      case "exit":
        this.facts = { ...this.facts, ending: record.exitCode === 0 ? "finished" : "failed" };
        break;
      case "other":
        break;
    }
  }

  private takeHistory(ownStep: number | null, items: readonly WandbItem[]): void {
    const values = new Map<string, number>();
    let step = ownStep;
    let wallTime = NaN;
    for (const { path, value } of items) {
      if (path[0] === "_step" && typeof value === "number") step = value;
      else if (path[0] === "_timestamp" && typeof value === "number") wallTime = toWallTimeSecs(value) ?? NaN;
      else if (path.length > 0 && !path[0].startsWith("_")) collect(path.join("/"), value, values);
    }
    for (const [name, value] of values) {
      const tag = toTag(name);
      if (tag !== null && step !== null) this.add(tag, step, wallTime, value);
    }
  }

  private takeConfig(items: readonly WandbItem[]): void {
    const settings = new Map<string, HparamValue>(Object.entries(this.facts.hparams ?? {}));
    for (const { path, value } of items) {
      if (path.length > 0 && path[0] !== "_wandb") addSetting(path.join("."), value, 0, settings);
    }
    if (settings.size > 0) this.facts = { ...this.facts, hparams: Object.fromEntries(settings) };
  }

  state(): WandbReaderState {
    return { ...this.sharedState(), partial: this.partial, isForeign: this.isForeign };
  }

  static resume(state: WandbReaderState): WandbReader {
    const reader = new WandbReader();
    reader.restoreShared(state);
    reader.partial = state.partial;
    reader.isForeign = state.isForeign;
    return reader;
  }
}

/** The number of the record that begins in `bytes[start … end)`, known even when most of it is still to come. */
function recordNumber(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): number {
  const cursor = new MessageCursor();
  cursor.enter(bytes, start, end);
  while (cursor.next()) if (cursor.field !== 1) break;
  return cursor.field;
}

/** NaN and infinities come bare or as texts, by the version of W&B; mappings with a `_type` are media. */
function collect(name: string, value: JsonValue, into: Map<string, number>): void {
  if (typeof value === "number") into.set(name, value);
  else if (value === "NaN" || value === "Infinity" || value === "-Infinity") into.set(name, Number(value));
  else if (value !== null && typeof value === "object" && isJsonObject(value) && !value.has("_type")) {
    for (const [key, inner] of value) collect(`${name}/${key}`, inner, into);
  }
}
