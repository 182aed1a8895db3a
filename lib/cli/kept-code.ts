/** Code that V8 made of a bundle, as it is kept in a file: with what tells which bundle, and whether all of it is there. */
import { crc32 } from "node:zlib";

const HEADER_BYTES = 8;

/** `code`, which V8 made of `bundle`, as one file. */
export function packCode(bundle: string, code: Uint8Array): Uint8Array {
  const file = new Uint8Array(HEADER_BYTES + code.length);
  const header = new DataView(file.buffer);
  header.setUint32(0, crc32(bundle), true);
  header.setUint32(4, crc32(code), true);
  file.set(code, HEADER_BYTES);
  return file;
}

/**
 * The code in `file`, a part of it without a copy, or null when it is of another bundle, or damaged: V8 itself compares no
 * more of a bundle than its length, and believes the rest.
 */
export function unpackCode(bundle: string, file: Buffer): Buffer | null {
  if (file.length < HEADER_BYTES || file.readUInt32LE(0) !== crc32(bundle)) return null;
  const code = file.subarray(HEADER_BYTES);
  return file.readUInt32LE(4) === crc32(code) ? code : null;
}
