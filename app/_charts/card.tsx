/** One chart with its title and buttons. The plot itself is made when it comes near. */

import { memo, useMemo, useRef } from "react";
import { groupRuns } from "../../lib/charts/run-groups.ts";
import { paletteColour } from "../../lib/core/palette.ts";
import { useColours } from "../_state/colours.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useView } from "../_state/view.ts";
import { AfterFirstChart } from "../_ui/after-first-chart.tsx";
import { CardButtons } from "./card-buttons.tsx";
import { CardPlot } from "./card-plot.tsx";
import type { ShownScene } from "./export/export-menu.tsx";
import { Legend } from "./legend.tsx";
import { keepRuns, type TagCard } from "./tag-groups.ts";
import { useNear } from "./use-near.ts";
import { ValuesTable } from "./values-table.tsx";

interface CardProps {
  readonly card: TagCard;
  readonly isFullScreen?: boolean;
}

export const Card = memo(function Card({ card, isFullScreen = false }: CardProps) {
  const { tag, tags, key, title, runs } = card;
  const body = useRef<HTMLDivElement>(null);
  const isNear = useNear(body);
  const kept = useRef(runs);
  kept.current = keepRuns(kept.current, runs);
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
  const shownScene = useRef<ShownScene | null>(null);
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
          <AfterFirstChart>
            <CardButtons card={shownCard} shown={shownScene} isFullScreen={isFullScreen} />
          </AfterFirstChart>
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
