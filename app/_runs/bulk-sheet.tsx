/** Labels or one colour for many runs, or hiding them, at one go: of those that are drawn, because these are what one has in view. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { AnnotationChange } from "../../lib/core/annotations.ts";
import { annotate, useAnnotations } from "../_state/annotations.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { SheetTitle } from "../_ui/sheet-title.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { type BulkWord, bulkChanges, takenBack } from "./bulk-changes.ts";
import { copyPaths } from "./run-paths.ts";
import { Swatches } from "./swatches.tsx";

type Outcome = { readonly done: readonly AnnotationChange[] } | { readonly failure: string };

/** No colour: the runs do not have the same. */
const UNEQUAL = "unequal";

export function BulkSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("runs");
  const tApp = useTranslations("app");
  const { drawn } = useShownRuns();
  const problem = useAnnotations((state) => state.problem);
  const [label, setLabel] = useState("");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [arePathsCopied, setPathsCopied] = useState(false);
  const known = [...new Set(drawn.flatMap(({ annotation }) => annotation.labels))];

  const change = async (changes: readonly AnnotationChange[], isUndo = false): Promise<void> => {
    const failure = await annotate(changes);
    if (failure !== null) setOutcome({ failure });
    else setOutcome(isUndo ? null : { done: changes });
  };
  const say = (word: BulkWord): void => void change(bulkChanges(drawn, word));
  const trimmed = label.trim();
  const [first = ""] = drawn.map(({ annotation }) => annotation.colour);
  const colour = drawn.every(({ annotation }) => annotation.colour === first) ? first : UNEQUAL;
  return (
    <Sheet name={t("bulk")} place="center" onClose={onClose}>
      <form
        className="space-y-3 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== "") say({ kind: "add label", label: trimmed });
        }}
      >
        <SheetTitle text={t("bulkTitle", { count: drawn.length })} onClose={onClose} />
        <label className="block">
          <span className="text-ink-soft">{t("bulkLabel")}</span>
          <input
            type="text"
            value={label}
            maxLength={60}
            list="bulk-labels"
            onChange={(event) => setLabel(event.target.value)}
            className="mt-1 h-8 w-full rounded border border-line bg-canvas px-2"
          />
          <datalist id="bulk-labels">
            {known.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <div className="flex flex-wrap items-center gap-1">
          <button
            type="submit"
            disabled={trimmed === "" || problem !== null || drawn.length === 0}
            className="mr-1 h-8 rounded bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
          >
            {t("bulkAdd")}
          </button>
          <TextButton
            text={t("bulkRemove")}
            onClick={() => trimmed !== "" && say({ kind: "remove label", label: trimmed })}
          />
          <TextButton text={t("bulkHide")} onClick={() => say({ kind: "hide" })} />
          <TextButton
            text={arePathsCopied ? tApp("copied") : t("copyPaths")}
            onClick={() => void copyPaths(drawn).then(setPathsCopied)}
          />
        </div>
        <Swatches value={colour} onChange={(given) => say({ kind: "colour", colour: given })} offersOthers={false} />
        {outcome !== null && "done" in outcome && (
          <p role="status" className="flex items-center gap-1 text-ink-soft">
            {t("bulkDone", { count: outcome.done.length })}
            {outcome.done.length > 0 && (
              <TextButton text={t("bulkUndo")} onClick={() => void change(takenBack(outcome.done), true)} />
            )}
          </p>
        )}
        {(problem !== null || (outcome !== null && "failure" in outcome)) && (
          <p role="alert" className="break-words text-red">
            {outcome !== null && "failure" in outcome ? outcome.failure : problem}
          </p>
        )}
      </form>
    </Sheet>
  );
}
