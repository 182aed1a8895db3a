/** The way to charts of several tags: train and dev in one, for example. */
import { ChartSpline } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { Popover } from "../_ui/popover.tsx";

/** Comes when it is first opened. */
const OwnCharts = lazy(async () => ({ default: (await import("./own-charts.tsx")).OwnCharts }));

export function OwnChartsPopover() {
  const t = useTranslations("toolbar");
  return (
    <Popover
      name={t("ownCharts")}
      button={
        <>
          <ChartSpline size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="@max-5xl:hidden">{t("ownCharts")}</span>
        </>
      }
      buttonClass="flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded px-2 text-ink-soft hover:bg-hover hover:text-ink"
    >
      {() => (
        <Suspense fallback={<div className="h-24" aria-busy="true" />}>
          <OwnCharts />
        </Suspense>
      )}
    </Popover>
  );
}
