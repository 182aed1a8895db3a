/** A log directory's tree as it was last seen; a walk lists again only the directories in which names came or went. */
import type { Stats } from "node:fs";
import { realpath } from "node:fs/promises";
import { pauses } from "../store/pauses.ts";
import { type Content, listDirectory, statOf } from "./directory-listing.ts";
import { describeFailure } from "./failure.ts";
import { within } from "./log-file.ts";
import { toFsPath } from "./raw-names.ts";
import type { Listing } from "./recognised.ts";
import { sideBySide } from "./repeated.ts";

/** A directory or file that could not be looked at; the walk goes on beside it. */
export interface Unreadable {
  readonly path: string;
  readonly because: string;
}

export interface TreeEvents {
  /** A directory that is new, or another one under its name, is about to be listed: watched from now on, nothing in it is missed. */
  readonly entered: (directory: string) => void;
  /**
   * What is in a directory, at first and whenever it may have changed. The answer is called when everything is `ready`,
   * before the walk ends, one after the other. True: tell it at every walk, because more than its names decides.
   */
  readonly listed: (directory: string, listing: Listing) => Promise<() => Promise<boolean>>;
  /** What somebody has found in the directory since the start, or null: then the walk looks itself. */
  readonly foundAhead: (directory: string) => Promise<Content | null>;
  /** Resolves when answers may be called; the walk goes on meanwhile. */
  readonly ready: () => Promise<void>;
  /** A directory that was told of, or could not be read, is not there any more. */
  readonly left: (directory: string) => void;
  readonly failed: (problem: Unreadable) => void;
  /** Whether each change of the names in the directory, on the device numbered `device`, shows in its change time at once. */
  readonly hasHonestTimes: (directory: string, device: number) => Promise<boolean>;
}

/** Where a directory stands: as named by us, as it really is, and below the root. */
interface Place {
  readonly directory: string;
  readonly real: string;
  readonly path: string;
}

interface Known {
  /** Device and inode; empty until the second walk, because asking costs the first one as much as listing does. */
  identity: string;
  /** Its change time when it was listed, ms; NaN when that proves nothing about what is in it now. */
  changedMs: number;
  /** Names of the directories in it that are no links. */
  directories: readonly string[];
  /** Its links to directories. */
  links: readonly string[];
  /** What is in it, if that must be told at every walk. */
  listing: Listing | null;
}

/** In the place of an identity: whatever is found there next is entered anew. */
const UNREADABLE = "unreadable";

/** Directories that are looked at side by side: enough for Node's four file threads, few enough to hold little memory. */
const AHEAD = 16;
/** Work on the thread between two pauses. */
const SLICE_MS = 8;
/** Within so much time after a change, another one may leave the same change time. */
const COARSEST_CLOCK_MS = 2000;

export class DirectoryTree {
  private readonly known = new Map<string, Known>();
  /** Directories in which something happened since they were last listed. */
  private touched = new Set<string>();
  /** Listings that are to be told of, one after the other; null while there are none. */
  private telling: Promise<void> | null = null;
  private toTell: (() => Promise<void>)[] = [];
  private readonly pause = pauses(SLICE_MS);

  constructor(
    private readonly root: string,
    private readonly events: TreeEvents,
  ) {}

  /** All directories that the last walk found. */
  directories(): readonly string[] {
    return [...this.known.keys()];
  }

  /** Something happened to the names in `directory`: the next walk lists it. */
  touch(directory: string): void {
    this.touched.add(directory);
  }

  /**
   * Walks the tree and tells of each directory that is new or may have changed. `isThorough`: asks every directory; else
   * only those that were touched, and what is new below them.
   *
   * Symbolic links are followed, after everything that is reached without them; a directory that was visited already under
   * another name is not visited again, so loops end. Only regular files count: a pipe or a device named like a log is
   * passed over. One walk at a time. Linear in the tree.
   */
  async walk(isThorough: boolean): Promise<void> {
    const { touched } = this;
    this.touched = new Set();
    const visited = new Set<string>();
    let places: readonly Place[] = [{ directory: this.root, real: this.root, path: "." }];
    while (places.length > 0) {
      const real = await Promise.all(places.map((place) => this.resolve(place)));
      const pending = real.filter((place) => place !== null);
      const links: Place[] = [];
      await sideBySide(AHEAD, pending, async (place) => {
        if (visited.has(place.real)) return;
        visited.add(place.real);
        const known = await this.visit(place, touched.has(place.directory) ? "list" : isThorough ? "ask" : "trust");
        for (const name of known?.directories ?? []) pending.push(placeIn(place, name));
        for (const name of known?.links ?? []) links.push(placeIn(place, name));
      });
      places = links.sort((a, b) => (a.directory < b.directory ? -1 : 1));
    }
    while (this.telling !== null) await this.telling;
  }

