/** TensorProto → one number, for the tensors that TF2 and newer PyTorch writers use as scalars. */
import { type MessageCursor, Wire } from "./protobuf.ts";

/** `DataType` of TensorFlow's types.proto, the numeric ones. */
enum DataType {
  Float = 1,
  Double = 2,
  Int32 = 3,
  Uint8 = 4,
  Int16 = 5,
  Int8 = 6,
  Int64 = 9,
  Bool = 10,
  Bfloat16 = 14,
  Uint16 = 17,
  Half = 19,
  Uint32 = 22,
  Uint64 = 23,
}

/** A scalar out of a tensor, and whether a 32-bit float holds it by its type. */
export interface TensorScalar {
  value: number;
  isFloat32: boolean;
  /** Where the four bytes stand that are the value; -1 when it is written in any other form. */
  floatAt: number;
}

/**
 * Reads the TensorProto in `bytes[start … end)` into `out`; false when it is damaged, not numeric, or not one element.
 *
 * A tensor's content is either `tensor_content` (little-endian bytes) or the `*_val` list of its type, which drops
 * trailing repetitions: an empty list means zero.
 * @see TensorFlow, `core/framework/tensor.proto`.
 */
export function readTensorScalar(
  bytes: Uint8Array<ArrayBuffer>,
  start: number,
  end: number,
  cursor: MessageCursor,
  out: TensorScalar,
): boolean {
  let dtype = 0;
  let contentStart = -1;
  let contentEnd = -1;
  let listed: number | null = null;
  let listEnd = -1;
  cursor.enter(bytes, start, end);
  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        dtype = cursor.low;
        break;
      case 2:
        if (!isOneElement(bytes, cursor.start, cursor.end)) return false;
        break;
      case 4:
        if (cursor.wire !== Wire.Bytes) break;
        contentStart = cursor.start;
        contentEnd = cursor.end;
        break;
      case 5: // float_val
      case 6: // double_val
      case 7: // int_val
      case 10: // int64_val
      case 11: // bool_val
      case 13: // half_val
      case 16: // uint32_val
      case 17: // uint64_val
        listed = listedValue(bytes, cursor, dtype);
        listEnd = cursor.field === 5 ? cursor.end : -1;
        break;
      default:
    }
  }
  if (cursor.isDamaged) return false;
  out.isFloat32 = dtype === DataType.Float || dtype === DataType.Half || dtype === DataType.Bfloat16;
  const value = contentStart >= 0 ? contentValue(bytes, contentStart, contentEnd, dtype) : (listed ?? defaultOf(dtype));
  if (value === null) return false;
  out.value = value;
  if (contentStart >= 0) out.floatAt = dtype === DataType.Float ? contentStart : -1;
  else out.floatAt = listed !== null && listEnd >= 0 ? listEnd - 4 : -1;
  return true;
}

/** TensorShapeProto: no dimension, or only dimensions of size one. */
function isOneElement(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    // Dim is field 2 of the shape, size is field 1 of Dim; a dimension of size 1 is `12 02 08 01`.
    if (bytes[at] !== 0x12 || bytes[at + 1] !== 2 || bytes[at + 2] !== 8 || bytes[at + 3] !== 1) return false;
    at += 4;
  }
  return true;
}

function contentValue(bytes: Uint8Array<ArrayBuffer>, start: number, end: number, dtype: number): number | null {
  const size = end - start;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, size);
  switch (dtype) {
    case DataType.Float:
      return size === 4 ? view.getFloat32(0, true) : null;
    case DataType.Double:
      return size === 8 ? view.getFloat64(0, true) : null;
    case DataType.Int32:
      return size === 4 ? view.getInt32(0, true) : null;
    case DataType.Uint32:
      return size === 4 ? view.getUint32(0, true) : null;
    case DataType.Int16:
      return size === 2 ? view.getInt16(0, true) : null;
    case DataType.Uint16:
      return size === 2 ? view.getUint16(0, true) : null;
    case DataType.Int8:
      return size === 1 ? view.getInt8(0) : null;
    case DataType.Uint8:
    case DataType.Bool:
      return size === 1 ? view.getUint8(0) : null;
    case DataType.Int64:
      return size === 8 ? Number(view.getBigInt64(0, true)) : null;
    case DataType.Uint64:
      return size === 8 ? Number(view.getBigUint64(0, true)) : null;
    case DataType.Half:
      return size === 2 ? halfToNumber(view.getUint16(0, true)) : null;
    case DataType.Bfloat16:
      return size === 2 ? bfloat16ToNumber(view.getUint16(0, true)) : null;
    default:
      return null;
  }
}

/** The last value of a `*_val` field, packed or not; null when it does not belong to `dtype`. */
function listedValue(bytes: Uint8Array<ArrayBuffer>, cursor: MessageCursor, dtype: number): number | null {
  const { wire, start, end } = cursor;
  const size = end - start;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (cursor.field === 5) return wire !== Wire.Varint && size >= 4 ? view.getFloat32(end - 4, true) : null;
  if (cursor.field === 6) return wire !== Wire.Varint && size >= 8 ? view.getFloat64(end - 8, true) : null;
  const integer = wire === Wire.Bytes ? packedVarint(bytes, start, end) : cursor.toInt64();
  if (integer === null) return null;
  if (dtype === DataType.Half) return halfToNumber(integer & 0xffff);
  if (dtype === DataType.Bfloat16) return bfloat16ToNumber(integer & 0xffff);
  if (dtype === DataType.Uint64 && integer < 0) return integer + 2 ** 64;
  return integer;
}

function packedVarint(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): number | null {
  let value = 0n;
  let shift = 0n;
  for (let at = start; at < end && shift < 70n; at++) {
    value |= BigInt(bytes[at] & 0x7f) << shift;
    shift += 7n;
    if (bytes[at] < 0x80) return Number(BigInt.asIntN(64, value));
  }
  return null;
}

const defaultOf = (dtype: number): number | null => {
  switch (dtype) {
    case DataType.Float:
    case DataType.Double:
    case DataType.Int32:
    case DataType.Uint8:
    case DataType.Int16:
    case DataType.Int8:
    case DataType.Int64:
    case DataType.Bool:
    case DataType.Bfloat16:
    case DataType.Uint16:
    case DataType.Half:
    case DataType.Uint32:
    case DataType.Uint64:
      return 0;
    default:
      return null;
  }
};

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16: the upper half of a binary32. */
function bfloat16ToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}
