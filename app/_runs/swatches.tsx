/** The colours that one may give to a run, or to several. */
import { useTranslations } from "use-intl";
import { paletteColours } from "../../lib/core/palette.ts";
import { usePreferences } from "../_state/preferences.ts";
import { TextButton } from "../_ui/text-button.tsx";

interface SwatchesProps {
  /** `#rrggbb`; empty: the one that runs are given by how they are coloured. */
  readonly value: string;
  readonly onChange: (colour: string) => void;
  /** Also any other colour, told at each movement in the picker. */
  readonly offersOthers: boolean;
}

export function Swatches({ value, onChange, offersOthers }: SwatchesProps) {
  const t = useTranslations("runs");
  const { theme, palette } = usePreferences();
  const colours = paletteColours(theme, palette);
  return (
    <fieldset>
      <legend className="text-ink-soft">{t("colour")}</legend>
      <div className="mt-1 flex flex-wrap items-center gap-1.5">
        <TextButton text={t("ownColour")} isPressed={value === ""} onClick={() => onChange("")} />
        {colours.map((colour) => (
          <button
            key={colour}
            type="button"
            aria-label={colour}
            aria-pressed={value === colour}
            onClick={() => onChange(colour)}
            className="size-5 rounded-full outline-offset-2 aria-pressed:outline-2 aria-pressed:outline-accent"
            style={{ backgroundColor: colour }}
          />
        ))}
        {offersOthers && (
          <input
            type="color"
            aria-label={t("otherColour")}
            value={value === "" ? "#888888" : value}
            onChange={(event) => onChange(event.target.value)}
            className="h-6 w-8 rounded border border-line bg-canvas"
          />
        )}
      </div>
    </fieldset>
  );
}
