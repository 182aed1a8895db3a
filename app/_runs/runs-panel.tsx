/** The narrow list of runs: filter, all or none, and as many rows as are in sight. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ListTree, Table2 } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { useColours } from "../_state/colours.ts";
import { isSelected } from "../_state/selection.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { ColourChoice } from "./colour-choice.tsx";
import { LeftAside } from "./problems.tsx";
import { RowStop } from "./row-stop.ts";
import { GoneCount, RunCount, RunFilter, SelectButtons, WhereField } from "./run-filters.tsx";
import { findCommon } from "./run-name.ts";
import { RunRow } from "./run-row.tsx";
import { useRowKeys } from "./use-row-keys.ts";
import { useRunTable } from "./use-run-table.ts";

const ROW_PIXELS = 28;
const NO_COLUMNS: readonly string[] = [];

interface RunsPanelProps {
  readonly filterInput?: RefObject<HTMLInputElement | null>;
  readonly onTable: () => void;
}

export function RunsPanel({ filterInput, onTable }: RunsPanelProps) {
  const t = useTranslations("runs");
  const { all, listed } = useShownRuns();
  const runFilter = useView((view) => view.runFilter);
  const where = useView((view) => view.where);
  const isTree = useView((view) => view.isTree);
  const selection = useView((view) => view.selection);
  const colourOf = useColours();
  const { rows } = useRunTable(listed, NO_COLUMNS).getRowModel();
  const common = useMemo(() => findCommon(all.map(({ run }) => run.name)), [all]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
  });
  const { stop, ...keys } = useRowKeys(scroller, rows, virtual);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter makes another list, read from its top
  useEffect(() => {
    scroller.current?.scrollTo(0, 0); // in braces: newer browsers return a promise, which is no cleanup
  }, [runFilter, where]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="px-3 pt-3 pb-1">
        <RunFilter {...(filterInput === undefined ? {} : { inputRef: filterInput })} />
        {where !== "" && <WhereField className="mt-1" />}
        <div className="mt-1 flex h-7 items-center gap-1 text-2xs text-ink-faint">
          <RunCount />
          <SelectButtons />
        </div>
        <div className="mb-1 flex h-7 items-center gap-1">
          <ColourChoice runs={all} />
          <IconButton
            icon={ListTree}
            name={t("tree")}
            isPressed={isTree}
            onClick={() => setView({ isTree: !isTree })}
            className="ml-auto"
          />
          <IconButton icon={Table2} name={t("openTable")} onClick={onTable} />
        </div>
        <LeftAside />
        <GoneCount />
        {common.folder !== "" && !isTree && (
          <p className="flex gap-1 truncate pb-1 text-2xs text-ink-faint" title={common.folder}>
            {t("inFolder")}
            <span className="elide-start">
              <bdi>{common.folder}</bdi>
            </span>
          </p>
        )}
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-2" data-testid="run-list">
        {listed.length === 0 && all.length > 0 && <p className="px-3 py-2 text-ink-faint">{t("noMatch")}</p>}
        <div className="relative" style={{ height: virtual.getTotalSize() }} {...keys}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { listed: item } = row.original;
            return (
              <div
                key={row.id}
                data-row={index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <RowStop value={index === stop}>
                  <RunRow
                    node={row.original}
                    depth={row.depth}
                    common={isTree ? null : common}
                    isShown={item !== null && isSelected(selection, item.key, item.ordinal)}
                    colour={item === null ? "" : colourOf(item)}
                  />
                </RowStop>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
