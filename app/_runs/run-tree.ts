/** Runs as rows: one below the other, or runs and folders below what their names begin with. */

import { tagKey } from "../../lib/core/tag-key.ts";
import { type Column, cellValue, compareValues, goalOf, isKnown } from "../../lib/listing/columns.ts";
import { type ListedRun, titleOf } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";

/** A run, a folder, or both: PyTorch writes the runs of `add_scalars` below the run itself. */
export interface RunNode {
  readonly id: string;
  /** What stands in the row: the name, without what the rows above already say. */
  readonly label: string;
  /** By which a link names it when it is closed. */
  readonly key: string;
  readonly listed: ListedRun | null;
  readonly children: readonly RunNode[];
}

/** One row a run, in the given order. */
export const toList = (runs: readonly ListedRun[]): readonly RunNode[] =>
  runs.map((listed) => ({ id: listed.run.id, label: titleOf(listed), key: "", listed, children: [] }));

interface Branch {
  listed: ListedRun | null;
  readonly below: Map<string, Branch>;
}

/** Rows below rows, by the folders in the runs' names, in the order in which they first come; folders that hold one thing only are joined with it. */
export function toTree(runs: readonly ListedRun[]): readonly RunNode[] {
  const root: Branch = { listed: null, below: new Map() };
  for (const listed of runs) {
    let branch = root;
    for (const part of listed.run.name.split("/")) {
      let next = branch.below.get(part);
      if (next === undefined) {
        next = { listed: null, below: new Map() };
        branch.below.set(part, next);
      }
      branch = next;
    }
    branch.listed = listed;
  }
  return [...root.below].map(([part, branch]) => toNode(part, branch, part));
}

function toNode(label: string, branch: Branch, path: string): RunNode {
  const [only] = branch.below;
  if (branch.listed === null && branch.below.size === 1 && only !== undefined)
    return toNode(`${label}/${only[0]}`, only[1], `${path}/${only[0]}`);
  const { listed } = branch;
  return {
    id: listed?.run.id ?? `folder ${path}`,
    label: listed === null || listed.annotation.name === "" ? label : listed.annotation.name,
    key: tagKey(path),
    listed,
    children: [...branch.below].map(([part, below]) => toNode(part, below, `${path}/${part}`)),
  };
}

/** All runs in and below a row. */
export const runsIn = ({ listed, children }: RunNode): readonly ListedRun[] =>
  children.length === 0
    ? listed === null
      ? []
      : [listed]
    : [...(listed === null ? [] : [listed]), ...children.flatMap(runsIn)];

/**
 * What a row is ordered by; undefined where that is not known. A folder stands where the best run in it would stand, or the
 * one that comes first where nobody can say what is better.
 */
export function sortValue(node: RunNode, column: Column, summaries: Summaries): string | number | boolean | undefined {
  if (node.listed !== null) {
    const value = cellValue(node.listed, column, summaries);
    return isKnown(value) ? value : undefined;
  }
  const values = node.children.flatMap((child) => sortValue(child, column, summaries) ?? []);
  const sign = goalOf(column) === "max" ? -1 : 1;
  return values.length === 0 ? undefined : values.reduce((a, b) => (sign * compareValues(b, a) < 0 ? b : a));
}
