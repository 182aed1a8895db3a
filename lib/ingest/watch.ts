/** Tells at once when something changes below a log directory, as far as the system tells us. */
import { watch } from "chokidar";

export interface WatchEvents {
  /** Something happened to the entry `name` of `directory`; it may be new, longer, replaced or gone. */
  readonly touched: (directory: string, name: string) => void;
  /** There may be new directories, whose content may have come before their watches. */
  readonly grown: () => void;
  /** A directory cannot be watched; the sweeps still follow what is in it. */
  readonly failed: (error: Error) => void;
}

export interface DirectoryWatch {
  /** Watches what is below `real` too, and speaks of it as `named`: for symbolic links, which may lead in circles. */
  addLink(named: string, real: string): void;
  close(): Promise<void>;
}

/**
 * Watches the directories below `root`, and no file: the system reports changes of a file to its directory's watch too,
 * so 10,000 files in 2,000 directories cost 2,000 watches. Best effort by nature; nothing may rely on it for correctness.
 */
export function watchDirectories(root: string, events: WatchEvents): DirectoryWatch {
  const links = new Map<string, string>();
  const watcher = watch(root, {
    ignored: (_path, stats) => stats !== undefined && !stats.isDirectory(),
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignoreInitial: true,
  });
  const asNamed = (directory: string): string => {
    for (const [real, named] of links) {
      if (directory === real || directory.startsWith(`${real}/`)) return named + directory.slice(real.length);
    }
    return directory;
  };
  watcher.on("raw", (_event, name: string | null, details) => {
    const directory = watchedDirectory(details);
    if (name !== null && directory !== null) events.touched(asNamed(directory), name);
  });
  watcher.on("addDir", events.grown);
  watcher.on("ready", events.grown);
  watcher.on("error", (error) => events.failed(error instanceof Error ? error : new Error(String(error))));
  return {
    addLink(named, real) {
      if (links.has(real)) return;
      links.set(real, named);
      watcher.add(real);
    },
    close: () => watcher.close(),
  };
}

/** The directory whose watch fired, which chokidar passes on without a type. */
const watchedDirectory = (details: unknown): string | null =>
  typeof details === "object" && details !== null && "watchedPath" in details && typeof details.watchedPath === "string"
    ? details.watchedPath
    : null;
