/** Who lets the advice pause hopeless runs, and which runs it paused: every statement about that, and nothing that decides. */
import * as z from "zod";
import type { Database } from "../../store/database.ts";
import { Statements } from "../../store/statements.ts";

/** Somebody's word that the advice may pause runs of a sweep. */
export interface PauseConsent {
  /** Id of the sweep. */
  readonly sweep: string;
  /** What the sweep was called then. */
  readonly title: string;
  readonly who: string;
  /** Whether that is the owner of the state directory, whom no list of users names. */
  readonly isOwner: boolean;
  /** Seconds since the Unix epoch. */
  readonly at: number;
}

/** A launch that the advice had stopped. */
export interface PauseRecord {
  readonly launch: string;
  /** The attempt that ran then. */
  readonly attempt: number;
  /** Seconds since the Unix epoch. */
  readonly at: number;
  /** Id of the sweep that the advice was about. */
  readonly sweep: string;
  /** What the advice said of it. */
  readonly because: string;
  /** Whose consent it was. */
  readonly who: string;
}

const Consent = z.object({
  sweep: z.string(),
  title: z.string(),
  who: z.string(),
  isOwner: z.number().transform((flag) => flag !== 0),
  at: z.number(),
});
const Pause = z.object({
  launch: z.string(),
  attempt: z.number(),
  at: z.number(),
  sweep: z.string(),
  because: z.string(),
  who: z.string(),
});

export class PauseTable {
  private readonly statements: Statements;

  /** `path`: that of the database, for sentences about it. */
  constructor(database: Database, path: string) {
    this.statements = new Statements(database, path);
  }

  /** The consents for sweeps of the log directories that `place` names, oldest first. */
  consents(place: string): PauseConsent[] {
    const sql = "SELECT sweep, title, who, is_owner AS isOwner, at FROM pause_consents WHERE place = ? ORDER BY at";
    return z.array(Consent).parse(this.statements.rows(sql, place));
  }

  /** Notes a consent; one that was given before stays as it was. */
  consent(place: string, { sweep, title, who, isOwner, at }: PauseConsent): void {
    this.statements.run(
      "INSERT OR IGNORE INTO pause_consents (place, sweep, who, is_owner, title, at) VALUES (?, ?, ?, ?, ?, ?)",
      ...[place, sweep, who, isOwner ? 1 : 0, title, at],
    );
  }

  /** Takes back what `who` had agreed to. */
  withdraw(place: string, sweep: string, who: string): void {
    const sql = "DELETE FROM pause_consents WHERE place = ? AND sweep = ? AND who = ?";
    this.statements.run(sql, place, sweep, who);
  }

  /** How `launch` was paused; null when it never was. */
  of(launch: string): PauseRecord | null {
    const row = this.statements.row(
      "SELECT launch, attempt, at, sweep, because, who FROM pauses WHERE launch = ?",
      launch,
    );
    return row === null ? null : Pause.parse(row);
  }

  /** Ids of the launches that were paused in a sweep, the latest first. */
  launchesOf(sweep: string): string[] {
    const rows = this.statements.rows("SELECT launch FROM pauses WHERE sweep = ? ORDER BY at DESC", sweep);
    return rows.map(({ launch }) => String(launch));
  }

  /** Notes that a launch is paused, which it is at most once. */
  add({ launch, attempt, at, sweep, because, who }: PauseRecord): void {
    this.statements.run(
      "INSERT INTO pauses (launch, attempt, at, sweep, because, who) VALUES (?, ?, ?, ?, ?, ?)",
      ...[launch, attempt, at, sweep, because, who],
    );
  }
}
