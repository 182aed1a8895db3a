/** Why a filter cannot be used, in words. */
import { useTranslations } from "use-intl";
import type { NameFilter } from "../../lib/listing/name-filter.ts";

/** Null when it can. */
export function useFilterProblem(filter: NameFilter): string | null {
  const t = useTranslations("runs");
  if (filter.kind === "broken") return t("filterBroken", { because: filter.because });
  return filter.kind === "slow" ? t("filterSlow") : null;
}
