/** One log directory: finds the logs in it, again and again, and watches it once it is told to. */
import { join, relative } from "node:path";
import { compareNames } from "../core/natural-order.ts";
import { pauses } from "../store/pauses.ts";
import type { Logdir, PassedOver } from "../store/store.ts";
import { type Contents, DirectoryContents } from "./directory-contents.ts";
import type { Content } from "./directory-listing.ts";
import { DirectoryTree } from "./directory-tree.ts";
import { describeFailure } from "./failure.ts";
import type { FileSystems } from "./file-systems.ts";
import { within } from "./log-file.ts";
import { LOGDIR_SETTINGS, readLogdirSettings } from "./logdir-settings.ts";
import { toShown } from "./raw-names.ts";
import { mayMatter } from "./recognise.ts";
import type { FoundLog, FoundSettings, Listing } from "./recognised.ts";
import { oneAtATime } from "./repeated.ts";
import { DirectoryWatches, type WatchInSystem } from "./watch.ts";

/** What the scan tells of one log directory. */
export interface Findings {
  /** What somebody has found in a directory since the start; null when nobody has. */
  readonly foundAhead: (directory: string) => Promise<Content | null>;
  /** Waited for before the first log is told of. */
  readonly ready: () => Promise<void>;
  /** A log in `directory`, new or known; `patterns` are the user's own for console logs. */
  readonly log: (directory: string, found: FoundLog, patterns: readonly string[]) => void;
  /** The file at `path` is a log no longer, or not of that run. */
  readonly noLog: (path: string) => void;
  /** The log at `path` is not there any more. */
  readonly gone: (path: string) => void;
  /** Settings in `directory`; false when the run that they belong to is not known yet. */
  readonly settings: (directory: string, found: FoundSettings) => boolean;
  readonly described: (what: { readonly error: string | null; readonly passedOver: readonly PassedOver[] }) => void;
  /** Something happened to the file at `path`; false when it is not followed. */
  readonly touched: (path: string) => boolean;
  /** The first time that a directory cannot be watched. */
  readonly unwatchable: (sentence: string) => void;
}

/** Work on the thread between two pauses. */
const SLICE_MS = 8;

export class LogdirScan {
  private readonly tree: DirectoryTree;
  private readonly contents = new DirectoryContents();
  private readonly watches: DirectoryWatches;
  private readonly walks: () => Promise<void>;
  private readonly pause = pauses(SLICE_MS);
  /** Names of the logs that each directory held when it was last looked at. */
  private readonly logsIn = new Map<string, readonly string[]>();
  /** By the directory in which it is, or which it is. */
  private readonly passedOver = new Map<string, readonly PassedOver[]>();
  /** By device, the uppermost directory on it and the name of its file system. */
  private readonly remotes = new Map<number, { readonly directory: string; readonly name: string }>();
  /** Settings of runs that were not known when they were found. */
  private unsettled: { readonly directory: string; readonly settings: FoundSettings }[] = [];
  private patterns: readonly string[] = [];
  private error: string | null = null;
  private isThorough = true;
  private isWatching = false;
  private watchFailure: string | null = null;

  constructor(
    private readonly logdir: Logdir,
    private readonly findings: Findings,
    private readonly fileSystems: FileSystems,
    watchInSystem: WatchInSystem | undefined,
  ) {
    this.tree = new DirectoryTree(logdir.path, {
      entered: (directory) => {
        if (this.isWatching) this.watches.watch(directory);
      },
      listed: (directory, listing) => this.take(directory, listing),
      foundAhead: findings.foundAhead,
      ready: findings.ready,
      left: (directory) => this.leave(directory),
      failed: ({ path, because }) => this.fail(path, because),
      hasHonestTimes: (directory, device) => this.isLocal(directory, device),
    });
    this.watches = new DirectoryWatches(
      {
        touched: (directory, name, isNews) => this.touched(directory, name, isNews),
        failed: (error) => this.failToWatch(error),
      },
      watchInSystem,
    );
    this.walks = oneAtATime(() => this.walk());
  }

  /** Looks at the whole tree, and follows what is new. */
  look(): Promise<void> {
    this.isThorough = true;
    return this.walks();
  }

  /** Watches everything, and looks once more: what came before its watch is found then. */
  async watch(signal: AbortSignal): Promise<void> {
    this.isWatching = true;
    for (const directory of this.tree.directories()) {
      await this.pause();
      if (signal.aborted) return;
      if (this.watchFailure === null) this.watches.watch(directory);
    }
    await this.look();
  }

  /** Whether the system tells of every change below the log directory. */
  isWatched(): boolean {
    return this.isWatching && this.watchFailure === null && this.remotes.size === 0;
  }

  /** The names in `directory` may not be as the last look at it found them: looks again there, soon where we watch. */
  doubt(directory: string): void {
    this.tree.touch(directory);
    if (this.isWatching) void this.walks();
  }

  close(): void {
    this.watches.close();
  }

