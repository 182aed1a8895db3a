/** In which precision an event file holds a tag, read straight from the format's description and through none of our readers. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const EVENT_SUMMARY = 5;
const SUMMARY_VALUE = 1;
const VALUE_TAG = 1;
const VALUE_TENSOR = 8;
const TENSOR_DTYPE = 1;
const DT_DOUBLE = 2;

/** Whether every value of `tag` in the event files of `folder` is a double-precision tensor, and there is one. */
export function isDoublePrecision(folder: string, tag: string): boolean {
  const types = readdirSync(folder)
    .filter((name) => name.includes("tfevents"))
    .flatMap((name) => dataTypes(readFileSync(join(folder, name)), tag));
  return types.length > 0 && types.every((type) => type === DT_DOUBLE);
}

/** The tensor type of each value of `tag`; null for a plain 32-bit value. Trusts the lengths: for files without framing faults. */
function dataTypes(file: Buffer, tag: string): (number | null)[] {
  const types: (number | null)[] = [];
  for (let at = 0; at + 12 <= file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    for (const summary of fieldsOf(file.subarray(at + 12, at + 12 + length), EVENT_SUMMARY)) {
      for (const value of fieldsOf(summary, SUMMARY_VALUE)) {
        if (String(fieldsOf(value, VALUE_TAG)[0] ?? "") !== tag) continue;
        const [tensor] = fieldsOf(value, VALUE_TENSOR);
        types.push(tensor === undefined ? null : varintField(tensor, TENSOR_DTYPE));
      }
    }
    at += 16 + length;
  }
  return types;
}

interface Field {
  readonly number: number;
  readonly body: Buffer;
  readonly varint: number | null;
}

/** The fields of a protobuf message, in order. */
function* walk(message: Buffer): Iterable<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at++];
      value += (byte & 127) * shift;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const wireType = key % 8;
    if (wireType === 0) yield { number, body: Buffer.alloc(0), varint: varint() };
    else {
      const length = wireType === 2 ? varint() : wireType === 1 ? 8 : 4;
      yield { number, body: message.subarray(at, at + length), varint: null };
      at += length;
    }
  }
}

const fieldsOf = (message: Buffer, number: number): Buffer[] =>
  [...walk(message)].filter((field) => field.number === number && field.varint === null).map(({ body }) => body);

const varintField = (message: Buffer, number: number): number | null =>
  [...walk(message)].find((field) => field.number === number)?.varint ?? null;
