/** Selects the few best runs by one number, as they stand now. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type Column, goalOf, judges, STATISTICS, type Statistic, statisticsOf } from "../../lib/listing/columns.ts";
import { useLive } from "../_state/live.ts";
import { topRuns } from "../_state/ranking.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { useSummaries, wantSummaries } from "../_state/summaries.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { SheetTitle } from "../_ui/sheet-title.tsx";
import { selectExactly } from "./selecting.ts";

const NO_TAGS: readonly string[] = [];
const FIRST_COUNT = 10;

export function TopSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("runs");
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { listed } = useShownRuns();
  const summaries = useSummaries((state) => state.byTag);
  const [tag, setTag] = useState(() => judges(tags)[0] ?? tags[0] ?? "");
  const [chosen, setStatistic] = useState<Statistic>("best");
  const [turned, setTurned] = useState<"max" | "min" | null>(null);
  const [count, setCount] = useState(FIRST_COUNT);
  const statistic = statisticsOf(tag).includes(chosen) ? chosen : "last";
  const column: Column = { kind: "metric", statistic, tag };
  const direction = turned ?? goalOf(column) ?? "max";
  useEffect(() => wantSummaries([tag]), [tag]);
  const best = topRuns(listed, column, direction, count, summaries);
  return (
    <Sheet name={t("top")} place="center" onClose={onClose}>
      <form
        className="p-5"
        onSubmit={(event) => {
          event.preventDefault();
          selectExactly(best);
          onClose();
        }}
      >
        <SheetTitle text={t("topTitle")} onClose={onClose} className="mb-3" />
        <div className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          <label htmlFor="top-count">{t("topCount")}</label>
          <input
            id="top-count"
            type="number"
            min={1}
            max={10_000}
            value={count}
            onChange={(event) => setCount(Math.max(1, Math.floor(event.target.valueAsNumber) || 1))}
            className="h-7 w-20 rounded border border-line bg-canvas px-2"
          />
          <label htmlFor="top-tag">{t("topMetric")}</label>
          <select
            id="top-tag"
            value={tag}
            onChange={(event) => setTag(event.target.value)}
            className="h-7 min-w-0 rounded border border-line bg-canvas px-1"
          >
            {tags.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <label htmlFor="top-statistic">{t("topStatistic")}</label>
          <select
            id="top-statistic"
            value={statistic}
            onChange={(event) => setStatistic(STATISTICS.find((one) => one === event.target.value) ?? "last")}
            className="h-7 w-32 rounded border border-line bg-canvas px-1"
          >
            {statisticsOf(tag).map((one) => (
              <option key={one} value={one}>
                {t(`statistics.${one}`)}
              </option>
            ))}
          </select>
          <label htmlFor="top-direction">{t("topDirection")}</label>
          <select
            id="top-direction"
            value={direction}
            onChange={(event) => setTurned(event.target.value === "min" ? "min" : "max")}
            className="h-7 w-32 rounded border border-line bg-canvas px-1"
          >
            <option value="max">{t("highest")}</option>
            <option value="min">{t("lowest")}</option>
          </select>
        </div>
        <button
          type="submit"
          disabled={best.length === 0}
          className="mt-4 h-8 rounded bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
        >
          {t("topSelect", { count: best.length })}
        </button>
        <p className="mt-2 text-ink-faint">{t("topNote")}</p>
      </form>
    </Sheet>
  );
}
