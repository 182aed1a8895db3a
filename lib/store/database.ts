/** The state database: one SQLite file, brought up to date step by step, with failures in words. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
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

/** The database of a state directory. */
export const databasePathOf = (stateDir: string): string => join(stateDir, "tuneboard.db");

/** Whether `directory` is on a file system on which a write-ahead log is not safe. */
const isOnSharedFileSystem = (directory: string): boolean => SHARED_FILE_SYSTEMS.has(statfsSync(directory).type);

export interface OpenOptions {
  /** Only to look: nothing is made, brought up to date or written. */
  readonly isReadOnly?: boolean;
  /** Each transaction is on the disk before it counts as done, so that not even a power failure takes it back. */
  readonly isDurable?: boolean;
}

/**
 * Opens the database at `path`, which is made if it is not there, and brings its tables up to date; each step is a
 * transaction of its own, so that an interrupted upgrade goes on where it stopped, and before the first a copy is made.
 *
 * @throws StateFailure if it is damaged, from a later version of Tuneboard, or cannot be written.
 */
export async function openDatabase(path: string, options: OpenOptions = {}): Promise<Database> {
  const { isReadOnly = false, isDurable = false } = options;
  const { default: Driver } = await import("libsql"); // native code, loaded only by those who need it
  let database: Database | null = null;
  try {
    if (!isReadOnly) makeComplete(path, Driver);
    refuseEmpty(path);
    // SQLite opens what may only be read without a word, and fails with the first write.
    if (!isReadOnly) for (const written of [path, dirname(path)]) accessSync(written, constants.W_OK);
    database = new Driver(path, { timeout: BUSY_TIMEOUT_MS, readonly: isReadOnly });
    const version = versionOf(database);
    if (version > SCHEMA.length) throw new StateFailure(laterVersion(path, version));
    if (isReadOnly) {
      if (version < SCHEMA.length)
        throw new StateFailure(`${path} is of an older version of Tuneboard and may not be written to by this user.`);
      return database;
    }
    if (version < SCHEMA.length) keepOldVersion(database, version, path);
    const mode = isOnSharedFileSystem(dirname(path)) ? "DELETE" : "WAL";
    const level = isDurable ? "FULL" : "NORMAL";
    database.exec(`PRAGMA journal_mode = ${mode}; PRAGMA synchronous = ${level}; PRAGMA foreign_keys = ON;`);
    upgrade(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw toStateFailure(error, path);
  }
}

const BUSY_TIMEOUT_MS = 5000;

/** A database of ours is never empty, so an empty file is one that was lost, and must not be taken for a new one. */
function refuseEmpty(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) {
    throw new StateFailure(`${path} is damaged: it is empty. Restore it from a backup, or delete it to begin anew.`);
  }
}

/** Where there is no file, puts a complete one in its place in one step: whoever is killed meanwhile leaves none at all. */
function makeComplete(path: string, Driver: typeof Libsql): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) return;
  const draft = `${path}.${process.pid}.draft`;
  rmSync(draft, { force: true });
  closeSync(openSync(draft, "wx", 0o600)); // SQLite would let everybody read it
  try {
    const database = new Driver(draft, { timeout: BUSY_TIMEOUT_MS });
    try {
      upgrade(database, draft);
    } finally {
      database.close();
    }
    putInPlace(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Never over a file that another program has put there meanwhile, where the file system has a way to say so. */
function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (existsSync(path)) return;
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    renameSync(draft, path); // no second names for a file here
  }
}

/** The name of the copy that an upgrade from `version` leaves. */
const oldVersionOf = (path: string, version: number): string => `${path}.version-${version}`;

/** Keeps the database as it is, for who wants to go back to the program that wrote it. */
function keepOldVersion(database: Database, version: number, path: string): void {
  const copy = oldVersionOf(path, version);
  if (version === 0 || existsSync(copy)) return;
  const draft = `${copy}.${process.pid}.draft`;
  try {
    copyInto(database, draft);
    renameSync(draft, copy);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Writes the database as it is at this moment to `file`, which must not exist; only this user can read it. */
export function copyInto(database: Database, file: string): void {
  closeSync(openSync(file, "wx", 0o600)); // an empty file counts as none for what follows
  database.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
}

function laterVersion(path: string, version: number): string {
  const copy = oldVersionOf(path, SCHEMA.length);
  const way = existsSync(copy)
    ? `upgrade Tuneboard, or go back with \`tuneboard restore ${copy}\``
    : "upgrade Tuneboard, or choose another --state-dir";
  return `${path} was written by a later version of Tuneboard (its tables have version ${version}, this one knows ${SCHEMA.length}); ${way}.`;
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
  ["SQLITE_CORRUPT", "is damaged; restore it with `tuneboard restore FILE`, or move it away to begin anew"],
  [
    "SQLITE_NOTADB",
    "is damaged or no database of Tuneboard; restore it with `tuneboard restore FILE`, or move it away to begin anew",
  ],
  ["SQLITE_BUSY", "is being written by another program"],
];
