/** Durations in sentences: with the units of the reader's language. */
import { useTranslations } from "use-intl";
import { formatDuration } from "../../lib/charts/ticks.ts";

/** Seconds, rounded to whole ones, as `1 h 12 m`. */
export function useDuration(): (seconds: number) => string {
  const t = useTranslations("app");
  return (seconds) => formatDuration(Math.round(seconds), [t("days"), t("hours"), t("minutes"), t("seconds")]);
}
