/** A backup: one file that holds what people said and decided, and the way back from it. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { copyInto, type Database, openDatabase, StateFailure, toStateFailure } from "./database.ts";
import { SCHEMA } from "./schema.ts";
import { lockState } from "./state-lock.ts";

/** Small documents of the state directory that go into a backup beside the database. Never the token, and no caches. */
const FOLDERS = ["annotations", "choices"];
const FILES = ["memory.json"];

/** What a backup holds, for people. */
export interface BackupContents {
  readonly comments: number;
  readonly verdicts: number;
  /** Those that were deleted and can still be had back included. */
  readonly reports: number;
  readonly users: number;
  readonly launches: number;
  readonly documents: number;
}

const databaseIn = (stateDir: string): string => join(stateDir, "tuneboard.db");

/**
 * Writes all that `stateDir` keeps of people's doing into `file`, as it is at one moment; a server may go on writing meanwhile.
 * The file is an SQLite database that only this user can read. What stood there before stays until the new one is whole.
 *
 * @throws StateFailure if there is nothing to back up, or it cannot be read or written.
 */
export async function backUp(stateDir: string, file: string): Promise<BackupContents> {
  const path = databaseIn(stateDir);
  if (!existsSync(path)) throw new StateFailure(`${stateDir} holds nothing to back up: there is no tuneboard.db.`);
  const database = await openPlain(path, true);
  const draft = `${resolve(file)}.${process.pid}.draft`;
  try {
    copyInto(database, draft);
    const contents = await addDocuments(draft, stateDir);
    syncFile(draft);
    renameSync(draft, file);
    return contents;
  } catch (error) {
    throw toStateFailure(error, file);
  } finally {
    database.close();
    rmSync(draft, { force: true });
  }
}

async function addDocuments(draft: string, stateDir: string): Promise<BackupContents> {
  const copy = await openPlain(draft);
  try {
    copy.exec(
      "PRAGMA journal_mode = DELETE; CREATE TABLE backup_documents (path TEXT PRIMARY KEY, content BLOB NOT NULL)",
    );
    const paths = documentsIn(stateDir);
    const insert = copy.prepare("INSERT INTO backup_documents VALUES (?, ?)");
    for (const path of paths) insert.run(path, readFileSync(join(stateDir, path)));
    return { ...countsIn(copy), documents: paths.length };
  } finally {
    copy.close();
  }
}

const documentsIn = (stateDir: string): string[] => [
  ...FOLDERS.flatMap((folder) => {
    const path = join(stateDir, folder);
    return existsSync(path)
      ? readdirSync(path).flatMap((name) => (name.endsWith(".json") ? [join(folder, name)] : []))
      : [];
  }),
  ...FILES.filter((name) => existsSync(join(stateDir, name))),
];

function countsIn(database: Database): Omit<BackupContents, "documents"> {
  const count = (table: string): number => {
    const isThere = onlyValue(database, `SELECT count(*) FROM sqlite_master WHERE name = '${table}'`) !== 0;
    return isThere ? Number(onlyValue(database, `SELECT count(*) FROM ${table}`)) : 0; // older versions have fewer tables
  };
  return {
    comments: count("comments"),
    verdicts: count("verdicts"),
    reports: count("reports"),
    users: count("users"),
    launches: count("launches"),
  };
}

/**
 * Puts what `file` holds in the place of what `stateDir` keeps; that is moved into a folder of its own, whose path is returned,
 * and never deleted. Launches that waited when the backup was made wait for a word: they may have run since.
 *
 * @param now seconds since the Unix epoch, for the folder's name.
 * @throws StateFailure, with everything as it was, if the file is no whole backup, is of a later version, or a Tuneboard is running.
 */
export async function restore(
  stateDir: string,
  file: string,
  now: number,
): Promise<BackupContents & { readonly before: string | null }> {
  const lock = await lockState(stateDir);
  if ("heldBy" in lock) {
    const { pid, url } = lock.heldBy;
    throw new StateFailure(
      `${stateDir} is in use by a Tuneboard (process ${pid}${url === null ? "" : ` at ${url}`}): end it first, restore, and start it again.`,
    );
  }
  const path = databaseIn(stateDir);
  const draft = `${path}.${process.pid}.draft`;
  try {
    const { contents, documents } = await check(file, draft);
    await refuseWhileOpen(path);
    const before = moveAside(stateDir, now);
    for (const [name, content] of documents) {
      mkdirSync(dirname(join(stateDir, name)), { recursive: true, mode: 0o700 });
      writeFileSync(join(stateDir, name), content, { mode: 0o600 });
    }
    renameSync(draft, path);
    syncFile(stateDir);
    return { ...contents, documents: documents.length, before };
  } catch (error) {
    throw toStateFailure(error, file);
  } finally {
    rmSync(draft, { force: true });
    lock.release();
  }
}

