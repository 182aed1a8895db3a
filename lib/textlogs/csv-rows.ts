/** Where the rows of a CSV file end, and which cells stand in them. */
import { parse } from "csv-parse/sync";

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const CR = 0x0d;
const DELIMITERS = [",", ";", "\t"] as const;
const DELIMITER_BYTES: readonly number[] = DELIMITERS.map((delimiter) => delimiter.charCodeAt(0));

/** A quoted cell that is longer, or has more lines, is a cell with a stray quote: no name or number looks like that. */
const LONGEST_QUOTED_BYTES = 64 * 1024;
const MOST_QUOTED_LINES = 16;

export type Delimiter = (typeof DELIMITERS)[number];

/**
 * Index of the line end of the row that begins at `bytes[at]`, or -1 when it is not there yet. Line ends inside a quoted
 * cell do not end the row; a quote that is not closed within 64 KiB and 16 lines quotes nothing.
 */
export function findRowEnd(bytes: Uint8Array, at: number): number {
  const lineEnd = bytes.indexOf(NEWLINE, at);
  if (!bytes.subarray(at, lineEnd < 0 ? bytes.length : lineEnd).includes(QUOTE)) return lineEnd;
  let isCellStart = true;
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === NEWLINE) return i;
    if (byte === QUOTE && isCellStart) {
      const close = findClosingQuote(bytes, i + 1);
      if (close === "not yet") return -1;
      if (close !== "stray") i = close;
      isCellStart = false;
    } else isCellStart = DELIMITER_BYTES.includes(byte);
  }
  return -1;
}

function findClosingQuote(bytes: Uint8Array, from: number): number | "stray" | "not yet" {
  let lines = 0;
  const limit = from + LONGEST_QUOTED_BYTES;
  for (let i = from; i < bytes.length; i++) {
    if (i >= limit) return "stray";
    const byte = bytes[i];
    if (byte === NEWLINE && ++lines > MOST_QUOTED_LINES) return "stray";
    if (byte !== QUOTE) continue;
    if (i + 1 >= bytes.length) return "not yet"; // the next byte tells whether this is an escaped quote
    const next = bytes[i + 1];
    if (next === QUOTE) i += 1;
    else if (next === NEWLINE || next === CR || DELIMITER_BYTES.includes(next)) return i;
    else return "stray";
  }
  return "not yet";
}

/** The delimiter of a header: the one of comma, semicolon and tab that stands in it most often. */
export function delimiterOf(header: string): Delimiter {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** The cells of one row, without its line end. A row that breaks the rules of quoting is cut at every delimiter. */
export function cellsOf(row: string, delimiter: Delimiter): readonly string[] {
  const quotes = row.split('"').length - 1;
  if (quotes % 2 === 1 || quotes === 0) return row.split(delimiter);
  try {
    const rows = parse(row, { delimiter, relax_quotes: true, relax_column_count: true });
    return rows.length === 1 ? rows[0] : row.split(delimiter);
  } catch {
    return row.split(delimiter);
  }
}
