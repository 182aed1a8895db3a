/** What tells one file from another: where it is kept, and what stands in it. */
import { closeSync, constants, openSync, readSync, type Stats } from "node:fs";
import { toFsPath } from "./raw-names.ts";

/** So large, and so much larger than what it takes on disk: no file system compresses logs a thousandfold. */
const HOLE_BYTES = 1024 ** 3;
const HOLE_RATIO = 1000;

/** Device and inode, as one text. */
export const identityOf = ({ dev, ino }: { readonly dev: number; readonly ino: number }): string => `${dev}:${ino}`;

/**
 * Device, inode and time of birth, as one text: an inode is given out again, and then at another time. Null on a file system
 * that does not know when its files were made.
 */
export const originOf = (stats: Stats): string | null =>
  stats.birthtimeMs > 0 ? `${identityOf(stats)}:${stats.birthtimeMs}` : null;

/** Opens for reading; without O_NONBLOCK, a pipe that took the file's place would wait for a writer. */
export const openLog = (path: string): number => openSync(toFsPath(path), constants.O_RDONLY | constants.O_NONBLOCK);

/** Calls `use` with `path` opened for reading, and closes it. Throws what opening throws. */
export function withLog<T>(path: string, use: (fd: number) => T): T {
  const fd = openLog(path);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** Up to `length` bytes at `position`, one character a byte. */
export function readAt(fd: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("latin1", 0, readSync(fd, bytes, 0, length, position));
}

/** Whether `expected`, one character a byte, stands at `position`. */
export const holds = (fd: number, position: number, expected: string): boolean =>
  readAt(fd, position, expected.length) === expected;

/** A file that claims far more than it holds on disk: reading its hole as lines would take days. */
export const isMostlyHole = ({ size, blocks }: Stats): boolean => size > HOLE_BYTES && blocks * 512 * HOLE_RATIO < size;
