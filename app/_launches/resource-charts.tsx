/** What a run used over time, in small pictures: GPUs, processors, memory, disks. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { UseCurve, UseQuantity } from "../../lib/core/machine.ts";
import { fetchUse } from "../_state/launching-engine.ts";
import { useDuration } from "../_ui/use-duration.ts";
import { HEIGHT, mostOf, resourcePath, WIDTH } from "./resource-path.ts";

const REFRESH_MS = 5000;

interface ResourceChartsProps {
  readonly id: string;
  readonly attempt: number;
  /** Nothing more is recorded. */
  readonly isOver: boolean;
}

/** Nothing where nothing was recorded. */
export function ResourceCharts({ id, attempt, isOver }: ResourceChartsProps) {
  const t = useTranslations("launches.use");
  const durationOf = useDuration();
  const curves = useCurvesOf(id, attempt, isOver);
  if (curves.length === 0) return null;
  const lasted = Math.max(...curves.map(({ at }) => at.at(-1) ?? 0));
  return (
    <details open data-testid="use" className="shrink-0 border-line border-b px-3 py-1">
      <summary className="cursor-pointer text-2xs text-ink-faint hover:text-ink">
        {t("title", { duration: durationOf(lasted) })}
      </summary>
      <ul className="mt-1 mb-1 grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-4 gap-y-2">
        {curves.map((curve) => (
          <ResourceChart key={curve.quantity} curve={curve} />
        ))}
      </ul>
    </details>
  );
}

function ResourceChart({ curve }: { readonly curve: UseCurve }) {
  const t = useTranslations("launches.use");
  const { quantity, values } = curve;
  const most = mostOf(curve);
  const last = values.findLast((value) => value !== null) ?? 0;
  const name = t(quantity);
  const text = t("nowAndMost", { now: inWords(quantity, last), most: inWords(quantity, most) });
  return (
    <li title={t("hint", { name })}>
      <p className="flex justify-between gap-2 text-2xs">
        <span className="truncate text-ink-faint">{name}</span>
        <span className="shrink-0 tabular-nums">{inWords(quantity, last)}</span>
      </p>
      <svg
        role="img"
        aria-label={`${name}: ${text}`}
        viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
        preserveAspectRatio="none"
        className="block h-8 w-full"
      >
        <path d={`M0 ${HEIGHT}h${WIDTH}`} className="fill-none stroke-line" vectorEffect="non-scaling-stroke" />
        <path
          d={resourcePath(curve, quantity === "gpuBusy" ? 1 : most)}
          className="fill-none stroke-accent"
          strokeWidth={1.25}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <p className="text-2xs text-ink-faint tabular-nums">{t("most", { most: inWords(quantity, most) })}</p>
    </li>
  );
}

function inWords(quantity: UseQuantity, value: number): string {
  switch (quantity) {
    case "gpuBusy":
      return `${Math.round(value * 100)} %`;
    case "processors":
      return value.toFixed(2);
    case "gpuMemoryBytes":
    case "residentBytes":
      return bytes(value);
    case "readRate":
    case "writeRate":
      return `${bytes(value)}/s`;
  }
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Three digits, with the unit that they need. */
function bytes(value: number): string {
  const unit = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const digits = value / 1000 ** unit;
  return `${digits.toFixed(unit === 0 || digits >= 100 ? 0 : digits >= 10 ? 1 : 2)} ${UNITS[unit]}`;
}

/** Asked again while the run goes on and the page can be seen. What cannot be had is not drawn: the console below says what is wrong. */
function useCurvesOf(id: string, attempt: number, isOver: boolean): readonly UseCurve[] {
  const [curves, setCurves] = useState<readonly UseCurve[]>([]);
  useEffect(() => {
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const answer = document.hidden ? null : await fetchUse(id, attempt).catch(() => null);
      if (isWanted && answer !== null) setCurves(answer.curves);
      if (isWanted && !isOver) timer = setTimeout(() => void look(), REFRESH_MS);
    };
    void look();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [id, attempt, isOver]);
  return curves;
}
