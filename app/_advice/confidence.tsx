/** How sure the advice is: a word, and the same in three strokes. */
import { useTranslations } from "use-intl";
import type { ConfidenceWord } from "../../lib/core/advice.ts";

const STROKES: Readonly<Record<ConfidenceWord, number>> = {
  clear: 3,
  likely: 2,
  tentative: 1,
  "not enough evidence": 0,
};

export function Confidence({ word }: { readonly word: ConfidenceWord }) {
  const t = useTranslations("advice.confidence");
  return (
    <span
      data-testid="confidence"
      className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-normal text-2xs text-ink-soft"
    >
      <span aria-hidden="true" className="flex items-end gap-0.5">
        {[1, 2, 3].map((stroke) => (
          <span
            key={stroke}
            className={`w-[3px] rounded-[1px] ${stroke <= STROKES[word] ? "bg-accent" : "bg-line-strong"}`}
            style={{ height: 3 + 3 * stroke }}
          />
        ))}
      </span>
      {t(word)}
    </span>
  );
}
