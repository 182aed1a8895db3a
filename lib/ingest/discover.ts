/** Walks a log directory: every directory below it, once, with the names that stand in it. */
import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { describeFailure } from "./failure.ts";
import { isPassedOver, type Listing } from "./recognise.ts";

/** A directory or file that could not be looked at; the walk goes on beside it. */
export interface Unreadable {
  readonly path: string;
  readonly because: string;
}

export interface WalkEvents {
  /** A directory, where it is and what is in it; awaited before the walk ends. */
  readonly listed: (directory: string, listing: Listing) => Promise<void>;
  /** A directory that is a symbolic link, as named and as it really is. */
  readonly linked: (directory: string, real: string) => void;
  readonly failed: (problem: Unreadable) => void;
}

/**
 * Walks the tree below `root` and tells of each directory, in no particular order.
 *
 * Symbolic links are followed; a directory that was visited already under another name is not visited again, so loops
 * end. Only regular files count: a pipe or a device named like a log is passed over. Runs in time linear in the tree.
 */
export async function walkDirectories(root: string, { listed, linked, failed }: WalkEvents): Promise<void> {
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
    const files: string[] = [];
    const directories: { name: string; isLink: boolean }[] = [];
    for (const entry of entries) {
      const isSymlink = entry.isSymbolicLink();
      const kind = isSymlink ? await kindBehind(join(directory, entry.name)) : kindOf(entry);
      if (kind === "file") files.push(entry.name);
      else if (kind === "directory" && !isPassedOver(entry.name))
        directories.push({ name: entry.name, isLink: isSymlink });
    }
    const names = directories.map(({ name }) => name);
    await Promise.all([
      listed(directory, { path: path === "" ? "." : path, files, directories: names }),
      ...directories.map((below) =>
        walk(join(directory, below.name), path === "" ? below.name : `${path}/${below.name}`, below.isLink),
      ),
    ]);
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
