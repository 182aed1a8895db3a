/** What the colours of the runs stand for. */
import { Palette } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { BY_PATTERN, orderedSettings } from "../../lib/listing/run-colours.ts";
import { choosePalette, usePreferences } from "../_state/preferences.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";

/** Seeds of one setting look alike: `lr0.1_s0`, `lr=0.1_seed=0`. */
const FIRST_PATTERN = `${BY_PATTERN}(.*)_(?:s|seed)=?\\d+$`;

/** By run, by a setting that varies, or by what a pattern finds in the names; and from which palette. */
export function ColourChoice({ runs }: { readonly runs: readonly ListedRun[] }) {
  const t = useTranslations("runs");
  const colourBy = useView((view) => view.colourBy);
  const palette = usePreferences((preferences) => preferences.palette);
  const settings = useMemo(() => orderedSettings(runs), [runs]);
  const isPattern = colourBy.startsWith(BY_PATTERN);
  const isOther = colourBy !== "" && !isPattern && !settings.includes(colourBy);
  const names = isOther ? [colourBy, ...settings] : settings;
  const choose = (value: string): void =>
    setView({ colourBy: value === BY_PATTERN && !isPattern ? FIRST_PATTERN : value });
  return (
    <span className="flex h-6 min-w-0 items-center gap-1.5 text-2xs text-ink-faint">
      <label className="flex min-w-0 items-center gap-1.5">
        <span className="shrink-0">{t("colourBy")}</span>
        <select
          value={isPattern ? BY_PATTERN : colourBy}
          onChange={(event) => choose(event.target.value)}
          className="h-6 min-w-0 max-w-32 rounded [field-sizing:content] bg-transparent text-ink-soft hover:bg-hover"
        >
          <option value="">{t("colourByRun")}</option>
          <option value={BY_PATTERN}>{t("colourByPattern")}</option>
          {names.length > 0 && (
            <optgroup label={t("settings")}>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      {isPattern && (
        <input
          type="text"
          aria-label={t("colourPattern")}
          value={colourBy.slice(BY_PATTERN.length)}
          onChange={(event) => setView({ colourBy: `${BY_PATTERN}${event.target.value}` })}
          spellCheck={false}
          className="h-6 w-32 min-w-16 flex-1 rounded border border-line bg-canvas px-1.5 font-mono focus:border-accent focus:outline-none"
        />
      )}
      <IconButton
        icon={Palette}
        name={t("distinctColours")}
        isPressed={palette === "distinct"}
        onClick={() => choosePalette(palette === "distinct" ? "tensorboard" : "distinct")}
      />
    </span>
  );
}
