/** The runs as the screen shows them: with name, number and key, filtered and selected. */
import type { RunSummary } from "../../lib/core/api.ts";
import { type Live, useLive } from "./live.ts";
import { memoizeLast } from "./memoize-last.ts";
import { matches, type NameFilter, parseNameFilter } from "./name-filter.ts";
import { isSelected, type RunKey, type Selection, toRunKey } from "./selection.ts";
import { useView } from "./view.ts";
import type { View } from "./view-url.ts";

export interface ListedRun {
  readonly run: RunSummary;
  readonly key: RunKey;
  readonly ordinal: number;
}

export interface ShownRuns {
  readonly filter: NameFilter;
  /** Every run, in the engine's order. */
  readonly all: readonly ListedRun[];
  /** Those whose name matches the filter. */
  readonly listed: readonly ListedRun[];
  /** Those among them that are selected: the ones with curves. */
  readonly drawn: readonly ListedRun[];
}

const listRuns = memoizeLast((answer: Live["answer"], order: Live["order"]): readonly ListedRun[] =>
  (answer?.runs ?? []).map((run) => {
    const key = toRunKey(run.id);
    return { run, key, ordinal: order.get(key) ?? 0 };
  }),
);

const filterRuns = memoizeLast((all: readonly ListedRun[], text: string) => {
  const names = all.map(({ run }) => run.name);
  const filter = parseNameFilter(text, names);
  return { filter, listed: filter.kind === "all" ? all : all.filter(({ run }) => matches(filter, run.name)) };
});

const selectRuns = memoizeLast((listed: readonly ListedRun[], selection: Selection) =>
  listed.filter(({ key, ordinal }) => isSelected(selection, key, ordinal)),
);

const join = memoizeLast(
  (
    all: readonly ListedRun[],
    filtered: { readonly filter: NameFilter; readonly listed: readonly ListedRun[] },
    drawn: readonly ListedRun[],
  ): ShownRuns => ({ ...filtered, all, drawn }),
);

/** The same object while nothing changes that it depends on, however many parts of the screen ask. */
export function findShownRuns(
  { answer, order }: Pick<Live, "answer" | "order">,
  view: Pick<View, "runFilter" | "selection">,
): ShownRuns {
  const all = listRuns(answer, order);
  const filtered = filterRuns(all, view.runFilter);
  return join(all, filtered, selectRuns(filtered.listed, view.selection));
}

export function useShownRuns(): ShownRuns {
  const answer = useLive((live) => live.answer);
  const order = useLive((live) => live.order);
  const runFilter = useView((view) => view.runFilter);
  const selection = useView((view) => view.selection);
  return findShownRuns({ answer, order }, { runFilter, selection });
}