  private async walk(): Promise<void> {
    const { logdir, isThorough } = this;
    this.isThorough = false;
    this.error = null;
    if (isThorough) {
      const { patterns, problem } = await readLogdirSettings(logdir.path);
      this.patterns = patterns;
      this.note(join(logdir.path, LOGDIR_SETTINGS), problem === null ? [] : [{ path: LOGDIR_SETTINGS, text: problem }]);
    }
    await this.tree.walk(isThorough);
    for (const { directory, settings } of this.unsettled.splice(0)) this.findings.settings(directory, settings);
    const passedOver = [...this.passedOver.values(), this.slownesses()].flat();
    passedOver.sort((a, b) => compareNames(a.path, b.path));
    this.findings.described({ error: this.error, passedOver });
  }

  private async take(directory: string, listing: Listing): Promise<() => Promise<boolean>> {
    const { patterns } = this;
    const contents = await this.contents.of(directory, listing, patterns);
    return () => this.tell(directory, listing.files, contents, patterns);
  }

  /** Tells what `directory` holds; true when that has to be asked again. */
  private async tell(
    directory: string,
    files: readonly string[],
    { recognised, isCertain }: Contents,
    patterns: readonly string[],
  ): Promise<boolean> {
    const { findings } = this;
    const { logs, settings, leftAside } = recognised;
    const names = logs.map(({ name }) => name);
    this.tellOfEnded(directory, new Set(names), files);
    if (names.length > 0) this.logsIn.set(directory, names);
    else this.logsIn.delete(directory);
    for (const log of logs) {
      findings.log(directory, log, patterns);
      await this.pause(); // there may be a hundred thousand of them
    }
    const unsettled = settings.filter((found) => !findings.settings(directory, found));
    for (const one of unsettled) this.unsettled.push({ directory, settings: one });
    this.note(
      directory,
      leftAside.map(({ name, because }) => ({ path: this.shown(within(directory, name)), text: toShown(because) })),
    );
    return !isCertain || unsettled.length > 0;
  }

  /** Tells of the logs that `directory` held and that are not among `logs`, its logs by now; `files` is what it holds. */
  private tellOfEnded(directory: string, logs: ReadonlySet<string>, files: readonly string[]): void {
    const ended = (this.logsIn.get(directory) ?? []).filter((name) => !logs.has(name));
    if (ended.length === 0) return;
    const there = new Set(files);
    for (const name of ended) {
      if (there.has(name)) this.findings.noLog(within(directory, name));
      else this.findings.gone(within(directory, name));
    }
  }

  private leave(directory: string): void {
    this.touchedIn(directory);
    this.watches.unwatch(directory);
    this.contents.forget(directory);
    this.logsIn.delete(directory);
    this.passedOver.delete(directory);
  }

  private fail(path: string, because: string): void {
    if (path === this.logdir.path) this.error = `${path} ${because}.`;
    else this.note(path, [{ path: this.shown(path), text: `The directory ${because}; it will be tried again.` }]);
  }

  private note(directory: string, passedOver: readonly PassedOver[]): void {
    if (passedOver.length === 0) this.passedOver.delete(directory);
    else this.passedOver.set(directory, passedOver);
  }

  private shown(path: string): string {
    return toShown(relative(this.logdir.path, path)) || ".";
  }

  private async isLocal(directory: string, device: number): Promise<boolean> {
    const name = await this.fileSystems.remoteName(directory, device);
    // Directories are told of before what is in them.
    if (name !== null && !this.remotes.has(device)) this.remotes.set(device, { directory, name });
    return name === null;
  }

  /** Why news takes longer than it could, and where: a sentence each. */
  private slownesses(): PassedOver[] {
    const remotes = [...this.remotes.values()].map(({ directory, name }) => ({
      path: this.shown(directory),
      text: `It is on a network file system (${name}), which does not tell what other machines write: files are looked at every second, for new runs every five.`,
    }));
    return this.watchFailure === null ? remotes : [...remotes, { path: ".", text: this.watchFailure }];
  }

  /** Something happened in `directory` to files that the system does not name. */
  private touchedIn(directory: string): void {
    for (const name of this.logsIn.get(directory) ?? []) this.findings.touched(within(directory, name));
  }

  private touched(directory: string, name: string | null, isNews: boolean): void {
    if (name === null) {
      this.touchedIn(directory);
      this.doubt(directory);
      return;
    }
    const isFollowed = this.findings.touched(within(directory, name));
    if (name === LOGDIR_SETTINGS && directory === this.logdir.path) this.isThorough = true;
    else if (isFollowed || (!isNews && !mayMatter(name))) return;
    this.doubt(directory);
  }

  private failToWatch(error: Error): void {
    if (this.watchFailure !== null) return;
    this.watchFailure = `Not everything can be watched (${describeWatchFailure(error)}); new points will show within a second, new runs within five.`;
    this.findings.unwatchable(this.watchFailure);
  }
}

const describeWatchFailure = (error: Error): string =>
  "code" in error && error.code === "ENOSPC"
    ? "the system's limit of watches is reached, `sysctl fs.inotify.max_user_watches` raises it"
    : describeFailure(error);
