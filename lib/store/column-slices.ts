/** The columns of the cache as they come from disk: in slices with a checksum each, so that any thread can read and check them. */
import { closeSync, openSync, read } from "node:fs";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";

/** Small enough to be summed up while it is in the processor's cache. */
export const SLICE_BYTES = 256 * 1024;
/** Slices that are read in one go: a processor reads them in a fraction of a millisecond. */
const SLICES_AT_ONCE = 4;
/** While one such piece is summed up, others are being read by threads of the system. */
const PIECES_AT_ONCE = 3;

// Not from `node:fs/promises`: that costs more than reading a piece.
const readLater = promisify(read);

/** Which bytes of which file are to be read into `memory`, to its end. */
export interface ColumnsOrder {
  readonly path: string;
  readonly position: number;
  readonly memory: SharedArrayBuffer;
}

/** How many slices `bytes` bytes have. */
export const slicesIn = (bytes: number): number => Math.ceil(bytes / SLICE_BYTES);

/**
 * Fills the memory and resolves with the CRC-32 of each slice, in order; null when the file cannot be read. Keeps its thread
 * and another one busy: a second for some gigabytes. What a file that is too short leaves out stays zero, and the
 * checksums tell.
 */
export async function fillColumns({ path, position, memory }: ColumnsOrder): Promise<Uint32Array | null> {
  const bytes = new Uint8Array(memory);
  const sums = new Uint32Array(slicesIn(bytes.length));
  try {
    const fd = openSync(path, "r");
    let next = 0;
    const fill = async (): Promise<void> => {
      while (next < sums.length) {
        const first = next;
        const end = Math.min(first + SLICES_AT_ONCE, sums.length);
        next = end;
        const from = first * SLICE_BYTES;
        await readLater(fd, bytes, from, Math.min(end * SLICE_BYTES, bytes.length) - from, position + from);
        for (let slice = first; slice < end; slice++) {
          sums[slice] = crc32(bytes.subarray(slice * SLICE_BYTES, (slice + 1) * SLICE_BYTES));
        }
      }
    };
    try {
      const filled = await Promise.allSettled(Array.from({ length: PIECES_AT_ONCE }, fill)); // nobody reads on behind its back
      return filled.every(({ status }) => status === "fulfilled") ? sums : null;
    } finally {
      closeSync(fd);
    }
  } catch {
    return null; // the caller reads the logs then
  }
}
