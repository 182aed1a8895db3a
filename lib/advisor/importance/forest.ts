/** A small random forest over settings in levels: boxes that cut the space of settings, each with the mean of what fell into it. */
import type { Chance } from "../chance.ts";
import type { Parts } from "../parts.ts";

/** A leaf: for each setting the levels it spans, `from` included, `to` not, and the mean of its runs. */
export interface Box {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly value: number;
}

/** One tree: boxes that fill the whole space and do not overlap. */
export type Tree = readonly Box[];

const FEWEST_IN_LEAF = 3;
/** Of 200 runs and 6 settings, some milliseconds. */
const TREES_A_PART = 8;
const DEEPEST = 8;

/**
 * `trees` regression trees, a few in each part, each grown on a draw of as many runs as there are, with replacement. `columns`: for each setting the level of every
 * run, from 0 to `levels[i]` − 1; `values`: what is explained, as long. Each split looks at a random two thirds of the settings.
 *
 * @see Breiman, "Random Forests", 2001.
 */
export function* forestInParts(
  columns: readonly Int32Array[],
  levels: readonly number[],
  values: Float64Array,
  trees: number,
  chance: Chance,
): Parts<Tree[]> {
  const forest: Tree[] = [];
  const start = levels.map(() => 0);
  while (forest.length < trees) {
    const drawn = Array.from({ length: values.length }, () => Math.floor(chance() * values.length));
    forest.push(grow(columns, values, drawn, start, levels, 0, chance));
    if (forest.length % TREES_A_PART === 0) yield;
  }
  return forest;
}

function grow(
  columns: readonly Int32Array[],
  values: Float64Array,
  members: readonly number[],
  from: readonly number[],
  to: readonly number[],
  depth: number,
  chance: Chance,
): Box[] {
  const value = members.reduce((sum, i) => sum + values[i], 0) / members.length;
  const split = depth < DEEPEST ? bestSplit(columns, values, members, from, to, chance) : null;
  if (split === null) return [{ from, to, value }];
  const { setting, at } = split;
  const below = members.filter((i) => columns[setting][i] < at);
  const above = members.filter((i) => columns[setting][i] >= at);
  return [
    ...grow(columns, values, below, from, to.with(setting, at), depth + 1, chance),
    ...grow(columns, values, above, from.with(setting, at), to, depth + 1, chance),
  ];
}

/** The split that takes most squares away, among the settings that were drawn; null when none leaves 3 runs on each side. */
function bestSplit(
  columns: readonly Int32Array[],
  values: Float64Array,
  members: readonly number[],
  from: readonly number[],
  to: readonly number[],
  chance: Chance,
): { readonly setting: number; readonly at: number } | null {
  let total = 0;
  for (const i of members) total += values[i];
  const base = total ** 2 / members.length;
  let best: { setting: number; at: number } | null = null;
  let gain = 1e-9;
  if (members.length < 2 * FEWEST_IN_LEAF) return null;
  for (const setting of drawnSettings(columns.length, chance)) {
    const column = columns[setting];
    const low = from[setting];
    const width = to[setting] - low;
    if (width < 2) continue;
    const counts = new Float64Array(width);
    const sums = new Float64Array(width);
    for (const i of members) {
      const level = column[i] - low;
      counts[level] += 1;
      sums[level] += values[i];
    }
    let n = 0;
    let sum = 0;
    for (let level = 0; level < width - 1; level++) {
      n += counts[level];
      sum += sums[level];
      const rest = members.length - n;
      if (counts[level] === 0 || n < FEWEST_IN_LEAF || rest < FEWEST_IN_LEAF) continue;
      const found = sum ** 2 / n + (total - sum) ** 2 / rest - base;
      if (found > gain) {
        gain = found;
        best = { setting, at: low + level + 1 };
      }
    }
  }
  return best;
}

function drawnSettings(count: number, chance: Chance): number[] {
  const keyed = Array.from({ length: count }, (_, i) => ({ i, key: chance() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, Math.ceil((2 * count) / 3)).map(({ i }) => i);
}
