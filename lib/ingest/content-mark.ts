/** What is kept of the content of a file that was read: enough to know it again. */
import { holds } from "./file-content.ts";
import type { ReadBuffer } from "./read-buffer.ts";

/** So much of the beginning, and of what was read last, is compared to tell a file that grew from one that was written anew. */
const MARK_BYTES = 64;

/** The first bytes of what was read, and the last ones; one character a byte. */
export interface ContentMark {
  readonly head: string;
  readonly tail: string;
}

/** Of a file of which nothing was read, or nothing that counts. */
export const NO_MARK: ContentMark = { head: "", tail: "" };

/**
 * `mark` after some more was read: `end` bytes of the file, from `offset` on, stand in `buffer`, and `done` of them are done
 * with. More than `end` are when a record was stepped over that was not read.
 */
export function extendMark(
  { head, tail }: ContentMark,
  buffer: ReadBuffer,
  offset: number,
  done: number,
  end: number,
): ContentMark {
  const first = offset === 0 ? buffer.text(0, Math.min(done, end, MARK_BYTES)) : head;
  if (done > end) return { head: first, tail: "" };
  if (done === 0) return { head: first, tail };
  const fresh = buffer.text(Math.max(0, done - MARK_BYTES), done);
  return { head: first, tail: fresh.length === MARK_BYTES ? fresh : (tail + fresh).slice(-MARK_BYTES) };
}

/** Whether what `mark` was made of, `length` bytes, stands in the open file: it was not written anew. */
export const hasMark = (fd: number, { head, tail }: ContentMark, length: number): boolean =>
  holds(fd, 0, head) && holds(fd, length - tail.length, tail);
