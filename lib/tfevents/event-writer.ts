/** Scalars as TensorBoard's event files hold them: for taking points elsewhere. Never written beside logs that we read. */
import { maskedCrc32c } from "./crc32c.ts";

/** Keys of protobuf fields: the field's number and how its value is written. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const key = (field: number, wireType: number): number => (field << 3) | wireType;

const DT_DOUBLE = 2;
const DATA_CLASS_SCALAR = 1;
const FRAME_BYTES = 16;
const LONGEST_VARINT = 10;

/** The record that begins every event file, dated `wallTime` (seconds since the Unix epoch). */
export function versionRecord(wallTime: number): Uint8Array<ArrayBuffer> {
  const version = message(3, utf8("brain.Event:2"));
  const record = new Uint8Array(FRAME_BYTES + 9 + version.length);
  const view = new DataView(record.buffer);
  view.setUint8(12, key(1, FIXED64));
  view.setFloat64(13, wallTime, true);
  record.set(version, 21);
  seal(view, record.length - FRAME_BYTES);
  return record;
}

/**
 * Writes the records of one tag. Floats of 32 bits go as plain floats, as PyTorch writes them; doubles as tensors.
 *
 * @see TensorFlow, core/util/event.proto, core/framework/summary.proto and tensor.proto
 */
export class ScalarRecords {
  /** What stands around the number in every record of this tag. */
  private readonly before: Uint8Array;
  private readonly after: Uint8Array;
  private readonly numberBytes: 4 | 8;
  private readonly record: Uint8Array<ArrayBuffer>;
  private readonly view: DataView<ArrayBuffer>;

  /** `isDouble`: whether the values need more than 32 bits. */
  constructor(tag: string, isDouble: boolean) {
    this.numberBytes = isDouble ? 8 : 4;
    const name = message(1, utf8(tag));
    const numberKey = isDouble ? doubleTensorHead() : Uint8Array.of(key(2, FIXED32));
    this.after = isDouble ? message(9, scalarMetadata()) : new Uint8Array(0);
    const valueBytes = name.length + numberKey.length + this.numberBytes + this.after.length;
    const valueHead = [key(1, BYTES), ...varint(BigInt(valueBytes))];
    const summaryHead = [key(5, BYTES), ...varint(BigInt(valueHead.length + valueBytes))];
    this.before = Uint8Array.of(...summaryHead, ...valueHead, ...name, ...numberKey);
    this.record = new Uint8Array(
      FRAME_BYTES + 9 + 1 + LONGEST_VARINT + this.before.length + this.numberBytes + this.after.length,
    );
    this.view = new DataView(this.record.buffer);
  }

  /** One record, valid until the next one is asked for. `step`: digits where it is beyond ±2^53; `wallTime`: seconds since the Unix epoch. */
  encode(step: number | string, wallTime: number, value: number): Uint8Array<ArrayBuffer> {
    const { record, view } = this;
    view.setUint8(12, key(1, FIXED64));
    view.setFloat64(13, wallTime, true);
    view.setUint8(21, key(2, VARINT));
    let at = 22;
    for (const byte of varint(BigInt(step))) view.setUint8(at++, byte);
    record.set(this.before, at);
    at += this.before.length;
    if (this.numberBytes === 8) view.setFloat64(at, value, true);
    else view.setFloat32(at, value, true);
    at += this.numberBytes;
    record.set(this.after, at);
    at += this.after.length;
    seal(view, at - 12);
    return record.subarray(0, at + 4);
  }
}

/** A TFRecord's frame around the `length` bytes at 12: u64 length, its masked checksum, the payload, its masked checksum; little-endian. */
function seal(view: DataView, length: number): void {
  view.setBigUint64(0, BigInt(length), true);
  view.setUint32(8, maskedCrc32c(view, 0, 8), true);
  view.setUint32(12 + length, maskedCrc32c(view, 12, 12 + length), true);
}

/** A double tensor without dimensions, up to its eight bytes. */
function doubleTensorHead(): Uint8Array {
  const inside = [key(1, VARINT), DT_DOUBLE, key(2, BYTES), 0, key(4, BYTES), 8];
  return Uint8Array.of(key(8, BYTES), inside.length + 8, ...inside);
}

/** Says that the tensor is a scalar, as TensorFlow 2 does. */
const scalarMetadata = (): Uint8Array =>
  Uint8Array.of(...message(1, message(1, utf8("scalars"))), key(4, VARINT), DATA_CLASS_SCALAR);

const message = (field: number, body: Uint8Array): Uint8Array =>
  Uint8Array.of(key(field, BYTES), ...varint(BigInt(body.length)), ...body);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Base-128, seven bits a byte; negative numbers as two's complement of 64 bits. */
function varint(value: bigint): readonly number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
