/** The columns that the table shows. */
import { useLive } from "../_state/live.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { useView } from "../_state/view.ts";
import { findDefaultColumns } from "../_state/wanted-summaries.ts";

const NO_TAGS: readonly string[] = [];

/** Those that somebody chose, else those that suit the runs. */
export function useColumnIds(): readonly string[] {
  const chosen = useView((view) => view.columns);
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const { all } = useShownRuns();
  return chosen ?? findDefaultColumns(all, tags);
}
