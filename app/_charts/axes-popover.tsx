/** "Axes & smoothing": what one sets now and then, out of the way of what one sets all day. */
import { SlidersHorizontal } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { useView } from "../_state/view.ts";
import { Popover } from "../_ui/popover.tsx";

/** Comes when it is first opened. */
const AxesSettings = lazy(async () => ({ default: (await import("./axes-settings.tsx")).AxesSettings }));

export function AxesPopover() {
  const t = useTranslations("toolbar");
  const isChanged = useView(
    ({ logX, smoother, xLimits, yLimits, linksX, groupBy, ignoreOutliers, showsEarlier }) =>
      logX ||
      smoother !== "ema" ||
      linksX ||
      groupBy !== "" ||
      !ignoreOutliers ||
      !showsEarlier ||
      [...xLimits, ...yLimits].some((end) => end !== null),
  );
  return (
    <Popover
      name={t("axes")}
      button={
        <>
          <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="@max-4xl:hidden">{t("axes")}</span>
          {isChanged && <span className="size-1.5 rounded-full bg-accent" />}
        </>
      }
      buttonClass="flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded px-2 text-ink-soft hover:bg-hover hover:text-ink"
    >
      {() => (
        <Suspense fallback={<div className="h-64" aria-busy="true" />}>
          <AxesSettings />
        </Suspense>
      )}
    </Popover>
  );
}
