/** The first sentence one reads: what to train with, and how sure that is. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { Outlook, StageReached } from "../../lib/core/advice.ts";
import { answersOf } from "../../lib/core/answers.ts";
import { costOf, settingsOf } from "../../lib/core/next-runs.ts";
import { useSweep } from "../_charts/use-marks.ts";
import { clearFocus, useAdvice } from "../_state/advice.ts";
import { setView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Confidence } from "./confidence.tsx";
import { LinkedText } from "./linked-text.tsx";
import { mainClause } from "./main-clause.ts";
import { useCostWords } from "./run-cost.tsx";
import { scrollToPath } from "./show-mark.ts";
import { describeTime } from "./time.ts";

interface AnswerStripProps {
  readonly isExplained: boolean;
  readonly onExplain: () => void;
}

/** Nothing while no sweep is known: the curves need the room. */
export function AnswerStrip({ isExplained, onExplain }: AnswerStripProps) {
  const t = useTranslations("advice");
  const sweeps = useAdvice((advice) => advice.answer?.sweeps ?? null);
  const sweep = useSweep();
  const hasFailed = useAdvice((advice) => advice.error !== null);
  if (sweeps === null && !hasFailed)
    return (
      <div role="status" aria-busy="true" className="h-[74px] shrink-0 border-line border-b bg-panel px-4 py-2.5">
        <span className="appears-late text-ink-faint text-xs">{t("thinking")}</span>
      </div>
    );
  if (sweep === null || sweeps === null) return null;
  const at = sweeps.indexOf(sweep);
  const go = (step: number): void => {
    const next = sweeps[(at + step + sweeps.length) % sweeps.length];
    clearFocus();
    if (next !== undefined) setView({ sweep: next.id });
  };
  return (
    <div data-testid="answer" className="flex items-start gap-3 border-line border-b bg-panel px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="mb-0.5 flex items-center gap-1 text-2xs text-ink-faint">
          <bdi className="truncate">{sweep.title}</bdi>
          {sweeps.length > 1 && (
            <span className="flex shrink-0 items-center">
              <IconButton icon={ChevronLeft} name={t("previous")} onClick={() => go(-1)} className="-my-1 size-6" />
              {t("of", { at: at + 1, count: sweeps.length })}
              <IconButton icon={ChevronRight} name={t("next")} onClick={() => go(1)} className="-my-1 size-6" />
            </span>
          )}
        </p>
        <p className="text-pretty font-semibold text-[17px] leading-6 max-sm:text-sm max-sm:leading-5">
          {answersOf(sweep).map((advice) => (
            <span key={advice.rule} className="mr-4 inline-block" title={advice.headline}>
              <LinkedText
                id={`${sweep.id}/${advice.rule}/headline`}
                text={mainClause(advice.headline)}
                marks={advice.evidence.flatMap(({ marks }) => marks)}
              />{" "}
              <Confidence word={advice.confidence} />
            </span>
          ))}
        </p>
        {sweep.stage !== undefined && <NextLine stage={sweep.stage} isExplained={isExplained} onExplain={onExplain} />}
        {sweep.outlook?.canFlip === true && <Open knownAt={sweep.outlook.knownAt} />}
      </div>
      <button
        type="button"
        aria-expanded={isExplained}
        onClick={onExplain}
        className="mt-4 h-7 shrink-0 max-sm:-mb-7 max-sm:mt-0 rounded border border-line bg-raised px-2.5 text-ink-soft hover:border-line-strong hover:text-ink"
      >
        {t(isExplained ? "hideWhy" : "why")}
      </button>
    </div>
  );
}

interface NextLineProps extends AnswerStripProps {
  readonly stage: StageReached;
}

/** Where the tuning stands and what to run now, in a line that leads to those runs; at its end the settings that came out, whichever sweep is looked at. */
function NextLine({ stage: { at, next }, isExplained, onExplain }: NextLineProps) {
  const t = useTranslations("guide");
  const inWords = useCostWords();
  if (next.length === 0) return null;
  return (
    <button
      type="button"
      data-testid="next-line"
      onClick={() => (isExplained ? scrollToPath() : onExplain())}
      className="mt-1 flex flex-wrap items-baseline gap-x-1.5 text-left text-ink-soft text-xs hover:text-ink"
    >
      <span className="font-medium text-accent">{t(at === "done" ? "confirm" : "runNow")}</span>
      {at === "done" && next.length === 1 && <bdi className="font-mono text-ink">{settingsOf(next[0])}</bdi>}
      <span>{inWords(costOf(next))}</span>
      {at !== "done" && <span className="text-ink-faint">{t("forStage", { stage: t(`stages.${at}`) })}</span>}
    </button>
  );
}

/** Runs that are still going can change all this. */
function Open({ knownAt }: Pick<Outlook, "knownAt">) {
  const t = useTranslations("guide");
  const locale = useLocale();
  return (
    <p data-testid="can-change" className="text-amber text-xs">
      {t("canChange")} {knownAt !== null && t("knownAt", { time: describeTime(knownAt, locale) })}
    </p>
  );
}