  /** Where a link leads; null, and said, when it leads nowhere. */
  private async resolve(place: Place): Promise<Place | null> {
    try {
      return { ...place, real: await realpath(toFsPath(place.directory)) };
    } catch (error) {
      this.events.failed({ path: place.directory, because: describeFailure(error) });
      return null;
    }
  }

  /** What is known of the directory after as much of a look as `need` says; null when it cannot be read. */
  private async visit({ directory, path }: Place, need: "trust" | "ask" | "list"): Promise<Known | null> {
    const before = this.known.get(directory);
    if (before !== undefined && need === "trust") return before;
    try {
      const stats = before === undefined ? null : await statOf(directory);
      const identity = stats === null ? "" : `${stats.dev}:${stats.ino}`;
      const isUnchanged = before?.identity === identity && before.changedMs === stats?.ctimeMs;
      // What a link leads to changes without a trace in the link's directory.
      if (before !== undefined && isUnchanged && need === "ask" && before.links.length === 0) {
        if (before.listing !== null) await this.tell(directory, before.listing, before);
        return before;
      }
      if (before === undefined || (before.identity !== identity && before.identity !== "")) {
        this.events.entered(directory);
      }
      return await this.list(directory, path, identity, stats);
    } catch (error) {
      if (before !== undefined) before.identity = UNREADABLE;
      this.events.failed({ path: directory, because: describeFailure(error) });
      return null;
    }
  }

  private async list(directory: string, path: string, identity: string, stats: Stats | null): Promise<Known> {
    const changedMs = stats === null ? Number.NaN : await this.provenTime(directory, stats);
    const before = this.known.get(directory);
    const ahead = before === undefined ? await this.events.foundAhead(directory) : null;
    const { files, directories, links } = ahead ?? (await listDirectory(directory));
    const listing = { path, files, directories: [...directories, ...links] };
    await this.pause();
    const known: Known = { identity, changedMs, directories, links, listing: null };
    this.known.set(directory, known);
    const there = new Set(before === undefined ? [] : listing.directories);
    for (const name of [...(before?.directories ?? []), ...(before?.links ?? [])]) {
      if (!there.has(name)) this.leave(within(directory, name));
    }
    await this.tell(directory, listing, known);
    return known;
  }

  private async tell(directory: string, listing: Listing, known: Known): Promise<void> {
    const answer = await this.events.listed(directory, listing);
    this.toTell.push(async () => {
      known.listing = (await answer()) ? listing : null;
    });
    this.telling ??= this.tellAll();
  }

  private async tellAll(): Promise<void> {
    try {
      await this.events.ready();
      while (this.toTell.length > 0) {
        const now = this.toTell;
        this.toTell = [];
        for (const tell of now) {
          await tell();
          await this.pause();
        }
      }
    } finally {
      this.telling = null;
    }
  }

  /** The change time of a directory that is about to be listed, if finding it again will prove that no name has changed. */
  private async provenTime(directory: string, { dev, ctimeMs }: Stats): Promise<number> {
    const isHonest = await this.events.hasHonestTimes(directory, dev);
    return isHonest && Date.now() - ctimeMs > COARSEST_CLOCK_MS ? ctimeMs : Number.NaN;
  }

  private leave(directory: string): void {
    const known = this.known.get(directory);
    this.known.delete(directory);
    this.events.left(directory);
    if (known === undefined) return; // it could never be read
    for (const name of [...known.directories, ...known.links]) this.leave(within(directory, name));
  }
}

const placeIn = ({ directory, real, path }: Place, name: string): Place => ({
  directory: within(directory, name),
  real: within(real, name),
  path: path === "." ? name : `${path}/${name}`,
});
