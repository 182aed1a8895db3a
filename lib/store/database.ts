/** The state database: one SQLite file, brought up to date step by step, with failures in words. */
import { closeSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import type Libsql from "libsql";
import { SCHEMA } from "./schema.ts";

export type Database = Libsql.Database;

/** The state cannot be read or written; the message says why in one sentence. */
export class StateFailure extends Error {}

/**
 * File systems that other machines write to as well, or that may not keep the order of writes: SQLite's write-ahead log
 * breaks on them.
 *
 * @see statfs(2), f_type; sqlite.org/wal.html: "does not work over a network filesystem".
 */
const SHARED_FILE_SYSTEMS = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xfe534d42, // SMB2
  0xff534d42, // CIFS
  0x65735546, // FUSE, sshfs for one
  0x01021997, // 9p
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x00c36400, // Ceph
  0x5346414f, // AFS
]);

/** Whether `directory` is on a file system on which a write-ahead log is not safe. */
export const isOnSharedFileSystem = (directory: string): boolean => SHARED_FILE_SYSTEMS.has(statfsSync(directory).type);

/**
 * Opens the database at `path`, which is made if it is not there, and brings its tables up to date; each step is a
 * transaction of its own, so that an interrupted upgrade goes on where it stopped.
 *
 * @throws StateFailure if it is damaged, from a later version of Tuneboard, or cannot be written.
 */
export async function openDatabase(path: string): Promise<Database> {
  const { default: Driver } = await import("libsql"); // native code, loaded only by those who need it
  let database: Database | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600)); // SQLite would let everybody read it
    database = new Driver(path, { timeout: 5000 });
    const version = versionOf(database);
    if (version > SCHEMA.length) {
      throw new StateFailure(
        `${path} was written by a later version of Tuneboard (its tables have version ${version}, this one knows ${SCHEMA.length}); upgrade Tuneboard, or choose another --state-dir.`,
      );
    }
    const mode = isOnSharedFileSystem(dirname(path)) ? "DELETE" : "WAL";
    database.exec(`PRAGMA journal_mode = ${mode}; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;`);
    upgrade(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw toStateFailure(error, path);
  }
}

/** Another program may bring the same database up to date at this moment: which step is next is asked within it. */
function upgrade(database: Database, path: string): void {
  const step = (): boolean =>
    transact(database, path, () => {
      const version = versionOf(database);
      if (version < SCHEMA.length) database.exec(`${SCHEMA[version]}; PRAGMA user_version = ${version + 1};`);
      return version + 1 < SCHEMA.length;
    });
  while (versionOf(database) < SCHEMA.length && step());
}

function versionOf(database: Database): number {
  const [row] = database.prepare("PRAGMA user_version").raw().all();
  return Array.isArray(row) ? Number(row[0]) : 0;
}

/**
 * Runs `act` as one transaction: all of it happens or nothing. Not the driver's own: where SQLite itself has taken a
 * transaction back, on a full disk for one, that hides the reason behind "no transaction is active".
 */
export function transact<T>(database: Database, path: string, act: () => T): T {
  try {
    database.exec("BEGIN IMMEDIATE");
    const result = act();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec("ROLLBACK");
    throw toStateFailure(error, path);
  }
}

/** The failure of an operation on the database at `path`, in words; our own bugs stay what they are. */
export function toStateFailure(error: unknown, path: string): unknown {
  if (error instanceof StateFailure || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const because = BECAUSE.find(([beginning]) => code.startsWith(beginning))?.[1];
  return because === undefined ? error : new StateFailure(`${path} ${because}.`, { cause: error });
}

const BECAUSE: readonly (readonly [string, string])[] = [
  ["SQLITE_FULL", "cannot be written: there is no space left on its disk"],
  ["ENOSPC", "cannot be written: there is no space left on its disk"],
  ["EDQUOT", "cannot be written: this user's quota is used up"],
  ["SQLITE_IOERR", "cannot be read or written: its disk fails or is full"],
  ["SQLITE_READONLY", "may not be written by this user"],
  ["EACCES", "may not be written by this user"],
  ["EROFS", "is on a disk that may only be read"],
  ["SQLITE_CANTOPEN", "cannot be opened: is its folder there, and may this user write in it"],
  ["SQLITE_CORRUPT", "is damaged; move it away to start with an empty queue, or restore it from a backup"],
  ["SQLITE_NOTADB", "is damaged or no database of Tuneboard; move it away to start with an empty queue"],
  ["SQLITE_BUSY", "is being written by another program"],
];
