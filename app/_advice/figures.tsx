/** The evidence in small pictures: asked for when they come into sight, and again when the advice has changed. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import type { Figure } from "../../lib/core/figure.ts";
import { fetchFigures } from "../_state/engine.ts";
import { FigureView } from "./figure-view.tsx";

export function Figures({ sweep }: { readonly sweep: SweepAdvice }) {
  const t = useTranslations("evidence");
  const [isOpen, setOpen] = useState(false);
  const [figures, setFigures] = useState<readonly Figure[] | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    let isWanted = true;
    fetchFigures(sweep.id).then(
      (found) => {
        if (isWanted) setFigures(found);
      },
      () => {}, // the panel says above that the engine does not answer; what was drawn stays
    );
    return () => {
      isWanted = false;
    };
  }, [isOpen, sweep]);
  return (
    <details
      className="border-line border-b px-4 py-3"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="figures"
    >
      <summary className="cursor-pointer font-semibold marker:text-ink-faint">{t("pictures")}</summary>
      {figures === null && isOpen && <p className="pt-2 text-ink-faint">{t("drawing")}</p>}
      <div className="space-y-4 pt-2">
        {figures?.map((figure) => (
          <FigureView key={`${figure.kind}/${figure.y.label}`} figure={figure} />
        ))}
      </div>
    </details>
  );
}
