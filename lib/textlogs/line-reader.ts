/** The pieces of logs that are read line by line. */
import { PieceReader } from "./piece-reader.ts";

const NEWLINE = 0x0a;

/** A line of a file, or a part of one, without its end. */
export interface Line {
  readonly text: string;
  /** Byte offset in the file of its beginning. */
  readonly offset: number;
  /** Counted from 1. */
  readonly number: number;
}

/** Gives each line to `readLine`, without a byte order mark, without leading NULs (which a truncated log leaves) and without its CR. */
export abstract class LineReader extends PieceReader {
  protected abstract readLine(line: Line): void;

  protected findEnd(bytes: Uint8Array, at: number): number {
    return bytes.indexOf(NEWLINE, at);
  }

  protected readPiece(text: string, offset: number): void {
    const from = text.charCodeAt(0) === 0 ? text.search(/[^\0]/) : 0;
    const to = text.endsWith("\r") ? text.length - 1 : text.length;
    this.readLine({ text: from < 0 ? "" : text.slice(from, to), offset, number: this.lineNumber });
  }

  protected countLines(): number {
    return 1;
  }
}
