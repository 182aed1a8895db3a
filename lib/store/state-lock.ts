/** One engine for a state directory: a lock that the kernel gives back when its holder dies, however it dies. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The engine that holds a state directory, as it describes itself. */
export interface Holder {
  readonly pid: number;
  /** Where it answers; null while it does not listen yet. */
  readonly url: string | null;
  /** The address that people open; null while it does not listen yet. */
  readonly board: string | null;
}

export interface StateLock {
  /** Tells others where this engine answers. */
  announce(url: string, board?: string): void;
  release(): void;
}

const FORMER_HOLDER: Holder = { pid: 0, url: null, board: null };

/**
 * The lock of `stateDir`, or its holder. It is a transaction on a SQLite file of its own: SQLite's file locks hold between
 * containers on one disk and, where the file system has locks at all, between machines; no number of a process is trusted.
 */
export async function lockState(stateDir: string): Promise<StateLock | { readonly heldBy: Holder }> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const { default: Driver } = await import("libsql");
  const lock = join(stateDir, "engine.lock");
  closeSync(openSync(lock, "a", 0o600));
  const database = new Driver(lock);
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    return { heldBy: holderOf(stateDir) ?? FORMER_HOLDER };
  }
  const path = join(stateDir, "engine.json");
  const describe = (url: string | null, board: string | null = url): void => {
    const holder: Holder = { pid: process.pid, url, board };
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600 });
  };
  describe(null);
  return {
    announce: describe,
    release: () => {
      rmSync(path, { force: true });
      database.close();
    },
  };
}

/** What the last holder of `stateDir` said of itself, if it has not taken it back; it may be dead. */
export function holderOf(stateDir: string): Holder | null {
  try {
    const { pid, url, board = url }: Holder = JSON.parse(readFileSync(join(stateDir, "engine.json"), "utf8"));
    return { pid, url, board };
  } catch {
    return null;
  }
}
