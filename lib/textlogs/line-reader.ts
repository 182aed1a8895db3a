/** Bytes → lines, however they are cut, with no line longer than 1 MiB ever held. */
import { TextReader, type TextReaderState } from "./text-reader.ts";

/** A longer line is passed over: no logger writes one on purpose. */
export const LONGEST_LINE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** A line of a file, or a part of one, without its end. */
export interface Line {
  readonly text: string;
  /** Byte offset in the file of its beginning. */
  readonly offset: number;
  /** Counted from 1. */
  readonly number: number;
}

export interface LineReaderState extends TextReaderState {
  readonly lineNumber: number;
  readonly isSkipping: boolean;
}

/**
 * Gives each whole line to `readLine`, decoded as UTF-8 (what is not becomes U+FFFD), without a byte order mark, without
 * leading NULs (which a truncated log leaves) and without its CR. An unfinished last line is waited for until the file is
 * silent.
 */
export abstract class LineReader extends TextReader {
  private lineNumber = 1;
  private isSkipping = false;
  private readonly decoder = new TextDecoder();

  get wanted(): number {
    return LONGEST_LINE_BYTES + 2;
  }

  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number {
    const seen = bytes.subarray(0, end);
    let at = 0;
    while (at < end) {
      const newline = seen.indexOf(NEWLINE, at);
      const lineEnd = newline < 0 ? end : newline;
      if (!this.isSkipping && lineEnd - at > LONGEST_LINE_BYTES) {
        this.note("line over the limit", fileOffset + at, this.lineNumber);
        this.isSkipping = true;
        this.skipLine();
      }
      if (newline < 0) return this.isSkipping || this.isLastLine(fileOffset + at, seen.subarray(at)) ? end : at;
      if (!this.isSkipping) this.readLine(this.lineOf(seen.subarray(at, newline), fileOffset + at));
      this.isSkipping = false;
      this.lineNumber += 1;
      at = newline + 1;
    }
    return at;
  }

  protected abstract readLine(line: Line): void;

  /** Told when a line is passed over, for readers that hold something of the line. */
  protected skipLine(): void {}

  /**
   * Reads an unfinished line when it will stay so, and says whether it did: the file is silent, and the same bytes were
   * presented before, so that nothing stands behind them. What may yet follow in this line is passed over.
   */
  private isLastLine(offset: number, bytes: Uint8Array<ArrayBuffer>): boolean {
    const isAwaited = this.isAwaited(offset, bytes.length);
    if (isAwaited) {
      this.readLine(this.lineOf(bytes, offset));
      this.isSkipping = true;
    }
    return isAwaited;
  }

  private lineOf(bytes: Uint8Array<ArrayBuffer>, offset: number): Line {
    const text = this.decoder.decode(bytes);
    const from = text.charCodeAt(0) === 0 ? text.search(/[^\0]/) : 0;
    const to = text.endsWith("\r") ? text.length - 1 : text.length;
    return { text: from < 0 ? "" : text.slice(from, to), offset, number: this.lineNumber };
  }

  protected lineState(): LineReaderState {
    return { ...this.sharedState(), lineNumber: this.lineNumber, isSkipping: this.isSkipping };
  }

  protected restoreLines(state: LineReaderState): void {
    this.restoreShared(state);
    this.lineNumber = state.lineNumber;
    this.isSkipping = state.isSkipping;
  }
}
