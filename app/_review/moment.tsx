/** A moment as people say it: how long ago, or the day; the exact time stands in its title. */
import { useTranslations } from "use-intl";
import { formatMoment } from "../_runs/cell-text.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useDuration } from "../_ui/use-duration.ts";
import { useNow } from "../_ui/use-window.ts";

const REFRESH_MS = 10_000;
const DAY_SECS = 86_400;

/** `at`: seconds since the Unix epoch. */
export function Moment({ at }: { readonly at: number }) {
  const t = useTranslations("review");
  const language = usePreferences((preferences) => preferences.language);
  const durationOf = useDuration();
  const ago = Math.round(useNow(REFRESH_MS) / 1000 - at);
  const text =
    ago < 60
      ? t("now")
      : ago < DAY_SECS
        ? t("ago", { time: durationOf(ago - (ago % 60)) })
        : formatMoment(at, language);
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={new Date(at * 1000).toLocaleString(language)}>
      {text}
    </time>
  );
}
