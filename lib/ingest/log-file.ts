/** A log that was found → a file to follow. */
import { join, relative, sep } from "node:path";
import type { LogFile } from "./followed-file.ts";
import { toShown } from "./raw-names.ts";
import type { FoundLog } from "./recognised.ts";

/** The file at `path`, which was found somewhere below the log directory `root`. */
export const toLogFile = (
  root: string,
  path: string,
  { format, tag, isRotated }: FoundLog,
  patterns: readonly string[],
): LogFile => ({
  path,
  name: toShown(below(root, path)),
  format,
  tag: tag === null ? null : toShown(tag),
  patterns,
  isRotated,
});

/** `name` in `directory`. A plain name needs none of what `join` does, which is dear where there are a hundred thousand. */
export const within = (directory: string, name: string): string =>
  directory.endsWith(sep) || name.includes("/") ? join(directory, name) : `${directory}${sep}${name}`;

/** `path` as seen from `root`; what is joined from names needs no walk from one to the other. */
const below = (root: string, path: string): string =>
  path.startsWith(root) && path[root.length] === sep ? path.slice(root.length + 1) : relative(root, path);
