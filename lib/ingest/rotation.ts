/** The older parts of a log that is rotated: `train.log.2` and `train.log.1` before `train.log`. */
import { fstatSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { rotatedFrom } from "../textlogs/log-names.ts";
import { holds, identityOf, readAt, withLog } from "./file-content.ts";
import { toFsPath } from "./raw-names.ts";

/** So much of a part's beginning and end is compared with the next one. */
const COMPARED_BYTES = 64;

export interface OlderPart {
  readonly path: string;
  /** Device and inode. */
  readonly identity: string;
}

interface Part extends OlderPart {
  readonly size: number;
  readonly head: string;
  readonly tail: string;
}

/**
 * The older parts of the log at `path`, oldest first; none where they cannot be read. A part that the next one begins
 * with is somebody's copy of it and not listed: its points would come twice.
 */
export function olderParts(path: string): readonly OlderPart[] {
  const folder = dirname(path);
  const parts = namesIn(folder)
    .flatMap((name) => {
      const rotated = rotatedFrom(name);
      return rotated !== null && rotated.log === basename(path) ? [{ name, age: rotated.age }] : [];
    })
    .sort((a, b) => b.age - a.age)
    .flatMap(({ name }) => partAt(join(folder, name)) ?? []);
  return parts.filter((part, i) => part.size > 0 && !isCopied(part, parts[i + 1]?.path ?? path));
}

/**
 * Of `parts`, from the one on that was being read: the one with this identity and content, else a copy of it. Null when
 * there is none. An identity alone says little: a file that was copied and cut keeps its own, with other lines.
 */
export function partsFrom(
  parts: readonly OlderPart[],
  identity: string,
  hasContent: (fd: number) => boolean,
): readonly OlderPart[] | null {
  const same = parts.filter(({ path }) => tried(() => withLog(path, hasContent)) ?? false);
  const read = same.find((part) => part.identity === identity) ?? same.at(-1);
  return read === undefined ? null : parts.slice(parts.indexOf(read));
}

function partAt(path: string): Part | null {
  return tried(() =>
    withLog(path, (fd) => {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return null;
      const { size } = stats;
      const length = Math.min(size, COMPARED_BYTES);
      return {
        path,
        identity: identityOf(stats),
        size,
        head: readAt(fd, 0, length),
        tail: readAt(fd, size - length, length),
      };
    }),
  );
}

function isCopied({ size, head, tail }: Part, next: string): boolean {
  const isBeginning = (fd: number) => holds(fd, 0, head) && holds(fd, size - tail.length, tail);
  return tried(() => withLog(next, isBeginning)) ?? false;
}

const namesIn = (folder: string): readonly string[] => tried(() => readdirSync(toFsPath(folder), "utf8")) ?? [];

/** Null where the file system refuses: a part that cannot be read is as good as none. */
function tried<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
