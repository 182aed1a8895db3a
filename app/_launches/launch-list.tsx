/** Launches as the queue has them, what is under way first; only what can be seen is drawn. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import type { LaunchesAnswer } from "../../lib/core/launches.ts";
import { openLaunchForm } from "../_state/launch-draft.ts";
import { LaunchRow } from "./launch-row.tsx";

const ROW_PIXELS = 48;

interface LaunchListProps {
  readonly answer: LaunchesAnswer;
  readonly opened: string | null;
}

export function LaunchList({ answer, opened }: LaunchListProps) {
  const t = useTranslations("launches");
  const scroller = useRef<HTMLDivElement>(null);
  const { launches } = answer;
  const virtual = useVirtualizer({
    count: launches.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 8,
  });
  return (
    <div
      ref={scroller}
      data-scrolls=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys
      tabIndex={0}
      className={`min-h-0 min-w-0 overflow-auto ${opened === null ? "flex-1" : "lg:w-[44%] max-lg:h-2/5 max-lg:shrink-0"}`}
    >
      {launches.length === 0 && (
        <div className="px-4 py-6 text-ink-soft">
          <p>{t("none")}</p>
          <button
            type="button"
            onClick={() => openLaunchForm({ kind: "sweep" })}
            className="mt-3 h-8 rounded bg-accent px-3 font-medium text-on-accent"
          >
            {t("new")}
          </button>
        </div>
      )}
      <ul aria-label={t("title")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const launch = launches[index];
          return (
            launch !== undefined && (
              <li
                key={launch.id}
                aria-setsize={launches.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0"
                style={{ height: ROW_PIXELS, transform: `translateY(${start}px)` }}
              >
                <LaunchRow launch={launch} isOpen={launch.id === opened} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
