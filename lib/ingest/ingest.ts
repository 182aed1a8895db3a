/** Keeps the store in step with the log directories: finds runs, has their files read, and goes on while they grow. */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { LogFacts, TagPoints } from "../core/log-reader.ts";
import type { Run } from "../store/run.ts";
import type { Logdir, Store } from "../store/store.ts";
import { CacheKeeper, type CacheOptions } from "./cache-keeper.ts";
import { unreadableProblem } from "./failure.ts";
import { type AskFileSystem, FileSystems } from "./file-systems.ts";
import type { FileUpdate, FollowerState } from "./followed-file.ts";
import { type FollowedLog, FollowedLogs } from "./followed-logs.ts";
import { ListedAhead } from "./listed-ahead.ts";
import { LoadProgress } from "./load-progress.ts";
import { toLogFile, within } from "./log-file.ts";
import { LogdirScan } from "./logdir-scan.ts";
import { toShown } from "./raw-names.ts";
import type { FoundLog, FoundSettings } from "./recognised.ts";
import { inTurns } from "./repeated.ts";
import type { WatchInSystem } from "./watch.ts";
import type { FileId } from "./worker-messages.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Between two walks over the tree, which find what the system did not tell us; longer for trees that take long. */
const RESCAN_PAUSE_MS = 5000;
/** A run that lost a file and has others is either being deleted as a whole or lives on without it: known after so long. */
const LOSING_MS = 3000;
/** After everything was read, whoever waited for it asks for it first. */
const SETTLE_AFTER_MS = 300;
/** Between two looks whether the cache should be renewed. */
const CACHE_PAUSE_MS = 5 * 60 * 1000;
/** Files of settings that are open at the same time: a store of MLflow has a hundred thousand, a process may open a thousand. */
const SETTINGS_AT_ONCE = 16;

const NO_PATTERNS: readonly string[] = [];

export interface IngestOptions {
  readonly workerUrl: URL;
  /** False: read what is there, once. */
  readonly follow: boolean;
  /** How the columns of the log directories are kept between starts; null: not at all. */
  readonly cache: CacheOptions | null;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** A failure that is nobody's log: said once, to whoever runs the engine. */
  readonly report: (sentence: string) => void;
  /** In the place of the system's own answers: for file systems and limits that cannot be had at will. */
  readonly system?: { readonly askFileSystem?: AskFileSystem; readonly watch?: WatchInSystem };
}

export class Ingest {
  private readonly progress: LoadProgress;
  private readonly pool: WorkerPool;
  private readonly files = new FollowedLogs();
  /** By log directory and path. */
  private readonly settingsRead = new Set<string>();
  private readonly settingsTurn = inTurns(SETTINGS_AT_ONCE);
  /** By name of the log directory. */
  private readonly scans: ReadonlyMap<string, LogdirScan>;
  /** Runs that lost files and have others. */
  private readonly losing = new Set<Run>();
  private readonly stopped = new AbortController();
  private readonly cache: CacheKeeper | null;
  private cacheLoaded: Promise<void> = Promise.resolve();
  /** During the first walk, what a reading thread found before it. */
  private ahead: ListedAhead | null = null;

  constructor(
    private readonly store: Store,
    private readonly options: IngestOptions,
  ) {
    this.progress = new LoadProgress((loading) => store.setLoading(loading));
    this.pool = new WorkerPool(
      options.workerUrl,
      (id, update) => this.take(id, update),
      (error) => options.report(`A reading thread failed: ${error.stack ?? error.message}`),
    );
    this.cache = options.cache === null ? null : new CacheKeeper(options.cache, (order) => this.pool.fill(order));
    const fileSystems = new FileSystems(options.system?.askFileSystem);
    this.scans = new Map(store.logdirs().map((logdir) => [logdir.name, this.scanOf(logdir, fileSystems)]));
  }

  /** Resolves when every file that was there at start has been read to its end. */
  get loaded(): Promise<void> {
    return this.progress.done;
  }

  async start(): Promise<void> {
    this.ahead = new ListedAhead(this.pool.list(this.store.logdirs().map(({ path }) => path)));
    if (this.cache !== null) this.cacheLoaded = this.cache.load();
    await Promise.all([...this.scans.values()].map((scan) => scan.look()));
    this.ahead = null; // later walks must not believe it
    this.progress.discovered();
    void this.loaded.then(() => this.settle());
    if (this.options.follow) void this.rescan();
  }

  async close(): Promise<void> {
    this.stopped.abort();
    for (const scan of this.scans.values()) scan.close();
    await this.pool.close();
  }

