/** The part of the view that arranges runs: which of them, in which order, with which columns. It travels in the link. */

import { toColumn } from "../../lib/listing/columns.ts";
import type { RunKey } from "../../lib/listing/listed-run.ts";

export interface TableView {
  readonly isTableOpen: boolean;
  /** Conditions as they were written. */
  readonly where: string;
  /** Null: those that suit the runs. */
  readonly columns: readonly string[] | null;
  /** Null: the engine's order, which is that of names. `name` or a column's id. */
  readonly sort: Sort | null;
  readonly baseline: RunKey | null;
  /** Runs below others stand below them, and folders can be closed. */
  readonly isTree: boolean;
  readonly closedFolders: ReadonlySet<string>;
  readonly showsHidden: boolean;
}

export interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}

export const DEFAULT_TABLE_VIEW: TableView = {
  isTableOpen: false,
  where: "",
  columns: null,
  sort: null,
  baseline: null,
  isTree: false,
  closedFolders: new Set(),
  showsHidden: false,
};

/** Adds to `query` what differs from the default. */
export function formatTableView(view: TableView, query: URLSearchParams): void {
  if (view.isTableOpen) query.set("table", "open");
  if (view.where !== "") query.set("where", view.where);
  for (const id of view.columns ?? []) query.append("column", id);
  if (view.columns?.length === 0) query.set("column", "");
  if (view.sort !== null) query.set("sort", `${view.sort.isDescending ? "-" : ""}${view.sort.column}`);
  if (view.baseline !== null) query.set("baseline", view.baseline);
  if (view.isTree) query.set("tree", "on");
  if (view.closedFolders.size > 0) query.set("folded", [...view.closedFolders].join("."));
  if (view.showsHidden) query.set("hidden", "shown");
}

/** Reads it back; what is not understood stays at its default. */
export function parseTableView(query: URLSearchParams): TableView {
  const columns = query.getAll("column");
  const baseline = query.get("baseline") ?? "";
  return {
    isTableOpen: query.get("table") === "open",
    where: query.get("where") ?? "",
    columns: columns.length === 0 ? null : [...new Set(columns.filter((id) => toColumn(id) !== null))],
    sort: parseSort(query.get("sort") ?? ""),
    baseline: isKey(baseline) ? baseline : null,
    isTree: query.get("tree") === "on",
    closedFolders: new Set((query.get("folded") ?? "").split(".").filter(isKey)),
    showsHidden: query.get("hidden") === "shown",
  };
}

function parseSort(text: string): Sort | null {
  const isDescending = text.startsWith("-");
  const column = isDescending ? text.slice(1) : text;
  return column === "name" || toColumn(column) !== null ? { column, isDescending } : null;
}

const isKey = (text: string): boolean => /^[\w-]{1,64}$/.test(text);
