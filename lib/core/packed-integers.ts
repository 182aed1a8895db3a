/** Whole numbers that change little from one to the next, in few bytes. */

/** A difference of 32 bits in sevens. */
const MOST_BYTES_EACH = 5;

/**
 * `values` as their differences, each in one to five bytes: a difference's sign is its lowest bit, the lowest seven bits
 * come first, and the top bit of a byte says that more follow. Differences wrap at 32 bits, so every column comes back.
 *
 * @see Protocol Buffers, "Encoding": base 128 varints, ZigZag.
 */
export function packIntegers(values: Int32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * MOST_BYTES_EACH);
  let at = 0;
  let before = 0;
  for (const value of values) {
    const difference = (value - before) | 0;
    before = value;
    let rest = ((difference << 1) ^ (difference >> 31)) >>> 0;
    for (; rest > 0x7f; rest >>>= 7) bytes[at++] = 0x80 | (rest & 0x7f);
    bytes[at++] = rest;
  }
  return bytes.subarray(0, at);
}

/** The `length` numbers that `packIntegers` made `bytes` of. Other bytes give other numbers, never a failure. */
export function unpackIntegers(bytes: Uint8Array, length: number): Int32Array<ArrayBuffer> {
  const values = new Int32Array(length);
  let at = 0;
  let before = 0;
  for (let i = 0; i < length; i++) {
    let packed = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++];
      packed |= (byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    before = (before + ((packed >>> 1) ^ -(packed & 1))) | 0;
    values[i] = before;
  }
  return values;
}