  private scanOf(logdir: Logdir, fileSystems: FileSystems): LogdirScan {
    return new LogdirScan(
      logdir,
      {
        foundAhead: async (directory) => (await this.ahead?.contentOf(directory)) ?? null,
        ready: () => this.cacheLoaded,
        log: (directory, found, patterns) => this.followLog(logdir, directory, found, patterns),
        noLog: (path) => this.dropAt(logdir, path),
        gone: (path) => this.goneAt(logdir, path),
        settings: (directory, found) => this.followSettings(logdir, directory, found),
        described: (what) => this.store.describeLogdir(logdir.name, what),
        touched: (path) => this.touched(logdir, path),
        unwatchable: (sentence) => this.options.report(sentence),
      },
      fileSystems,
      this.options.system?.watch,
    );
  }

  private followLog(logdir: Logdir, directory: string, found: FoundLog, userPatterns: readonly string[]): void {
    const { name, format, run: runPath } = found;
    const path = within(directory, name);
    const patterns = format === "console" ? userPatterns : NO_PATTERNS;
    const known = this.files.at(logdir, path);
    if (known !== undefined && isDeepStrictEqual(known.log.patterns, patterns)) return;
    if (known !== undefined) this.drop(known); // its owner has other patterns now: it is another log
    const run = this.store.ensureRun(logdir.name, toShown(runPath));
    const log = toLogFile(logdir.path, path, found, patterns);
    const { id } = this.files.add(run, logdir, log);
    this.progress.fileFound();
    const cached = this.cache?.take(path) ?? null;
    const isUsable = cached !== null && isDeepStrictEqual(cached.state.patterns, patterns);
    if (isUsable) this.store.appendPoints(run, log.name, cached.points);
    this.pool.look(id, log, isUsable ? cached.state : null);
  }

  /** Reads settings of a run; false when the run is not known yet. */
  private followSettings(logdir: Logdir, directory: string, { name, run: runPath, kind }: FoundSettings): boolean {
    const path = within(directory, name);
    const place = placeOf(logdir, path);
    if (this.settingsRead.has(place)) return true;
    const runName = toShown(runPath);
    if (this.store.runAt(logdir.name, runName) === null) return false;
    this.settingsRead.add(place);
    const reading = this.settingsTurn(() => settingsOf(path, kind)).then((settings) => {
      const run = this.store.runAt(logdir.name, runName);
      if (run === null) this.settingsRead.delete(place);
      else if (settings !== null) this.store.setSettings(run, path, settings);
    });
    this.progress.waitFor(reading);
    return true;
  }

  private take(id: FileId, update: FileUpdate): void {
    const file = this.files.get(id);
    if (file === undefined) return; // forgotten while the answer was under way
    this.apply(file, update);
    if (file.isRead || (update.kind === "points" && !update.isAtEnd)) return;
    file.isRead = true;
    this.progress.fileRead();
  }

  private apply(file: FollowedLog, update: FileUpdate): void {
    const { store } = this;
    const { run, log } = file;
    const { name } = log;
    switch (update.kind) {
      case "points":
        if (!file.hasBegun) store.beginFile(run);
        file.hasBegun = true;
        if (update.isAnew) store.forgetFile(run, name);
        store.appendPoints(run, name, update.points);
        store.describeFile(run, name, { ...update, format: log.format }); // the name as we hold it, not another copy of it
        if (this.progress.isDone && update.bytesRead > 0) run.noteGrowth(this.options.now(), newestOf(update.points));
        this.progress.bytes(update.bytesRead);
        this.cache?.noteRead(update.bytesRead);
        break;
      case "gone":
        void this.letGo(file);
        break;
      case "unreadable":
        store.noteProblem(run, name, unreadableProblem(name, update.because));
        break;
    }
  }

  /** A file is gone. If its whole log directory is, nothing is concluded from that: mounts come and go, data stay. */
  private async letGo(file: FollowedLog): Promise<void> {
    const { logdir } = file;
    if (!(await isDirectory(logdir.path))) {
      this.store.describeLogdir(logdir.name, { error: `${logdir.path} is not there at the moment.`, passedOver: [] });
      return;
    }
    if (file.hasBegun && this.detach(file)) {
      this.store.loseFile(file.run, file.log.name);
      this.settleLoss(file.run);
    } else {
      this.drop(file);
      this.store.removeIfEmpty(file.run);
    }
    // There may be another one of its name by now, of which we heard while we still took it for this one.
    this.scans.get(logdir.name)?.doubt(dirname(file.log.path));
  }

