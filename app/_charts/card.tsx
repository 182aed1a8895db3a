/** One chart with its title and buttons. The plot itself is made when it comes near. */

import { Maximize2, Minimize2, Pin, PinOff, RotateCcw, Ruler } from "lucide-react";
import { lazy, memo, Suspense, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { groupRuns } from "../../lib/charts/run-groups.ts";
import { paletteColour } from "../../lib/core/palette.ts";
import type { Anchor } from "../../lib/core/review.ts";
import { CommentButton } from "../_review/comment-button.tsx";
import { useColours } from "../_state/colours.ts";
import { usePreferences } from "../_state/preferences.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Popover } from "../_ui/popover.tsx";
import { CardPlot } from "./card-plot.tsx";
import { ExportMenu, type ShownScene } from "./export/export-menu.tsx";
import { Legend } from "./legend.tsx";
import { keepRuns, type TagCard } from "./tag-groups.ts";
import { useNear } from "./use-near.ts";
import { ValuesTable } from "./values-table.tsx";
import { setZoom } from "./zoom.ts";

/** Comes when it is first opened. */
const CardLimits = lazy(async () => ({ default: (await import("./card-limits.tsx")).CardLimits }));

/** A comment is about so many runs at most. */
const MOST_RUNS = 1000;

interface CardProps {
  readonly card: TagCard;
  readonly isFullScreen?: boolean;
}

export const Card = memo(function Card({ card, isFullScreen = false }: CardProps) {
  const { tag, tags, key, title, runs } = card;
  const t = useTranslations("chart");
  const body = useRef<HTMLDivElement>(null);
  const isNear = useNear(body);
  const isZoomed = useView((view) => view.zooms.has(key));
  const kept = useRef(runs);
  kept.current = keepRuns(kept.current, runs);
  const pinned = useView((view) => view.pinned);
  const isPinned = pinned.includes(key);
  const groupBy = useView((view) => view.groupBy);
  const shown = kept.current;
  const lines = useMemo(() => groupRuns(shown, groupBy), [shown, groupBy]);
  const theme = usePreferences((preferences) => preferences.theme);
  const palette = usePreferences((preferences) => preferences.palette);
  const colourOf = useColours();
  const isOneLine = lines.length === 1 && tags.length > 1;
  const tagColours = useMemo(
    () => (isOneLine ? tags.map((_, place) => paletteColour(place, theme, palette)) : null),
    [isOneLine, tags, theme, palette],
  );
  const keptTags = useRef(tags);
  if (tags.join("\n") !== keptTags.current.join("\n")) keptTags.current = tags;
  const shownTags = keptTags.current;
  const shownCard = useMemo(
    () => ({ tag, tags: shownTags, key, title, runs: shown }),
    [tag, shownTags, key, title, shown],
  );
  const anchor = useMemo<Anchor>(
    () => ({ kind: "chart", tag, steps: null, runs: shown.slice(0, MOST_RUNS).map(({ run }) => run.id) }),
    [tag, shown],
  );
  const shownScene = useRef<ShownScene | null>(null);
  const quiet = isFullScreen
    ? ""
    : "opacity-0 focus-visible:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100";
  return (
    <figure
      aria-label={tag}
      data-testid="card"
      data-card-key={isFullScreen ? undefined : key}
      className={`group/card flex min-w-0 flex-col bg-canvas ${isFullScreen ? "h-full p-2" : "scroll-mt-12 rounded-md border border-line"}`}
    >
      <figcaption className="flex h-9 shrink-0 items-center gap-2 pr-1 pl-3">
        <bdi className={`truncate font-medium ${isFullScreen ? "text-base" : ""}`} title={tag}>
          {isFullScreen ? tag : title}
        </bdi>
        <span className="ml-auto flex shrink-0 items-center">
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
                <CardLimits cardKey={key} shown={shownScene} />
              </Suspense>
            )}
          </Popover>
          <CommentButton anchor={anchor} title={tag} quiet={quiet} />
          <ExportMenu card={shownCard} shown={shownScene} className={quiet} />
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
        </span>
      </figcaption>
      <Legend lines={lines} tags={shownTags} colourOf={colourOf} tagColours={tagColours} />
      <div ref={body} className={`relative ${isFullScreen ? "min-h-0 flex-1" : "h-(--card-height)"}`}>
        {(isNear || isFullScreen) && (
          <CardPlot card={shownCard} lines={lines} tagColours={tagColours} shown={shownScene} />
        )}
      </div>
      {isFullScreen && <ValuesTable shown={shownScene} />}
    </figure>
  );
});
