/** Launches in the state database: every statement about them, and nothing that decides. */
import type { Hparams } from "../../core/series.ts";
import type { Database } from "../../store/database.ts";
import { type Row, Statements } from "../../store/statements.ts";
import type { EndRecord, Failure, Launch, LaunchOrder, Progress, Submission } from "../launch.ts";
import type { Stopper } from "../shim/attempt-files.ts";
import { COLUMNS, toLaunch } from "./launch-row.ts";
import { type Submitted, submit, submittedAs } from "./submit.ts";

/** How many launches are in each state. */
export interface Counts {
  readonly queued: number;
  readonly starting: number;
  readonly running: number;
  readonly ended: number;
}

/** More than somebody works with at a time. */
const MOST_PLANS = 10;

export class LaunchTable {
  private readonly statements: Statements;

  /** `path`: that of the database, for sentences about it. */
  constructor(database: Database, path: string) {
    this.statements = new Statements(database, path);
  }

  /** Queues all launches of a submission in one transaction; `who` and `now` (seconds since the Unix epoch) go into the journal. */
  submit(submission: Submission, who: string, now: number): Submitted {
    return this.transact(() => submit(this.statements, submission, who, now));
  }

  /** Plans that launches came from, the one of the newest launch first. */
  plans(): string[] {
    const rows = this.rows(
      "SELECT json_extract(order_json, '$.plan') AS plan FROM launches WHERE plan IS NOT NULL GROUP BY plan ORDER BY max(position) DESC LIMIT ?",
      MOST_PLANS,
    );
    return rows.map(({ plan }) => String(plan));
  }

  /** Whether a launch that has not ended writes into `directory` (absolute) or below it. */
  isWrittenTo(directory: string): boolean {
    const rows = this.rows(
      "SELECT 1 FROM launches WHERE state <> 'ended' AND substr(json_extract(order_json, '$.logdir') || '/', 1, ?) = ? LIMIT 1",
      ...[directory.length + 1, `${directory}/`],
    );
    return rows.length > 0;
  }

  /** Ids of what was submitted with `key`, in order; none when nothing was. */
  submittedAs(key: string): string[] {
    return submittedAs(this.statements, key);
  }

  get(id: string): Launch | null {
    return this.launches("SELECT :columns FROM launches WHERE id = ?", id).at(0) ?? null;
  }

  /** Ids that begin with `beginning`, at most two: enough to see that it is not clear. */
  idsBeginning(beginning: string): string[] {
    const rows = this.rows("SELECT id FROM launches WHERE substr(id, 1, ?) = ? LIMIT 2", beginning.length, beginning);
    return rows.map(({ id }) => String(id));
  }

  /** Launches under way. */
  active(): Launch[] {
    return this.launches("SELECT :columns FROM launches WHERE state IN ('starting', 'running') ORDER BY position");
  }

  /** Launches that could start at `now` if there were room, in the order in which they should. */
  waiting(now: number, limit: number, offset: number): Launch[] {
    return this.launches(
      `SELECT :columns FROM launches WHERE state = 'queued' AND not_before <= ? AND NOT EXISTS (
         SELECT 1 FROM needs JOIN launches AS other ON other.id = needed
         WHERE launch = launches.id AND other.outcome IS NOT 'completed')
       ORDER BY priority DESC, position LIMIT ? OFFSET ?`,
      ...[now, limit, offset],
    );
  }

  /** Queued launches that wait for one that ended without completing. */
  hopeless(): { readonly id: string; readonly needed: string }[] {
    const rows = this.rows(
      `SELECT launch AS id, needed FROM needs JOIN launches AS waiting ON waiting.id = launch
       JOIN launches AS other ON other.id = needed
       WHERE waiting.state = 'queued' AND other.state = 'ended' AND other.outcome <> 'completed' GROUP BY launch`,
    );
    return rows.map(({ id, needed }) => ({ id: String(id), needed: String(needed) }));
  }

