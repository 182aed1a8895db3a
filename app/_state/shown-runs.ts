/** The runs as the screen shows them: with name, number and key, filtered and selected. */

import { NO_ANNOTATION } from "../../lib/core/annotations.ts";
import { memoizeLast } from "../../lib/core/memoize-last.ts";
import type { ListedRun } from "../../lib/listing/listed-run.ts";
import { toRunKey } from "../../lib/listing/listed-run.ts";
import { matches, type NameFilter, parseNameFilter } from "../../lib/listing/name-filter.ts";
import { applyConditions, knownNames, type RunConditions } from "../../lib/listing/run-conditions.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";
import { type AnnotationsState, useAnnotations } from "./annotations.ts";
import { type Live, useLive } from "./live.ts";
import { type ReviewState, useReview } from "./review.ts";
import { isSelected, type Selection } from "./selection.ts";
import { useSummaries } from "./summaries.ts";
import { useView } from "./view.ts";
import type { View } from "./view-url.ts";

export interface ShownRuns {
  readonly filter: NameFilter;
  readonly conditions: RunConditions;
  /** Every run, in the engine's order. */
  readonly all: readonly ListedRun[];
  /** Those that come through filter and conditions, and that nobody hid. */
  readonly listed: readonly ListedRun[];
  /** Those among them that are selected: the ones with curves. */
  readonly drawn: readonly ListedRun[];
  /** How many were left out because somebody hid them. */
  readonly hiddenCount: number;
}

const listRuns = memoizeLast(
  (
    answer: Live["answer"],
    order: Live["order"],
    annotations: AnnotationsState["byId"],
    verdicts: ReviewState["verdictByRun"],
  ): readonly ListedRun[] =>
    (answer?.runs ?? []).map((run) => {
      const key = toRunKey(run.id);
      const annotation = annotations.get(run.id) ?? NO_ANNOTATION;
      return { run, key, ordinal: order.get(key) ?? 0, annotation, verdict: verdicts.get(run.id) };
    }),
);

/** By the names that the logs give and by those that people gave. */
const filterNames = memoizeLast((all: readonly ListedRun[], text: string) => {
  const names = all.flatMap(({ run, annotation }) =>
    annotation.name === "" ? [run.name] : [run.name, annotation.name],
  );
  const filter = parseNameFilter(text, names);
  const isMatch = ({ run, annotation }: ListedRun): boolean =>
    matches(filter, run.name) || (annotation.name !== "" && matches(filter, annotation.name));
  return { filter, matching: filter.kind === "all" ? all : all.filter(isMatch) };
});

export const findKnownNames = memoizeLast(knownNames);
const NO_TAGS: readonly string[] = [];

const findConditions = memoizeLast(applyConditions);

const chooseListed = memoizeLast((matching: readonly ListedRun[], conditions: RunConditions, showsHidden: boolean) => {
  const isKept = ({ run }: ListedRun): boolean =>
    conditions.kind === "all" || (conditions.kind === "chosen" && conditions.ids.has(run.id));
  const kept = conditions.kind === "all" ? matching : matching.filter(isKept);
  const visible = showsHidden ? kept : kept.filter(({ annotation }) => !annotation.isHidden);
  const hiddenCount = kept.reduce((count, { annotation }) => count + (annotation.isHidden ? 1 : 0), 0);
  return { listed: hiddenCount === 0 ? kept : visible, hiddenCount };
});

const selectRuns = memoizeLast((listed: readonly ListedRun[], selection: Selection) =>
  listed.filter(({ key, ordinal }) => isSelected(selection, key, ordinal)),
);

const join = memoizeLast(
  (
    all: readonly ListedRun[],
    { filter }: { readonly filter: NameFilter },
    conditions: RunConditions,
    chosen: Pick<ShownRuns, "listed" | "hiddenCount">,
    drawn: readonly ListedRun[],
  ): ShownRuns => ({ ...chosen, filter, conditions, all, drawn }),
);

/** What the runs are shown from. */
interface Basis extends Pick<Live, "answer" | "order"> {
  readonly annotations: AnnotationsState["byId"];
  readonly verdicts: ReviewState["verdictByRun"];
  readonly summaries: Summaries;
}

/** The same object while nothing changes that it depends on, however many parts of the screen ask. */
function findShownRuns(
  { answer, order, annotations, verdicts, summaries }: Basis,
  view: Pick<View, "runFilter" | "where" | "showsHidden" | "selection">,
): ShownRuns {
  const all = listRuns(answer, order, annotations, verdicts);
  const filtered = filterNames(all, view.runFilter);
  const tags = answer?.tags ?? NO_TAGS;
  const conditions = findConditions(
    view.where,
    all,
    findKnownNames(all, tags),
    view.where === "" ? NO_SUMMARIES : summaries,
  );
  const chosen = chooseListed(filtered.matching, conditions, view.showsHidden);
  return join(all, filtered, conditions, chosen, selectRuns(chosen.listed, view.selection));
}

const NO_SUMMARIES: Summaries = new Map();

/** As they are at this moment, for what is no part of the screen. */
export const shownRunsNow = (): ShownRuns =>
  findShownRuns(
    {
      ...useLive.getState(),
      annotations: useAnnotations.getState().byId,
      verdicts: useReview.getState().verdictByRun,
      summaries: useSummaries.getState().byTag,
    },
    useView.getState(),
  );

export function useShownRuns(): ShownRuns {
  const answer = useLive((live) => live.answer);
  const order = useLive((live) => live.order);
  const annotations = useAnnotations((state) => state.byId);
  const verdicts = useReview((review) => review.verdictByRun);
  const summaries = useSummaries((state) => state.byTag);
  const runFilter = useView((view) => view.runFilter);
  const where = useView((view) => view.where);
  const showsHidden = useView((view) => view.showsHidden);
  const selection = useView((view) => view.selection);
  return findShownRuns(
    { answer, order, annotations, verdicts, summaries },
    { runFilter, where, showsHidden, selection },
  );
}
