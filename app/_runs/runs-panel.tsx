/** The list of runs: filter, all or none, and as many rows as are in sight. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { useColours } from "../_state/colours.ts";
import { EVERYTHING, isSelected, withRuns } from "../_state/selection.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { useFilterProblem } from "../_state/use-filter-problem.ts";
import { setView, useView } from "../_state/view.ts";
import { TextField } from "../_ui/text-field.tsx";
import { ColourChoice } from "./colour-choice.tsx";
import { LeftAside } from "./problems.tsx";
import { findCommon } from "./run-name.ts";
import { RunRow } from "./run-row.tsx";

const ROW_PIXELS = 28;

export function RunsPanel({ filterInput }: { readonly filterInput?: RefObject<HTMLInputElement | null> }) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const { all, listed, drawn, filter } = useShownRuns();
  const runFilter = useView((view) => view.runFilter);
  const selection = useView((view) => view.selection);
  const colourOf = useColours();
  const problem = useFilterProblem(filter);
  const common = useMemo(() => findCommon(all.map(({ run }) => run.name)), [all]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter makes another list, read from its top
  useEffect(() => {
    scroller.current?.scrollTo(0, 0); // in braces: newer browsers return a promise, which is no cleanup
  }, [runFilter]);
  const choose = (on: boolean): void => {
    const isWhole = runFilter === "" && on;
    setView({ selection: isWhole ? { ...EVERYTHING, base: "all" } : withRuns(selection, listed, on) });
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="px-3 pt-3 pb-1">
        <TextField
          name={t("filter")}
          clearName={tApp("close")}
          value={runFilter}
          onChange={(text) => setView({ runFilter: text })}
          error={problem}
          {...(filterInput === undefined ? {} : { inputRef: filterInput })}
        />
        <div className="mt-1 flex h-7 items-center gap-1 text-2xs text-ink-faint">
          <span className="mr-auto truncate" aria-live="polite">
            {t("count", { shown: drawn.length.toLocaleString("en-US"), total: all.length.toLocaleString("en-US") })}
          </span>
          <TextButton text={t("all")} onClick={() => choose(true)} />
          <TextButton text={t("none")} onClick={() => choose(false)} />
        </div>
        <ColourChoice runs={all} />
        <LeftAside />
        {common.folder !== "" && (
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
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = listed[index];
            if (item === undefined) return null;
            return (
              <div
                key={item.run.id}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <RunRow
                  listed={item}
                  common={common}
                  isShown={isSelected(selection, item.key, item.ordinal)}
                  colour={colourOf(item)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function TextButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className="h-6 rounded px-1.5 text-ink-soft hover:bg-hover hover:text-ink">
      {text}
    </button>
  );
}
