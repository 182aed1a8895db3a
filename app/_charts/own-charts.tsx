/** Charts of several tags: making one, and taking it away. They are part of the view, and so of the link. */
import { X } from "lucide-react";
import { type FormEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";

export function OwnCharts() {
  const t = useTranslations("toolbar");
  const ownCharts = useView((view) => view.ownCharts);
  const pattern = useRef<HTMLInputElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const text = pattern.current?.value.trim() ?? "";
    if (text === "" || pattern.current === null || name.current === null) return;
    const called = name.current.value.trim() || text;
    setView({ ownCharts: [...ownCharts.filter((chart) => chart.name !== called), { name: called, pattern: text }] });
    pattern.current.value = "";
    name.current.value = "";
  };
  const looks =
    "h-7 min-w-0 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none";
  return (
    <section aria-label={t("ownCharts")} className="pt-1">
      <h3 className="mb-1 text-ink-soft">{t("ownCharts")}</h3>
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
      <form onSubmit={add} className="flex gap-1.5">
        <input
          ref={pattern}
          type="text"
          aria-label={t("chartTags")}
          placeholder={t("chartTags")}
          spellCheck={false}
          className={`flex-[3] ${looks}`}
        />
        <input
          ref={name}
          type="text"
          aria-label={t("chartName")}
          placeholder={t("chartName")}
          className={`flex-[2] ${looks}`}
        />
        <button type="submit" className="h-7 shrink-0 rounded px-2 text-accent hover:bg-hover">
          {t("addChart")}
        </button>
      </form>
    </section>
  );
}
