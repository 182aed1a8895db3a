/** The wide table of runs over the curves: whatever is known of each, sorted and arranged as people like. */
import type { Row, Table } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { useColours } from "../_state/colours.ts";
import { isSelected } from "../_state/selection.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { useSummaries } from "../_state/summaries.ts";
import { useView } from "../_state/view.ts";
import { RowStop } from "./row-stop.ts";
import type { RunNode } from "./run-tree.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";
import { TableToolbar } from "./table-toolbar.tsx";
import { useColumnIds } from "./use-column-ids.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useRunTable } from "./use-run-table.ts";
import { useTableHeight } from "./use-table-height.ts";

const ROW_PIXELS = 28;
const HEAD_PIXELS = 28;

interface RunTableProps {
  readonly filterInput?: RefObject<HTMLInputElement | null>;
  readonly onClose: () => void;
}

export function RunTable({ filterInput, onClose }: RunTableProps) {
  const t = useTranslations("runs");
  const { all, listed } = useShownRuns();
  const table = useRunTable(listed, useColumnIds());
  const { percent, separator } = useTableHeight();
  return (
    <section
      aria-label={t("table")}
      data-testid="run-table"
      className="flex min-h-48 shrink-0 flex-col max-sm:min-h-84"
      style={{ height: `${percent}%` }}
    >
      <TableToolbar {...(filterInput === undefined ? {} : { filterInput })} onClose={onClose} />
      <Scroller table={table} />
      {listed.length === 0 && all.length > 0 && <p className="px-4 pb-3 text-ink-faint">{t("noMatch")}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: a line that can be moved is no thematic break */}
      <div
        role="separator"
        aria-orientation="horizontal"
        aria-valuenow={percent}
        aria-label={t("tableHeight")}
        tabIndex={0}
        className="h-1.5 shrink-0 cursor-row-resize touch-none border-line border-t bg-panel hover:bg-accent-soft focus-visible:bg-accent"
        {...separator}
      />
    </section>
  );
}

function Scroller({ table }: { readonly table: Table<RunNode> }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = table.getRowModel();
  const [headers] = table.getHeaderGroups();
  const runFilter = useView((view) => view.runFilter);
  const where = useView((view) => view.where);
  const sort = useView((view) => view.sort);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    scrollPaddingStart: HEAD_PIXELS,
    overscan: 6,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter or order makes another list, read from its top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [runFilter, where, sort]);
  const { stop, ...keys } = useRowKeys(scroller, rows, virtual);
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto [contain:strict]" data-scrolls="">
      <table
        aria-rowcount={rows.length + 1}
        className="w-max min-w-full table-fixed border-separate border-spacing-0"
        style={{ width: table.getTotalSize() }}
      >
        <colgroup>
          {table.getVisibleLeafColumns().map((column) => (
            <col key={column.id} style={{ width: column.getSize() }} />
          ))}
          <col />
        </colgroup>
        {headers !== undefined && <TableHead headers={headers} />}
        <tbody {...keys}>
          {above > 0 && <Spacer height={above} />}
          <Rows
            rows={items.flatMap(({ index }) => rows[index] ?? [])}
            first={items[0]?.index ?? 0}
            stop={stop}
            table={table}
          />
          {below > 0 && <Spacer height={below} />}
        </tbody>
      </table>
    </div>
  );
}

const Spacer = ({ height }: { readonly height: number }) => (
  <tr>
    <td style={{ height, padding: 0 }} />
  </tr>
);

interface RowsProps {
  readonly rows: readonly Row<RunNode>[];
  readonly first: number;
  /** Of all rows, the one at which the Tab key stops. */
  readonly stop: number;
  readonly table: Table<RunNode>;
}

function Rows({ rows, first, stop, table }: RowsProps) {
  const selection = useView((view) => view.selection);
  const baselineKey = useView((view) => view.baseline);
  const { all } = useShownRuns();
  const summaries = useSummaries((state) => state.byTag);
  const colourOf = useColours();
  const baseline = baselineKey === null ? null : (all.find(({ key }) => key === baselineKey) ?? null);
  const columns = table.getVisibleLeafColumns();
  return rows.map((row, at) => {
    const { listed } = row.original;
    return (
      <RowStop key={row.id} value={first + at === stop}>
        <TableRow
          node={row.original}
          depth={row.depth}
          place={first + at}
          columns={columns}
          baseline={baseline}
          summaries={summaries}
          isShown={listed !== null && isSelected(selection, listed.key, listed.ordinal)}
          colour={listed === null ? "" : colourOf(listed)}
        />
      </RowStop>
    );
  });
}
