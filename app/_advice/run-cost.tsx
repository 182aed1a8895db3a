/** What runs cost: their number, their steps and the hours of GPUs, as far as these are known. */
import { useTranslations } from "use-intl";
import type { PlanCost } from "../../lib/core/next-runs.ts";

/** `3 runs · 5,100 steps in all · about 2 GPU minutes`. */
export function useCostWords(): (cost: PlanCost) => string {
  const t = useTranslations("advice");
  const inHours = useHoursWords();
  return ({ runs, steps, gpuHours }) =>
    [
      t("runs", { count: runs }),
      ...(steps === null || steps === 0 ? [] : [t("costSteps", { count: steps.toLocaleString("en-US") })]),
      ...(gpuHours === null || gpuHours === 0 ? [] : [inHours(gpuHours)]),
    ].join(" · ");
}

/** `about 2 GPU hours`; minutes where those say more. */
export function useHoursWords(): (gpuHours: number) => string {
  const t = useTranslations("advice");
  return (gpuHours) =>
    gpuHours < 1
      ? t("gpuMinutes", { count: Math.max(1, Math.round(60 * gpuHours)) })
      : t("gpuHours", { count: Number(gpuHours.toPrecision(2)) });
}
