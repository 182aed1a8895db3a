/** Tells at once when something changes below a log directory, as far as the system tells us. */
import { join } from "node:path";
import { watch } from "chokidar";

export interface WatchEvents {
  /** Something happened to the entry `name` of `directory`; it may be new, longer, replaced or gone. */
  readonly touched: (directory: string, name: string) => void;
  /** A directory appeared. */
  readonly added: (directory: string) => void;
  /** A directory cannot be watched; the sweeps still follow what is in it. */
  readonly failed: (error: Error) => void;
}

/**
 * Watches the directories below `root`, and no file: the system reports changes of a file to its directory's watch too,
 * so 10,000 files in 2,000 directories cost 2,000 watches. Best effort by nature; nothing may rely on it for correctness.
 */
export function watchDirectories(root: string, events: WatchEvents): { close(): Promise<void> } {
  const watcher = watch(root, {
    ignored: (_path, stats) => stats !== undefined && !stats.isDirectory(),
    ignorePermissionErrors: true,
    ignoreInitial: true,
  });
  watcher.on("raw", (_event, name: string | null, details) => {
    const directory = watchedDirectory(details);
    if (name !== null && directory !== null) events.touched(directory, name);
  });
  watcher.on("addDir", (directory) => events.added(join(directory)));
  watcher.on("error", (error) => events.failed(error instanceof Error ? error : new Error(String(error))));
  return watcher;
}

/** The directory whose watch fired, which chokidar passes on without a type. */
const watchedDirectory = (details: unknown): string | null =>
  typeof details === "object" && details !== null && "watchedPath" in details && typeof details.watchedPath === "string"
    ? details.watchedPath
    : null;
