/** The runs of the store as lists and reports know them, and those that a report asks for. */
import type { RunAnnotation } from "../core/annotations.ts";
import { NO_ANNOTATION } from "../core/annotations.ts";
import type { RunSummary, RunsAnswer } from "../core/api.ts";
import { compareNames } from "../core/natural-order.ts";
import { toColumn } from "../listing/columns.ts";
import { type ListedRun, toRunKey } from "../listing/listed-run.ts";
import { matches, parseNameFilter } from "../listing/name-filter.ts";
import { applyConditions, knownNames, tagsIn } from "../listing/run-conditions.ts";
import { numbersByRun, type Summaries } from "../listing/run-numbers.ts";
import type { RunChoice, Shortfall } from "../report/parts.ts";
import type { Engine } from "./engine.ts";
import { runsAnswer } from "./routes/runs.ts";
import { summarizeTag } from "./tag-summary.ts";

/** What reports are made from. */
export type ReportEngine = Pick<Engine, "store" | "annotations" | "digests" | "now" | "study">;

/** Runs that were found, and why these are fewer than one might expect. */
export interface FoundRuns {
  readonly runs: readonly ListedRun[];
  readonly shortfall: Shortfall | null;
}

interface Listing {
  readonly version: number;
  readonly tags: readonly string[];
  readonly runs: readonly ListedRun[];
}

const listings = new WeakMap<ReportEngine["store"], Listing>();

/** All runs, numbered in the order in which they began, so that a new one changes no other's colour. Made anew when the store has changed. */
export function listedRuns(engine: ReportEngine): Listing {
  const { store, annotations } = engine;
  const said = new Map(annotations.answer().runs.map(({ id, ...one }) => [id, one]));
  const known = listings.get(store);
  if (known?.version === store.version) return { ...known, runs: known.runs.map((run) => withNote(run, said)) };
  const answer: RunsAnswer = runsAnswer(engine);
  const ordinals = new Map(byStart(answer.runs).map(({ id }, ordinal) => [id, ordinal]));
  const runs = answer.runs.map((run): ListedRun => {
    const ordinal = ordinals.get(run.id) ?? 0;
    return { run, key: toRunKey(run.id), ordinal, annotation: NO_ANNOTATION };
  });
  const listing = { version: answer.version, tags: answer.tags, runs };
  listings.set(store, listing);
  return { ...listing, runs: runs.map((run) => withNote(run, said)) };
}

const withNote = (listed: ListedRun, said: ReadonlyMap<string, RunAnnotation>): ListedRun => {
  const annotation = said.get(listed.run.id);
  return annotation === undefined ? listed : { ...listed, annotation };
};

const byStart = (runs: readonly RunSummary[]): readonly RunSummary[] =>
  [...runs].sort((a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) || compareNames(a.name, b.name));

/** The numbers of `tags` in all runs. */
export const summariesOf = ({ digests }: ReportEngine, tags: readonly string[]): Summaries =>
  new Map([...new Set(tags)].map((tag) => [tag, numbersByRun(summarizeTag(tag, digests))]));

/** The tags whose numbers columns show. */
export const tagsOfColumns = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => {
    const column = toColumn(id);
    return column?.kind === "metric" ? [column.tag] : [];
  });

/** The runs that `choice` names or describes; those that somebody hid only where they are named. */
export function findRuns(engine: ReportEngine, choice: RunChoice): FoundRuns {
  const { runs, tags } = listedRuns(engine);
  if (choice.kind === "named") {
    const ordinals = new Map(choice.names.map((name, at) => [name, choice.ordinals[at]]));
    const found = runs.flatMap((listed): ListedRun[] => {
      if (!ordinals.has(listed.run.name)) return [];
      return [{ ...listed, ordinal: ordinals.get(listed.run.name) ?? listed.ordinal }];
    });
    return { runs: found, shortfall: found.length === 0 ? { kind: "no runs" } : null };
  }
  const visible = runs.filter(({ annotation }) => !annotation.isHidden);
  const filter = parseNameFilter(
    choice.pattern,
    visible.map(({ run }) => run.name),
  );
  if (filter.kind === "broken" || filter.kind === "slow") return { runs: [], shortfall: filter };
  const matching = visible.filter(({ run }) => matches(filter, run.name));
  const known = knownNames(matching, tags);
  const fulfilled = applyConditions(choice.where, matching, known, summariesOf(engine, tagsIn(choice.where, known)));
  switch (fulfilled.kind) {
    case "broken":
      return { runs: [], shortfall: { kind: "broken", because: fulfilled.word } };
    case "broken pattern":
      return { runs: [], shortfall: { kind: "broken", because: fulfilled.because } };
    case "slow":
      return { runs: [], shortfall: { kind: "slow" } };
    case "all":
    case "chosen": {
      const found = fulfilled.kind === "all" ? matching : matching.filter(({ run }) => fulfilled.ids.has(run.id));
      return { runs: found, shortfall: found.length === 0 ? { kind: "no runs" } : null };
    }
  }
}
