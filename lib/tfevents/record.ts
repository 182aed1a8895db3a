/**
 * TFRecord framing: where one record ends and the next begins, in a file that may still be growing or be damaged.
 *
 * A record is `u64 length, u32 masked crc of the length, payload, u32 masked crc of the payload`, little-endian.
 * @see TensorFlow, `core/lib/io/record_writer.h`.
 */
import { maskedCrc32c } from "./crc32c.ts";

/** Of a record: the length of its payload (u64) and that length's checksum (u32), before the payload. */
export const HEADER_BYTES = 12;
/** The payload's checksum (u32), behind it. */
export const FOOTER_BYTES = 4;
/** No writer of scalars comes near this; a longer record is stepped over without being held in memory. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

/** What stands at an offset, and so what its reader can do next. */
export enum Framing {
  /** An intact record: `payloadStart … payloadEnd`, then `next`. */
  Record,
  /** The rest is not written yet: come back with more bytes, up to `next` at least. */
  Incomplete,
  /** Zeros, which some file systems show before the data arrive: come back. */
  Zeros,
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

/** An empty one: `readFrame` fills it anew for each record, so that millions make no garbage. */
export const newFrame = (): Frame => ({ payloadStart: 0, payloadEnd: 0, next: 0 });

/**
 * Looks at the record that begins at `at` in bytes `0 … end` of `view` and notes its parts in `frame`.
 *
 * Pure but for `frame`: the caller owns the position, so there is no broken state to call again. `frame` is not
 * meaningful for `Zeros` and `BadLength`. Lengths are compared before they are used: a length of 2^64 − 1 costs nothing.
 */
export function readFrame(view: DataView, at: number, end: number, frame: Frame): Framing {
  frame.next = at + HEADER_BYTES;
  if (frame.next > end) return Framing.Incomplete;
  const length = view.getUint32(at, true);
  const lengthHigh = view.getUint32(at + 4, true);
  const lengthCrc = view.getUint32(at + 8, true);
  const expectedCrc = lengthHigh === 0 && length < SHORT ? SHORT_LENGTH_CRCS[length] : maskedCrc32c(view, at, at + 8);
  if (expectedCrc !== lengthCrc) {
    return length === 0 && lengthHigh === 0 && lengthCrc === 0 ? Framing.Zeros : Framing.BadLength;
  }
  frame.payloadStart = at + HEADER_BYTES;
  if (lengthHigh !== 0 || length > MAX_PAYLOAD_BYTES) {
    frame.next = frame.payloadStart + lengthHigh * 2 ** 32 + length + FOOTER_BYTES;
    return Framing.TooLong;
  }
  frame.payloadEnd = frame.payloadStart + length;
  frame.next = frame.payloadEnd + FOOTER_BYTES;
  if (frame.next > end) return Framing.Incomplete;
  const intact = maskedCrc32c(view, frame.payloadStart, frame.payloadEnd) === view.getUint32(frame.payloadEnd, true);
  return intact ? Framing.Record : Framing.BadPayload;
}

/**
 * The first offset from `from` to `last` where an intact record stands whole in bytes `0 … end` of `view`, or null.
 * Two 32-bit checksums must agree by chance for a wrong answer.
 */
export function findRecord(view: DataView, from: number, end: number, frame: Frame, last = end): number | null {
  const stop = Math.min(last, end - HEADER_BYTES - FOOTER_BYTES);
  for (let at = from; at <= stop; at++) {
    // Lengths of real records leave the upper half zero: a cheap test before the checksum.
    if (view.getUint32(at + 4, true) === 0 && readFrame(view, at, end, frame) === Framing.Record) return at;
  }
  return null;
}

/** Records of scalars are short and their lengths repeat, so the checksums of these lengths are computed once. */
const SHORT = 1024;
const SHORT_LENGTH_CRCS = Uint32Array.from({ length: SHORT }, (_, length) =>
  maskedCrc32c(new DataView(Uint8Array.of(length & 0xff, length >>> 8, 0, 0, 0, 0, 0, 0).buffer), 0, 8),
);
