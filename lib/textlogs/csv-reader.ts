/** CSV → points: Lightning's and Keras' CSV loggers, and any table with a column of steps or epochs. */
import { type CsvColumns, readHeader } from "./csv-columns.ts";
import { cellsOf, type Delimiter, delimiterOf, findRowEnd } from "./csv-rows.ts";
import { toLocalNumber, toValue } from "./numbers.ts";
import { PieceReader, type PieceReaderState } from "./piece-reader.ts";
import { StepTracker, type StepTrackerState } from "./step-tracker.ts";
import { parseWallTime } from "./wall-times.ts";

export interface CsvReaderState extends PieceReaderState {
  readonly steps: StepTrackerState;
  /** Cells of the last header, or null before the first. */
  readonly header: readonly string[] | null;
  readonly delimiter: Delimiter;
}

const NEWLINE = 0x0a;

/**
 * Reads a table that grows by rows.
 *
 * The header names a column of steps, iterations or epochs (in this order, see `names.ts`) and may come again in the
 * middle with other columns. An empty cell, `NA` and any other text is no point; NaN and infinities are. A row without a
 * step belongs to the step before it. The delimiter (comma, semicolon, tab) is the header's; behind semicolons and tabs
 * the comma is a decimal point. Rows longer than the header are left out, because their cells may have moved; shorter ones
 * are read as far as they go. Both are counted. Rows before any header, and lines with `#`, are passed over.
 */
export class CsvReader extends PieceReader {
  private steps = new StepTracker();
  private header: readonly string[] | null = null;
  private columns: CsvColumns | null = null;
  private delimiter: Delimiter = ",";

  protected findEnd(bytes: Uint8Array, at: number, isSkipping: boolean): number {
    return isSkipping ? bytes.indexOf(NEWLINE, at) : findRowEnd(bytes, at);
  }

  protected countLines(row: Uint8Array): number {
    return 1 + countNewlines(row);
  }

  protected readPiece(decoded: string, offset: number): void {
    const row = decoded.replace(/^\0+/, "").replace(/\r$/, "");
    if (row.trim() === "") return;
    const { columns } = this;
    const cells = columns === null ? null : cellsOf(row, this.delimiter);
    if (columns !== null && cells !== null && this.hasNumberAt(cells, columns.step ?? columns.epoch ?? 0)) {
      this.readCells(cells, columns, offset);
    } else if (this.readHeaderIn(row) || row.startsWith("#")) return;
    else if (columns === null || cells === null) this.note("without a header", offset, this.lineNumber);
    else this.readCells(cells, columns, offset);
  }

  private hasNumberAt(cells: readonly string[], column: number): boolean {
    return column < cells.length && this.numberIn(cells[column]) !== null;
  }

  /** Takes `row` for the header of what follows, if it is one: a restarted program writes it again. */
  private readHeaderIn(row: string): boolean {
    const delimiter = delimiterOf(row);
    const cells = cellsOf(row, delimiter);
    const columns = readHeader(cells);
    if (columns === null) return false;
    this.header = cells;
    this.columns = columns;
    this.delimiter = delimiter;
    return true;
  }

  private readCells(cells: readonly string[], columns: CsvColumns, offset: number): void {
    const { width, step, epoch, isGlobalStep } = columns;
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== "")) {
      this.note("row too long", offset, this.lineNumber);
      return;
    }
    if (cells.length < width) this.note("row too short", offset, this.lineNumber);
    const x = this.steps.locate({
      step: this.counterIn(cells, step),
      isGlobal: isGlobalStep,
      total: null,
      epoch: this.counterIn(cells, epoch),
    });
    this.noteCounter(this.steps);
    if (x === null) {
      this.note("without a step", offset, this.lineNumber);
      return;
    }
    const time = columns.times.find((column) => column < cells.length && parseWallTime(cells[column]) !== null);
    const wallTime = time === undefined ? NaN : (parseWallTime(cells[time]) ?? NaN);
    for (const [column, tag] of columns.metrics) {
      if (column >= cells.length) break;
      if (column === time || cells[column] === "") continue;
      const value = this.numberIn(cells[column]);
      if (value !== null) this.add(tag, x, wallTime, value);
    }
  }

  private counterIn(cells: readonly string[], column: number | null): number | null {
    const value = column === null || column >= cells.length ? null : this.numberIn(cells[column]);
    return value !== null && Number.isFinite(value) ? value : null;
  }

  private numberIn(cell: string): number | null {
    return cell.includes(",") ? toLocalNumber(cell.replace(/\s*%\s*$/, ""), this.delimiter !== ",") : toValue(cell);
  }

  state(): CsvReaderState {
    const { header, delimiter } = this;
    return { ...this.pieceState(), steps: this.steps.state(), header, delimiter };
  }

  static resume(state: CsvReaderState): CsvReader {
    const reader = new CsvReader();
    reader.restorePieces(state);
    reader.steps = StepTracker.resume(state.steps);
    reader.header = state.header;
    reader.columns = state.header === null ? null : readHeader(state.header);
    reader.delimiter = state.delimiter;
    return reader;
  }
}

function countNewlines(row: Uint8Array): number {
  let count = 0;
  for (let at = row.indexOf(NEWLINE); at >= 0; at = row.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
