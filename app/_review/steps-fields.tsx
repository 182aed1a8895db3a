/** From which step to which a comment on a chart goes; both empty: the whole chart. */
import { useState } from "react";
import { useTranslations } from "use-intl";

type Steps = readonly [number, number] | null;

interface StepsFieldsProps {
  readonly steps: Steps;
  readonly onChange: (steps: Steps) => void;
}

const FIELD = "h-6 w-24 rounded border border-line bg-canvas px-1.5 text-right focus:border-accent focus:outline-none";

export function StepsFields({ steps, onChange }: StepsFieldsProps) {
  const t = useTranslations("review");
  const [texts, setTexts] = useState(() => (steps === null ? ["", ""] : steps.map(String)));
  const [from = "", to = ""] = texts;
  const change = (next: readonly string[]): void => {
    setTexts([...next]);
    onChange(toSteps(next[0] ?? "", next[1] ?? ""));
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5 text-ink-soft">
      <legend className="sr-only">{t("steps")}</legend>
      <label className="flex items-center gap-1.5">
        {t("fromStep")}
        <input type="number" value={from} onChange={({ target }) => change([target.value, to])} className={FIELD} />
      </label>
      <label className="flex items-center gap-1.5">
        {t("toStep")}
        <input type="number" value={to} onChange={({ target }) => change([from, target.value])} className={FIELD} />
      </label>
      {from === "" && to === "" && <span className="text-2xs text-ink-faint">{t("wholeChart")}</span>}
    </fieldset>
  );
}

/** One of the two alone is a single step; in whatever order they were written, the smaller one comes first. */
function toSteps(from: string, to: string): Steps {
  const given = [from, to].filter((text) => text !== "").map(Number);
  const numbers = given.filter(Number.isFinite);
  return numbers.length === 0 ? null : [Math.min(...numbers), Math.max(...numbers)];
}
