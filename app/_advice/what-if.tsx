/** The thresholds of the advice, each with a slider: what another would say, and for which the answer stays. Nothing of it is kept. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { SweepAdvice } from "../../lib/core/advice.ts";
import { answersOf } from "../../lib/core/answers.ts";
import {
  DEFAULT_THRESHOLDS,
  THRESHOLD_LIMITS,
  THRESHOLD_NAMES,
  type ThresholdName,
  type ThresholdRange,
  type Thresholds,
} from "../../lib/core/thresholds.ts";
import { fetchRanges, fetchWhatIf } from "../_state/engine.ts";
import { TextButton } from "../_ui/text-button.tsx";

/** A slider that is dragged asks when it rests. */
const REST_MS = 200;

export function WhatIf({ sweep }: { readonly sweep: SweepAdvice }) {
  const t = useTranslations("evidence");
  const [isOpen, setOpen] = useState(false);
  const [thresholds, setThresholds] = useState<Thresholds>(DEFAULT_THRESHOLDS);
  const [other, setOther] = useState<SweepAdvice | null>(null);
  const [ranges, setRanges] = useState<readonly ThresholdRange[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const isMoved = THRESHOLD_NAMES.some((name) => thresholds[name] !== DEFAULT_THRESHOLDS[name]);
  useEffect(() => {
    if (!isOpen) return;
    let isWanted = true;
    const fail = (reason: unknown): void => {
      if (isWanted) setError(reason instanceof Error ? reason.message : String(reason));
    };
    const ask = async (): Promise<void> => {
      const [advice, found] = await Promise.all([
        isMoved ? fetchWhatIf(sweep.id, thresholds) : null,
        fetchRanges(sweep.id, thresholds),
      ]);
      if (!isWanted) return;
      setOther(advice);
      setRanges(found);
      setError(null);
    };
    const timer = setTimeout(() => void ask().catch(fail), REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isOpen, isMoved, sweep, thresholds]);
  return (
    <details
      className="border-line border-b px-4 py-3"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="what-if"
    >
      <summary className="cursor-pointer font-semibold marker:text-ink-faint">{t("whatIf")}</summary>
      <div className="space-y-2 pt-2">
        {THRESHOLD_NAMES.map((name) => (
          <Slider
            key={name}
            name={name}
            value={thresholds[name]}
            range={ranges?.find((range) => range.name === name && range.value === thresholds[name]) ?? null}
            onChange={(value) => setThresholds({ ...thresholds, [name]: value })}
          />
        ))}
        {isMoved && (
          <div className="rounded bg-raised px-3 py-2" data-testid="what-if-answer">
            {other !== null && <Comparison now={sweep} other={other} />}
            <div className="-ml-1.5">
              <TextButton text={t("defaults")} onClick={() => setThresholds(DEFAULT_THRESHOLDS)} />
            </div>
          </div>
        )}
        {error !== null && (
          <p role="alert" className="text-red">
            {error}
          </p>
        )}
        <p className="text-2xs text-ink-faint">{t("notKept")}</p>
      </div>
    </details>
  );
}

/** Places on a slider; ends and steps of thresholds are apart by factors, not by sums. */
const PLACES = 400;

interface SliderProps {
  readonly name: ThresholdName;
  readonly value: number;
  /** Null: not known yet. */
  readonly range: ThresholdRange | null;
  readonly onChange: (value: number) => void;
}

function Slider({ name, value, range, onChange }: SliderProps) {
  const t = useTranslations("evidence");
  const [from, to] = THRESHOLD_LIMITS[name];
  const place = (number: number): number => Math.round((PLACES * Math.log(number / from)) / Math.log(to / from));
  const inWords = (number: number): string => describeThreshold(name, number);
  const isDefault = value === DEFAULT_THRESHOLDS[name];
  return (
    <label className="block">
      <span className="flex gap-2">
        <span className="mr-auto">{t(`thresholds.${name}`)}</span>
        <span className={`whitespace-nowrap ${isDefault ? "text-ink-soft" : "font-semibold text-accent"}`}>
          {inWords(value)}
        </span>
      </span>
      <input
        type="range"
        min={0}
        max={PLACES}
        value={place(value)}
        aria-valuetext={inWords(value)}
        onChange={(event) => {
          const at = from * (to / from) ** (event.target.valueAsNumber / PLACES);
          const isNear = event.target.valueAsNumber === place(DEFAULT_THRESHOLDS[name]);
          onChange(isNear ? DEFAULT_THRESHOLDS[name] : Math.min(to, Math.max(from, Number(at.toPrecision(3)))));
        }}
        className="block w-full accent-accent"
      />
      <span className="block text-2xs text-ink-faint" data-testid="range">
        {t("default", { value: inWords(DEFAULT_THRESHOLDS[name]) })}
        {range !== null &&
          ` · ${range.matters ? t("same", { from: inWords(range.same[0]), to: inWords(range.same[1]) }) : t("noMatter")}`}
      </span>
    </label>
  );
}

function describeThreshold(name: ThresholdName, value: number): string {
  if (name === "margin") return `${Number(value.toPrecision(3))}×`;
  if (name === "devTie") return `${Number(value.toPrecision(3))} SE`;
  return `${Number((100 * value).toPrecision(2))} %`;
}

/** The sentences that differ, and that none does. */
function Comparison({ now, other }: { readonly now: SweepAdvice; readonly other: SweepAdvice }) {
  const t = useTranslations("evidence");
  const before = new Set(answersOf(now).map(({ headline }) => headline));
  const changed = answersOf(other).filter(({ headline }) => !before.has(headline));
  if (changed.length === 0) return <p>{t("unchanged")}</p>;
  return (
    <>
      <p className="text-2xs text-ink-faint">{t("wouldSay")}</p>
      {changed.map(({ rule, headline }) => (
        <p key={rule} className="font-medium">
          <bdi>{headline}</bdi>
        </p>
      ))}
    </>
  );
}
