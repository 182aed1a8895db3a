/** The state database as the review uses it: opened when it can be, read-only where it must be, and words for when it is neither. */
import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Database, openDatabase, StateFailure } from "../store/database.ts";
import { Statements } from "../store/statements.ts";
import { ReviewTable } from "./review-table.ts";

/** A database that could not be opened may be there again: a disk with space, a backup that was restored. */
const TRY_AGAIN_MS = 3000;
/** One that can at least be read is not opened, and looked through, as often. */
const TRY_TO_WRITE_MS = 30_000;

export class ReviewDatabase {
  private table: ReviewTable | null = null;
  private statements: Statements | null = null;
  private because: string | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** `path`: that of the state database. */
  constructor(private readonly path: string) {}

  /** Opens it, and goes on trying where that fails. Never throws: the rest of the board does not need it. */
  async open(): Promise<void> {
    const opened = await this.tryToOpen();
    if (this.isClosed) {
      opened?.database.close();
      return;
    }
    if (opened !== null) {
      this.statements?.close();
      this.statements = new Statements(opened.database, this.path);
      this.table = new ReviewTable(this.statements);
    }
    if (this.because !== null) {
      this.timer = setTimeout(() => void this.open(), this.table === null ? TRY_AGAIN_MS : TRY_TO_WRITE_MS);
      this.timer.unref();
    }
  }

  /** For who only looks; null while there is nothing to look at. */
  reading(): ReviewTable | null {
    return this.table;
  }

  /** For who changes something; else why that cannot be, in a sentence. */
  writing(): ReviewTable | string {
    if (this.because !== null) return this.because;
    return this.table ?? "Comments and verdicts are not read yet.";
  }

  /** Why nothing can be written down, in a sentence; null when it can. */
  problem(): string | null {
    return this.because;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.statements?.close();
    this.statements = null;
    this.table = null;
    this.because = "Tuneboard is ending.";
  }

  private async tryToOpen(): Promise<{ readonly database: Database } | null> {
    try {
      const database = await openDatabase(this.path, { isDurable: true });
      this.because = await damageIn(database, this.path);
      if (this.because === null || this.table === null) return { database };
      database.close();
      return null;
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      this.because = error.message;
    }
    if (this.table !== null) return null; // opened for reading before
    try {
      return { database: await openDatabase(this.path, { isReadOnly: true }) };
    } catch {
      return null; // the first failure says it
    }
  }
}

/** Up to here a look through the whole takes some milliseconds: about one a megabyte. */
const SMALL_BYTES = 16 * 1024 * 1024;

/**
 * Why nothing should be written to a database that can be opened; null when it is whole. What is written into a damaged one is lost
 * with it. A large one is looked through table by table, and whoever asks for curves meanwhile has their turn.
 */
async function damageIn(database: Database, path: string): Promise<string | null> {
  try {
    if (statSync(path).size <= SMALL_BYTES) return isWhole(database, "1") ? null : damaged(path);
    const tables: readonly unknown[] = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .raw()
      .all();
    for (const row of tables) {
      if (!isWhole(database, `'${String(Array.isArray(row) ? row[0] : "")}'`)) return damaged(path);
      await nextTurn();
    }
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return damaged(path);
  }
}

/** `what`: a table's name, or the most findings that are worth telling of all. */
function isWhole(database: Database, what: string): boolean {
  const [row]: readonly unknown[] = database.prepare(`PRAGMA quick_check(${what})`).raw().all();
  return Array.isArray(row) && row[0] === "ok";
}

const damaged = (path: string): string =>
  `${path} is damaged; restore it with \`tuneboard restore FILE\`, or move it away to begin anew.`;
