/** Comments and verdicts in the state database: every statement about them, and nothing that decides which run is meant. */
import type { Act, Comment, CommentVersion, Verdict } from "../core/review.ts";
import type { RunReference } from "../store/run-identity.ts";
import type { Statements } from "../store/statements.ts";
import { about } from "./about.ts";
import { NewsTable } from "./news-table.ts";
import { type StoredReview, type ThreadSubject, toComment, toReview } from "./review-rows.ts";

/** A run as it is now, for those who will look for it later. `id`: of the row that means it already; null: there is none. */
export type RunNow = Omit<RunReference, "id"> & { readonly id: number | null };

/** Who does something, and when: seconds since the Unix epoch. */
export interface Doer {
  readonly who: string;
  readonly at: number;
}

/** A thread that begins, and the runs that it is about. */
export interface ThreadStart extends ThreadSubject {
  readonly runs: readonly RunNow[];
}

/** `runs`: of a run itself only that one; of a sweep all of its runs. */
export interface VerdictStart {
  readonly sweep: string | null;
  /** Of a run: all rows that mean it. */
  readonly sameRun: readonly number[];
  readonly runs: readonly RunNow[];
  readonly title: string;
  readonly verdict: Verdict | null;
  readonly because: string;
  /** Position of the verdict that its author saw; null: none. */
  readonly was: number | null;
}

/** `conflict`: it is not any more what its author saw, and nothing was changed. */
export type Said =
  | { readonly kind: "done" }
  | { readonly kind: "unknown" }
  | { readonly kind: "not yours" }
  | { readonly kind: "conflict"; readonly is: Comment };

export type Judged = { readonly kind: "done" } | { readonly kind: "conflict" };

const DONE = { kind: "done" } as const;

export class ReviewTable {
  /** The other tables of the same database. */
  readonly news: NewsTable;

  constructor(private readonly db: Statements) {
    this.news = new NewsTable(db);
  }

  /** Another number after every change by anybody, in this process or another. */
  revision(): number {
    return Number(this.db.row("SELECT max(position) AS position FROM happenings")?.position ?? 0);
  }

  /** Everything that was said and not taken back. */
  read(): StoredReview {
    return toReview({
      runs: this.db.rows("SELECT * FROM review_runs"),
      threads: this.db.rows("SELECT * FROM threads"),
      threadRuns: this.db.rows("SELECT thread, run FROM thread_runs ORDER BY thread, run"),
      comments: this.db.rows("SELECT * FROM comments ORDER BY position"),
      verdicts: this.db.rows(
        "SELECT * FROM verdicts WHERE position IN (SELECT max(position) FROM verdicts GROUP BY run, sweep)",
      ),
    });
  }

  /** Begins a thread with its first comment; sent again it changes nothing. */
  begin(thread: ThreadStart, comment: { readonly id: string; readonly text: string }, doer: Doer): Said {
    return this.db.transact(() => {
      if (this.db.row("SELECT 1 FROM comments WHERE id = ?", comment.id) !== null) return DONE;
      const { id, kind, tag, steps, sweep, rule, title, runs } = thread;
      this.db.run(
        "INSERT OR IGNORE INTO threads VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        ...[id, kind, tag, steps?.[0] ?? null, steps?.[1] ?? null, sweep, rule, title],
      );
      for (const run of runs) this.db.run("INSERT OR IGNORE INTO thread_runs VALUES (?, ?)", id, this.referenceTo(run));
      this.add(id, comment, doer);
      return DONE;
    });
  }

  /** Answers in a thread; sent again it changes nothing. */
  reply(thread: string, comment: { readonly id: string; readonly text: string }, doer: Doer): Said {
    return this.db.transact(() => {
      if (this.db.row("SELECT 1 FROM threads WHERE id = ?", thread) === null) return { kind: "unknown" };
      if (this.db.row("SELECT 1 FROM comments WHERE id = ?", comment.id) === null) this.add(thread, comment, doer);
      return DONE;
    });
  }

  /** Changes one's own comment, if it still is the version that one saw. */
  change(id: string, version: number, text: string, doer: Doer): Said {
    return this.db.transact(() => {
      const found = this.own(id, version, doer);
      if ("kind" in found) return found;
      const { comment, thread } = found;
      if (comment.text === text) return DONE;
      this.db.run(
        "INSERT INTO comment_texts VALUES (?, ?, ?, ?)",
        ...[id, comment.version, comment.text, comment.changedAt ?? comment.writtenAt],
      );
      this.db.run(
        "UPDATE comments SET text = ?, version = version + 1, changed_at = ? WHERE id = ?",
        ...[text, doer.at, id],
      );
      this.note("changed a comment", doer, about({ thread, comment: id }));
      return DONE;
    });
  }

