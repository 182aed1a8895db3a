/** The columns of the cache as they come from disk: in slices with a checksum each, so that any thread can read and check them. */
import { closeSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

/** Small enough to be summed up while it is in the processor's cache. */
export const SLICE_BYTES = 256 * 1024;

/** Which bytes of which file are to be read into `memory`, to its end. */
export interface ColumnsOrder {
  readonly path: string;
  readonly position: number;
  readonly memory: SharedArrayBuffer;
}

/** How many slices `bytes` bytes have. */
export const slicesIn = (bytes: number): number => Math.ceil(bytes / SLICE_BYTES);

/**
 * Fills the memory and returns the CRC-32 of each slice, in order; null when the file cannot be read. Blocks its thread:
 * a second for some gigabytes. What a file that is too short leaves out stays zero, and the checksums tell.
 */
export function fillColumns({ path, position, memory }: ColumnsOrder): Uint32Array | null {
  const bytes = new Uint8Array(memory);
  const sums = new Uint32Array(slicesIn(bytes.length));
  try {
    const fd = openSync(path, "r");
    try {
      for (let slice = 0; slice < sums.length; slice++) {
        const from = slice * SLICE_BYTES;
        const length = Math.min(SLICE_BYTES, bytes.length - from);
        readSync(fd, bytes, from, length, position + from);
        sums[slice] = crc32(bytes.subarray(from, from + length));
      }
    } finally {
      closeSync(fd);
    }
    return sums;
  } catch {
    return null; // the caller reads the logs then
  }
}
