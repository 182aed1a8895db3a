/** Every run and point that the engine knows. One writer (ingest) changes it; everybody else reads, and is told of changes. */
import { isDeepStrictEqual } from "node:util";
import type { Loading } from "../core/api.ts";
import type { LogFacts, TagPoints } from "../core/log-reader.ts";
import { compareNames } from "../core/natural-order.ts";
import type { Hparams, Problem } from "../core/series.ts";
import { Origins } from "./origins.ts";
import { type LaunchEnd, Run } from "./run.ts";
import { type FileDescription, isSameButWriting, type LogFile } from "./run-file.ts";

/** A watched directory. Its name tells runs apart when there are several; the only one has no need of it. */
export interface Logdir {
  readonly name: string;
  readonly path: string;
  /** Why it cannot be read, in words; null when it can. */
  readonly error: string | null;
  /** What below it was passed over, and why: a place and a sentence each. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  /** Path below the log directory. */
  readonly path: string;
  readonly text: string;
}

/** What changed since the last time the listeners were told. */
export interface Changes {
  /** Runs or tags came or went, or something else in the list of runs changed. */
  readonly runs: boolean;
  /** Tags that got points, with the ids of their runs. */
  readonly points: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A run below another one, named by seconds since the Unix epoch as Python prints them. */
const HPARAMS_SESSION = /^(.+)\/\d{10}\.\d+$/;

type Listener = (changes: Changes) => void;
/** A run whose directory was renamed or moved: it is `now` from then on. */
type MoveListener = (before: Run, now: Run) => void;

/** Of runs that are gone, so many points are kept (some 200 MB); beyond them, the first that went is forgotten. */
const MOST_GONE_POINTS = 10_000_000;

/** Changes are gathered for so long before listeners hear of them: short enough to feel immediate, long enough to save work. */
const GATHER_MS = 50;

export class Store {
  /** Grows with every change. */
  version = 0;
  /** Null once everything that was there at start has been read. */
  loading: Loading | null = { filesRead: 0, filesFound: 0, bytesRead: 0 };
  private logdirList: readonly Logdir[];
  private readonly byId = new Map<string, Run>();
  private readonly byPlace = new Map<string, Run>();
  /** By place of the upper run, what `add_hparams` wrote below it. */
  private readonly saidBelow = new Map<string, LogFacts>();
  private ordered: readonly Run[] | null = null;
  private readonly origins = new Origins();
  /** In the order in which they went. */
  private readonly gone = new Set<Run>();
  private readonly listeners = new Set<Listener>();
  private readonly moveListeners = new Set<MoveListener>();
  private runsChanged = false;
  private pointsChanged = new Map<string, Set<string>>();
  private telling: NodeJS.Timeout | null = null;

  constructor(logdirs: readonly Logdir[]) {
    this.logdirList = logdirs;
  }

  logdirs(): readonly Logdir[] {
    return this.logdirList;
  }

  /** Runs in natural order of their names. */
  runs(): readonly Run[] {
    this.ordered ??= [...this.byId.values()].sort((a, b) => compareNames(a.name, b.name));
    return this.ordered;
  }

  /** The run at `path` of `logdir`; null when there is none. */
  runAt(logdir: string, path: string): Run | null {
    return this.byPlace.get(`${logdir}\0${path}`) ?? null;
  }

  run(id: string): Run | null {
    return this.byId.get(id) ?? null;
  }

  /** Calls `listener` after changes, at most every 50 ms, until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls `listener` when a run is found under another name or in another place, before others hear of it. */
  onMove(listener: MoveListener): void {
    this.moveListeners.add(listener);
  }

  // What follows is for the one writer.

  /** What a walk over a log directory found in its way. */
  describeLogdir(
    name: string,
    found: { readonly error: string | null; readonly passedOver: readonly PassedOver[] },
  ): void {
    const before = this.logdirList.find((logdir) => logdir.name === name);
    if (before === undefined || isDeepStrictEqual({ ...before, ...found }, before)) return;
    this.logdirList = this.logdirList.map((logdir) => (logdir === before ? { ...before, ...found } : logdir));
    this.changed(true);
  }

  setLoading(loading: Loading | null): void {
    this.loading = loading;
    this.changed(true);
  }

  /** The run at `path` of `logdir`, made when it is new. */
  ensureRun(logdir: string, path: string): Run {
    const place = `${logdir}\0${path}`;
    let run = this.byPlace.get(place);
    if (run === undefined) {
      run = new Run(logdir, path, this.logdirList.length > 1 ? joinName(logdir, path) : path);
      this.byPlace.set(place, run);
      const below = this.saidBelow.get(place);
      if (below !== undefined) run.setSettings("below", { hparams: below.hparams, ending: null });
      this.byId.set(run.id, run);
      this.ordered = null;
      this.changed(true);
    }
    return run;
  }

  /** Takes what the file `source` beside the logs says of the run. */
  setSettings(run: Run, source: string, settings: LogFacts): void {
    run.setSettings(source, settings);
    this.changed(true);
  }

  /** Takes what the command line says by which `run` was launched. */
  setCommandLine(run: Run, hparams: Hparams): void {
    run.setCommandLine(hparams);
    this.changed(true);
  }

  setLaunchEnd(run: Run, end: LaunchEnd | null): void {
    run.setLaunchEnd(end);
    this.changed(true);
  }

