/** One record of a W&B offline file: protobuf whose values are JSON texts. */
import { MessageCursor, Wire } from "../tfevents/protobuf.ts";
import { type JsonValue, parseJson } from "./json.ts";

/** A value with its name, parts of which nest: `dev` › `acc`. */
export interface WandbItem {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** What a record says, as far as training goes. */
export type WandbRecord =
  | { readonly kind: "history"; readonly step: number | null; readonly items: readonly WandbItem[] }
  | { readonly kind: "config"; readonly items: readonly WandbItem[] }
  /** `startedAt`: seconds since the Unix epoch. */
  | { readonly kind: "run"; readonly items: readonly WandbItem[]; readonly startedAt: number | null }
  | { readonly kind: "exit"; readonly exitCode: number }
  /** Summaries, console output, system statistics and all else that holds no points of training. */
  | { readonly kind: "other" };

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Parses the record in `bytes[start … end)`, or returns null when it is damaged. Values longer than 64 KiB are left out
 * unread: numbers are short.
 *
 * @see wandb, `wandb/proto/wandb_internal.proto`: Record, HistoryRecord, ConfigRecord, RunRecord, RunExitRecord.
 */
export function parseWandbRecord(bytes: Bytes, start: number, end: number): WandbRecord | null {
  const message = fieldsOf(bytes, start, end);
  if (message === null) return null;
  for (const field of message) {
    if (field.wire !== Wire.Bytes) continue;
    switch (field.field) {
      case 2:
        return readHistory(bytes, field);
      case 5: {
        const items = readItems(bytes, field, 1);
        return items === null ? null : { kind: "config", items };
      }
      case 17:
        return readRun(bytes, field);
      case 18: {
        const exit = fieldsOf(bytes, field.start, field.end);
        return exit === null ? null : { kind: "exit", exitCode: exit.find((one) => one.field === 1)?.varint ?? 0 };
      }
      default:
    }
  }
  return { kind: "other" };
}

interface Field {
  readonly field: number;
  readonly wire: number;
  readonly start: number;
  readonly end: number;
  readonly varint: number;
}

function fieldsOf(bytes: Bytes, from: number, to: number): readonly Field[] | null {
  const cursor = new MessageCursor();
  const fields: Field[] = [];
  cursor.enter(bytes, from, to);
  while (cursor.next()) {
    const { field, wire, start, end } = cursor;
    fields.push({ field, wire, start, end, varint: wire === Wire.Varint ? cursor.toInt64() : 0 });
  }
  return cursor.isDamaged ? null : fields;
}

function readHistory(bytes: Bytes, { start, end }: Field): WandbRecord | null {
  const fields = fieldsOf(bytes, start, end);
  const items = readItems(bytes, { start, end }, 1);
  if (fields === null || items === null) return null;
  const step = fields.find(({ field, wire }) => field === 2 && wire === Wire.Bytes);
  const num = step === undefined ? null : fieldsOf(bytes, step.start, step.end);
  if (step !== undefined && num === null) return null;
  // A step of 0 is not written: proto3 leaves zeros out.
  return { kind: "history", step: num === null ? null : (num.find(({ field }) => field === 1)?.varint ?? 0), items };
}

function readRun(bytes: Bytes, { start, end }: Field): WandbRecord | null {
  const fields = fieldsOf(bytes, start, end);
  if (fields === null) return null;
  const config = fields.find(({ field, wire }) => field === 4 && wire === Wire.Bytes);
  const time = fields.find(({ field, wire }) => field === 17 && wire === Wire.Bytes);
  const parts = time === undefined ? null : fieldsOf(bytes, time.start, time.end);
  const seconds = parts?.find(({ field }) => field === 1)?.varint;
  const nanos = parts?.find(({ field }) => field === 2)?.varint ?? 0;
  return {
    kind: "run",
    items: config === undefined ? [] : (readItems(bytes, config, 1) ?? []),
    startedAt: seconds === undefined ? null : seconds + nanos / 1e9,
  };
}

const LONGEST_VALUE_BYTES = 64 * 1024;

/** The items under field number `field`: key = 1, nested_key = 2 (instead of a key), value_json = 16. */
function readItems(
  bytes: Bytes,
  { start, end }: Pick<Field, "start" | "end">,
  field: number,
): readonly WandbItem[] | null {
  const decoder = new TextDecoder();
  const items: WandbItem[] = [];
  for (const item of fieldsOf(bytes, start, end) ?? []) {
    if (item.field !== field || item.wire !== Wire.Bytes) continue;
    const fields = fieldsOf(bytes, item.start, item.end);
    if (fields === null) return null;
    const path: string[] = [];
    let value: JsonValue = null;
    for (const part of fields) {
      if (part.wire !== Wire.Bytes || part.end - part.start > LONGEST_VALUE_BYTES) continue;
      const text = decoder.decode(bytes.subarray(part.start, part.end));
      if (part.field === 16) value = parseJson(text);
      else if ((part.field === 1 && text !== "") || part.field === 2) path.push(text);
    }
    items.push({ path, value });
  }
  return items;
}
