/** Bytes → pieces (lines, rows, redraws of a line), however they are cut, with no piece longer than 1 MiB ever held. */
import { TextReader, type TextReaderState } from "./text-reader.ts";

/** A longer piece is passed over: no logger writes one on purpose. */
const LONGEST_PIECE_BYTES = 1024 * 1024;

export interface PieceReaderState extends TextReaderState {
  readonly lineNumber: number;
  readonly isSkipping: boolean;
}

/**
 * Gives each whole piece to `readPiece`. What one is, its reader says: `findEnd`. An unfinished last one is waited for
 * until the file is silent and the same bytes were presented before, so that nothing stands behind them; what may yet
 * follow in that piece is passed over.
 */
export abstract class PieceReader extends TextReader {
  /** Of the piece that is read, counted from 1. */
  protected lineNumber = 1;
  private isSkipping = false;
  private readonly decoder = new TextDecoder();

  get wanted(): number {
    return LONGEST_PIECE_BYTES + 2;
  }

  read(bytes: Uint8Array<ArrayBuffer>, end: number, fileOffset: number): number {
    const seen = bytes.subarray(0, end);
    let at = 0;
    while (at < end) {
      const found = this.findEnd(seen, at, this.isSkipping);
      if (!this.isSkipping && (found < 0 ? end : found) - at > LONGEST_PIECE_BYTES) {
        this.note("line over the limit", fileOffset + at, this.lineNumber);
        this.isSkipping = true;
        this.skipPiece();
        continue; // what ends a piece may not be what ends a passed over one
      }
      if (found < 0) {
        if (this.isSkipping) return end;
        if (!this.isAwaited(fileOffset + at, end - at)) return at;
        this.readPiece(this.decoder.decode(seen.subarray(at)), fileOffset + at, null);
        this.isSkipping = true;
        return end;
      }
      const piece = seen.subarray(at, found);
      if (!this.isSkipping) this.readPiece(this.decoder.decode(piece), fileOffset + at, seen[found]);
      this.isSkipping = false;
      this.lineNumber += this.countLines(piece, seen[found]);
      at = found + 1;
    }
    return at;
  }

  /** Index of the byte that ends the piece at `bytes[at]`, or -1 when it is not there yet. */
  protected abstract findEnd(bytes: Uint8Array, at: number, isSkipping: boolean): number;

  /** `text` is decoded as UTF-8 (what is not becomes U+FFFD), without the byte that ended it: `ending`, null when none will. */
  protected abstract readPiece(text: string, offset: number, ending: number | null): void;

  /** How many lines end in this piece, or with the byte behind it. */
  protected abstract countLines(piece: Uint8Array, ending: number): number;

  /** Told when a piece is passed over, for readers that hold something of it. */
  protected skipPiece(): void {}

  protected pieceState(): PieceReaderState {
    return { ...this.sharedState(), lineNumber: this.lineNumber, isSkipping: this.isSkipping };
  }

  protected restorePieces(state: PieceReaderState): void {
    this.restoreShared(state);
    this.lineNumber = state.lineNumber;
    this.isSkipping = state.isSkipping;
  }
}
