/** Which tags' numbers the view needs: those in conditions, in columns and in the order of the runs. */

import { memoizeLast } from "../../lib/core/memoize-last.ts";
import { defaultColumns, toColumn } from "../../lib/listing/columns.ts";
import { tagsIn } from "../../lib/listing/run-conditions.ts";
import { useLive } from "./live.ts";
import { findKnownNames, shownRunsNow } from "./shown-runs.ts";
import { followSummaries, wantSummaries } from "./summaries.ts";
import { useView } from "./view.ts";

export const findDefaultColumns = memoizeLast(defaultColumns);

/** Asks for what the view needs as soon as it needs it, for as long as the page is open. */
export function followWantedSummaries(): void {
  followSummaries();
  const update = (): void => {
    const { answer } = useLive.getState();
    if (answer === null) return;
    const { where, screen, columns, sort, ...view } = useView.getState();
    const isTableOpen = view.isTableOpen || screen === "hparams";
    if (where === "" && !isTableOpen && sort === null) return;
    const { all } = shownRunsNow();
    const ids = isTableOpen ? (columns ?? findDefaultColumns(all, answer.tags)) : [];
    const shown = [...ids, ...(sort === null ? [] : [sort.column])].map(toColumn);
    const known = findKnownNames(all, answer.tags);
    const inColumns = shown.flatMap((column) => (column?.kind === "metric" ? [column.tag] : []));
    wantSummaries([...tagsIn(where, known), ...inColumns.filter((tag) => known.tags.has(tag))]);
  };
  useView.subscribe(update);
  useLive.subscribe((live, before) => {
    if (live.answer !== before.answer) update();
  });
}
