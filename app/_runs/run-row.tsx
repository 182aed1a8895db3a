/** One run in the list: shown or not, its colour, the telling part of its name, how it is doing. */
import { Check } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import type { RunSummary } from "../../lib/core/api.ts";
import { pointAtRun } from "../_state/pointed-run.ts";
import { EVERYTHING, isOnly, onlyRun, withRuns } from "../_state/selection.ts";
import type { ListedRun } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { ProblemsBadge } from "./problems.tsx";
import { type Common, nameParts } from "./run-name.ts";
import { StateBadge } from "./state-badge.tsx";

interface RunRowProps {
  readonly listed: ListedRun;
  readonly common: Common;
  readonly isShown: boolean;
  readonly colour: string;
}

export const RunRow = memo(function RunRow({ listed, common, isShown, colour }: RunRowProps) {
  const t = useTranslations("runs");
  const { run, key } = listed;
  const toggle = (): void => {
    const { selection } = useView.getState();
    setView({ selection: withRuns(selection, [listed], !isShown) });
  };
  const showOnly = (): void => {
    const { selection } = useView.getState();
    setView({ selection: isOnly(selection, key) ? EVERYTHING : onlyRun(key) });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing and double clicking are shortcuts; the buttons inside do the same
    <div
      data-testid="run"
      data-run={run.name}
      className="group/run relative flex h-7 items-center gap-1.5 pr-1.5 pl-3 hover:bg-hover"
      onPointerEnter={() => pointAtRun(isShown ? run.name : null)}
      onPointerLeave={() => pointAtRun(null)}
      onDoubleClick={showOnly}
    >
      <label className="flex min-w-0 flex-1 items-center gap-2" title={describe(run)}>
        <span className="relative grid size-3.5 shrink-0 place-items-center">
          <input
            type="checkbox"
            checked={isShown}
            onChange={toggle}
            aria-label={run.name}
            className="peer absolute inset-0 appearance-none rounded-[3px] border-[1.5px]"
            style={{ borderColor: colour, backgroundColor: isShown ? colour : "transparent" }}
          />
          {isShown && (
            <Check
              size={11}
              strokeWidth={3.5}
              aria-hidden="true"
              className="pointer-events-none relative text-canvas"
            />
          )}
        </span>
        <span className={`elide-start min-w-0 ${isShown ? "" : "opacity-60"}`}>
          <bdi>
            {nameParts(run.name, common).map(({ text, isTelling }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name have no identity but their place
              <span key={at} className={isTelling ? "" : "text-ink-faint"}>
                {text}
              </span>
            ))}
          </bdi>
        </span>
      </label>
      <button
        type="button"
        aria-label={`${t("showOnly")} ${run.name}`}
        onClick={showOnly}
        onDoubleClick={(event) => event.stopPropagation()}
        // Unseen, it must not catch what is meant for the name below it, and never what is meant for the sign of problems.
        className={`pointer-events-none absolute rounded bg-hover px-1.5 text-2xs text-accent opacity-0 hover:underline focus-visible:opacity-100 group-hover/run:pointer-events-auto group-hover/run:opacity-100 ${run.problems.length > 0 ? "right-12" : "right-7"}`}
      >
        {t("only")}
      </button>
      {run.problems.length > 0 && <ProblemsBadge run={run.name} problems={run.problems} />}
      <StateBadge state={run.state} />
    </div>
  );
});

/** The whole name, and the settings that a log states. */
const describe = ({ name, hparams }: RunSummary): string =>
  [name, ...Object.entries(hparams).map(([key, value]) => `${key} = ${value}`)].join("\n");