  appendPoints(run: Run, file: string, batches: readonly TagPoints[]): void {
    for (const { tag, series } of batches) {
      const isNewTag = run.append(file, tag, series);
      this.pointsOf(run, tag);
      this.changed(isNewTag);
    }
  }

  describeFile(run: Run, file: string, description: FileDescription): void {
    const before = run.descriptionOf(file);
    if (!run.describeFile(file, description)) return;
    this.tellParent(run, description.facts);
    this.setOrigin(run.file(file), before.origin, description.origin);
    this.changed(!wasOnlyWrittenOn(before, run.descriptionOf(file)));
  }

  /** The first points of a file of `run` are about to come: files of it that were deleted are history now. */
  beginFile(run: Run): void {
    for (const file of run.goneFiles()) this.forgetFile(run, file);
    this.gone.delete(run);
  }

  /**
   * `file` was deleted. If it is followed under another name, that is where its run lives on. Otherwise its points are
   * kept; whoever calls forgets them with `beginFile` if the run lives on without them.
   */
  loseFile(run: Run, file: string): void {
    const log = run.file(file);
    const twin = this.origins.besides(log, log.description.origin);
    if (twin !== null) this.followMove(log, twin.run);
    else if (run.tags().length === 0) this.forgetFile(run, file);
    else this.keepGone(run, file);
    this.removeIfEmpty(run);
  }

  /** Nobody wants to see the run any more, of which nothing is left on disk. */
  forgetRun(run: Run): void {
    this.beginFile(run);
    this.removeIfEmpty(run);
  }

  private keepGone(run: Run, file: string): void {
    run.keepGone(file);
    this.origins.lose(run.file(file), run.descriptionOf(file).origin);
    if (run.isGone()) this.gone.add(run);
    let points = [...this.gone].reduce((sum, one) => sum + one.pointCount(), 0);
    for (const first of this.gone) {
      if (points <= MOST_GONE_POINTS || this.gone.size === 1) break;
      points -= first.pointCount();
      this.forgetRun(first);
    }
    this.changed(true);
  }

  private setOrigin(log: LogFile, before: string | null, now: string | null): void {
    if (before === now) return;
    this.origins.move(log, before, now);
    for (const gone of this.origins.goneAt(now)) {
      if (gone === log) continue;
      this.followMove(gone, log.run);
      this.removeIfEmpty(gone.run);
    }
  }

  /** `log` is followed in `to` now. With its last file, a run becomes the one that was found after it. */
  private followMove({ run: from, name }: LogFile, to: Run): void {
    this.forgetFile(from, name);
    if (from === to || from.hasFiles()) return;
    this.gone.delete(from);
    to.takeOver(from);
    for (const listener of this.moveListeners) listener(from, to);
  }

  /**
   * PyTorch's `add_hparams` writes the settings of a run into a run below it that is named by the time: they are the
   * upper one's settings as well, where its curves are.
   */
  private tellParent(run: Run, facts: LogFacts): void {
    const [, parent] = HPARAMS_SESSION.exec(run.path) ?? [];
    if (parent === undefined || facts.hparams === null) return;
    const place = `${run.logdir}\0${parent}`;
    this.saidBelow.set(place, facts);
    this.byPlace.get(place)?.setSettings(run.path, { hparams: facts.hparams, ending: null });
  }

  /** Puts `problem` in the place of what was wrong with `file` before; everything else that is known of it stays. */
  noteProblem(run: Run, file: string, problem: Problem): void {
    this.describeFile(run, file, { ...run.descriptionOf(file), problems: [problem] });
  }

  /** The points of `file` are void. The run stays while it has other files, or until `removeIfEmpty`. */
  forgetFile(run: Run, file: string): void {
    const log = run.file(file);
    this.origins.move(log, log.description.origin, null);
    for (const tag of run.forgetFile(file)) this.pointsOf(run, tag);
    this.changed(true);
  }

  removeIfEmpty(run: Run): void {
    if (run.hasFiles()) return;
    this.gone.delete(run);
    this.byId.delete(run.id);
    this.byPlace.delete(`${run.logdir}\0${run.path}`);
    this.ordered = null;
    this.changed(true);
  }

  private pointsOf(run: Run, tag: string): void {
    let runs = this.pointsChanged.get(tag);
    if (runs === undefined) {
      runs = new Set();
      this.pointsChanged.set(tag, runs);
    }
    runs.add(run.id);
  }

  private changed(runs: boolean): void {
    this.version += 1;
    this.runsChanged ||= runs;
    this.telling ??= setTimeout(() => this.tell(), GATHER_MS).unref();
  }

  private tell(): void {
    const changes = { runs: this.runsChanged, points: this.pointsChanged };
    this.telling = null;
    this.runsChanged = false;
    this.pointsChanged = new Map();
    for (const listener of this.listeners) listener(changes);
  }
}

/** A log that is written on says so with its points, every moment; only one that was silent before is news among the runs. */
const SILENT_SECS = 20;

function wasOnlyWrittenOn(before: FileDescription, now: FileDescription): boolean {
  const isSoon = before.writtenAt !== null && now.writtenAt !== null && now.writtenAt - before.writtenAt < SILENT_SECS;
  return isSoon && isSameButWriting(before, now);
}

const joinName = (logdir: string, path: string): string => (path === "." ? logdir : `${logdir}/${path}`);
