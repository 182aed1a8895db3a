/** The guide as a path: what is settled, where the tuning stands, and the runs that take it further. */
import { Check } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Stage, StageReached } from "../../lib/core/advice.ts";
import { NextRuns } from "./next-runs.tsx";
import { GUIDE_PATH } from "./show-mark.ts";
import { SweepLink } from "./sweep-link.tsx";

const STAGES = ["prepare", "learning rate and steps", "batch size and momentum", "decay"] as const;

export function GuidePath({ stage }: { readonly stage: StageReached }) {
  const t = useTranslations("guide");
  const { at, because, settled, next } = stage;
  return (
    <section
      id={GUIDE_PATH}
      tabIndex={-1}
      aria-label={t("title")}
      data-testid="guide-path"
      className="border-line border-b px-4 py-3 outline-none"
    >
      <ol className="mb-2">
        {STAGES.map((name) => (
          <Place key={name} name={name} at={at} results={settled.filter((one) => one.stage === name)} />
        ))}
      </ol>
      <p className="text-pretty text-ink-soft">
        <bdi>{because}</bdi>
      </p>
      <h3 className="mt-2 mb-1 text-2xs text-ink-faint">{t(at === "done" ? "confirm" : "runNow")}</h3>
      <NextRuns runs={next} />
    </section>
  );
}

interface PlaceProps {
  readonly name: (typeof STAGES)[number];
  readonly at: Stage;
  readonly results: StageReached["settled"];
}

function Place({ name, at, results }: PlaceProps) {
  const t = useTranslations("guide");
  const isHere = name === at;
  const isSettled = results.length > 0;
  return (
    <li aria-current={isHere ? "step" : undefined} className="group/stage relative flex gap-2.5 pb-1.5 last:pb-0">
      <span
        aria-hidden="true"
        className="absolute top-4 bottom-0 left-[7px] w-px bg-line-strong group-last/stage:hidden"
      />
      <Sign isHere={isHere} isSettled={isSettled} />
      <div className="min-w-0 flex-1">
        <p className={isHere ? "font-semibold" : isSettled ? "" : "text-ink-faint"}>
          {t(`stages.${name}`)}
          <span className="sr-only"> {t(isHere ? "here" : isSettled ? "settled" : "ahead")}</span>
        </p>
        {results.map(({ result, by }) => (
          <p key={result} className="text-ink-soft">
            <bdi>{result}</bdi> {by !== undefined && <SweepLink id={by} />}
          </p>
        ))}
      </div>
    </li>
  );
}

function Sign({ isHere, isSettled }: { readonly isHere: boolean; readonly isSettled: boolean }) {
  const looks = isSettled
    ? "bg-accent text-on-accent"
    : isHere
      ? "border-2 border-accent"
      : "border border-line-strong";
  return (
    <span
      aria-hidden="true"
      className={`relative mt-[3px] grid size-[15px] shrink-0 place-items-center rounded-full ${looks}`}
    >
      {isSettled && <Check size={10} strokeWidth={3} />}
    </span>
  );
}
