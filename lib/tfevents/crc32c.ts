/** CRC-32C (Castagnoli), eight bytes a turn, and the mask under which TFRecord files store it. */

const POLYNOMIAL = 0x82f63b78; // 0x1EDC6F41 with its bits reversed
const MASK_DELTA = 0xa282ead8;

/** Table k, at `k * 256`: the checksum of a byte that is followed by k zero bytes. */
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const shorter = tables[i - 256];
    tables[i] = (shorter >>> 8) ^ tables[shorter & 0xff];
  }
  return tables;
}

/**
 * CRC-32C of `bytes[start … end)`, as an unsigned 32-bit number.
 *
 * @see RFC 3720, appendix B.4, for the polynomial and test vectors; "slicing-by-8": Kounavis & Berry, 2005.
 */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const t = TABLES;
  let crc = -1;
  let i = start;
  for (const stop = end - 7; i < stop; i += 8) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc =
      t[1792 + (crc & 0xff)] ^
      t[1536 + ((crc >>> 8) & 0xff)] ^
      t[1280 + ((crc >>> 16) & 0xff)] ^
      t[1024 + (crc >>> 24)] ^
      t[768 + bytes[i + 4]] ^
      t[512 + bytes[i + 5]] ^
      t[256 + bytes[i + 6]] ^
      t[bytes[i + 7]];
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]) & 0xff];
  return ~crc >>> 0;
}

/**
 * The checksum of `bytes[start … end)` as TFRecord files store it: rotated and shifted, so that a checksum of data that
 * holds checksums is not degenerate.
 *
 * @see TensorFlow, `core/lib/hash/crc32c.h`, `Mask`.
 */
export function maskedCrc32c(bytes: Uint8Array, start: number, end: number): number {
  const crc = crc32c(bytes, start, end);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
