/** `tuneboard export`: every point at full resolution. */
import picomatch from "picomatch";
import { exactStep } from "../core/series.ts";
import type { Store } from "../store/store.ts";
import type { Output } from "./output.ts";

export interface ExportFilter {
  /** Globs over whole names. Null: everything. */
  readonly run: string | null;
  readonly tag: string | null;
}

const ROWS_A_WRITE = 5000;

/** Writes CSV with the header `run,tag,step,wall_time,value` and returns the number of points. Numbers are printed so that reading them gives the same number. */
export async function exportCsv(store: Store, filter: ExportFilter, output: Output): Promise<number> {
  const wantsRun = matcher(filter.run);
  const wantsTag = matcher(filter.tag);
  let points = 0;
  let rows = ["run,tag,step,wall_time,value"];
  for (const run of store.runs()) {
    if (!wantsRun(run.name)) continue;
    for (const tag of run.tags()) {
      const series = wantsTag(tag) ? run.series(tag) : null;
      if (series === null) continue;
      const prefix = `${csvCell(run.name)},${csvCell(tag)},`;
      for (let i = 0; i < series.length; i++) {
        rows.push(`${prefix}${exactStep(series, i)},${series.wallTimes[i]},${shortest(series.values, i)}`);
        if (rows.length >= ROWS_A_WRITE) {
          await output.write(`${rows.join("\n")}\n`);
          rows = [];
        }
      }
      points += series.length;
    }
  }
  if (rows.length > 0) await output.write(`${rows.join("\n")}\n`);
  return points;
}

/** A glob over whole names, in which `*` stands for any characters, `/` included; a name always matches itself. */
export const matcher = (glob: string | null): ((name: string) => boolean) => {
  if (glob === null) return () => true;
  const matches = picomatch(glob, { dot: true, bash: true });
  return (name) => name === glob || matches(name);
};

/** Quoted where commas, quotes or line breaks stand inside; a leading sign that spreadsheets would run as a formula is kept inert by a quote. */
function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
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
