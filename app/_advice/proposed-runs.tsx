/** The runs that one rule asks for: folded, for the path says which come first, and not told again where the path has them. */
import { useTranslations } from "use-intl";
import type { NextRun, StageReached } from "../../lib/core/advice.ts";
import { areAmong, costOf } from "../../lib/core/next-runs.ts";
import { NextRuns } from "./next-runs.tsx";
import { useCostWords } from "./run-cost.tsx";
import { scrollToPath } from "./show-mark.ts";

interface ProposedRunsProps {
  readonly runs: readonly NextRun[];
  /** Null where there is no path. */
  readonly stage: StageReached | null;
}

export function ProposedRuns({ runs, stage }: ProposedRunsProps) {
  const t = useTranslations("advice");
  const inWords = useCostWords();
  const cost = inWords(costOf(runs));
  if (stage !== null && areAmong(runs, stage.next))
    return (
      <button type="button" onClick={scrollToPath} className="mt-2 text-left text-2xs text-accent hover:underline">
        {t("nextAbove", { cost })}
      </button>
    );
  return (
    <details data-testid="proposed-runs" className="mt-2">
      <summary className="cursor-pointer text-2xs text-ink-faint marker:text-ink-faint hover:text-ink">
        {t("nextCosts", { cost })}
      </summary>
      <div className="pt-1.5">
        <NextRuns runs={runs} isPriced />
      </div>
    </details>
  );
}
