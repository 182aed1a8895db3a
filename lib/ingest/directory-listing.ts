/** What stands in one directory: asked when others have their turn meanwhile, or ahead for a whole tree, by a thread that may block. */
import { readdir, readdirSync, type Stats, stat } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { within } from "./log-file.ts";
import { isDoubtful, nameOf, toFsPath } from "./raw-names.ts";
import { isPassedOver } from "./recognise.ts";

/** Names in a directory; those in which no logs are looked for are left out. */
export interface Content {
  readonly files: readonly string[];
  readonly directories: readonly string[];
  /** Links to directories; those to files are among the files. */
  readonly links: readonly string[];
}

// Not from `node:fs/promises`: that costs twice the time, and this is the longest part of a start.
const statLater = promisify(stat);
const readdirLater = promisify(readdir);

/** The status of what stands at `path`, behind links. */
export const statOf = (path: string): Promise<Stats> => statLater(toFsPath(path));

/** What stands in `directory`. Rejects when it cannot be read. */
export async function listDirectory(directory: string): Promise<Content> {
  const files: string[] = [];
  const directories: string[] = [];
  const links: string[] = [];
  for (const entry of await entriesOf(directory)) {
    const { name } = entry;
    if (entry.isFile()) files.push(name);
    else if (entry.isDirectory()) {
      if (!isPassedOver(name)) directories.push(name);
    } else if (entry.isSymbolicLink()) {
      const kind = await kindBehind(join(directory, name));
      if (kind === "file") files.push(name);
      else if (kind === "directory" && !isPassedOver(name)) links.push(name);
    }
  }
  return { files, directories, links };
}

/** Directories with what stands in them. */
export type Listings = readonly (readonly [directory: string, content: Content])[];

/**
 * What stands in and below `roots`, for so long as `mayGoOn` says: upper directories first. Blocks its thread; the same
 * question to the system, asked by one that must not block, takes several times the processor time.
 *
 * Directories that take a closer look are left out, and so is what is below them: with links, with names that are no
 * UTF-8, or unreadable.
 */
export function listAhead(roots: readonly string[], mayGoOn: () => boolean): Listings {
  const listings: (readonly [string, Content])[] = [];
  const pending = [...roots];
  for (let next = 0; next < pending.length && mayGoOn(); next++) {
    const directory = pending[next];
    const content = plainContent(directory);
    if (content === null) continue;
    listings.push([directory, content]);
    for (const name of content.directories) pending.push(within(directory, name));
  }
  return listings;
}

/** What stands in `directory`, or null where that takes a closer look. */
function plainContent(directory: string): Content | null {
  const files: string[] = [];
  const directories: string[] = [];
  try {
    for (const entry of readdirSync(toFsPath(directory), { withFileTypes: true })) {
      const { name } = entry;
      if (entry.isSymbolicLink() || isDoubtful(name)) return null;
      if (entry.isFile()) files.push(name);
      else if (entry.isDirectory() && !isPassedOver(name)) directories.push(name);
    }
  } catch {
    return null; // whoever looks closer finds the words
  }
  return { files, directories, links: [] };
}

/** An entry of a directory, as `node:fs` tells of it. */
interface Entry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** What stands in a directory, with names that lead back to it whatever their bytes are. */
async function entriesOf(directory: string): Promise<readonly Entry[]> {
  const path = toFsPath(directory);
  const entries = await readdirLater(path, { withFileTypes: true });
  if (!entries.some(({ name }) => isDoubtful(name))) return entries;
  const asBytes = await readdirLater(path, { withFileTypes: true, encoding: "buffer" });
  return asBytes.map((entry) => ({
    name: nameOf(entry.name),
    isFile: () => entry.isFile(),
    isDirectory: () => entry.isDirectory(),
    isSymbolicLink: () => entry.isSymbolicLink(),
  }));
}

/** A dangling link is neither file nor directory, and no problem worth a word. */
async function kindBehind(path: string): Promise<"file" | "directory" | "other"> {
  const found = await statOf(path).catch(() => null);
  return found?.isFile() ? "file" : found?.isDirectory() ? "directory" : "other";
}
