/** What the colours of the runs stand for. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { orderedSettings } from "../_state/colours.ts";
import type { ListedRun } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";

/** Nothing where no setting varies: then there is nothing to choose. */
export function ColourChoice({ runs }: { readonly runs: readonly ListedRun[] }) {
  const t = useTranslations("runs");
  const colourBy = useView((view) => view.colourBy);
  const settings = useMemo(() => orderedSettings(runs), [runs]);
  const names = colourBy === "" || settings.includes(colourBy) ? settings : [colourBy, ...settings];
  if (names.length === 0) return null;
  return (
    <label className="mb-1 flex h-6 items-center gap-1.5 text-2xs text-ink-faint">
      {t("colourBy")}
      <select
        value={colourBy}
        onChange={(event) => setView({ colourBy: event.target.value })}
        className="h-6 min-w-0 max-w-36 rounded bg-transparent text-ink-soft hover:bg-hover"
      >
        <option value="">{t("colourByRun")}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
