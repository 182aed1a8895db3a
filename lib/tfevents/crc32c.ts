/** CRC-32C (Castagnoli), eight bytes a turn, and the mask under which TFRecord files store it. */

const POLYNOMIAL = 0x82f63b78; // 0x1EDC6F41 with its bits reversed
const MASK_DELTA = 0xa282ead8;

const TABLES = new Int32Array(8 * 256);
extendCrcTables(TABLES, 0, 8);

/**
 * Makes the tables `from … to` in `tables`, those before `from` being there. Table k, at `k * 256`, holds what a byte
 * that is followed by k more contributes to their checksum: CRC-32C of a message is that of zeros in its place, XOR the
 * contributions of its bytes.
 */
export function extendCrcTables(tables: Int32Array, from: number, to: number): void {
  for (let i = from * 256; i < to * 256; i++) {
    if (i < 256) {
      let crc = i;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
      tables[i] = crc;
    } else {
      const shorter = tables[i - 256];
      tables[i] = (shorter >>> 8) ^ tables[shorter & 0xff];
    }
  }
}

/**
 * CRC-32C of the bytes `start … end` of `view` (end not included), as an unsigned 32-bit number.
 *
 * A DataView, because one unaligned 32-bit read replaces four checked byte reads: this loop is half of the time it takes
 * to load a log directory.
 * @see RFC 3720, appendix B.4, for the polynomial and test vectors; "slicing-by-8": Kounavis & Berry, 2005.
 */
export function crc32c(view: DataView, start: number, end: number): number {
  const t = TABLES;
  let crc = -1;
  let i = start;
  for (const stop = end - 7; i < stop; i += 8) {
    const low = crc ^ view.getInt32(i, true);
    const high = view.getInt32(i + 4, true);
    crc =
      t[1792 + (low & 0xff)] ^
      t[1536 + ((low >>> 8) & 0xff)] ^
      t[1280 + ((low >>> 16) & 0xff)] ^
      t[1024 + (low >>> 24)] ^
      t[768 + (high & 0xff)] ^
      t[512 + ((high >>> 8) & 0xff)] ^
      t[256 + ((high >>> 16) & 0xff)] ^
      t[high >>> 24];
  }
  if (i < end - 3) {
    const low = crc ^ view.getInt32(i, true);
    crc = t[768 + (low & 0xff)] ^ t[512 + ((low >>> 8) & 0xff)] ^ t[256 + ((low >>> 16) & 0xff)] ^ t[low >>> 24];
    i += 4;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ view.getUint8(i)) & 0xff];
  return ~crc >>> 0;
}

/**
 * The checksum of `start … end` of `view` as TFRecord files store it: rotated and shifted, so that a checksum of data that
 * holds checksums is not degenerate.
 *
 * @see TensorFlow, `core/lib/hash/crc32c.h`, `Mask`.
 */
export function maskedCrc32c(view: DataView, start: number, end: number): number {
  const crc = crc32c(view, start, end);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
