/** What to run next, with what it costs, ready to be copied. */
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { NextRun } from "../../lib/core/advice.ts";
import { LaunchNextButton } from "../_launches/launch-next-button.tsx";
import { copyText } from "../_ui/copy.ts";

/** A first look takes in so many; the rest opens. */
const MOST_AT_ONCE = 4;

export function NextRuns({ runs }: { readonly runs: readonly NextRun[] }) {
  const t = useTranslations("advice");
  const rest = runs.slice(MOST_AT_ONCE);
  return (
    <>
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
              <bdi>{describeSettings(run)}</bdi>
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
              text={run.command ?? describeSettings(run)}
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
  const parts = [
    ...(costSteps !== null && seeds.length > 1 ? [t("costSteps", { count: costSteps.toLocaleString("en-US") })] : []),
    ...(gpuHours === null
      ? []
      : gpuHours < 1
        ? [t("gpuMinutes", { count: Math.max(1, Math.round(60 * gpuHours)) })]
        : [t("gpuHours", { count: gpuHours })]),
  ];
  return parts.length === 0 ? null : <p className="text-2xs text-ink-faint">{parts.join(" · ")}</p>;
}

const describeSettings = ({ hparams }: NextRun): string =>
  Object.entries(hparams)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

const SAID_FOR_MS = 1500;

function CopyButton({ name, text }: { readonly name: string; readonly text: string }) {
  const t = useTranslations("app");
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_FOR_MS);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={isCopied ? t("copied") : name}
      title={name}
      onClick={() => void copy()}
      className="grid size-6 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
