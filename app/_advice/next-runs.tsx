/** Runs that are proposed, with what they cost, ready to be launched or copied. */
import { useTranslations } from "use-intl";
import type { NextRun } from "../../lib/core/advice.ts";
import { costOf, settingsOf } from "../../lib/core/next-runs.ts";
import { LaunchNextButton } from "../_launches/launch-next-button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { useCostWords, useHoursWords } from "./run-cost.tsx";

/** A first look takes in so many; the rest opens. */
const MOST_AT_ONCE = 4;

interface NextRunsProps {
  readonly runs: readonly NextRun[];
  /** What they cost together is said already. */
  readonly isPriced?: boolean;
}

export function NextRuns({ runs, isPriced = false }: NextRunsProps) {
  const t = useTranslations("advice");
  const inWords = useCostWords();
  const rest = runs.slice(MOST_AT_ONCE);
  return (
    <>
      {!isPriced && runs.length > 1 && (
        <p data-testid="plan-cost" className="mb-1.5 text-2xs text-ink-faint">
          {inWords(costOf(runs))}
        </p>
      )}
      <LaunchNextButton runs={runs} />
      <RunList runs={runs.slice(0, MOST_AT_ONCE)} />
      {rest.length > 0 && (
        <details className="mt-1.5">
          <summary className="mb-1.5 cursor-pointer text-2xs text-ink-faint marker:text-ink-faint hover:text-ink">
            {t("moreRuns", { count: rest.length })}
          </summary>
          <RunList runs={rest} />
        </details>
      )}
    </>
  );
}

function RunList({ runs }: { readonly runs: readonly NextRun[] }) {
  const t = useTranslations("advice");
  return (
    <ul className="space-y-1.5">
      {runs.map((run, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: proposals have no identity but their place
        <li key={at} data-testid="next-run" className="rounded border border-line bg-raised px-2.5 py-2">
          <div className="flex items-start gap-2">
            <p className="min-w-0 flex-1 break-words font-mono text-xs leading-5">
              <bdi>{settingsOf(run)}</bdi>
              {run.steps !== null && (
                <span className="text-ink-faint"> · {t("steps", { count: run.steps.toLocaleString("en-US") })}</span>
              )}
              {run.seeds.length > 0 && (
                <span className="text-ink-faint">
                  {" "}
                  · {t("seeds", { count: run.seeds.length, list: run.seeds.join(", ") })}
                </span>
              )}
            </p>
            <CopyButton
              name={t(run.command === null ? "copySettings" : "copyCommand")}
              text={run.command ?? settingsOf(run)}
            />
          </div>
          {run.command !== null && (
            <code className="mt-1 block truncate font-mono text-2xs text-ink-faint" title={run.command}>
              {run.command}
            </code>
          )}
          <p className="mt-0.5 text-ink-soft">
            <bdi>{run.why}</bdi>
          </p>
          <Cost run={run} />
        </li>
      ))}
    </ul>
  );
}

/** Steps of all seeds together, and the time on a GPU by the pace of the runs on disk. */
function Cost({ run: { costSteps = null, gpuHours = null, seeds } }: { readonly run: NextRun }) {
  const t = useTranslations("advice");
  const inHours = useHoursWords();
  const parts = [
    ...(costSteps !== null && seeds.length > 1 ? [t("costSteps", { count: costSteps.toLocaleString("en-US") })] : []),
    ...(gpuHours === null ? [] : [inHours(gpuHours)]),
  ];
  return parts.length === 0 ? null : <p className="text-2xs text-ink-faint">{parts.join(" · ")}</p>;
}