type Documents = readonly (readonly [path: string, content: Uint8Array])[];

/** Copies the backup to `draft`, ready to be put in place. */
async function check(
  file: string,
  draft: string,
): Promise<{ readonly contents: Omit<BackupContents, "documents">; readonly documents: Documents }> {
  if (!existsSync(file)) throw new StateFailure(`${file} is not there.`);
  writeFileSync(draft, readFileSync(file), { mode: 0o600 });
  const copy = await openPlain(draft);
  const documents: Documents[number][] = [];
  try {
    const whole = integrityOf(copy, file);
    const version = Number(onlyValue(copy, "PRAGMA user_version"));
    if (whole !== "ok") throw new StateFailure(`${file} is damaged; nothing was changed.`);
    if (version === 0) throw new StateFailure(`${file} is no backup of Tuneboard; nothing was changed.`);
    if (version > SCHEMA.length)
      throw new StateFailure(
        `${file} was made by a later version of Tuneboard (its tables have version ${version}, this one knows ${SCHEMA.length}); nothing was changed.`,
      );
    documents.push(...documentsOf(copy));
    copy.exec("DROP TABLE IF EXISTS backup_documents");
    copy.prepare("INSERT OR REPLACE INTO queue VALUES ('paused', ?)").run(JSON.stringify({ because: RESTORED }));
  } finally {
    copy.close();
  }
  const opened = await openDatabase(draft); // brings it up to date, or says why not, before anything is moved
  try {
    const contents = countsIn(opened);
    opened.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return { contents, documents };
  } finally {
    opened.close();
    for (const name of readdirSync(dirname(draft)))
      if (join(dirname(draft), name).startsWith(`${draft}-`) || join(dirname(draft), name).startsWith(`${draft}.`))
        rmSync(join(dirname(draft), name), { force: true });
  }
}

const RESTORED = "this state was restored from a backup, and what waited then may have run since";

/** What SQLite says of `database`. A file that is none is told apart here: the advice to restore it would be of no use to who just tried. */
function integrityOf(database: Database, file: string): unknown {
  try {
    return onlyValue(database, "PRAGMA integrity_check");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_NOTADB"))) throw error;
    throw new StateFailure(`${file} is damaged or no database of Tuneboard; nothing was changed.`, { cause: error });
  }
}

/** The first value of the first row. */
function onlyValue(database: Database, sql: string): unknown {
  const [row]: readonly unknown[] = database.prepare(sql).raw().all();
  return Array.isArray(row) ? row[0] : null;
}

/** None in a plain copy of a database, as an upgrade leaves it. Paths that lead anywhere else are not ours, and left out. */
function documentsOf(database: Database): Documents {
  const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'backup_documents'").all().length > 0;
  if (!isThere) return [];
  const rows = database.prepare("SELECT path, content FROM backup_documents").raw().all();
  return rows.flatMap((row): [string, Uint8Array][] => {
    const [path, content]: readonly unknown[] = Array.isArray(row) ? row : [];
    const isOurs =
      typeof path === "string" && (FILES.includes(path) || /^(annotations|choices)\/[\w-]+\.json$/.test(path));
    return isOurs && content instanceof Uint8Array ? [[path, content]] : [];
  });
}

/** Another process that only looks has no lock, but has the database open. */
async function refuseWhileOpen(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const database = await openPlain(path);
  try {
    database.exec("PRAGMA journal_mode = DELETE");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code.startsWith("SQLITE_BUSY"))
      throw new StateFailure(
        `${path} is open in another program: end every Tuneboard that uses it, and restore again.`,
      );
    // Damaged or unreadable: that is what a backup is for.
  } finally {
    database.close();
  }
}

/** Moves what a restore replaces into a folder of its own; null when there is nothing. */
function moveAside(stateDir: string, now: number): string | null {
  const names = ["tuneboard.db", "tuneboard.db-wal", "tuneboard.db-shm", "tuneboard.db-journal", ...FOLDERS, ...FILES];
  const present = names.filter((name) => existsSync(join(stateDir, name)));
  if (present.length === 0) return null;
  const stamp = new Date(now * 1000).toISOString().replace(/[:.]/g, "-");
  const before = join(stateDir, `before-restore-${stamp}`);
  mkdirSync(before, { mode: 0o700 });
  for (const name of present) renameSync(join(stateDir, name), join(before, name));
  return before;
}

/** A database as it is, without bringing it up to date. */
async function openPlain(path: string, isReadOnly = false): Promise<Database> {
  const { default: Driver } = await import("libsql");
  return new Driver(path, { readonly: isReadOnly });
}

/** Until what was written to a file, or which files are in a folder, is on the disk. */
function syncFile(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
