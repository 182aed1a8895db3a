/** Small files that are either there as a whole or not at all, also after a crash. */
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

/** Puts `text` at `path`, in place of what is there. Synced before it gets its name: a power cut leaves the old or the new. */
export function writeDurably(path: string, text: string): void {
  const draft = writeDraft(path, text, true);
  renameSync(draft, path);
}

/**
 * Puts `text` at `path` if nothing is there yet, and says whether it did: of several that try, one wins, and whoever reads
 * the file reads the winner's whole text.
 */
export function claimFile(path: string, text: string): boolean {
  const draft = writeDraft(path, text, false);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, text: string, synced: boolean): string {
  const draft = `${path}.${process.pid}.draft`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, text);
    if (synced) fsyncSync(file);
    return draft;
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
