/** Two numbers between which an axis runs; an empty one is left to the data. */
import { useId } from "react";
import { useTranslations } from "use-intl";
import type { Limits } from "../../lib/charts/domain.ts";

interface LimitsFieldProps {
  readonly name: string;
  readonly limits: Limits;
  readonly onChange: (limits: Limits) => void;
}

export function LimitsField({ name, limits, onChange }: LimitsFieldProps) {
  const t = useTranslations("toolbar");
  const id = useId();
  const [low, high] = limits;
  const isBackward = (next: Limits): boolean => next[0] !== null && next[1] !== null && next[0] >= next[1];
  const change = (next: Limits): void => {
    if (!isBackward(next)) onChange(next);
  };
  return (
    <fieldset aria-labelledby={id} className="flex min-h-7 items-center gap-2">
      <span id={id} className="w-24 shrink-0 text-ink-soft">
        {name}
      </span>
      <End name={t("from")} value={low} onChange={(end) => change([end, high])} />
      <span aria-hidden="true" className="text-ink-faint">
        –
      </span>
      <End name={t("to")} value={high} onChange={(end) => change([low, end])} />
    </fieldset>
  );
}

interface EndProps {
  readonly name: string;
  readonly value: number | null;
  readonly onChange: (end: number | null) => void;
}

function End({ name, value, onChange }: EndProps) {
  const set = (text: string): void => {
    const end = text.trim() === "" ? null : Number(text);
    if (end === null || Number.isFinite(end)) onChange(end);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label={name}
      placeholder={name}
      key={value}
      defaultValue={value ?? ""}
      onBlur={(event) => set(event.target.value)}
      onKeyDown={(event) => event.key === "Enter" && set(event.currentTarget.value)}
      className="h-7 w-0 min-w-0 flex-1 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none"
    />
  );
}