  /** Names of what `id` waits for, which has not completed. */
  needsOf(id: string): string[] {
    const rows = this.rows(
      "SELECT other.name AS name FROM needs JOIN launches AS other ON other.id = needed WHERE launch = ? AND other.outcome IS NOT 'completed'",
      id,
    );
    return rows.map(({ name }) => String(name));
  }

  /** Whether a queued launch waits for `id`. */
  isNeeded(id: string): boolean {
    const sql = "SELECT 1 FROM needs JOIN launches ON id = launch WHERE needed = ? AND state = 'queued' LIMIT 1";
    return this.rows(sql, id).length > 0;
  }

  /** The latest launches first, from the `offset`th on. */
  latest(limit: number, offset: number): Launch[] {
    return this.launches("SELECT :columns FROM launches ORDER BY position DESC LIMIT ? OFFSET ?", limit, offset);
  }

  /** At most `limit` launches as one looks at a queue: all that are under way, what waits in the order in which it should start, and the latest that have ended. Half is kept for those. */
  asQueue(limit: number): Launch[] {
    const active = this.active();
    const queued = this.launches(
      "SELECT :columns FROM launches WHERE state = 'queued' ORDER BY priority DESC, position LIMIT ?",
      Math.ceil(limit / 2),
    );
    const ended = this.launches(
      "SELECT :columns FROM launches WHERE state = 'ended' ORDER BY ended_at DESC LIMIT ?",
      Math.max(0, limit - active.length - queued.length),
    );
    return [...active, ...queued, ...ended];
  }

  /** Launches that ended after `moment`, seconds since the Unix epoch. */
  endedSince(moment: number): Launch[] {
    return this.launches("SELECT :columns FROM launches WHERE state = 'ended' AND ended_at > ?", moment);
  }

  /** Where launches logged to that ended after `moment` (seconds since the Unix epoch), when they did, and the kind of their ending; the earliest first. */
  endingsSince(moment: number): { readonly logdir: string; readonly endedAt: number; readonly outcome: string }[] {
    const rows = this.rows(
      "SELECT json_extract(order_json, '$.logdir') AS logdir, ended_at, outcome FROM launches WHERE state = 'ended' AND ended_at > ? ORDER BY ended_at",
      moment,
    );
    return rows.flatMap(({ logdir, ended_at: endedAt, outcome }) =>
      logdir === null ? [] : [{ logdir: String(logdir), endedAt: Number(endedAt), outcome: String(outcome) }],
    );
  }

  /** Directories and settings of launches submitted after the one at `position`, in order; of each attempt that had one of its own. */
  commandLinesAfter(
    position: number,
  ): { readonly position: number; readonly logdir: string; readonly hparams: Hparams }[] {
    const rows = this.rows(
      "SELECT position, json_extract(order_json, '$.logdir') AS logdir, json_extract(order_json, '$.earlierLogdirs') AS earlier, json_extract(order_json, '$.hparams') AS hparams FROM launches WHERE position > ? ORDER BY position",
      position,
    );
    return rows.flatMap(({ position: at, logdir, earlier, hparams: settings }) => {
      const directories: string[] = [
        ...JSON.parse(String(earlier ?? "[]")),
        ...(logdir === null ? [] : [String(logdir)]),
      ];
      const hparams: Hparams = JSON.parse(String(settings));
      return directories.map((directory) => ({ position: Number(at), logdir: directory, hparams }));
    });
  }

  counts(): Counts {
    const counts = { queued: 0, starting: 0, running: 0, ended: 0 };
    for (const { state, count } of this.rows("SELECT state, count(*) AS count FROM launches GROUP BY state"))
      Object.assign(counts, { [String(state)]: Number(count) });
    return counts;
  }

  /** A new attempt holds `slot` from now on. False when the launch is not queued any more. */
  reserve(id: string, { slot, shim, process }: Progress): boolean {
    const progress = JSON.stringify({ slot, shim, process });
    return (
      this.run(
        "UPDATE launches SET state = 'starting', attempt = attempt + 1, started_at = NULL, stopped_by = NULL, progress_json = ? WHERE id = ? AND state = 'queued'",
        ...[progress, id],
      ) > 0
    );
  }

