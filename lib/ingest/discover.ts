/** Finds the runs below a log directory: every directory that holds event files, as TensorBoard does. */
import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { SETTINGS_NAMES } from "../textlogs/settings.ts";
import { describeFailure } from "./failure.ts";
import { isEventFile } from "./log-files.ts";

/** A directory that holds event files. */
export interface FoundRun {
  /** Path below the log directory with `/` between its parts; `.` for the directory itself. */
  readonly path: string;
  /** Names of its event files, sorted. */
  readonly eventFiles: readonly string[];
  /** Name of the file that holds its settings; null when there is none. */
  readonly settingsFile: string | null;
}

/** A directory or file that could not be looked at; the walk goes on beside it. */
export interface Unreadable {
  readonly path: string;
  readonly because: string;
}

export interface DiscoverEvents {
  readonly found: (run: FoundRun) => void;
  /** A directory that is a symbolic link, as named and as it really is. */
  readonly linked: (directory: string, real: string) => void;
  readonly failed: (problem: Unreadable) => void;
}

/**
 * Walks the tree below `root` and tells of each run, in no particular order.
 *
 * Symbolic links are followed; a directory that was visited already under another name is not visited again, so loops
 * end. Only regular files count: a pipe or a device named like a log is passed over. Runs in time linear in the tree.
 */
export async function discoverRuns(root: string, { found, linked, failed }: DiscoverEvents): Promise<void> {
  const visited = new Set<string>();
  const walk = async (directory: string, path: string, isLink: boolean): Promise<void> => {
    let entries: Dirent[];
    try {
      const real = await realpath(directory);
      if (visited.has(real)) return;
      visited.add(real);
      if (isLink) linked(directory, real);
      entries = await readdir(directory, { withFileTypes: true });
    } catch (error) {
      failed({ path: directory, because: describeFailure(error) });
      return;
    }
    const eventFiles: string[] = [];
    const others = new Set<string>();
    const directories: { name: string; isLink: boolean }[] = [];
    for (const entry of entries) {
      const isSymlink = entry.isSymbolicLink();
      const kind = isSymlink ? await kindBehind(join(directory, entry.name)) : kindOf(entry);
      if (kind === "directory") directories.push({ name: entry.name, isLink: isSymlink });
      else if (kind === "file" && isEventFile(entry.name)) eventFiles.push(entry.name);
      else if (kind === "file") others.add(entry.name);
    }
    if (eventFiles.length > 0) {
      const settingsFile = SETTINGS_NAMES.find((name) => others.has(name)) ?? null;
      found({ path: path === "" ? "." : path, eventFiles: eventFiles.sort(), settingsFile });
    }
    await Promise.all(
      directories.map(({ name, isLink: isLinked }) =>
        walk(join(directory, name), path === "" ? name : `${path}/${name}`, isLinked),
      ),
    );
  };
  await walk(root, "", false);
}

type Kind = "file" | "directory" | "other";

const kindOf = (entry: { isFile(): boolean; isDirectory(): boolean }): Kind =>
  entry.isFile() ? "file" : entry.isDirectory() ? "directory" : "other";

/** A dangling link is neither file nor directory, and no problem worth a word. */
const kindBehind = async (path: string): Promise<Kind> => {
  try {
    return kindOf(await stat(path));
  } catch {
    return "other";
  }
};
