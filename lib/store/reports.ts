/** Reports in the state database: what was written, version by version counted, and what blocks showed when they were frozen. */
import { createHash, randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { BlockData, ListedReport, Report, ReportText } from "../report/parts.ts";
import { ReportTextSchema } from "../report/report-schema.ts";
import { type Database, transact } from "./database.ts";

/** The log directories that an engine watches. */
export interface ReportPlace {
  readonly id: string;
  readonly paths: readonly string[];
}

/** `conflict`: somebody else changed it since; nothing was written. `unknown data`: a block names stored data that are not there. */
export type ReportChange =
  | { readonly kind: "kept"; readonly report: Report }
  | { readonly kind: "unknown" }
  | { readonly kind: "conflict"; readonly is: Report }
  | { readonly kind: "unknown data"; readonly block: string };

interface Row {
  readonly id: string;
  readonly place: string;
  readonly paths_json: string;
  readonly version: number;
  readonly created_at: number;
  readonly created_by: string;
  readonly changed_at: number;
  readonly changed_by: string;
  readonly text_json: string;
}

/** Deleted reports, and stored data that no report shows, can be had back for so long. */
const KEPT_SECS = 30 * 86_400;

/** The reports of a state directory. One instance each engine; several engines may share the database. */
export class Reports {
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly database: Database,
    private readonly path: string,
    private readonly place: ReportPlace,
    /** Seconds since the Unix epoch. */
    private readonly now: () => number,
  ) {}

  /** Calls `listener` after every change made here, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** All reports, those that changed last first; also those about other log directories, for nothing may get lost by moving one. */
  list(): readonly ListedReport[] {
    return this.rows("SELECT * FROM reports WHERE deleted_at IS NULL ORDER BY changed_at DESC").flatMap((row) => {
      const known = toReport(row);
      if (known === null) return []; // one that cannot be read hides no other
      const { blocks, ...report } = known;
      const data = blocks.filter((block) => block.kind !== "text");
      const frozenBlocks = data.filter(({ frozen }) => frozen !== null).length;
      const elsewhere = row.place === this.place.id ? null : toTexts(row.paths_json);
      return { ...report, dataBlocks: data.length, frozenBlocks, elsewhere };
    });
  }

  /** Ids of reports that are kept and cannot be read: a later version wrote them, or they are damaged. */
  unreadable(): readonly string[] {
    return this.rows("SELECT * FROM reports WHERE deleted_at IS NULL ORDER BY changed_at DESC").flatMap((row) =>
      toReport(row) === null ? [row.id] : [],
    );
  }

  /** Null where there is none, or it was deleted. */
  read(id: string): Report | null {
    const [row] = this.rows("SELECT * FROM reports WHERE id = ? AND deleted_at IS NULL", id);
    return row === undefined ? null : toReport(row);
  }

  /** A report that was deleted and can still be had back; null where there is none. */
  readDeleted(id: string): Report | null {
    const [row] = this.rows("SELECT * FROM reports WHERE id = ? AND deleted_at IS NOT NULL", id);
    return row === undefined ? null : toReport(row);
  }

  /** @throws StateFailure if it cannot be written down. */
  create(text: ReportText, who: string): ReportChange {
    const missing = this.missingData(text);
    if (missing !== null) return { kind: "unknown data", block: missing };
    const id = randomBytes(6).toString("hex"); // people type it: no dash at its start
    const at = this.now();
    this.write(() =>
      this.database
        .prepare(
          "INSERT INTO reports (id, place, paths_json, version, created_at, created_by, changed_at, changed_by, text_json) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)",
        )
        .run(id, this.place.id, JSON.stringify(this.place.paths), at, who, at, who, JSON.stringify(text)),
    );
    return this.kept(id);
  }

  /**
   * Puts `text` in the place of version `version`, and of no other.
   *
   * @throws StateFailure if it cannot be written down.
   */
  change(id: string, version: number, text: ReportText, who: string): ReportChange {
    const missing = this.missingData(text);
    if (missing !== null) return { kind: "unknown data", block: missing };
    const changed = this.write(() =>
      this.database
        .prepare(
          "UPDATE reports SET text_json = ?, version = version + 1, changed_at = ?, changed_by = ? WHERE id = ? AND version = ? AND deleted_at IS NULL",
        )
        .run(JSON.stringify(text), this.now(), who, id, version),
    ).changes;
    if (changed > 0) return this.kept(id);
    const is = this.read(id);
    return is === null ? { kind: "unknown" } : { kind: "conflict", is };
  }

  /** Takes a report away, or has it back. False where there is none to do it to. */
  setDeleted(id: string, isDeleted: boolean): boolean {
    const { changes } = this.write(() =>
      this.database
        .prepare(`UPDATE reports SET deleted_at = ? WHERE id = ? AND deleted_at IS ${isDeleted ? "" : "NOT "}NULL`)
        .run(isDeleted ? this.now() : null, id),
    );
    return changes > 0;
  }

  /** Stores what a block shows, for good; equal data are stored once. The id to ask for them again. */
  freeze(data: BlockData): string {
    const json = JSON.stringify(data);
    const id = createHash("sha256").update(json).digest("base64url").slice(0, 24);
    this.write(() =>
      this.database
        .prepare("INSERT OR IGNORE INTO report_data (id, at, stored_at, contents) VALUES (?, ?, ?, ?)")
        .run(id, data.at, this.now(), gzipSync(json)),
    );
    return id;
  }

  /** What was stored under `id`, as JSON; null where nothing was. */
  frozen(id: string): string | null {
    const [row] = this.database.prepare("SELECT contents FROM report_data WHERE id = ?").raw().all(id);
    const [contents] = Array.isArray(row) ? row : [];
    return contents instanceof Uint8Array ? gunzipSync(contents).toString("utf8") : null;
  }

  /** Removes for good what was deleted long ago, and stored data that no report has shown since. */
  clear(): void {
    const before = this.now() - KEPT_SECS;
    this.write(() => {
      this.database.prepare("DELETE FROM reports WHERE deleted_at < ?").run(before);
      const reports = this.rows("SELECT * FROM reports").map(toReport);
      if (reports.includes(null)) return; // nobody knows what it shows
      const shown = reports.flatMap((report) =>
        (report?.blocks ?? []).flatMap((block) => (block.kind === "text" ? [] : (block.frozen?.id ?? []))),
      );
      const ids = this.database.prepare("SELECT id FROM report_data WHERE stored_at < ?").raw().all(before);
      const isShown = new Set(shown);
      for (const row of ids) {
        const [id] = Array.isArray(row) ? row : [];
        if (!isShown.has(String(id))) this.database.prepare("DELETE FROM report_data WHERE id = ?").run(id);
      }
    });
  }

  private rows(sql: string, ...values: readonly string[]): readonly Row[] {
    const found: unknown[] = this.database.prepare(sql).all(...values);
    return found.flatMap((row) => (isRow(row) ? [row] : []));
  }

  private kept(id: string): ReportChange {
    const report = this.read(id);
    return report === null ? { kind: "unknown" } : { kind: "kept", report };
  }

  private missingData({ blocks }: ReportText): string | null {
    for (const block of blocks) {
      if (block.kind === "text" || block.frozen === null) continue;
      const found = this.database.prepare("SELECT 1 FROM report_data WHERE id = ?").all(block.frozen.id);
      if (found.length === 0) return block.id;
    }
    return null;
  }

  private write<T>(act: () => T): T {
    const done = transact(this.database, this.path, act);
    for (const listener of this.listeners) listener();
    return done;
  }
}

/** Rows come from our own tables; a text or number that is not one would be a bug of this file. */
const isRow = (row: unknown): row is Row =>
  typeof row === "object" && row !== null && "text_json" in row && typeof row.text_json === "string";

/** Null for a text that is none of ours, from a later version for one: it stays where it is. */
function toReport(row: Row): Report | null {
  const text = ReportTextSchema.safeParse(parseJson(row.text_json));
  if (!text.success) return null;
  return {
    ...text.data,
    id: row.id,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    createdBy: row.created_by,
    changedBy: row.changed_by,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toTexts(json: string): readonly string[] {
  const parsed = parseJson(json);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}