  /** Takes back a reservation that led to nothing; the launch may be tried again from `notBefore` on. */
  unreserve(id: string, notBefore: number): void {
    this.run(
      "UPDATE launches SET state = 'queued', attempt = attempt - 1, progress_json = NULL, not_before = ? WHERE id = ? AND state = 'starting'",
      ...[notBefore, id],
    );
  }

  setRunning(id: string, progress: Progress, startedAt: number): void {
    this.run(
      "UPDATE launches SET state = 'running', progress_json = ?, started_at = ? WHERE id = ? AND state IN ('starting', 'running')",
      ...[JSON.stringify(progress), startedAt, id],
    );
  }

  setStopping(id: string, by: Stopper): void {
    this.run("UPDATE launches SET stopped_by = coalesce(stopped_by, ?) WHERE id = ?", by, id);
  }

  setEnded(id: string, record: EndRecord, failure: Failure | null, endedAt: number): void {
    this.run(
      "UPDATE launches SET state = 'ended', outcome = ?, ending_json = ?, failure = ?, ended_at = ? WHERE id = ? AND state <> 'ended'",
      ...[record.ending.kind, JSON.stringify(record), failure, endedAt, id],
    );
  }

  /** Back into the queue, to be tried again by `order` from `notBefore` on. */
  requeue(id: string, order: LaunchOrder, failure: Failure | null, notBefore: number): void {
    this.run(
      "UPDATE launches SET state = 'queued', outcome = NULL, ending_json = NULL, ended_at = NULL, progress_json = NULL, stopped_by = NULL, order_json = ?, failure = ?, not_before = ? WHERE id = ?",
      ...[JSON.stringify(order), failure, notBefore, id],
    );
  }

  /** Takes queued launches out of the queue: `id`, or all of `project`, or with null all. Returns how many. */
  cancelQueued(
    which: { readonly id: string } | { readonly project: string | null },
    because: string,
    now: number,
  ): number {
    const record: EndRecord = { ending: { kind: "cancelled", because }, elapsedSecs: null, use: null };
    const { id, project } = { id: null, project: null, ...which };
    return this.run(
      "UPDATE launches SET state = 'ended', outcome = 'cancelled', ending_json = ?, ended_at = ? WHERE state = 'queued' AND id = coalesce(?, id) AND project = coalesce(?, project)",
      ...[JSON.stringify(record), now, id, project],
    );
  }

  setPriority(id: string, priority: number): void {
    this.run("UPDATE launches SET priority = ? WHERE id = ?", priority, id);
  }

  /** A setting of the queue as it was kept; null when it never was. */
  setting(name: string): unknown {
    const [row] = this.rows("SELECT value_json AS value FROM queue WHERE name = ?", name);
    return row === undefined ? null : JSON.parse(String(row.value));
  }

  keepSetting(name: string, value: unknown): void {
    this.run("INSERT OR REPLACE INTO queue VALUES (?, ?)", name, JSON.stringify(value));
  }

  /** Writes into the journal who did what. */
  note(who: string, act: string, about: string, now: number): void {
    this.run("INSERT INTO journal VALUES (?, ?, ?, ?)", ...[now, who, act, about]);
  }

  /** Several changes as one. */
  transact<T>(act: () => T): T {
    return this.statements.transact(act);
  }

  close(): void {
    this.statements.close();
  }

  private launches(sql: string, ...values: unknown[]): Launch[] {
    return this.rows(sql.replace(":columns", COLUMNS), ...values).map((row) => toLaunch(row));
  }

  private rows(sql: string, ...values: unknown[]): Row[] {
    return this.statements.rows(sql, ...values);
  }

  /** Returns how many rows changed. */
  private run(sql: string, ...values: unknown[]): number {
    return this.statements.run(sql, ...values).changes;
  }
}
