/** Two numbers between which an axis runs; an empty one is left open. */
import { type RefObject, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Limits } from "../../lib/charts/domain.ts";
import { type AxisKind, type LimitsProblem, readLimits, typedEnd } from "./typed-limits.ts";

interface LimitsFieldProps {
  readonly name: string;
  readonly limits: Limits;
  readonly kind: AxisKind;
  /** What an open end comes to. */
  readonly shown?: readonly [number, number];
  readonly onChange: (limits: Limits) => void;
}

export function LimitsField({ name, limits, kind, shown, onChange }: LimitsFieldProps) {
  const t = useTranslations("toolbar");
  const id = useId();
  const low = useRef<HTMLInputElement>(null);
  const high = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<LimitsProblem | null>(null);
  const take = (): void => {
    const read = readLimits(low.current?.value ?? "", high.current?.value ?? "", kind);
    setProblem(read.kind === "problem" ? read.problem : null);
    if (read.kind === "limits" && read.limits.some((end, place) => end !== limits[place])) onChange(read.limits);
  };
  const end = (place: 0 | 1, input: RefObject<HTMLInputElement | null>) => (
    <End
      key={limits[place]}
      input={input}
      name={t(place === 0 ? "from" : "to")}
      text={limits[place] === null ? "" : typedEnd(limits[place], kind.isTime)}
      placeholder={shown === undefined ? t(place === 0 ? "from" : "to") : typedEnd(shown[place], kind.isTime)}
      problemId={problem === null ? undefined : `${id}-problem`}
      onTake={take}
    />
  );
  return (
    <fieldset aria-labelledby={id}>
      <div className="flex min-h-7 items-center gap-2">
        <span id={id} className="w-24 shrink-0 text-ink-soft">
          {name}
        </span>
        {end(0, low)}
        <span aria-hidden="true" className="text-ink-faint">
          –
        </span>
        {end(1, high)}
      </div>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className="mt-1 ml-26 text-2xs text-red">
          {t(problem.because, { text: problem.text })}
        </p>
      )}
    </fieldset>
  );
}

interface EndProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly name: string;
  readonly text: string;
  readonly placeholder: string;
  readonly problemId: string | undefined;
  readonly onTake: () => void;
}

function End({ input, name, text, placeholder, problemId, onTake }: EndProps) {
  return (
    <input
      ref={input}
      type="text"
      inputMode="decimal"
      aria-label={name}
      aria-invalid={problemId !== undefined}
      aria-describedby={problemId}
      placeholder={placeholder}
      defaultValue={text}
      onBlur={onTake}
      onKeyDown={(event) => event.key === "Enter" && onTake()}
      className="h-7 w-0 min-w-0 flex-1 rounded border border-line bg-canvas px-2 placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:outline-none aria-invalid:border-red"
    />
  );
}
