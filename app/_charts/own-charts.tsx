/** Charts of several tags: making one, and taking it away. They are part of the view, and so of the link. */
import { X } from "lucide-react";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { matches, parseNameFilter } from "../../lib/listing/name-filter.ts";
import { addOwnChart } from "../_state/charts-view.ts";
import { useLive } from "../_state/live.ts";
import { useFilterProblem } from "../_state/use-filter-problem.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";

const NO_TAGS: readonly string[] = [];
/** Of the tags that match, so many are named. */
const NAMED = 4;

export function OwnCharts() {
  const t = useTranslations("toolbar");
  const ownCharts = useView((view) => view.ownCharts);
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const [pattern, setPattern] = useState("");
  const [name, setName] = useState("");
  const text = pattern.trim();
  const filter = useMemo(() => parseNameFilter(text, tags), [text, tags]);
  const found = text === "" ? NO_TAGS : tags.filter((tag) => matches(filter, tag));
  const problem = useFilterProblem(filter);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (found.length === 0) return;
    setView({ ownCharts: addOwnChart(ownCharts, text, name.trim()) });
    setPattern("");
    setName("");
  };
  const looks =
    "h-7 min-w-0 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none";
  return (
    <section aria-label={t("ownCharts")} className="space-y-2">
      <p className="text-ink-soft">{t("ownChartsWhy")}</p>
      <form onSubmit={add} className="flex gap-1.5">
        <input
          type="text"
          value={pattern}
          onChange={(event) => setPattern(event.target.value)}
          aria-label={t("chartTags")}
          placeholder={t("chartTags")}
          spellCheck={false}
          className={`flex-[3] ${looks}`}
        />
        <input
          type="text"
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-label={t("chartName")}
          placeholder={t("chartName")}
          className={`flex-[2] ${looks}`}
        />
        <button
          type="submit"
          disabled={found.length === 0}
          className="h-7 shrink-0 rounded px-2 text-accent hover:bg-hover disabled:opacity-50"
        >
          {t("addChart")}
        </button>
      </form>
      {text !== "" && (
        <p role="status" className={`break-words text-2xs ${problem === null ? "text-ink-faint" : "text-red"}`}>
          {problem ?? t("chartMatches", { count: found.length, tags: found.slice(0, NAMED).join(", ") })}
          {problem === null && found.length > NAMED && " …"}
        </p>
      )}
      {ownCharts.length > 0 && (
        <ul>
          {ownCharts.map((chart) => (
            <li key={chart.name} className="flex items-center gap-2">
              <bdi className="truncate">{chart.name}</bdi>
              <code className="min-w-0 flex-1 truncate text-2xs text-ink-faint">{chart.pattern}</code>
              <IconButton
                icon={X}
                name={t("removeChart", { name: chart.name })}
                onClick={() => setView({ ownCharts: ownCharts.filter((other) => other !== chart) })}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
