/** Whether a file is a log, by how it begins: names such as `output.txt` tell nothing. */
import type { LogReader } from "../core/log-reader.ts";
import { ConsoleReader } from "../textlogs/console/console-reader.ts";
import { CsvReader } from "../textlogs/csv-reader.ts";
import { JsonlReader } from "../textlogs/jsonl-reader.ts";

/** Formats whose files are told by their heads. */
export type HeadKind = "csv" | "jsonl" | "console";

/** How many of a file's first bytes decide. */
export const HEAD_BYTES = 64 * 1024;

/**
 * The format of a file whose name says `kind`, by its first bytes `head`: that in which its reader finds points; null where none does.
 * `patterns` are the user's own for console logs.
 */
export function formatOf(kind: HeadKind, head: Uint8Array, patterns: readonly string[]): HeadKind | null {
  // Console output may be JSON lines; mappings as Python prints them begin alike and are console output.
  const formats = kind === "console" && firstByte(head) === 0x7b ? (["jsonl", "console"] as const) : [kind];
  return formats.find((one) => holdsLog(one, head, patterns)) ?? null;
}

function holdsLog(format: HeadKind, head: Uint8Array, patterns: readonly string[]): boolean {
  const bytes = new Uint8Array(head);
  const csv = format === "csv" ? new CsvReader() : null;
  const reader: LogReader = csv ?? (format === "jsonl" ? new JsonlReader() : new ConsoleReader({ patterns }));
  const done = reader.read(bytes, bytes.length, 0);
  const hasHeader = csv !== null && csv.state().header !== null && done >= bytes.length;
  return reader.pending().length > 0 || (hasHeader && reader.problems().length === 0 && isOneLine(bytes));
}

/** A table of which only the header is there yet. */
const isOneLine = (bytes: Uint8Array): boolean => bytes.indexOf(0x0a) === bytes.length - 1;

const firstByte = (head: Uint8Array): number | undefined => head.find((byte) => byte > 0x20 && byte < 0x80);

/** Whether what begins with `head` is no text. */
export const isBinary = (head: Uint8Array): boolean => head.subarray(0, 1024).includes(0);
