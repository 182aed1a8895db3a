/** What a thread has listed of the trees before the first walk comes there. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Content, Listings } from "./directory-listing.ts";

/** A file system that hangs is no reason to wait: the walk looks itself then, at other directories at least. */
const LONGEST_WAIT_MS = 2000;

/** Gives each directory out once. */
export class ListedAhead {
  private readonly found: Promise<Map<string, Content>>;

  /** `listed` must not reject; it may take as long as it likes, and counts if it does not take too long. */
  constructor(listed: Promise<Listings>, longestWaitMs = LONGEST_WAIT_MS) {
    const late = sleep(longestWaitMs, [], { ref: false });
    this.found = Promise.race([listed, late]).then((listings) => new Map(listings));
  }

  /** What was found in `directory`; null when nobody looked there, or it was given out before. */
  async contentOf(directory: string): Promise<Content | null> {
    const found = await this.found;
    const content = found.get(directory) ?? null;
    found.delete(directory);
    return content;
  }
}
