/** The ends of one chart's axes, typed; or the same for all charts. */
import type { RefObject } from "react";
import { useTranslations } from "use-intl";
import type { Interval, Limits } from "../../lib/charts/domain.ts";
import { setView, useView } from "../_state/view.ts";
import { TextButton } from "../_ui/text-button.tsx";
import type { ShownScene } from "./export/export-menu.tsx";
import { LimitsField } from "./limits-field.tsx";
import { toInterval } from "./typed-limits.ts";
import { inUnits, setExactZoom, setZoom } from "./zoom.ts";

interface CardLimitsProps {
  readonly cardKey: string;
  readonly shown: RefObject<ShownScene | null>;
}

export function CardLimits({ cardKey, shown }: CardLimitsProps) {
  const t = useTranslations("chart");
  const tToolbar = useTranslations("toolbar");
  const zoom = useView((view) => view.zooms.get(cardKey) ?? null);
  const { xLimits, yLimits } = useView();
  const scene = shown.current?.scene;
  if (scene === undefined) return <p className="text-ink-faint">{t("loading")}</p>;
  const { logX, logY, xDomain, yDomain } = scene;
  const limitsOf = (part: Interval | null | undefined, all: Limits, isLog: boolean): Limits =>
    part == null ? all : inUnits(part, isLog);
  const [x, y] = [limitsOf(zoom?.x, xLimits, logX), limitsOf(zoom?.y, yLimits, logY)];
  const change = (next: { readonly x?: Limits; readonly y?: Limits }): void =>
    setExactZoom(cardKey, {
      x: next.x === undefined ? (zoom?.x ?? null) : toInterval(next.x, xDomain, logX),
      y: next.y === undefined ? (zoom?.y ?? null) : toInterval(next.y, yDomain, logY),
    });
  return (
    <div className="space-y-1.5">
      <LimitsField
        name={tToolbar("xLimits")}
        limits={x}
        kind={{ isLog: logX, isTime: scene.x === "wall" }}
        shown={inUnits(xDomain, logX)}
        onChange={(limits) => change({ x: limits })}
      />
      <LimitsField
        name={tToolbar("yLimits")}
        limits={y}
        kind={{ isLog: logY, isTime: false }}
        shown={inUnits(yDomain, logY)}
        onChange={(limits) => change({ y: limits })}
      />
      <p className="text-2xs text-ink-faint">{t("limitsOpen")}</p>
      <div className="-ml-1.5 flex flex-wrap">
        <TextButton
          text={t("limitsForAll")}
          isDisabled={[...x, ...y].every((end) => end === null)}
          onClick={() => setView({ xLimits: x, yLimits: y, zooms: new Map() })}
        />
        <TextButton text={t("fit")} isDisabled={zoom === null} onClick={() => setZoom(cardKey, null)} />
      </div>
    </div>
  );
}
