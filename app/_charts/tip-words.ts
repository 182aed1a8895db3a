/** Words of tooltip and table of values, in the reader's language. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { TipWords } from "./hover.ts";

export function useTipWords(): TipWords {
  const t = useTranslations("chart");
  return useMemo(
    () => ({
      run: t("run"),
      smoothed: t("smoothed"),
      value: t("value"),
      step: t("step"),
      time: t("time"),
      relative: t("relative"),
      band: t("band"),
      count: t("runsCount"),
      more: (count: number) => t("more", { count }),
    }),
    [t],
  );
}
