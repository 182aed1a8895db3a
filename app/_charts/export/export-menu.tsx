/** What a chart can be taken away as. */
import { Download } from "lucide-react";
import { lazy, type RefObject, Suspense } from "react";
import { useTranslations } from "use-intl";
import type { Scene } from "../../../lib/charts/scene.ts";
import type { ChartTheme } from "../../../lib/charts/theme.ts";
import { Popover } from "../../_ui/popover.tsx";
import type { TagCard } from "../tag-groups.ts";

/** Comes when it is first opened. */
const ExportChoices = lazy(async () => ({ default: (await import("./export-choices.tsx")).ExportChoices }));

/** What a card shows at the moment. */
export interface ShownScene {
  readonly scene: Scene;
  readonly theme: ChartTheme;
  readonly width: number;
  readonly height: number;
}

export interface ExportMenuProps {
  readonly card: TagCard;
  readonly shown: RefObject<ShownScene | null>;
  readonly className: string;
}

export function ExportMenu({ card, shown, className }: ExportMenuProps) {
  const t = useTranslations("export");
  return (
    <Popover
      name={t("chart", { tag: card.tag })}
      button={<Download size={15} strokeWidth={1.75} aria-hidden="true" />}
      buttonClass={`grid size-7 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink aria-expanded:opacity-100 ${className}`}
      width={248}
    >
      {(close) => (
        <Suspense fallback={<div className="h-48" aria-busy="true" />}>
          <ExportChoices card={card} shown={shown} onDone={close} />
        </Suspense>
      )}
    </Popover>
  );
}