  /** Deletes one's own comment: its words are gone, that there was one stays. */
  remove(id: string, version: number, doer: Doer): Said {
    return this.db.transact(() => {
      const found = this.own(id, version, doer);
      if ("kind" in found) return found;
      this.db.run("DELETE FROM comment_texts WHERE comment = ?", id);
      this.db.run("UPDATE comments SET text = '', version = version + 1, deleted_at = ? WHERE id = ?", doer.at, id);
      this.note("deleted a comment", doer, about({ thread: found.thread, comment: id }));
      return DONE;
    });
  }

  /** Calls a thread resolved, or opens it again. */
  resolve(thread: string, isResolved: boolean, doer: Doer): Said {
    return this.db.transact(() => {
      const found = this.db.row("SELECT resolved_at FROM threads WHERE id = ?", thread);
      if (found === null) return { kind: "unknown" };
      if ((found.resolved_at !== null) === isResolved) return DONE;
      const [at, by] = isResolved ? [doer.at, doer.who] : [null, null];
      this.db.run("UPDATE threads SET resolved_at = ?, resolved_by = ? WHERE id = ?", at, by, thread);
      this.note(isResolved ? "resolved" : "opened again", doer, about({ thread }));
      return DONE;
    });
  }

  /** Gives a verdict, if the one before still is the one that its author saw. */
  judge({ sweep, sameRun, runs, title, verdict, because, was }: VerdictStart, doer: Doer): Judged {
    return this.db.transact(() => {
      const references = runs.map((run) => this.referenceTo(run));
      const [run = null] = sweep === null ? references : [];
      const before =
        sweep === null
          ? this.db.row(
              "SELECT position, verdict FROM verdicts WHERE run IN (SELECT value FROM json_each(?)) ORDER BY position DESC LIMIT 1",
              JSON.stringify([...references, ...sameRun]),
            )
          : this.db.row("SELECT position, verdict FROM verdicts WHERE sweep = ? ORDER BY position DESC LIMIT 1", sweep);
      const stands = before === null || before.verdict === null ? null : Number(before.position);
      if (stands !== was) return { kind: "conflict" };
      if (verdict === null && stands === null) return DONE;
      this.db.run(
        "INSERT INTO verdicts (run, sweep, runs_json, title, verdict, because, who, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ...[run, sweep, JSON.stringify(references), title, verdict, because, doer.who, doer.at],
      );
      this.note("judged", doer, about({ references, subject: title, texts: { en: because }, verdict }));
      return DONE;
    });
  }

  /** What a comment said before, oldest first; null when there is no such comment. */
  history(id: string): readonly CommentVersion[] | null {
    if (this.db.row("SELECT 1 FROM comments WHERE id = ?", id) === null) return null;
    return this.db
      .rows("SELECT version, text, written_at FROM comment_texts WHERE comment = ? ORDER BY version", id)
      .map(({ version, text, written_at }) => ({
        version: Number(version),
        text: String(text),
        writtenAt: Number(written_at),
      }));
  }

  private add(thread: string, { id, text }: { readonly id: string; readonly text: string }, doer: Doer): void {
    this.db.run(
      "INSERT INTO comments (id, thread, author, written_at, version, text) VALUES (?, ?, ?, ?, 1, ?)",
      ...[id, thread, doer.who, doer.at, text],
    );
    this.note("commented", doer, about({ thread, comment: id }));
  }

  /** The comment `id` if it is the doer's own and still of `version`, else why it must not be changed. */
  private own(
    id: string,
    version: number,
    { who }: Doer,
  ): { readonly comment: Comment; readonly thread: string } | Exclude<Said, { kind: "done" }> {
    const row = this.db.row("SELECT * FROM comments WHERE id = ?", id);
    if (row === null) return { kind: "unknown" };
    const comment = toComment(row);
    if (comment.author !== who) return { kind: "not yours" };
    if (comment.version !== version) return { kind: "conflict", is: comment };
    return { comment, thread: String(row.thread) };
  }

  /** The row that means a run, made when there is none. */
  private referenceTo({ id, logdir, path, contents, settings }: RunNow): number {
    if (id !== null) return id;
    const contentsJson = JSON.stringify(contents);
    this.db.run(
      "INSERT OR IGNORE INTO review_runs (logdir, path, contents_json, settings) VALUES (?, ?, ?, ?)",
      ...[logdir, path, contentsJson, settings],
    );
    const row = this.db.row(
      "SELECT id FROM review_runs WHERE logdir = ? AND path = ? AND contents_json = ?",
      ...[logdir, path, contentsJson],
    );
    return Number(row?.id);
  }

  private note(act: Act, { who, at }: Doer, said: string): void {
    this.db.run(
      "INSERT INTO happenings (at, who, act, place, about_json) VALUES (?, ?, ?, NULL, ?)",
      ...[at, who, act, said],
    );
  }
}
