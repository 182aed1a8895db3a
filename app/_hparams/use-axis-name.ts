/** What stands beside an axis, in the reader's language. */
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Axis } from "./options/axes.ts";

/** The same function while the language does not change. */
export function useAxisName(): (axis: Axis) => string {
  const t = useTranslations("runs");
  return useCallback(
    ({ column }: Axis): string => {
      if (column.kind === "setting") return column.name;
      return column.kind === "fact"
        ? t(`facts.${column.fact}`)
        : `${t(`statistics.${column.statistic}`)} ${column.tag}`;
    },
    [t],
  );
}