  /** A run that lives on without a file that was deleted lives on without its points. */
  private settleLoss(run: Run): void {
    if (run.isGone() || !run.hasFiles() || this.losing.has(run)) return;
    this.losing.add(run);
    const settle = (): void => {
      this.losing.delete(run);
      if (!run.isGone() && !this.stopped.signal.aborted) this.store.beginFile(run);
    };
    setTimeout(settle, LOSING_MS).unref();
  }

  private goneAt(logdir: Logdir, path: string): void {
    const file = this.files.at(logdir, path);
    if (file !== undefined) void this.letGo(file);
  }

  /** The file is no log of a run any more: it is gone, or a better source stands beside it. */
  private dropAt(logdir: Logdir, path: string): void {
    const file = this.files.at(logdir, path);
    if (file === undefined) return;
    this.drop(file);
    this.store.removeIfEmpty(file.run);
  }

  private drop(file: FollowedLog): void {
    const { run, log } = file;
    // What stands under its name may be of one that was deleted before it.
    if (this.detach(file) && !run.isFileGone(log.name)) this.store.forgetFile(run, log.name);
  }

  /** Ends following the file; false when that was done before. */
  private detach(file: FollowedLog): boolean {
    if (!this.files.remove(file)) return false;
    if (!file.isRead) this.progress.fileRead(); // nobody waits for it any more
    this.pool.forget(file.id);
    return true;
  }

  /** Everything is read: from now on it is following. */
  private async settle(): Promise<void> {
    const { signal } = this.stopped;
    if (this.options.follow) await sleep(SETTLE_AFTER_MS, undefined, { signal, ref: false }).catch(() => {});
    if (!this.options.follow || signal.aborted) return;
    await this.pool.settle();
    if (signal.aborted) return;
    // Not before: setting up thousands of watches would hold up what people wait for, and the sweeps see growth meanwhile.
    await Promise.all([...this.scans.values()].map((scan) => scan.watch(signal)));
    this.relyOnWatches();
    await this.keepCache();
  }

  private isEverythingWatched(): boolean {
    return [...this.scans.values()].every((scan) => scan.isWatched());
  }

  private relyOnWatches(): void {
    this.pool.relyOnWatches(this.isEverythingWatched());
  }

  /** Renews the cache now and later, whenever much was read that it does not hold. */
  private async keepCache(): Promise<void> {
    const { cache } = this;
    const { signal } = this.stopped;
    while (cache !== null && !signal.aborted) {
      if (cache.isWorthWriting()) await this.writeCache(cache);
      await sleep(CACHE_PAUSE_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  private async writeCache(cache: CacheKeeper): Promise<void> {
    const snapshot: { state: FollowerState; points: TagPoints[] }[] = [];
    await this.pool.report((files) => {
      for (const { id, state } of files) {
        const file = this.files.get(id);
        if (file !== undefined) snapshot.push({ state, points: file.run.pointsOf(file.log.name) });
      }
    });
    await cache.write(snapshot);
  }

  /** Looks at a file that changed; false when it is not followed. */
  private touched(logdir: Logdir, path: string): boolean {
    const file = this.files.at(logdir, path);
    if (file === undefined) this.settingsRead.delete(placeOf(logdir, path));
    else this.pool.look(file.id, file.log);
    return file !== undefined;
  }

  /** Walks the trees again and again. Where the watches tell of everything, it may take half a percent of the time. */
  private async rescan(): Promise<void> {
    const { signal } = this.stopped;
    let pauseMs = RESCAN_PAUSE_MS;
    while (!signal.aborted) {
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      const start = performance.now();
      await Promise.all([...this.scans.values()].map((scan) => scan.look()));
      this.relyOnWatches(); // a mount may have come, or a limit been reached
      const tookMs = performance.now() - start;
      pauseMs = this.isEverythingWatched() ? Math.max(RESCAN_PAUSE_MS, 200 * tookMs) : RESCAN_PAUSE_MS;
    }
  }
}

/** Of what came, the latest wall time at the end of a series; NaN without any. */
const newestOf = (points: readonly TagPoints[]): number =>
  points.reduce((newest, { series }) => latest(newest, series.wallTimes[series.length - 1]), Number.NaN);

const latest = (a: number, b = Number.NaN): number => (a >= b || Number.isNaN(b) ? a : b);

const placeOf = ({ name }: Logdir, path: string): string => `${name}\0${path}`;

/** The parsers are loaded when there is something to parse: at many starts there is not. */
const settingsOf = async (path: string, kind: FoundSettings["kind"]): Promise<LogFacts | null> =>
  (await import("./settings-files.ts")).readSettings(path, kind);

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
