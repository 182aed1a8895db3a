/**
 * A quantity over time in a small file: lines of JSON, one sample each, thinned out as a whole when there are too many. So a run
 * of any length has a file of the same size, coarse everywhere alike, and nothing of its beginning is lost.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** Null: not told at that moment. */
export type SampleValue = number | null;
/** How many samples it stands for; then seconds since the start of the run; then the values. */
export type SampleRow = readonly [count: number, atSecs: number, ...values: SampleValue[]];

/** Some 60 bytes each. */
const MOST_ROWS = 720;

/** How two neighbouring rows become one, value by value: `earlier` and `later` with the samples they stand for. */
export type MergeValue = (earlier: SampleValue, later: SampleValue, counts: readonly [number, number]) => SampleValue;

/** Of what grows all the time, or where the last word counts. */
export const latest: MergeValue = (_, later) => later;
/** Of what must not be missed. */
export const largest: MergeValue = (earlier, later) =>
  earlier === null || later === null ? (earlier ?? later) : Math.max(earlier, later);
/** Of shares and rates. */
export const average: MergeValue = (earlier, later, [a, b]) =>
  earlier === null || later === null ? (earlier ?? later) : (earlier * a + later * b) / (a + b);

/** Writes samples to the file at a path. What cannot be written is not: a full disk must not end a run for the sake of a picture. */
export class SampleFile {
  private rows: SampleRow[];
  /** Not enough samples yet for a row of today's coarseness. */
  private pending: SampleRow | null = null;

  /** Goes on where a file is already. `merge`: one for each value. */
  constructor(
    private readonly path: string,
    private readonly merge: readonly MergeValue[],
  ) {
    this.rows = readSamples(path);
  }

  add(atSecs: number, values: readonly SampleValue[]): void {
    const sample: SampleRow = [1, atSecs, ...values];
    const row = this.pending === null ? sample : this.merged(this.pending, sample);
    const coarseness = this.rows.reduce((most, [count]) => Math.max(most, count), 1);
    if (row[0] < coarseness) {
      this.pending = row;
      return;
    }
    this.pending = null;
    this.rows.push(row);
    try {
      if (this.rows.length > MOST_ROWS) this.thin();
      else appendFileSync(this.path, lineOf(row), { mode: 0o600 });
    } catch {
      // the next sample is tried all the same
    }
  }

  private thin(): void {
    const pairs: SampleRow[] = [];
    for (let i = 0; i + 1 < this.rows.length; i += 2) pairs.push(this.merged(this.rows[i], this.rows[i + 1]));
    if (this.rows.length % 2 === 1) this.pending = this.rows[this.rows.length - 1];
    this.rows = pairs;
    const draft = `${this.path}.draft`;
    writeFileSync(draft, pairs.map(lineOf).join(""), { mode: 0o600 });
    renameSync(draft, this.path);
  }

  private merged([a, , ...before]: SampleRow, [b, atSecs, ...after]: SampleRow): SampleRow {
    return [a + b, atSecs, ...this.merge.map((merge, i) => merge(before[i] ?? null, after[i] ?? null, [a, b]))];
  }
}

const lineOf = (row: SampleRow): string => `${JSON.stringify(row)}\n`;

/** The samples in the file at `path`, in order; none when there is no file. Lines that are cut off are passed over. */
export function readSamples(path: string): SampleRow[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line): SampleRow[] => {
    const row = toRow(line);
    return row === null ? [] : [row];
  });
}

function toRow(line: string): SampleRow | null {
  try {
    const value: unknown = JSON.parse(line);
    if (!Array.isArray(value)) return null;
    const [count, atSecs, ...values]: unknown[] = value;
    if (typeof count !== "number" || typeof atSecs !== "number") return null;
    return [count, atSecs, ...values.map((one) => (typeof one === "number" ? one : null))];
  } catch {
    return null;
  }
}
