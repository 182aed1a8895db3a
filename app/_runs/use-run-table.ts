/** The rows of the runs and the columns over them: one model for the narrow list and for the wide table. */

import {
  type ColumnDef,
  type ExpandedState,
  getCoreRowModel,
  getExpandedRowModel,
  getSortedRowModel,
  type Row,
  type SortingState,
  type Table,
  type Updater,
  useReactTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { compareNames } from "../../lib/core/natural-order.ts";
import { type Column, compareValues, goalOf, toColumn } from "../../lib/listing/columns.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";
import { useSummaries } from "../_state/summaries.ts";
import { setView, useView } from "../_state/view.ts";
import { useWiderThan } from "../_ui/use-window.ts";
import { type RunNode, sortValue, toList, toTree } from "./run-tree.ts";

export const NAME_COLUMN = "name";
const NAME_WIDTH = 280;
/** On a phone the name must leave room for what it is compared by. */
const NARROW_NAME_WIDTH = 148;
const ROOM_FOR_NAMES = 640;

/** `ids`: the columns beside the name. */
export function useRunTable(listed: readonly ListedRun[], ids: readonly string[]): Table<RunNode> {
  const isTree = useView((view) => view.isTree);
  const closedFolders = useView((view) => view.closedFolders);
  const sort = useView((view) => view.sort);
  const hasBaseline = useView((view) => view.baseline !== null);
  const nameWidth = useWiderThan(ROOM_FOR_NAMES) ? NAME_WIDTH : NARROW_NAME_WIDTH;
  const summaries = useSummaries((state) => state.byTag);
  // Rows remember the values that they are sorted by: new numbers need new rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const data = useMemo(() => [...(isTree ? toTree(listed) : toList(listed))], [listed, isTree, summaries]);
  const columns = useMemo(
    () => defineColumns(ids, sort?.column ?? NAME_COLUMN, summaries, { hasBaseline, nameWidth }),
    [ids, sort?.column, summaries, hasBaseline, nameWidth],
  );
  const sorting = useMemo<SortingState>(
    () => (sort === null ? [] : [{ id: sort.column, desc: sort.isDescending }]),
    [sort],
  );
  const expanded = useMemo<ExpandedState>(
    () => (closedFolders.size === 0 ? true : openRows(data, closedFolders)),
    [data, closedFolders],
  );
  const [columnSizing, setColumnSizing] = useState({});
  return useReactTable<RunNode>({
    data,
    columns,
    state: { sorting, expanded, columnSizing },
    onColumnSizingChange: setColumnSizing,
    onSortingChange: (update) => changeSort(update, sorting),
    getRowId: (node) => node.id,
    getSubRows: (node) => (node.children.length === 0 ? undefined : [...node.children]),
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getExpandedRowModel: getExpandedRowModel(),
    columnResizeMode: "onChange",
    enableMultiSort: false,
    autoResetExpanded: false,
  });
}

/** Also the column that the runs are sorted by, where it is not shown. */
function defineColumns(
  ids: readonly string[],
  sorted: string,
  summaries: Summaries,
  { hasBaseline, nameWidth }: { readonly hasBaseline: boolean; readonly nameWidth: number },
): ColumnDef<RunNode>[] {
  const shown = ids.includes(sorted) || sorted === NAME_COLUMN ? ids : [...ids, sorted];
  const compare = (a: Row<RunNode>, b: Row<RunNode>, id: string): number => {
    const [x, y] = [a.getValue<string | number | boolean>(id), b.getValue<string | number | boolean>(id)];
    return compareValues(x, y);
  };
  const name: ColumnDef<RunNode> = {
    id: NAME_COLUMN,
    accessorFn: ({ label }) => label,
    sortingFn: (a, b) => compareNames(a.original.label, b.original.label),
    sortDescFirst: false,
    size: nameWidth,
    minSize: 120,
  };
  const others = shown.flatMap((id): ColumnDef<RunNode>[] => {
    const column = toColumn(id);
    if (column === null) return [];
    const base = { id, size: widthOf(column, hasBaseline), minSize: 48, meta: { column } };
    return [
      {
        ...base,
        accessorFn: (node) => sortValue(node, column, summaries),
        sortingFn: compare,
        sortUndefined: "last",
        sortDescFirst: goalOf(column) === "max",
      },
    ];
  });
  return [name, ...others];
}

const FACT_WIDTHS = { state: 64, verdict: 104, started: 128, duration: 92, steps: 84, labels: 140, note: 220 };

function widthOf(column: Column, hasBaseline: boolean): number {
  if (column.kind === "fact") return FACT_WIDTHS[column.fact];
  if (column.kind === "setting") return Math.min(180, Math.max(88, 7.5 * column.name.length + 36));
  const words = 7.5 * (column.tag.length + column.statistic.length) + 32;
  return Math.min(240, Math.max(hasBaseline ? 144 : 84, words));
}

function changeSort(update: Updater<SortingState>, before: SortingState): void {
  const [first] = typeof update === "function" ? update(before) : update;
  setView({ sort: first === undefined ? null : { column: first.id, isDescending: first.desc } });
}

/** Every row with rows below it but the closed ones. */
function openRows(nodes: readonly RunNode[], closed: ReadonlySet<string>): Record<string, boolean> {
  const open: Record<string, boolean> = {};
  const walk = (node: RunNode): void => {
    if (node.children.length === 0) return;
    if (!closed.has(node.key)) open[node.id] = true;
    node.children.forEach(walk);
  };
  nodes.forEach(walk);
  return open;
}

/** Closes a row, or opens it again. */
export function toggleFolder(key: string): void {
  setView({ closedFolders: toggled(key) });
}

function toggled(key: string): ReadonlySet<string> {
  const next = new Set(useView.getState().closedFolders);
  if (!next.delete(key)) next.add(key);
  return next;
}
