/** Which runs are listed and drawn: by name, by conditions, and all or none of them. */
import { CircleHelp, EyeOff, Trash2 } from "lucide-react";
import { type RefObject, useState } from "react";
import { useTranslations } from "use-intl";
import type { RunConditions } from "../../lib/listing/run-conditions.ts";
import { annotate } from "../_state/annotations.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { useFilterProblem } from "../_state/use-filter-problem.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { TextField } from "../_ui/text-field.tsx";
import { selectAll } from "./selecting.ts";
import { WhereHelp } from "./where-help.tsx";

interface FieldProps {
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  readonly className?: string;
}

export function RunFilter({ inputRef, className = "" }: FieldProps) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const runFilter = useView((view) => view.runFilter);
  const { filter } = useShownRuns();
  return (
    <TextField
      name={t("filter")}
      clearName={tApp("close")}
      value={runFilter}
      onChange={(text) => setView({ runFilter: text })}
      error={useFilterProblem(filter)}
      className={className}
      {...(inputRef === undefined ? {} : { inputRef })}
    />
  );
}

export function WhereField({ inputRef, className = "" }: FieldProps) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const [isHelpOpen, setHelpOpen] = useState(false);
  const where = useView((view) => view.where);
  const { conditions } = useShownRuns();
  return (
    <div className={`flex items-start gap-0.5 ${className}`}>
      <TextField
        name={t("where")}
        clearName={tApp("close")}
        value={where}
        onChange={(text) => setView({ where: text })}
        error={useConditionsProblem(conditions)}
        className="min-w-0 flex-1"
        {...(inputRef === undefined ? {} : { inputRef })}
      />
      <IconButton icon={CircleHelp} name={t("whereHelp")} onClick={() => setHelpOpen(true)} />
      {isHelpOpen && <WhereHelp onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

/** Why conditions cannot be used; null when they can. */
function useConditionsProblem(conditions: RunConditions): string | null {
  const t = useTranslations("runs");
  switch (conditions.kind) {
    case "all":
    case "chosen":
      return null;
    case "slow":
      return t("filterSlow");
    case "broken pattern":
      return t("filterBroken", { because: conditions.because });
    case "broken":
      return t(`whereProblems.${conditions.because}`, { word: conditions.word });
  }
}

const MOST_HIDDEN_SAID = 9999;

/** How many runs are drawn, and how many somebody hid. */
export function RunCount() {
  const t = useTranslations("runs");
  const showsHidden = useView((view) => view.showsHidden);
  const { all, drawn, hiddenCount } = useShownRuns();
  return (
    <span className="mr-auto flex min-w-0 items-center gap-1">
      <span className="truncate" aria-live="polite">
        {t("count", { shown: drawn.length.toLocaleString("en-US"), total: all.length.toLocaleString("en-US") })}
      </span>
      {hiddenCount > 0 && (
        <button
          type="button"
          aria-pressed={showsHidden}
          title={t(showsHidden ? "leaveHidden" : "showHidden")}
          onClick={() => setView({ showsHidden: !showsHidden })}
          className="flex h-6 shrink-0 items-center gap-1 rounded px-1 hover:bg-hover hover:text-ink aria-pressed:text-accent"
        >
          <EyeOff size={12} aria-hidden="true" />
          {t("hiddenCount", { count: Math.min(hiddenCount, MOST_HIDDEN_SAID) })}
        </button>
      )}
    </span>
  );
}

/** How many runs lost their files; lets go of what is kept of them. Nothing when there are none. */
export function GoneCount() {
  const t = useTranslations("runs");
  const { all } = useShownRuns();
  const [error, setError] = useState<string | null>(null);
  const gone = all.filter(({ run }) => run.state === "gone");
  if (gone.length === 0) return null;
  const forget = async (): Promise<void> =>
    setError(await annotate(gone.map(({ run }) => ({ run: run.id, set: { isHidden: true } }))));
  return (
    <p className="flex items-center gap-1 pb-1 text-2xs text-ink-faint">
      <button
        type="button"
        title={t("forgetGoneWhy")}
        onClick={() => void forget()}
        className="-ml-1 flex h-6 items-center gap-1 rounded px-1 hover:bg-hover hover:text-ink"
      >
        <Trash2 size={12} aria-hidden="true" />
        {t("forgetGone", { count: gone.length })}
      </button>
      {error !== null && (
        <span role="alert" className="text-red">
          {error}
        </span>
      )}
    </p>
  );
}

export function SelectButtons() {
  const t = useTranslations("runs");
  const { listed } = useShownRuns();
  const isFiltered = useView((view) => view.runFilter !== "" || view.where !== "");
  return (
    <>
      <TextButton text={t("all")} onClick={() => selectAll(listed, true, isFiltered)} />
      <TextButton text={t("none")} onClick={() => selectAll(listed, false, isFiltered)} />
    </>
  );
}
