/** A chart as text: a table for a report, and a script that reads the same data. */

import type { Scene } from "./scene.ts";
import { formatStep, formatValue } from "./ticks.ts";

/** Heads of the table, in the reader's language. */
export interface TableWords {
  readonly run: string;
  readonly last: string;
  readonly min: string;
  readonly max: string;
  readonly step: string;
}

/** A table of the curves, as Markdown. */
export function markdownTable(scene: Scene, words: TableWords): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(" | ")} |`;
  return [line(tableHead(words)), "|:---|---:|---:|---:|---:|", ...curveRows(scene).map(line)].join("\n");
}

/** The heads of the columns of `curveRows`. */
export const tableHead = ({ run, last, step, min, max }: TableWords): readonly string[] => [run, last, step, min, max];

/** One row a curve, of what is drawn of it: raw values, in the range that is shown. Thinning keeps first, last and extrema, so they are exact. */
export function curveRows({ curves }: Scene): readonly (readonly string[])[] {
  return curves.map(({ name, part, curve }) => {
    const { values, steps, spread } = curve;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const last = values.length - 1;
    const title = [name, part, spread === undefined ? "" : `n=${spread.members}`].filter((text) => text !== "");
    const numbers = low > high ? ["NaN", "NaN"] : [formatValue(low), formatValue(high)];
    const end = last < 0 ? ["", ""] : [formatValue(values[last]), formatStep(steps[last])];
    return [title.join(" · "), ...end, ...numbers];
  });
}

const inCell = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\s+/g, " ");

/** A Python script for pandas that reads every point of `tags` in `runs` from the engine at `origin`. */
export function pythonSnippet(origin: string, runs: readonly string[], tags: readonly string[]): string {
  const list = (texts: readonly string[]): string =>
    `[\n${texts.map((text) => `    ${JSON.stringify(text)},\n`).join("")}]`;
  return `from urllib.parse import urlencode

import pandas as pd

engine = ${JSON.stringify(origin)}
runs = ${list(runs)}
tags = ${list(tags)}


def read(run, tag):
    query = urlencode({"run": run, "tag": tag, "format": "csv"})
    return pd.read_csv(f"{engine}/data/plugin/scalars/scalars?{query}").assign(run=run, tag=tag)


# Columns: Wall time, Step, Value, run, tag. Every point, as logged.
data = pd.concat([read(run, tag) for run in runs for tag in tags], ignore_index=True)
print(data.groupby(["run", "tag"])["Value"].agg(["last", "min", "max"]))
`;
}
