/**
 * Which run is meant by what was said of it, for comments, verdicts, names, labels and notes alike: by where it was, as long as its logs
 * begin as they did then; else by its files, which keep their origin when they are renamed; else by how its logs begin.
 */
import type { Hparams } from "../core/series.ts";
import { toRunId } from "../core/units.ts";
import type { Beginning, Run } from "./run.ts";
import type { Store } from "./store.ts";

/** A run when something was said of it. */
export interface RunReference {
  /** In the database. */
  readonly id: number;
  /** Path of its log directory, and its own below it. */
  readonly logdir: string;
  readonly path: string;
  /** How its logs began; none while it had no points. */
  readonly contents: readonly string[];
  /** Hash of its settings. */
  readonly settings: string;
  /** Of its files on disk; not given or empty: not known. */
  readonly origins?: readonly string[];
}

/** A run that is here now. */
export interface PresentRun {
  readonly id: string;
  readonly logdir: string;
  readonly path: string;
  readonly contents: () => readonly string[];
  readonly settings: () => string;
  readonly origins?: () => readonly string[];
}

/** Before the word for a log without times: all runs of a sweep may begin like that. */
const TIMELESS = "~";

/** A short word for how a log begins: step, time and value to the last bit. */
export function contentOf({ tag, step, wallTime, value }: Beginning): string {
  const bits = new BigUint64Array(new Float64Array([step, wallTime, value]).buffer);
  const word = toRunId(tag, [...bits].map((part) => part.toString(36)).join(" "));
  return Number.isNaN(wallTime) ? TIMELESS + word : word;
}

/** A short word for the settings of a run, in whatever order they are stated. */
export const settingsWord = (hparams: Hparams): string =>
  toRunId("settings", JSON.stringify(Object.entries(hparams).sort(([a], [b]) => (a < b ? -1 : 1))));

/**
 * Ids of the runs that `references` mean, by the references' ids; those that are not here are left out. A run in the same place
 * whose logs begin otherwise is another one. Of those that begin alike (copies, or logs without times) the one at the same path
 * below its directory counts, else the only one at that moment of time, else the only one with the same settings, else none: a
 * comment must not go to the wrong run. Before all that, the one that has a file of the same origin counts: moved on one disk, it is that run.
 */
export function findRuns(
  references: readonly RunReference[],
  present: readonly PresentRun[],
): ReadonlyMap<number, string> {
  const byPlace = new Map(present.map((run) => [`${run.logdir}\0${run.path}`, run]));
  const found = new Map<number, string>();
  const missing = references.filter((reference) => {
    const run = byPlace.get(`${reference.logdir}\0${reference.path}`);
    if (run === undefined || !mayBe(reference, run.contents())) return true;
    found.set(reference.id, run.id);
    return false;
  });
  if (missing.length === 0) return found;
  const byOrigin = missing.some(({ origins = [] }) => origins.length > 0)
    ? new Map(present.flatMap((run) => (run.origins?.() ?? []).map((origin) => [origin, run] as const)))
    : NOWHERE;
  const byContent = new Map<string, PresentRun[]>();
  for (const run of present) {
    for (const content of run.contents()) {
      const same = byContent.get(content);
      if (same === undefined) byContent.set(content, [run]);
      else same.push(run);
    }
  }
  for (const reference of missing) {
    const beginning = (contents: readonly string[]): PresentRun[] => [
      ...new Set(contents.flatMap((content) => byContent.get(content) ?? [])),
    ];
    const alike = beginning(reference.contents);
    const run =
      (reference.origins ?? []).map((origin) => byOrigin.get(origin)).find((one) => one !== undefined) ??
      onlyOne(alike.filter(({ path }) => path === reference.path)) ??
      onlyOne(beginning(reference.contents.filter((content) => !content.startsWith(TIMELESS)))) ??
      onlyOne(alike.filter((one) => one.settings() === reference.settings));
    if (run !== null) found.set(reference.id, run.id);
  }
  return found;
}

const NOWHERE: ReadonlyMap<string, PresentRun> = new Map();

/** Until both have points, the place alone tells. */
const mayBe = ({ contents }: RunReference, now: readonly string[]): boolean =>
  contents.length === 0 || now.length === 0 || contents.some((content) => now.includes(content));

const onlyOne = <T>(all: readonly T[]): T | null => (all.length === 1 ? (all[0] ?? null) : null);

const contentsKnown = new WeakMap<Run, { readonly version: number; readonly contents: readonly string[] }>();

/** How the logs of `run` begin, in words that are kept while it does not change. */
export function contentsOf(run: Run): readonly string[] {
  const known = contentsKnown.get(run);
  if (known?.version === run.version) return known.contents;
  const contents = run.beginnings().map(contentOf);
  contentsKnown.set(run, { version: run.version, contents });
  return contents;
}

/** All runs of `store`, as something may be said of them. */
export function presentRuns(store: Pick<Store, "logdirs" | "runs">): PresentRun[] {
  const paths = new Map(store.logdirs().map(({ name, path }) => [name, path]));
  return store.runs().map((run) => ({
    id: run.id,
    logdir: paths.get(run.logdir) ?? "",
    path: run.path,
    contents: () => contentsOf(run),
    settings: () => settingsWord(run.hparams()),
    origins: () => run.origins(),
  }));
}
