/**
 * Names of files as text, whatever bytes they are. POSIX names are bytes; nearly all are UTF-8. A byte that is not stands
 * in our paths as a lone surrogate, U+DC80 … U+DCFF (as in Python's `surrogateescape`): no valid name has one, so paths
 * stay strings everywhere and still open the right file.
 */
import { isUtf8 } from "node:buffer";

const LONE = /[\udc80-\udcff]/u;
const ALL_LONE = /[\udc80-\udcff]/gu;
/** What a shown byte looks like; a name that really has this in it must not be taken for one that has the byte. */
const LIKE_A_SHOWN_BYTE = /\\x[89a-f][0-9a-f]/;

/** What Node puts in the place of bytes that it cannot decode: a name with it may be another one on disk. */
export const isDoubtful = (name: string): boolean => name.includes("\ufffd");

/** The name in `bytes` as text. */
export function nameOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let name = "";
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => at + n <= bytes.length && isUtf8(bytes.subarray(at, at + n)));
    name += length === undefined ? String.fromCharCode(0xdc00 + bytes[at]) : bytes.toString("utf8", at, at + length);
    at += length ?? 1;
  }
  return name;
}

/** `path` as `node:fs` opens it: as it is, or its bytes where they are no UTF-8. */
export function toFsPath(path: string): string | Buffer {
  if (!LONE.test(path)) return path;
  const parts: Buffer[] = [];
  let from = 0;
  for (const { index } of path.matchAll(ALL_LONE)) {
    parts.push(Buffer.from(path.slice(from, index)), Buffer.from([path.charCodeAt(index) - 0xdc00]));
    from = index + 1;
  }
  parts.push(Buffer.from(path.slice(from)));
  return Buffer.concat(parts);
}

/**
 * `name` for people, for JSON and for ids: bytes that are no UTF-8 as `\xe9`. Different names stay different: in a name
 * with such a byte, or with text that looks like one, backslashes are doubled.
 */
export function toShown(name: string): string {
  if (!LONE.test(name)) return LIKE_A_SHOWN_BYTE.test(name) ? name.replaceAll("\\", "\\\\") : name;
  return name.replaceAll("\\", "\\\\").replace(ALL_LONE, (lone) => `\\x${(lone.charCodeAt(0) - 0xdc00).toString(16)}`);
}
