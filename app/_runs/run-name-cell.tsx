/** The name of a run in a list or table: its box, the telling part of its name, what is wrong with it, and what can be done. */

import { MoreHorizontal, Pin } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RunSummary } from "../../lib/core/api.ts";
import { type ListedRun, titleOf } from "../../lib/listing/listed-run.ts";
import { VerdictBadge } from "../_review/verdict-badge.tsx";
import { openRun } from "../_state/opened-run.ts";
import { useView } from "../_state/view.ts";
import { ProblemsBadge } from "./problems.tsx";
import { useRowTabIndex } from "./row-stop.ts";
import { RunCheck } from "./run-check.tsx";
import { type Common, type NamePiece, nameParts } from "./run-name.ts";
import { selectRuns, toggleOnly } from "./selecting.ts";

interface RunNameCellProps {
  readonly listed: ListedRun;
  /** Null: the label stands as it is. */
  readonly common: Common | null;
  readonly label: string;
  readonly isShown: boolean;
  readonly colour: string;
}

export function RunNameCell({ listed, common, label, isShown, colour }: RunNameCellProps) {
  const t = useTranslations("runs");
  const { run, annotation, key } = listed;
  const tabIndex = useRowTabIndex();
  const isBaseline = useView((view) => view.baseline === key);
  const title = titleOf(listed);
  const pieces: readonly NamePiece[] =
    common === null || annotation.name !== "" ? [{ text: label, isTelling: true }] : nameParts(run.name, common);
  return (
    <>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside */}
      <label className="flex min-w-0 flex-1 items-center gap-2" title={describe(run, annotation.name, annotation.note)}>
        <RunCheck
          name={title}
          colour={colour}
          state={isShown ? "all" : "none"}
          onToggle={() => selectRuns([listed], !isShown)}
        />
        <span
          className={`elide-start min-w-0 ${isShown ? "" : "opacity-60"} ${annotation.isHidden ? "line-through" : ""}`}
        >
          <bdi>
            {pieces.map(({ text, isTelling }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name have no identity but their place
              <span key={at} className={isTelling ? "" : "text-ink-faint"}>
                {text}
              </span>
            ))}
          </bdi>
        </span>
        {listed.verdict !== undefined && <VerdictBadge given={listed.verdict} />}
        {isBaseline && <Pin size={12} aria-label={t("baseline")} className="shrink-0 text-accent" />}
      </label>
      {/* Unseen, it must not catch what is meant for the name below it, and never what is meant for the sign of problems. */}
      <span
        className={`pointer-events-none absolute right-6 flex items-center rounded bg-hover opacity-0 focus-within:opacity-100 group-hover/run:pointer-events-auto group-hover/run:opacity-100 pointer-coarse:pointer-events-auto pointer-coarse:opacity-100 ${run.problems.length > 0 ? "mr-5" : ""}`}
      >
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`${t("showOnly")} ${title}`}
          onClick={() => toggleOnly(listed)}
          onDoubleClick={(event) => event.stopPropagation()}
          className="px-1.5 text-2xs text-accent hover:underline pointer-coarse:hidden"
        >
          {t("only")}
        </button>
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={`${t("details")} ${title}`}
          title={t("details")}
          onClick={() => openRun(run.id)}
          onDoubleClick={(event) => event.stopPropagation()}
          className="grid size-5 place-items-center rounded text-ink-faint hover:text-ink"
        >
          <MoreHorizontal size={13} aria-hidden="true" />
        </button>
      </span>
      {run.problems.length > 0 && <ProblemsBadge run={run.name} problems={run.problems} />}
    </>
  );
}

/** The whole name, the one that somebody gave it, the note, and the settings that a log states. */
const describe = ({ name, hparams }: RunSummary, given: string, note: string): string =>
  [name, given, note, ...Object.entries(hparams).map(([key, value]) => `${key} = ${value}`)]
    .filter((line) => line !== "")
    .join("\n");
