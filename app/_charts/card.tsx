/** One chart with its title and buttons. The plot itself is made when it comes near. */
import { Maximize2, Minimize2, RotateCcw } from "lucide-react";
import { memo, useRef } from "react";
import { useTranslations } from "use-intl";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { CardPlot } from "./card-plot.tsx";
import { keepRuns, type TagCard } from "./tag-groups.ts";
import { useNear } from "./use-near.ts";
import { setZoom } from "./zoom.ts";

interface CardProps {
  readonly card: TagCard;
  readonly isFullScreen?: boolean;
}

export const Card = memo(function Card({ card: { tag, key, title, runs }, isFullScreen = false }: CardProps) {
  const t = useTranslations("chart");
  const body = useRef<HTMLDivElement>(null);
  const isNear = useNear(body);
  const isZoomed = useView((view) => view.zooms.has(key));
  const kept = useRef(runs);
  kept.current = keepRuns(kept.current, runs);
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
          <IconButton
            icon={isFullScreen ? Minimize2 : Maximize2}
            name={isFullScreen ? t("leaveFullScreen") : t("fullScreen")}
            onClick={() => setView({ fullScreen: isFullScreen ? null : key })}
            className={
              isFullScreen
                ? ""
                : "opacity-0 focus-visible:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100"
            }
          />
        </span>
      </figcaption>
      <div ref={body} className={`relative ${isFullScreen ? "min-h-0 flex-1" : "h-(--card-height)"}`}>
        {(isNear || isFullScreen) && <CardPlot tag={tag} cardKey={key} runs={kept.current} />}
      </div>
    </figure>
  );
});
