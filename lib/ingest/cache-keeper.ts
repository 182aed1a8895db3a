/** Uses the columns cache at start, and renews it when enough was read that it did not hold. */
import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TagPoints } from "../core/log-reader.ts";
import { type CachedFile, type FillColumns, readColumns, writeColumns } from "../store/columns-cache.ts";
import type { FollowerState } from "./followed-file.ts";

export interface CacheOptions {
  /** Where the cache is, in a folder of its own. */
  readonly path: string;
  /** Names the engine: another one does not use what this one wrote. */
  readonly madeBy: string;
  /** It is renewed when so many bytes of logs were read that it does not hold: so many as would be felt at the next start. */
  readonly worthBytes: number;
}

const KEPT_DAYS = 60;

export class CacheKeeper {
  private readonly cached = new Map<string, CachedFile<FollowerState>>();
  private uncachedBytes = 0;
  private isWriting = false;

  /** `fill` reads the columns in a thread that has time for it. */
  constructor(
    private readonly options: CacheOptions,
    private readonly fill: FillColumns,
  ) {}

  async load(): Promise<void> {
    const { path, madeBy } = this.options;
    const files = (await readColumns<FollowerState>(path, madeBy, this.fill)) ?? [];
    for (const file of files) this.cached.set(file.state.path, file);
  }

  /** What the cache holds of the file at `path`, given out once; the follower finds out whether it still holds true. */
  take(path: string): CachedFile<FollowerState> | null {
    const file = this.cached.get(path) ?? null;
    this.cached.delete(path);
    return file;
  }

  /** Counts bytes of logs that had to be read. */
  noteRead(bytes: number): void {
    this.uncachedBytes += bytes;
  }

  isWorthWriting(): boolean {
    return this.uncachedBytes >= this.options.worthBytes && !this.isWriting;
  }

  /** Replaces the cache. A failure (a full disk, a read-only home) costs the next start some time, and nothing else. */
  async write(
    files: readonly { readonly state: FollowerState; readonly points: readonly TagPoints[] }[],
  ): Promise<void> {
    this.isWriting = true;
    this.uncachedBytes = 0;
    await writeColumns(this.options.path, this.options.madeBy, files)
      .then(() => removeOldCaches(dirname(this.options.path)))
      .catch(() => {});
    this.isWriting = false;
  }
}

/** Caches of log directories that nobody has opened for long, and drafts of engines that were killed while they wrote. */
async function removeOldCaches(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const keptHours = name.endsWith(".columns") ? 24 * KEPT_DAYS : name.endsWith(".draft") ? 1 : Infinity;
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > keptHours * 3_600_000) await rm(join(folder, name), { force: true });
  }
}
