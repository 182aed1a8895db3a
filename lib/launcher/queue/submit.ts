/** Takes launches into the state database: all of a submission, or none, and once however often it comes. */
import { randomBytes } from "node:crypto";
import { t } from "../../core/text.ts";
import type { Statements } from "../../store/statements.ts";
import type { Submission } from "../launch.ts";

export type Submitted =
  /** `isNew` is false when the same submission came before. */
  | { readonly kind: "queued"; readonly ids: readonly string[]; readonly isNew: boolean }
  | { readonly kind: "refused"; readonly because: string };

/**
 * Queues all launches of a submission, inside a transaction of the caller's, by `who` at `now` (seconds since the Unix epoch). Refused in a sentence: what
 * waits for a launch that there is not, and what would write where another one does.
 */
export function submit(db: Statements, { key, launches }: Submission, who: string, now: number): Submitted {
  const unknown = unknownNeed(db, launches);
  if (unknown !== null) return { kind: "refused", because: t`There is no launch ${unknown} to wait for.` };
  const before = submittedAs(db, key);
  if (before.length > 0) return { kind: "queued", ids: before, isNew: false };
  const because = sharedFolder(db, launches);
  if (because !== null) return { kind: "refused", because };
  const ids: string[] = launches.map(() => newId());
  for (const [ordinal, { project, name, priority, order, after }] of launches.entries()) {
    db.run(
      "INSERT INTO launches (id, submission, ordinal, project, name, state, priority, submitted_at, submitted_by, not_before, attempt, order_json) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, 0, 0, ?)",
      ...[ids[ordinal], key, ordinal, project, name, priority, now, who, JSON.stringify(order)],
    );
    for (const needed of after) {
      const id = needed.startsWith("#") ? ids[Number(needed.slice(1))] : needed;
      db.run("INSERT OR IGNORE INTO needs VALUES (?, ?)", ids[ordinal], id);
    }
  }
  db.run("INSERT INTO journal VALUES (?, ?, ?, ?)", now, who, "submit", `${ids.length} launches, ${ids[0]} first`);
  return { kind: "queued", ids, isNew: true };
}

/** Ids of what was submitted with `key`, in order; none when nothing was. */
export function submittedAs(db: Statements, key: string): string[] {
  return db.rows("SELECT id FROM launches WHERE submission = ? ORDER BY ordinal", key).map(({ id }) => String(id));
}

/** The first need that names neither a launch nor an earlier place of the submission; waiting for oneself would never end. */
function unknownNeed(db: Statements, launches: Submission["launches"]): string | null {
  for (const [ordinal, { after }] of launches.entries()) {
    for (const needed of after) {
      const isKnown = needed.startsWith("#")
        ? Number(needed.slice(1)) < ordinal
        : db.rows("SELECT 1 FROM launches WHERE id = ?", needed).length > 0;
      if (!isKnown) return needed;
    }
  }
  return null;
}

/** A sentence about the first launch that would write where another one is to, without waiting for it; null when there is none. */
function sharedFolder(db: Statements, launches: Submission["launches"]): string | null {
  const rows = db.rows(
    "SELECT id, name, state, json_extract(order_json, '$.logdir') AS logdir FROM launches WHERE state <> 'ended'",
  );
  const writers = new Map(rows.map((row) => [row.logdir, row]));
  for (const { order, after } of launches) {
    const writer = order.logdir === null ? undefined : writers.get(order.logdir);
    if (writer !== undefined && !after.includes(String(writer.id)))
      return t`${String(writer.name)} (${String(writer.id)}) has not ended and writes to ${order.logdir ?? ""} as well: two runs in one folder cannot be told apart.`;
  }
  return null;
}

/** Eight letters and digits without those that look alike: short enough to type, random so that nobody guesses one. */
function newId(): string {
  const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
  return [...randomBytes(8)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
