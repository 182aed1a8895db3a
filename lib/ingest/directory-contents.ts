/** What the directories hold, looked into only when something in them changed. */
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { toFsPath } from "./raw-names.ts";
import { filesToLookInto, HEAD_BYTES, type Listing, type Recognised, recognise } from "./recognise.ts";

/** What a directory holds. */
export interface Contents {
  readonly recognised: Recognised;
  /** False: what its files are depends on their sizes, too, so that it must be asked again. */
  readonly isCertain: boolean;
}

interface Known {
  readonly names: string;
  /** Sizes of the files whose heads decided; one that was short may have become a log since. */
  readonly sizes: string;
  readonly recognised: Recognised;
}

const NO_HEADS: ReadonlyMap<string, Uint8Array> = new Map();

export class DirectoryContents {
  private readonly known = new Map<string, Known>();

  /**
   * What `listing`, the content of `directory`, means; heads of files are read where names do not tell. `patterns` are the
   * user's own for console logs.
   */
  async of(directory: string, listing: Listing, patterns: readonly string[]): Promise<Contents> {
    const uncertain = filesToLookInto(listing);
    if (uncertain.length === 0) {
      this.known.delete(directory);
      return { recognised: recognise(listing, NO_HEADS, patterns), isCertain: true };
    }
    const names = [...listing.files, "/", ...listing.directories, "/", ...patterns].join("\0");
    const sizes = (await Promise.all(uncertain.map((name) => sizeUpToHead(join(directory, name))))).join();
    const before = this.known.get(directory);
    if (before !== undefined && before.names === names && before.sizes === sizes) {
      return { recognised: before.recognised, isCertain: false };
    }
    const heads = new Map<string, Uint8Array>();
    for (const name of uncertain) {
      const head = await readHead(join(directory, name));
      if (head !== null) heads.set(name, head);
    }
    const recognised = recognise(listing, heads, patterns);
    this.known.set(directory, { names, sizes, recognised });
    return { recognised, isCertain: false };
  }

  /** The directory is not there any more. */
  forget(directory: string): void {
    this.known.delete(directory);
  }
}

/** Beyond its head a file's growth changes nothing about what it is. */
const sizeUpToHead = (path: string): Promise<number> =>
  stat(toFsPath(path)).then(
    ({ size }) => Math.min(size, HEAD_BYTES),
    () => -1,
  );

/** Null when the file cannot be read: it is in no part of the answer then, and is tried again when its size changes. */
async function readHead(path: string): Promise<Uint8Array | null> {
  const handle = await open(toFsPath(path), constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    return head.slice(0, bytesRead);
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
