/** `tuneboard export`: every point at full resolution. */
import picomatch from "picomatch";
import { CSV_HEADER, csvRows, jsonRows } from "../core/point-rows.ts";
import type { Series } from "../core/series.ts";
import type { Run } from "../store/run.ts";
import type { Store } from "../store/store.ts";
import type { Output } from "./output.ts";

export interface ExportFilter {
  /** Globs over whole names. Null: everything. */
  readonly run: string | null;
  readonly tag: string | null;
}

/** Writes CSV with the header `run,tag,step,wall_time,value` and returns the number of points. Numbers are printed so that reading them gives the same number. */
export async function exportCsv(store: Store, filter: ExportFilter, output: Output): Promise<number> {
  await output.write(`${CSV_HEADER}\n`);
  return exportSeries(store, filter, output, csvRows);
}

/** Writes one JSON object a line, with the names of the CSV's columns, and returns the number of points. */
export const exportJsonLines = (store: Store, filter: ExportFilter, output: Output): Promise<number> =>
  exportSeries(store, filter, output, jsonRows);

async function exportSeries(
  store: Store,
  filter: ExportFilter,
  output: Output,
  toRows: (run: string, tag: string, series: Series) => Iterable<string>,
): Promise<number> {
  let points = 0;
  for (const run of store.runs()) {
    for (const { tag, series } of wantedSeries(run, filter)) {
      for (const rows of toRows(run.name, tag, series)) await output.write(rows);
      points += series.length;
    }
  }
  return points;
}

/** The series of `run` that `filter` lets through. */
export function wantedSeries(
  run: Run,
  filter: ExportFilter,
): readonly { readonly tag: string; readonly series: Series }[] {
  if (!matcher(filter.run)(run.name)) return [];
  const wantsTag = matcher(filter.tag);
  return run.tags().flatMap((tag) => {
    const series = wantsTag(tag) ? run.series(tag) : null;
    return series === null ? [] : [{ tag, series }];
  });
}
/** A glob over whole names, in which `*` stands for any characters, `/` included; a name always matches itself. */
export const matcher = (glob: string | null): ((name: string) => boolean) => {
  if (glob === null) return () => true;
  const matches = picomatch(glob, { dot: true, bash: true });
  return (name) => name === glob || matches(name);
};
