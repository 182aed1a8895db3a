/** What can be done with one chart: the buttons in its corner. */

import { Maximize2, Minimize2, Pin, PinOff, RotateCcw, Ruler } from "lucide-react";
import { lazy, type RefObject, Suspense, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Anchor } from "../../lib/core/review.ts";
import { CommentButton } from "../_review/comment-button.tsx";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Popover } from "../_ui/popover.tsx";
import { ExportMenu, type ShownScene } from "./export/export-menu.tsx";
import type { TagCard } from "./tag-groups.ts";
import { setZoom } from "./zoom.ts";

/** Comes when it is first opened. */
const CardLimits = lazy(async () => ({ default: (await import("./card-limits.tsx")).CardLimits }));

/** A comment is about so many runs at most. */
const MOST_RUNS = 1000;

interface CardButtonsProps {
  readonly card: TagCard;
  readonly shown: RefObject<ShownScene | null>;
  readonly isFullScreen: boolean;
}

export function CardButtons({ card, shown, isFullScreen }: CardButtonsProps) {
  const { tag, key, runs } = card;
  const t = useTranslations("chart");
  const isZoomed = useView((view) => view.zooms.has(key));
  const pinned = useView((view) => view.pinned);
  const isPinned = pinned.includes(key);
  const anchor = useMemo<Anchor>(
    () => ({ kind: "chart", tag, steps: null, runs: runs.slice(0, MOST_RUNS).map(({ run }) => run.id) }),
    [tag, runs],
  );
  const quiet = isFullScreen
    ? ""
    : "opacity-0 focus-visible:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100";
  return (
    <>
      {isZoomed && (
        <IconButton icon={RotateCcw} name={t("fit")} onClick={() => setZoom(key, null)} className="text-accent" />
      )}
      <Popover
        name={t("limits", { tag })}
        button={<Ruler size={15} strokeWidth={1.75} aria-hidden="true" />}
        buttonClass={`grid size-7 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink aria-expanded:opacity-100 ${quiet}`}
      >
        {() => (
          <Suspense fallback={<div className="h-24" aria-busy="true" />}>
            <CardLimits cardKey={key} shown={shown} />
          </Suspense>
        )}
      </Popover>
      <CommentButton anchor={anchor} title={tag} quiet={quiet} />
      <ExportMenu card={card} shown={shown} className={quiet} />
      <IconButton
        icon={isPinned ? PinOff : Pin}
        name={t(isPinned ? "unpin" : "pin")}
        onClick={() => setView({ pinned: isPinned ? pinned.filter((other) => other !== key) : [...pinned, key] })}
        className={isPinned ? "text-accent" : quiet}
      />
      <IconButton
        icon={isFullScreen ? Minimize2 : Maximize2}
        name={isFullScreen ? t("leaveFullScreen") : t("fullScreen")}
        onClick={() => setView({ fullScreen: isFullScreen ? null : key })}
        className={quiet}
      />
    </>
  );
}
