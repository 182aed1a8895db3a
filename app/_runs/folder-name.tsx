/** The name of a row that has rows below it: closes and opens, and selects everything inside. */
import { ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { isSelected } from "../_state/selection.ts";
import { useView } from "../_state/view.ts";
import { useRowTabIndex } from "./row-stop.ts";
import { RunCheck } from "./run-check.tsx";
import { type RunNode, runsIn } from "./run-tree.ts";
import { selectRuns } from "./selecting.ts";
import { toggleFolder } from "./use-run-table.ts";

const INDENT_PIXELS = 14;

/** Room for what stands at depth `depth`. */
export const indent = (depth: number): { readonly paddingLeft: number } => ({ paddingLeft: depth * INDENT_PIXELS });

/** The sign that closes and opens a row. */
export function Fold({ node }: { readonly node: RunNode }) {
  const t = useTranslations("runs");
  const isOpen = useView((view) => !view.closedFolders.has(node.key));
  return (
    <button
      type="button"
      tabIndex={useRowTabIndex()}
      aria-expanded={isOpen}
      aria-label={`${t("fold")} ${node.label}`}
      onClick={() => toggleFolder(node.key)}
      onDoubleClick={(event) => event.stopPropagation()}
      className="group/fold -ml-1 grid size-5 shrink-0 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
    >
      <ChevronRight
        size={13}
        aria-hidden="true"
        className="motion-safe:transition-transform group-aria-expanded/fold:rotate-90"
      />
    </button>
  );
}

/** A folder that is no run itself. */
export function FolderName({ node }: { readonly node: RunNode }) {
  const t = useTranslations("runs");
  const selection = useView((view) => view.selection);
  const runs = runsIn(node);
  const on = runs.reduce((count, { key, ordinal }) => count + (isSelected(selection, key, ordinal) ? 1 : 0), 0);
  const state = on === 0 ? "none" : on === runs.length ? "all" : "some";
  return (
    <>
      <Fold node={node} />
      <RunCheck
        name={t("folder", { name: node.label })}
        colour="var(--tb-ink-faint)"
        state={state}
        onToggle={() => selectRuns(runs, state !== "all")}
      />
      <bdi className="elide-start min-w-0 font-medium text-ink-soft">{node.label}</bdi>
      <span className="ml-auto shrink-0 pl-1 text-2xs text-ink-faint">{runs.length}</span>
    </>
  );
}
