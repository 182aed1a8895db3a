/** Keeps the store in step with the log directories: finds runs, has their files read, and goes on while they grow. */
import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { TagPoints } from "../core/log-reader.ts";
import { compareNames } from "../core/natural-order.ts";
import type { Problem } from "../core/series.ts";
import type { Run } from "../store/run.ts";
import type { Logdir, PassedOver, Store } from "../store/store.ts";
import { CacheKeeper, type CacheOptions } from "./cache-keeper.ts";
import { DirectoryContents } from "./directory-contents.ts";
import { walkDirectories } from "./discover.ts";
import { describeFailure } from "./failure.ts";
import type { FileUpdate, FollowerState, LogFile } from "./file-follower.ts";
import { LoadProgress } from "./load-progress.ts";
import { LOGDIR_SETTINGS, readLogdirSettings } from "./logdir-settings.ts";
import { type FoundLog, type FoundSettings, mayMatter } from "./recognise.ts";
import { oneAtATime } from "./repeated.ts";
import { readSettings } from "./settings-files.ts";
import { type DirectoryWatch, watchDirectories } from "./watch.ts";
import type { FileId } from "./worker-messages.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Between two walks over the tree, which find what the system did not tell us; longer for trees that take long. */
const RESCAN_PAUSE_MS = 5000;
/** After a directory appeared: when to look again, its watch being there by then. */
const SECOND_LOOK_MS = 500;
/** Between two looks whether the cache should be renewed. */
const CACHE_PAUSE_MS = 5 * 60 * 1000;

interface FollowedFile {
  readonly id: FileId;
  readonly run: Run;
  readonly logdir: Logdir;
  readonly log: LogFile;
  isRead: boolean;
}

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
}

