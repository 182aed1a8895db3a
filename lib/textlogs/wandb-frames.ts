/** The frames of W&B's offline files: LevelDB's log format, in blocks of 32 KiB, with CRC-32 for a checksum. */

export const BLOCK_BYTES = 32 * 1024;
const FRAME_HEADER_BYTES = 7;
/** The file begins with `:W&B`, the magic number 0xBEE1 and the version 0; blocks count from the file's beginning. */
export const FILE_HEADER: readonly number[] = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00];

/** Which part of a record a frame holds. */
export enum Part {
  Full = 1,
  First = 2,
  Middle = 3,
  Last = 4,
}

/** What stands at a place of the file. */
export type FrameRead =
  | { readonly kind: "frame"; readonly part: Part; readonly start: number; readonly end: number }
  /** Nothing of use up to `next`: the zeros that fill a block, or a frame that does not match its checksum. */
  | { readonly kind: "padding" | "damaged"; readonly next: number }
  /** Zeros where a frame should begin: not written yet, or lost. `next` is null while the block is not there to its end. */
  | { readonly kind: "hole"; readonly next: number | null }
  | { readonly kind: "incomplete" };

/**
 * The frame at `bytes[at]`, which is byte `offset` of the file, of `bytes[0 … end)`. A frame never crosses a block: what
 * does not fit into the rest of its block is damage up to the block's end, where the next frame begins for sure.
 */
export function readFrame(bytes: Uint8Array, at: number, end: number, offset: number): FrameRead {
  const blockEnd = at + BLOCK_BYTES - (offset % BLOCK_BYTES);
  if (blockEnd - at < FRAME_HEADER_BYTES) {
    return blockEnd <= end ? { kind: "padding", next: blockEnd } : { kind: "incomplete" };
  }
  const start = at + FRAME_HEADER_BYTES;
  if (start > end) return { kind: "incomplete" };
  if (isZero(bytes, at, start)) return { kind: "hole", next: blockEnd <= end ? blockEnd : null };
  const length = bytes[at + 4] | (bytes[at + 5] << 8);
  const part = bytes[at + 6];
  const frameEnd = start + length;
  if (frameEnd > blockEnd || part < Part.Full || part > Part.Last) {
    return blockEnd <= end ? { kind: "damaged", next: blockEnd } : { kind: "incomplete" };
  }
  if (frameEnd > end) return { kind: "incomplete" };
  const checksum = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  if (crc32(bytes, at + 6, frameEnd) !== checksum) return { kind: "damaged", next: frameEnd };
  return { kind: "frame", part, start, end: frameEnd };
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** CRC-32 of `bytes[start … end)`, as in zlib and Ethernet. */
export function crc32(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffffffff;
  for (let i = start; i < end; i++) crc = TABLE[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
