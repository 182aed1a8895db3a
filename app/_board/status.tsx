/** Whether what one sees is fresh: the state of the connection, how far reading has come, and when points last came. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { RunsAnswer } from "../../lib/core/api.ts";
import { useLive } from "../_state/live.ts";
import { ProgressBar } from "../_ui/progress-bar.tsx";
import { useDuration } from "../_ui/use-duration.ts";
import { useNow } from "../_ui/use-window.ts";

export function Status() {
  const t = useTranslations("header");
  const { link, loading, pointsAtMs, answer } = useLive();
  const now = useNow(1000);
  const durationOf = useDuration();
  const ago = (ms: number): string => durationOf(Math.max(0, (now - ms) / 1000));
  const newest = useMemo(() => newestPointMs(answer, pointsAtMs), [answer, pointsAtMs]);
  const isReading = loading !== null && link.state === "open";
  const dot = link.state === "open" ? "bg-accent" : link.state === "lost" ? "bg-red" : "bg-ink-faint";
  return (
    <div
      data-testid="status"
      data-link={link.state}
      className="flex min-w-0 items-center gap-2 whitespace-nowrap text-ink-soft"
    >
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dot}`} />
      <span role="status" className="font-medium text-ink max-sm:sr-only">
        {t(link.state === "open" ? "live" : link.state)}
      </span>
      {isReading ? (
        <span className="flex items-center gap-2 max-sm:hidden">
          {t(loading.filesRead < loading.filesFound ? "reading" : "readOn", {
            read: loading.filesRead,
            found: loading.filesFound,
          })}
          <ProgressBar done={loading.filesRead} of={loading.filesFound} className="w-20" />
        </span>
      ) : (
        link.state === "open" && (
          <span className="truncate max-md:hidden" data-testid="last-points">
            {newest === null ? t("noPointsYet") : t("lastPoints", { duration: ago(newest) })}
          </span>
        )
      )}
    </div>
  );
}

/** When the newest point was logged; one that was just announced counts as now, whatever the logging machine's clock says. */
function newestPointMs(answer: RunsAnswer | null, announcedAtMs: number | null): number | null {
  let newest = announcedAtMs;
  for (const { updatedAt } of answer?.runs ?? []) {
    if (updatedAt !== null) newest = Math.max(newest ?? 0, Math.min(updatedAt * 1000, Date.now()));
  }
  return newest;
}

/** A line across the screen as long as the engine does not answer: everything below is as old as it says. */
export function LostLine() {
  const t = useTranslations("header");
  const link = useLive((live) => live.link);
  const hasData = useLive((live) => live.answer !== null);
  const now = useNow(1000);
  const durationOf = useDuration();
  if (link.state !== "lost" || !hasData) return null;
  const duration = durationOf(Math.max(1, (now - link.sinceMs) / 1000));
  return (
    <p role="alert" className="shrink-0 border-red/40 border-b bg-red/10 px-4 py-1.5 text-red">
      {t("lostFor", { duration })}
    </p>
  );
}
