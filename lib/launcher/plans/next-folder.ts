/** Where the runs go that take a sweep further. */
import { dirname, join, relative, sep } from "node:path";
import type { Project } from "./project.ts";

/**
 * The folder, below the project's log directory, for further runs of a sweep whose runs are in `directories` (absolute, one for each run): their own, so that the advice
 * sees all of them side by side. Where that is no single folder below the log directory, a new one, named after the sweep's `title`. Empty: the log directory itself.
 */
export function folderOfNext(
  { logdir }: Project,
  title: string,
  directories: readonly string[],
  isTaken: (directory: string) => boolean,
): string {
  const parents = new Set(directories.map((directory) => dirname(directory)));
  const [parent] = parents;
  if (parents.size === 1 && parent !== undefined) {
    const below = relative(logdir, parent);
    if (below !== ".." && !below.startsWith(`..${sep}`)) return below.split(sep).join("/");
  }
  const base = `${title.replace(/[^\w.+-]+/g, "-").replace(/^-+|-+$/g, "") || "sweep"}-next`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!isTaken(join(logdir, name))) return name;
  }
}
