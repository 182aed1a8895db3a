/** Tells at once when something changes in a directory, as far as the system tells us. */
import { watch as watchInSystem } from "node:fs";
import { isDoubtful, toFsPath } from "./raw-names.ts";

export interface WatchEvents {
  /**
   * Something happened in `directory`: to the entry `name`, or to one that the system does not name (null). With
   * `isNews` entries came or went; else the entry was written to.
   */
  readonly touched: (directory: string, name: string | null, isNews: boolean) => void;
  /** A directory cannot be watched; the sweeps still follow what is in it. */
  readonly failed: (error: Error) => void;
}

/** One watch of the system. */
export interface SystemWatch {
  close(): void;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** As `fs.watch`: throws when the system refuses. */
export type WatchInSystem = (
  path: string | Buffer,
  options: { readonly persistent: false },
  listener: (event: string, name: string | null) => void,
) => SystemWatch;

/** It is gone, or may not be read: the walk that found it says so itself. */
const NO_NEWS: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EACCES"]);

/**
 * Watches directories, and no file: the system reports changes of a file to its directory's watch too, so 10,000 files in
 * 2,000 directories cost 2,000 watches. Best effort by nature; nothing may rely on it for correctness.
 */
export class DirectoryWatches {
  private readonly watches = new Map<string, SystemWatch>();
  private isClosed = false;

  constructor(
    private readonly events: WatchEvents,
    private readonly system: WatchInSystem = watchInSystem,
  ) {}

  /** Watches `directory`, anew if it was watched: it may be another one of the same name. */
  watch(directory: string): void {
    if (this.isClosed) return;
    this.unwatch(directory);
    try {
      const watch = this.system(toFsPath(directory), { persistent: false }, (event, name) =>
        this.events.touched(directory, name === null || isDoubtful(name) ? null : name, event === "rename"),
      );
      watch.on("error", (error) => {
        this.unwatch(directory);
        this.events.failed(error);
      });
      this.watches.set(directory, watch);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (!("code" in failure && NO_NEWS.has(failure.code))) this.events.failed(failure);
    }
  }

  unwatch(directory: string): void {
    this.watches.get(directory)?.close();
    this.watches.delete(directory);
  }

  isWatched(directory: string): boolean {
    return this.watches.has(directory);
  }

  close(): void {
    this.isClosed = true;
    for (const watch of this.watches.values()) watch.close();
    this.watches.clear();
  }
}
