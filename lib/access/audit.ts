/** The audit log: who did what, when, and from where. It is only ever added to, and what cannot be written here does not happen. */
import * as z from "zod";
import type { Statements } from "../store/statements.ts";

const Entry = z.object({
  /** Seconds since the Unix epoch. */
  at: z.number(),
  who: z.string(),
  /** How they were known: session, token, share-link, open; `command line` for commands on this machine. */
  via: z.string(),
  /** The address of the one who asked, as far as it is known. */
  address: z.string(),
  act: z.string(),
  about: z.string(),
});

export type AuditEntry = z.infer<typeof Entry>;

export class AuditLog {
  constructor(
    private readonly statements: Statements,
    /** Seconds since the Unix epoch. */
    private readonly now: () => number,
  ) {}

  /** @throws StateFailure if it cannot be written: then what was to be done must not be done. */
  note({ who, via, address, act, about }: Omit<AuditEntry, "at">): void {
    this.statements.run(
      "INSERT INTO audit (at, who, via, address, act, about) VALUES (?, ?, ?, ?, ?, ?)",
      ...[this.now(), who, via, address, act, about],
    );
  }

  /** Everything since `since`, seconds since the Unix epoch, oldest first: requests, and what the queue did for whom. */
  entries(since: number): AuditEntry[] {
    const rows = this.statements.rows(
      `SELECT at, who, via, address, act, about FROM (
         SELECT at, who, via, address, act, about, position AS place FROM audit
         UNION ALL SELECT at, who, 'queue' AS via, '' AS address, act, about, rowid AS place FROM journal
       ) WHERE at >= ? ORDER BY at, place`,
      since,
    );
    return z.array(Entry).parse(rows);
  }
}
