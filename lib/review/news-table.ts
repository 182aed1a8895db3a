/** What happened, what was seen last, and who has read up to where: the statements. */
import type { Act } from "../core/review.ts";
import type { Row, Statements } from "../store/statements.ts";

/** What happened to runs and advice by itself; `subject` and `state` say by what it is known not to be new. */
export interface Sighting {
  readonly subject: string;
  readonly state: string;
}

export interface Event {
  readonly act: Act;
  /** As `about` writes it. */
  readonly about: string;
}

/** The name under which it is noted that a place was looked at before. */
const LOOKED = "";
/** Older ones are forgotten, place by place; what people did stays. */
const MOST_KEPT = 5000;

export class NewsTable {
  constructor(private readonly db: Statements) {}

  /** What was seen last at `place`, by subject; null when nobody ever looked there: then nothing is new. */
  seen(place: string): ReadonlyMap<string, string> | null {
    const rows = this.db.rows("SELECT subject, state FROM sights WHERE place = ?", place);
    const seen = new Map(rows.map(({ subject, state }) => [String(subject), String(state)]));
    return seen.delete(LOOKED) ? seen : null;
  }

  /** Whether somebody looked at `place` before. */
  isWatched(place: string): boolean {
    return this.db.row("SELECT 1 FROM sights WHERE place = ? AND subject = ?", place, LOOKED) !== null;
  }

  /** Notes that `place` was looked at for the first time. */
  begin(place: string): void {
    this.db.run("INSERT OR IGNORE INTO sights VALUES (?, ?, '')", place, LOOKED);
  }

  /**
   * Notes what is seen now, and as happenings what `tell` makes of those that are new or have changed. Of two processes that look
   * at the same place only the one that was first has something to tell.
   */
  see(
    place: string,
    at: number,
    sightings: readonly Sighting[],
    tell: (fresh: readonly Sighting[]) => readonly Event[],
  ): void {
    if (sightings.length === 0) return;
    this.db.transact(() => {
      const fresh = sightings.filter(
        ({ subject, state }) =>
          this.db.run(
            "INSERT INTO sights VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state WHERE state <> excluded.state",
            ...[place, subject, state],
          ).changes > 0,
      );
      const events = tell(fresh);
      for (const { act, about } of events)
        this.db.run(
          "INSERT INTO happenings (at, who, act, place, about_json) VALUES (?, NULL, ?, ?, ?)",
          ...[at, act, place, about],
        );
      if (events.length > 0)
        this.db.run(
          "DELETE FROM happenings WHERE place = ?1 AND position <= (SELECT position FROM happenings WHERE place = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)",
          ...[place, MOST_KEPT],
        );
    });
  }

  /** What happened after `position` at `place` or by people's doing, newest first, at most `limit`. */
  since(place: string, position: number, limit: number): Row[] {
    return this.db.rows(
      "SELECT * FROM happenings WHERE position > ? AND (place IS NULL OR place = ?) ORDER BY position DESC LIMIT ?",
      ...[position, place, limit],
    );
  }

  latest(): number {
    return Number(this.db.row("SELECT max(position) AS position FROM happenings")?.position ?? 0);
  }

  /** Up to where `who` has read; somebody who never did has read what was there a while ago. */
  readUpTo(place: string, who: string): number | null {
    const row = this.db.row("SELECT position FROM readers WHERE place = ? AND who = ?", place, who);
    return row === null ? null : Number(row.position);
  }

  /** Notes that `who` has read up to `position`, or back to it: so it can be taken back. */
  markRead(place: string, who: string, position: number): void {
    this.db.run(
      "INSERT INTO readers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position",
      ...[place, who, position],
    );
  }
}