export class Ingest {
  private readonly progress: LoadProgress;
  private readonly pool: WorkerPool;
  private readonly files = new Map<FileId, FollowedFile>();
  private readonly idByPath = new Map<string, FileId>();
  private readonly settingsRead = new Set<string>();
  private readonly contents = new DirectoryContents();
  /** The logs that each directory held when it was last looked at. */
  private readonly followedIn = new Map<string, ReadonlySet<string>>();
  private readonly stopped = new AbortController();
  private readonly watches = new Map<string, DirectoryWatch>();
  private nextId: FileId = 0;
  private hasWatchFailed = false;
  private readonly cache: CacheKeeper | null;
  private cacheLoaded: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly options: IngestOptions,
  ) {
    this.progress = new LoadProgress((loading) => store.setLoading(loading));
    this.cache = options.cache === null ? null : new CacheKeeper(options.cache);
    this.pool = new WorkerPool(
      options.workerUrl,
      (id, update) => this.take(id, update),
      (error) => options.report(`A reading thread failed: ${error.stack ?? error.message}`),
    );
  }

  /** Resolves when every file that was there at start has been read to its end. */
  get loaded(): Promise<void> {
    return this.progress.done;
  }

  async start(): Promise<void> {
    const logdirs = this.store.logdirs();
    if (this.cache !== null) this.cacheLoaded = this.cache.load();
    const scans = logdirs.map((logdir) => oneAtATime(() => this.scan(logdir)));
    await Promise.all(scans.map((scan) => scan()));
    this.progress.discovered();
    void this.loaded.then(() => this.settle(scans));
    if (this.options.follow) void this.rescan(scans);
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await Promise.all([this.pool.close(), ...[...this.watches.values()].map((watch) => watch.close())]);
  }

  /** Walks a log directory and follows what is new. */
  private async scan(logdir: Logdir): Promise<void> {
    let error: string | null = null;
    const passedOver: PassedOver[] = [];
    const { patterns, problem } = await readLogdirSettings(logdir.path);
    if (problem !== null) passedOver.push({ path: LOGDIR_SETTINGS, text: problem });
    await walkDirectories(logdir.path, {
      listed: async (directory, listing) => {
        const contents = await this.contents.of(directory, listing, patterns);
        await this.cacheLoaded;
        const named = new Set(contents.logs.map(({ name }) => join(directory, name)));
        for (const path of this.followedIn.get(directory) ?? []) if (!named.has(path)) this.dropPath(path);
        this.followedIn.set(directory, named);
        for (const log of contents.logs) this.followLog(logdir, directory, log, patterns);
        for (const settings of contents.settings) this.followSettings(logdir, directory, settings);
        for (const { name, because } of contents.leftAside) {
          passedOver.push({ path: relative(logdir.path, join(directory, name)), text: because });
        }
      },
      linked: (directory, real) => this.watches.get(logdir.name)?.addLink(directory, real),
      failed: ({ path, because }) => {
        if (path === logdir.path) error = `${path} ${because}.`;
        else
          passedOver.push({
            path: relative(logdir.path, path),
            text: `The directory ${because}; it will be tried again.`,
          });
      },
    });
    passedOver.sort((a, b) => compareNames(a.path, b.path));
    this.store.describeLogdir(logdir.name, { error, passedOver });
  }

  private followLog(logdir: Logdir, directory: string, found: FoundLog, userPatterns: readonly string[]): void {
    const { name, format, run: runPath, tag, isRotated } = found;
    const path = join(directory, name);
    const patterns = format === "console" ? userPatterns : [];
    const known = this.files.get(this.idByPath.get(path) ?? -1);
    if (known !== undefined && isDeepStrictEqual(known.log.patterns, patterns)) return;
    if (known !== undefined) this.drop(known); // its owner has other patterns now: it is another log
    const run = this.store.ensureRun(logdir.name, runPath);
    const id = this.nextId++;
    const log: LogFile = { path, name: relative(logdir.path, path), format, tag, patterns, isRotated };
    this.files.set(id, { id, run, logdir, log, isRead: false });
    this.idByPath.set(path, id);
    this.progress.fileFound();
    const cached = this.cache?.take(path) ?? null;
    const isUsable = cached !== null && isDeepStrictEqual(cached.state.patterns, patterns);
    if (isUsable) this.store.appendPoints(run, log.name, cached.points);
    this.pool.look(id, log, isUsable ? cached.state : null);
  }

  private followSettings(logdir: Logdir, directory: string, { name, run: runPath, kind }: FoundSettings): void {
    const path = join(directory, name);
    if (this.settingsRead.has(path)) return;
    this.settingsRead.add(path);
    const reading = readSettings(path, kind).then((settings) => {
      const run = this.store.runAt(logdir.name, runPath);
      if (run === null)
        this.settingsRead.delete(path); // its logs are yet to come
      else if (settings !== null) this.store.setSettings(run, path, settings);
    });
    this.progress.waitFor(reading);
  }

  private take(id: FileId, update: FileUpdate): void {
    const file = this.files.get(id);
    if (file === undefined) return; // forgotten while the answer was under way
    this.apply(file, update);
    if (file.isRead || (update.kind === "points" && !update.isAtEnd)) return;
    file.isRead = true;
    this.progress.fileRead();
  }

  private apply(file: FollowedFile, update: FileUpdate): void {
    const { store } = this;
    const { run, log } = file;
    const { name } = log;
    switch (update.kind) {
      case "points":
        if (update.isAnew) store.forgetFile(run, name);
        store.appendPoints(run, name, update.points);
        store.describeFile(run, name, update);
        if (this.progress.isDone && update.bytesRead > 0) run.grewAt = this.options.now();
        this.progress.bytes(update.bytesRead);
        this.cache?.noteRead(update.bytesRead);
        break;
      case "gone":
        void this.letGo(file);
        break;
      case "unreadable":
        store.noteProblem(run, name, unreadable(name, update.because));
        break;
    }
  }

  /** A file is gone. If its whole log directory is, nothing is concluded from that: mounts come and go, data stay. */
  private async letGo(file: FollowedFile): Promise<void> {
    const { logdir } = file;
    if (!(await isDirectory(logdir.path))) {
      this.store.describeLogdir(logdir.name, { error: `${logdir.path} is not there at the moment.`, passedOver: [] });
      return;
    }
    this.drop(file);
    this.store.removeIfEmpty(file.run);
  }

  /** The file is no log of a run any more: it is gone, or a better source stands beside it. */
  private dropPath(path: string): void {
    const file = this.files.get(this.idByPath.get(path) ?? -1);
    if (file === undefined) return;
    this.drop(file);
    this.store.removeIfEmpty(file.run);
  }

  private drop({ id, run, log, isRead }: FollowedFile): void {
    if (!this.files.delete(id)) return;
    if (!isRead) this.progress.fileRead(); // nobody waits for it any more
    this.idByPath.delete(log.path);
    this.pool.forget(id);
    this.store.forgetFile(run, log.name);
  }

  /** Everything is read: from now on it is following. */
  private async settle(scans: readonly (() => Promise<void>)[]): Promise<void> {
    await this.pool.settle();
    if (!this.options.follow || this.stopped.signal.aborted) return;
    // Not before: setting up thousands of watches would hold up what people wait for, and the sweeps see growth meanwhile.
    for (const [i, logdir] of this.store.logdirs().entries()) this.watch(logdir, scans[i]);
    await this.keepCache();
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

  private watch(logdir: Logdir, scan: () => Promise<void>): void {
    const scanNowAndLater = (): void => {
      void scan();
      setTimeout(scan, SECOND_LOOK_MS).unref();
    };
    const watch = watchDirectories(logdir.path, {
      touched: (directory, name) => {
        if (!this.touched(directory, name)) void scan();
      },
      grown: scanNowAndLater,
      failed: (error) => {
        if (this.hasWatchFailed) return;
        this.hasWatchFailed = true;
        this.options.report(
          `Not everything can be watched (${describeFailure(error)}); new points will show within a second, new runs within five.`,
        );
      },
    });
    this.watches.set(logdir.name, watch);
  }

  /** Looks at a file that changed; false when the tree must be walked to know what it is. */
  private touched(directory: string, name: string): boolean {
    const path = join(directory, name);
    const file = this.files.get(this.idByPath.get(path) ?? -1);
    if (file !== undefined) {
      this.pool.look(file.id, file.log);
      return true;
    }
    this.settingsRead.delete(path);
    return !mayMatter(name) && name !== LOGDIR_SETTINGS;
  }

  /** Walks the trees again and again. Where the watches tell of new directories, it may take a twentieth of the time. */
  private async rescan(scans: readonly (() => Promise<void>)[]): Promise<void> {
    const { signal } = this.stopped;
    let pauseMs = RESCAN_PAUSE_MS;
    while (!signal.aborted) {
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      const start = performance.now();
      await Promise.all(scans.map((scan) => scan()));
      pauseMs = this.hasWatchFailed ? RESCAN_PAUSE_MS : Math.max(RESCAN_PAUSE_MS, 20 * (performance.now() - start));
    }
  }
}

const unreadable = (file: string, because: string): Problem => ({
  kind: "unreadable",
  file,
  offset: 0,
  count: 1,
  text: `The file ${because}; it will be tried again.`,
});

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
