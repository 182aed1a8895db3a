/** `tuneboard export`: every point at full resolution. */
import picomatch from "picomatch";
import { CSV_HEADER, csvRows } from "../core/csv-rows.ts";
import type { Store } from "../store/store.ts";
import type { Output } from "./output.ts";

export interface ExportFilter {
  /** Globs over whole names. Null: everything. */
  readonly run: string | null;
  readonly tag: string | null;
}

/** Writes CSV with the header `run,tag,step,wall_time,value` and returns the number of points. Numbers are printed so that reading them gives the same number. */
export async function exportCsv(store: Store, filter: ExportFilter, output: Output): Promise<number> {
  const wantsRun = matcher(filter.run);
  const wantsTag = matcher(filter.tag);
  let points = 0;
  await output.write(`${CSV_HEADER}\n`);
  for (const run of store.runs()) {
    if (!wantsRun(run.name)) continue;
    for (const tag of run.tags()) {
      const series = wantsTag(tag) ? run.series(tag) : null;
      if (series === null) continue;
      for (const rows of csvRows(run.name, tag, series)) await output.write(rows);
      points += series.length;
    }
  }
  return points;
}

/** A glob over whole names, in which `*` stands for any characters, `/` included; a name always matches itself. */
export const matcher = (glob: string | null): ((name: string) => boolean) => {
  if (glob === null) return () => true;
  const matches = picomatch(glob, { dot: true, bash: true });
  return (name) => name === glob || matches(name);
};
