/**
 * TFRecord framing: where one record ends and the next begins, in a file that may still be growing or be damaged.
 *
 * A record is `u64 length, u32 masked crc of the length, payload, u32 masked crc of the payload`, little-endian.
 * @see TensorFlow, `core/lib/io/record_writer.h`.
 */
import { maskedCrc32c } from "./crc32c.ts";

export const HEADER_BYTES = 12;
export const FOOTER_BYTES = 4;
/** No writer of scalars comes near this; a longer record is stepped over without being held in memory. */
export const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

/** What stands at an offset, and so what its reader can do next. */
export enum Framing {
  /** An intact record: `payloadStart … payloadEnd`, then `next`. */
  Record,
  /** The rest is not written yet: come back with more bytes. Also said of zeros, which some file systems show before the data arrive. */
  Incomplete,
  /** The payload is damaged, the frame is not: go on at `next`. */
  BadPayload,
  /** A record over the limit, its length vouched for: go on at `next`, which may lie far beyond these bytes. */
  TooLong,
  /** The length itself is damaged: nobody knows where the next record begins. */
  BadLength,
}

/** Where the parts of the record last looked at stand; reused, because there are millions of records. */
export interface Frame {
  payloadStart: number;
  payloadEnd: number;
  next: number;
}

export const newFrame = (): Frame => ({ payloadStart: 0, payloadEnd: 0, next: 0 });

/**
 * Looks at the record that begins at `at` in `bytes[0 … end)` and notes its parts in `frame`.
 *
 * Pure but for `frame`: the caller owns the position, so there is no broken state to call again. `frame` is meaningful
 * for `Record`, `BadPayload` and `TooLong` only. Lengths are compared before they are used: a length of 2^64 − 1 costs nothing.
 */
export function readFrame(bytes: Uint8Array, at: number, end: number, frame: Frame): Framing {
  if (end - at < HEADER_BYTES) return Framing.Incomplete;
  const length = readU32(bytes, at);
  const lengthHigh = readU32(bytes, at + 4);
  const lengthCrc = readU32(bytes, at + 8);
  if (maskedCrc32c(bytes, at, at + 8) !== lengthCrc) {
    return length === 0 && lengthHigh === 0 && lengthCrc === 0 ? Framing.Incomplete : Framing.BadLength;
  }
  frame.payloadStart = at + HEADER_BYTES;
  if (lengthHigh !== 0 || length > MAX_PAYLOAD_BYTES) {
    frame.next = frame.payloadStart + lengthHigh * 2 ** 32 + length + FOOTER_BYTES;
    return Framing.TooLong;
  }
  frame.payloadEnd = frame.payloadStart + length;
  frame.next = frame.payloadEnd + FOOTER_BYTES;
  if (frame.next > end) return Framing.Incomplete;
  const intact = maskedCrc32c(bytes, frame.payloadStart, frame.payloadEnd) === readU32(bytes, frame.payloadEnd);
  return intact ? Framing.Record : Framing.BadPayload;
}

/**
 * The first offset at or after `from` where an intact record stands whole in `bytes[0 … end)`, or null.
 * Two 32-bit checksums must agree by chance for a wrong answer.
 */
export function findRecord(bytes: Uint8Array, from: number, end: number, frame: Frame): number | null {
  for (let at = from; at + HEADER_BYTES + FOOTER_BYTES <= end; at++) {
    // Lengths of real records leave the upper half zero: a cheap test before the checksum.
    if (readU32(bytes, at + 4) === 0 && readFrame(bytes, at, end, frame) === Framing.Record) return at;
  }
  return null;
}

const readU32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
