/** What the directories hold, looked into only when something in them changed. */
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { kindNamed } from "../textlogs/log-names.ts";
import { HEAD_BYTES } from "./log-heads.ts";
import { toFsPath } from "./raw-names.ts";
import { filesToLookInto, recognise } from "./recognise.ts";
import type { Listing, Recognised } from "./recognised.ts";

const NEWLINE = 0x0a;
const SMALLEST_STEP_BYTES = 16 * 1024;

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
  /** By path of a console log longer than its head, where the later piece began with which it was recognised. */
  private readonly evidence = new Map<string, number>();

  /**
   * What `listing`, the content of `directory`, means; heads of files are read where names do not tell. `patterns` are the
   * user's own for console logs.
   *
   * Programs say a lot before they train: console output longer than its head is judged by its end as well, and again
   * while it grows. Where a log was recognised, that place stays the evidence, whatever the file ends with later.
   */
  async of(directory: string, listing: Listing, patterns: readonly string[]): Promise<Contents> {
    const uncertain = filesToLookInto(listing);
    if (uncertain.length === 0) {
      this.known.delete(directory);
      return { recognised: recognise(listing, NO_HEADS, patterns), isCertain: true };
    }
    const names = [...listing.files, "/", ...listing.directories, "/", ...patterns].join("\0");
    const sizes = (await Promise.all(uncertain.map((name) => this.sizeThatTells(join(directory, name))))).join();
    const before = this.known.get(directory);
    if (before !== undefined && before.names === names && before.sizes === sizes) {
      return { recognised: before.recognised, isCertain: false };
    }
    const heads = new Map<string, Uint8Array>();
    const laterAt = new Map<string, number>();
    for (const name of uncertain) {
      const path = join(directory, name);
      const pieces = await readPieces(path, kindNamed(name) === "console", this.evidence.get(path) ?? null);
      if (pieces === null) continue;
      heads.set(name, pieces.bytes);
      if (pieces.laterAt !== null) laterAt.set(name, pieces.laterAt);
    }
    const recognised = recognise(listing, heads, patterns);
    const logs = new Set(recognised.logs.map(({ name }) => name));
    for (const [name, at] of laterAt) {
      if (logs.has(name)) this.evidence.set(join(directory, name), at);
      else this.evidence.delete(join(directory, name));
    }
    this.known.set(directory, { names, sizes, recognised });
    return { recognised, isCertain: false };
  }

  /** The directory is not there any more. */
  forget(directory: string): void {
    this.known.delete(directory);
  }

  /** A size that changes when the file may mean something else: with every byte of its head, then with every 64th that is added. */
  private async sizeThatTells(path: string): Promise<number> {
    const size = await stat(toFsPath(path)).then(
      (found) => found.size,
      () => -1,
    );
    if (size <= HEAD_BYTES) return size;
    if (kindNamed(path) !== "console" || this.evidence.has(path)) return HEAD_BYTES;
    const step = Math.max(SMALLEST_STEP_BYTES, 2 ** Math.floor(Math.log2(size) - 6));
    return Math.ceil(size / step) * step;
  }
}

interface Pieces {
  /** The first `HEAD_BYTES`, and behind a line end as many from a later place on, from a whole line on. */
  readonly bytes: Uint8Array;
  /** Where the later piece was read; null without one. */
  readonly laterAt: number | null;
}

/**
 * `laterAt`: where to read the later piece, if one is wanted; null: at the end. The answer is null when the file cannot be
 * read: it is in no part of the answer then, and is tried again when its size changes.
 */
async function readPieces(path: string, wantsLater: boolean, laterAt: number | null): Promise<Pieces | null> {
  const handle = await open(toFsPath(path), constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  try {
    const bytes = Buffer.alloc(2 * HEAD_BYTES + 1);
    const head = await handle.read(bytes, 0, HEAD_BYTES, 0);
    const { size } = await handle.stat();
    if (!wantsLater || size <= HEAD_BYTES) return { bytes: bytes.subarray(0, head.bytesRead), laterAt: null };
    const at = laterAt !== null && laterAt < size ? laterAt : Math.max(HEAD_BYTES, size - HEAD_BYTES);
    const later = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(later, 0, HEAD_BYTES, at);
    const lines = later.subarray(later.indexOf(NEWLINE) + 1, bytesRead);
    bytes[head.bytesRead] = NEWLINE;
    bytes.set(lines, head.bytesRead + 1);
    return { bytes: bytes.subarray(0, head.bytesRead + 1 + lines.length), laterAt: at };
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
