/** Keeps the store in step with the log directories: finds runs, has their files read, and goes on while they grow. */
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../store/run.ts";
import type { Logdir, Store } from "../store/store.ts";
import { describeFailure, discoverRuns, type FoundRun } from "./discover.ts";
import type { FileUpdate } from "./file-follower.ts";
import { isEventFile, SETTINGS_FILES } from "./log-files.ts";
import { parseSettings } from "./settings.ts";
import { watchDirectories } from "./watch.ts";
import type { FileId, FromWorker } from "./worker-messages.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Between two walks over the tree, which find what the system did not tell us. */
const RESCAN_PAUSE_MS = 5000;
const LARGEST_SETTINGS_BYTES = 1024 * 1024;

interface FollowedFile {
  readonly id: FileId;
  readonly run: Run;
  /** Path below the log directory: the file's name in problems, and its place among the run's files. */
  readonly name: string;
  readonly path: string;
  isRead: boolean;
}

export interface IngestOptions {
  readonly workerUrl: URL;
  /** False: read what is there, once. */
  readonly follow: boolean;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** A failure that is nobody's log: said once, to whoever runs the engine. */
  readonly report: (sentence: string) => void;
}

export class Ingest {
  /** Resolves when every file that was there at start has been read to its end. */
  readonly loaded: Promise<void>;
  private readonly pool: WorkerPool;
  private readonly files = new Map<FileId, FollowedFile>();
  private readonly idByPath = new Map<string, FileId>();
  private readonly settingsRead = new Set<string>();
  private readonly stopped = new AbortController();
  private readonly watchers: { close(): Promise<void> }[] = [];
  private nextId: FileId = 0;
  private unread = 0;
  private bytesRead = 0;
  private isDiscovered = false;
  private isLoaded = false;
  private finishLoading: () => void = () => {};
  private hasWatchFailed = false;

  constructor(
    private readonly store: Store,
    private readonly options: IngestOptions,
  ) {
    this.loaded = new Promise((resolve) => {
      this.finishLoading = resolve;
    });
    this.pool = new WorkerPool(
      options.workerUrl,
      (message) => this.take(message),
      (error) => options.report(`A reading thread failed: ${error.stack ?? error.message}`),
    );
  }

  async start(): Promise<void> {
    await Promise.all(this.store.logdirs().map((logdir) => this.scan(logdir)));
    this.isDiscovered = true;
    this.checkLoaded();
    if (!this.options.follow) return;
    for (const logdir of this.store.logdirs()) this.watch(logdir);
    void this.rescan();
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await Promise.all([this.pool.close(), ...this.watchers.map((watcher) => watcher.close())]);
  }

  /** Walks `logdir` from `directory` down, which is the log directory itself or lies in it, and follows what is new. */
  private async scan(logdir: Logdir, directory = logdir.path): Promise<void> {
    const below = relative(logdir.path, directory).split(sep).join("/");
    let rootError: string | null = null;
    await discoverRuns(
      directory,
      ({ path, ...found }) => this.follow(logdir, { ...found, path: joinPath(below, path) }),
      (problem) => {
        if (problem.path === logdir.path) rootError = `${problem.path} ${problem.because}.`;
      },
    );
    if (directory === logdir.path && this.currentError(logdir) !== rootError) {
      this.store.setLogdirError(logdir.name, rootError);
    }
  }

  private currentError(logdir: Logdir): string | null {
    return this.store.logdirs().find(({ name }) => name === logdir.name)?.error ?? null;
  }

  private follow(logdir: Logdir, { path, eventFiles, settingsFile }: FoundRun): void {
    const directory = path === "." ? logdir.path : join(logdir.path, path);
    const run = this.store.ensureRun(logdir.name, path);
    for (const name of eventFiles) this.followFile(run, join(directory, name), path === "." ? name : `${path}/${name}`);
    if (settingsFile === null || this.settingsRead.has(join(directory, settingsFile))) return;
    this.settingsRead.add(join(directory, settingsFile));
    void this.readSettings(run, join(directory, settingsFile));
  }

  private followFile(run: Run, path: string, name: string): void {
    if (this.idByPath.has(path)) return;
    const id = this.nextId++;
    this.files.set(id, { id, run, name, path, isRead: false });
    this.idByPath.set(path, id);
    this.unread += 1;
    this.pool.look(id, path, name);
  }

  private async readSettings(run: Run, path: string): Promise<void> {
    const text = await readFile(path, "utf8").catch(() => "");
    const settings = text.length > LARGEST_SETTINGS_BYTES ? null : parseSettings(text);
    if (settings !== null) this.store.setHparams(run, settings);
  }

  private take({ file: id, update }: FromWorker): void {
    const file = this.files.get(id);
    if (file === undefined) return; // forgotten while the answer was under way
    this.apply(file, update);
    if (file.isRead || (update.kind === "points" && !update.isAtEnd)) return;
    file.isRead = true;
    this.unread -= 1;
    this.checkLoaded();
  }

  private apply(file: FollowedFile, update: FileUpdate): void {
    const { store } = this;
    const { run, name } = file;
    switch (update.kind) {
      case "points":
        if (update.isAnew) store.forgetFile(run, name);
        store.appendPoints(run, name, update.series);
        store.describeFile(run, name, update);
        if (this.isLoaded && update.bytesRead > 0) run.grewAt = this.options.now();
        this.bytesRead += update.bytesRead;
        break;
      case "gone":
        this.files.delete(file.id);
        this.idByPath.delete(file.path);
        this.pool.forget(file.id);
        store.forgetFile(run, name);
        store.removeIfEmpty(run);
        break;
      case "unreadable":
        store.describeFile(run, name, {
          startedAt: run.startedAt(),
          problems: [
            {
              kind: "unreadable",
              file: name,
              offset: 0,
              count: 1,
              text: `The file ${update.because}; it will be tried again.`,
            },
          ],
        });
        break;
    }
  }

  private checkLoaded(): void {
    if (this.isLoaded) return;
    const found = this.files.size;
    if (!this.isDiscovered || this.unread > 0) {
      this.store.loading = {
        filesRead: found - this.unread,
        filesFound: found,
        bytesRead: this.bytesRead,
        bytesFound: this.bytesRead,
      };
      return;
    }
    this.isLoaded = true;
    this.store.setLoading(null);
    this.finishLoading();
  }

  private watch(logdir: Logdir): void {
    this.watchers.push(
      watchDirectories(logdir.path, {
        touched: (directory, name) => this.touched(logdir, directory, name),
        added: (directory) => void this.scan(logdir, directory),
        failed: (error) => {
          if (this.hasWatchFailed) return;
          this.hasWatchFailed = true;
          this.options.report(
            `Not everything can be watched (${describeFailure(error)}); new points will show within a second, new runs within five.`,
          );
        },
      }),
    );
  }

  private touched(logdir: Logdir, directory: string, name: string): void {
    const path = join(directory, name);
    const file = this.files.get(this.idByPath.get(path) ?? -1);
    if (file !== undefined) {
      this.pool.look(file.id, file.path, file.name);
      return;
    }
    this.settingsRead.delete(path);
    if (isEventFile(name) || SETTINGS_FILES.includes(name)) void this.scan(logdir, directory);
  }

  private async rescan(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await sleep(RESCAN_PAUSE_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await Promise.all(this.store.logdirs().map((logdir) => this.scan(logdir)));
    }
  }
}

const joinPath = (above: string, below: string): string =>
  above === "" ? below : below === "." ? above : `${above}/${below}`;
