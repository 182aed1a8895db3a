/** Points as text, every one of them, in numbers that read back as the same numbers. */
import { csvCell } from "./csv-cell.ts";
import { exactStep, type Series, toJsonNumber } from "./series.ts";

/** The columns of every export of points as CSV; `wall_time` in seconds since the Unix epoch. */
export const CSV_HEADER = "run,tag,step,wall_time,value";

const ROWS_A_PIECE = 5000;

/** Rows of one series below `CSV_HEADER`, in file order, a few thousand at a time; each piece ends with a line break. */
export function csvRows(run: string, tag: string, series: Series): Generator<string> {
  const prefix = `${csvCell(run)},${csvCell(tag)},`;
  return pieces(
    series,
    (i) => `${prefix}${exactStep(series, i)},${series.wallTimes[i]},${shortest(series.values, i)}\n`,
  );
}

/**
 * One JSON object a line, with the names of the CSV's columns, in file order, a few thousand at a time. NaN and infinities are strings, and
 * so are steps beyond ±2^53.
 */
export function jsonRows(run: string, tag: string, series: Series): Generator<string> {
  const prefix = `{"run":${JSON.stringify(run)},"tag":${JSON.stringify(tag)},`;
  return pieces(series, (i) => {
    const step = JSON.stringify(exactStep(series, i));
    const wallTime = JSON.stringify(toJsonNumber(series.wallTimes[i]));
    const value = shortest(series.values, i);
    return `${prefix}"step":${step},"wall_time":${wallTime},"value":${Number.isFinite(series.values[i]) ? value : `"${value}"`}}\n`;
  });
}

function* pieces(series: Series, toRow: (at: number) => string): Generator<string> {
  let rows: string[] = [];
  for (let i = 0; i < series.length; i++) {
    rows.push(toRow(i));
    if (rows.length < ROWS_A_PIECE) continue;
    yield rows.join("");
    rows = [];
  }
  if (rows.length > 0) yield rows.join("");
}

/** The fewest digits that give the same float back: 0.1 for the float nearest 0.1, not 0.10000000149011612. */
function shortest(values: Float32Array | Float64Array, at: number): string {
  const value = values[at];
  if (values instanceof Float64Array || !Number.isFinite(value)) return String(value);
  for (let digits = 6; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}
