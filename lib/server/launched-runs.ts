/** What the launcher and the store know of the same run: joined by the directory that the run logs to. */
import { join, relative, sep } from "node:path";
import type { Hparams, Series } from "../core/series.ts";
import { inLanguage } from "../launcher/language.ts";
import { describeEnding, outcomeOf } from "../launcher/launch.ts";
import type { Launcher } from "../launcher/launcher.ts";
import type { LaunchTable } from "../launcher/queue/launch-table.ts";
import type { EndedLaunch } from "../review/run-watch.ts";
import type { LaunchEnd, Run } from "../store/run.ts";
import type { Store } from "../store/store.ts";
import type { FormFacts } from "./launch-wishes.ts";

/** The run that logs to `directory` (absolute), or null when it is not followed or has written nothing yet. */
export function runIn(store: Store, directory: string): Run | null {
  for (const { name, path } of store.logdirs()) {
    const below = relative(path, directory);
    if (below === ".." || below.startsWith(`..${sep}`)) continue;
    const run = store.runAt(name, below === "" ? "." : below.split(sep).join("/"));
    if (run !== null) return run;
  }
  return null;
}

/** What a run in `directory` (absolute) is called, whether it has logged or not; null where nobody follows that directory. */
export function nameIn(store: Pick<Store, "logdirs">, directory: string): string | null {
  const logdirs = store.logdirs();
  for (const { name, path } of logdirs) {
    const below = relative(path, directory);
    if (below === ".." || below.startsWith(`..${sep}`)) continue;
    const inside = below.split(sep).join("/");
    if (logdirs.length === 1) return inside === "" ? "." : inside;
    return inside === "" ? name : `${name}/${inside}`;
  }
  return null;
}

/** Whether `run` is what a launch logs whose directory is called `name`: Keras logs the splits of one training apart, in folders of their own. */
export const isRunOf = (name: string | null, run: string): boolean =>
  name !== null && (run === name || run.startsWith(`${name}/`));

/** Updates that the run in `directory` has made, by what it logged; null when nothing is known. */
export function stepsIn(store: Store, directory: string): number | null {
  const run = runIn(store, directory);
  if (run === null) return null;
  const last = run.tags().flatMap((tag) => {
    const series = run.series(tag);
    return series === null || series.length === 0 ? [] : [series.steps[series.length - 1]];
  });
  return last.length === 0 ? null : Math.max(...last);
}

/** What the launch form is told of the logs in `store`; plans are looked for in `directories`. */
export const formFactsOf = (store: Store, directories: readonly string[]): FormFacts => ({
  directories,
  hparamsOf: (name) => runNamed(store, name)?.hparams() ?? null,
  directoryOf: (name) => {
    const run = runNamed(store, name);
    const logdir = store.logdirs().find((known) => known.name === run?.logdir);
    return run === undefined || logdir === undefined ? null : join(logdir.path, run.path);
  },
  pacesBelow: (directory) => {
    const roots = new Map(store.logdirs().map(({ name, path }) => [name, path]));
    return store.runs().flatMap((run) => {
      const path = relative(directory, join(roots.get(run.logdir) ?? "", run.path));
      return path === ".." || path.startsWith(`..${sep}`) ? [] : (paceOf(run) ?? []);
    });
  },
});

const runNamed = (store: Store, name: string): Run | undefined => store.runs().find((run) => run.name === name);

/** Updates a second, by the tag with the most points; null when too little was logged to tell. */
function paceOf(run: Run): number | null {
  const all = run.tags().flatMap((tag) => run.series(tag) ?? []);
  const longest = all.reduce<Series | null>(
    (most, one) => (most !== null && most.length >= one.length ? most : one),
    null,
  );
  if (longest === null || longest.length < 2) return null;
  const last = longest.length - 1;
  const steps = longest.steps[last] - longest.steps[0];
  const secs = longest.wallTimes[last] - longest.wallTimes[0];
  return steps > 0 && secs > 0 ? steps / secs : null;
}

/** Tells runs what their launches say: the settings on their command lines, and how they ended. */
export class RunLaunches {
  /** By directory; of two launches into one the later counts. */
  private readonly commandLines = new Map<string, Hparams>();
  private readonly ends = new Map<string, LaunchEnd | null>();
  /** By the id of the run. */
  private readonly told = new Map<string, { readonly hparams: Hparams | null; readonly end: LaunchEnd | null }>();
  private position = 0;
  private newestEnd = Number.NEGATIVE_INFINITY;

  constructor(private readonly store: Store) {}

  /** Takes note of what was submitted, started and ended since the last time. */
  learn(table: LaunchTable): void {
    for (const { position, logdir, hparams } of table.commandLinesAfter(this.position)) {
      this.position = position;
      this.commandLines.set(logdir, hparams);
    }
    for (const { logdir, endedAt, outcome } of table.endingsSince(this.newestEnd - OVERLAP_SECS)) {
      this.newestEnd = Math.max(this.newestEnd, endedAt);
      // The same end as before stays the same object: runs are told only of what is new.
      if (this.ends.get(logdir)?.at !== endedAt) this.ends.set(logdir, endOf(outcome, endedAt));
    }
    for (const { order } of table.active()) {
      if (order.logdir === null) continue;
      // One that is tried again runs again, perhaps in another folder than when it was submitted.
      if (this.ends.has(order.logdir)) this.ends.set(order.logdir, null);
      if (order.earlierLogdirs.length > 0) this.commandLines.set(order.logdir, order.hparams);
    }
    this.tell();
  }

  /** To be called when runs have come. */
  tell(): void {
    for (const directory of new Set([...this.commandLines.keys(), ...this.ends.keys()])) {
      const run = runIn(this.store, directory);
      if (run === null) continue;
      const told = this.told.get(run.id);
      const hparams = this.commandLines.get(directory) ?? null;
      const end = this.ends.get(directory) ?? null;
      if (hparams !== null && told?.hparams !== hparams) this.store.setCommandLine(run, hparams);
      if (end !== (told?.end ?? null)) this.store.setLaunchEnd(run, end);
      this.told.set(run.id, { hparams, end });
    }
  }
}

/** Ends are written down a moment after they happened. */
const OVERLAP_SECS = 120;

/** What the kind of an ending says about the run; null where nothing has run. */
function endOf(outcome: string, at: number): LaunchEnd | null {
  if (outcome === "cancelled") return null;
  return { state: outcome === "completed" ? "finished" : outcome === "stopped" ? "stopped" : "failed", at };
}

/** Launches that ended after `since`, seconds since the Unix epoch; none where another process looks after them. */
export function endedLaunches(launcher: Launcher | string, since: number): EndedLaunch[] {
  if (typeof launcher === "string") return [];
  return launcher.table.endedSince(since).flatMap((launch): EndedLaunch[] => {
    const { id, name, order, phase } = launch;
    const outcome = outcomeOf(launch);
    if (phase.state !== "ended" || outcome === null) return [];
    const text = describeEnding(phase.record.ending);
    const ending = { en: inLanguage(text, "en"), zh: inLanguage(text, "zh") };
    return [{ id, name, logdir: order.logdir, outcome, ending }];
  });
}
