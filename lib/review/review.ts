/** What people say of the runs that are here: the database joined with the store, and news of every change, whoever made it. */

import type { CommentVersion, NewsAnswer, NewThread, ReviewAnswer, VerdictChange } from "../core/review.ts";
import type { Language } from "../core/text.ts";
import { StateFailure } from "../store/database.ts";
import { contentsOf, findRuns, presentRuns, settingsWord } from "../store/run-identity.ts";
import type { Store } from "../store/store.ts";
import { toHappenings } from "./happenings.ts";
import type { ReviewDatabase } from "./review-database.ts";
import type { StoredReview } from "./review-rows.ts";
import type { Doer, Judged, ReviewTable, RunNow, Said } from "./review-table.ts";
import { type ReviewSight, toThread, verdictsIn } from "./sight.ts";

export interface ReviewOptions {
  readonly store: Store;
  readonly database: ReviewDatabase;
  /** A name for the log directories together. */
  readonly place: string;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
  /** Who can be mentioned besides those who wrote something. */
  readonly people: () => readonly string[];
}

/** A run that somebody rejected. */
export interface RejectedRun {
  /** Its name. */
  readonly run: string;
  readonly who: string;
  readonly because: string;
}

/** What something is about, as it is called now (`anchor-title.ts`). */
export interface Titled {
  readonly title: string;
}

export type Refused = { readonly kind: "unknown run"; readonly run: string };

/** Runs that come in a burst are looked for once. */
const LOOK_AGAIN_MS = 400;
/** More that were not read are told in a number. */
const MOST_NEWS = 200;
/** How soon what another process wrote is noticed. */
const POLL_MS = 400;

const NOTHING: StoredReview = { references: [], threads: [], verdicts: [] };

export class Review {
  private readonly listeners = new Set<() => void>();
  private readonly stopListening: () => void;
  private readonly polling: NodeJS.Timeout;
  private lookingAgain: NodeJS.Timeout | null = null;
  private stored: StoredReview = NOTHING;
  private revision = -1;
  private told = -1;
  private sight: ReviewSight | null = null;
  private rejectedKnown: readonly RejectedRun[] = [];

  constructor(private readonly options: ReviewOptions) {
    this.stopListening = options.store.subscribe(({ runs }) => {
      if (runs && this.stored.references.length > 0) this.lookAgainSoon();
    });
    this.poll(); // what is there now is no news, and everything after it is
    this.polling = setInterval(() => this.poll(), POLL_MS).unref();
  }

  /** Calls `listener` after every change, also one that another process made, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.stopListening();
    clearInterval(this.polling);
    if (this.lookingAgain !== null) clearTimeout(this.lookingAgain);
    this.options.database.close();
  }

  /** All that is said of runs that are here, or that were in the directories that are watched. */
  answer(): ReviewAnswer {
    const sight = this.look();
    const { stored } = sight;
    const authors = stored.threads.flatMap(({ comments }) => comments.map(({ author }) => author));
    return {
      problem: this.options.database.problem(),
      threads: stored.threads.filter(({ runs }) => sight.isOurs(runs)).map((thread) => toThread(thread, sight)),
      ...verdictsIn(sight),
      people: [...new Set([...this.options.people(), ...authors])].sort(),
    };
  }

  /** Rejected runs that are here, by name; the same list while it is the same. */
  rejected(): readonly RejectedRun[] {
    const { store } = this.options;
    try {
      this.look();
    } catch (error) {
      if (error instanceof StateFailure) return this.rejectedKnown; // who asks for the review is told in words
      throw error;
    }
    const rejected = verdictsIn(this.look()).runVerdicts.flatMap(
      ({ run: id, verdict, who, because }): RejectedRun[] => {
        const run = store.run(id);
        return verdict !== "rejected" || run === null ? [] : [{ run: run.name, who, because }];
      },
    );
    if (JSON.stringify(rejected) !== JSON.stringify(this.rejectedKnown)) this.rejectedKnown = rejected;
    return this.rejectedKnown;
  }

  /**
   * Begins a thread.
   *
   * @throws StateFailure, as all that write do, if it cannot be kept.
   */
  begin({ id, comment, anchor, title, text }: NewThread & Titled, who: string): Said | Refused {
    const runs = this.runsNow(anchor.runs);
    if ("kind" in runs) return runs;
    const thread = {
      id,
      kind: anchor.kind,
      tag: anchor.kind === "chart" ? anchor.tag : null,
      steps: anchor.kind === "chart" ? anchor.steps : null,
      sweep: anchor.kind === "advice" ? anchor.sweep : null,
      rule: anchor.kind === "advice" ? anchor.rule : null,
      title,
      runs,
    };
    return this.write(who, (table, doer) => table.begin(thread, { id: comment, text }, doer));
  }

  reply(thread: string, comment: { readonly id: string; readonly text: string }, who: string): Said {
    return this.write(who, (table, doer) => table.reply(thread, comment, doer));
  }

  change(comment: string, version: number, text: string, who: string): Said {
    return this.write(who, (table, doer) => table.change(comment, version, text, doer));
  }

  remove(comment: string, version: number, who: string): Said {
    return this.write(who, (table, doer) => table.remove(comment, version, doer));
  }

  resolve(thread: string, isResolved: boolean, who: string): Said {
    return this.write(who, (table, doer) => table.resolve(thread, isResolved, doer));
  }

  judge({ subject, verdict, because, was, title }: VerdictChange & Titled, who: string): Judged | Refused {
    const ids = subject.kind === "run" ? [subject.run] : subject.runs;
    const runs = this.runsNow(ids);
    if ("kind" in runs) return runs;
    const { found } = this.look();
    const [id] = ids;
    return this.write(who, (table, doer) =>
      table.judge(
        {
          sweep: subject.kind === "run" ? null : subject.sweep,
          sameRun:
            subject.kind === "run" ? [...found].flatMap(([reference, run]) => (run === id ? [reference] : [])) : [],
          runs,
          title,
          verdict,
          because,
          was,
        },
        doer,
      ),
    );
  }

  history(comment: string): readonly CommentVersion[] | null {
    return this.options.database.reading()?.history(comment) ?? null;
  }

  /** What happened since `who` last read, in their language; who has no name is told the latest. */
  news(who: string, language: Language): NewsAnswer {
    const { place } = this.options;
    const table = this.options.database.reading()?.news ?? null;
    if (table === null) return { news: [], hasMore: false, readUpTo: 0, latest: 0, isWatched: false };
    const readUpTo = who === "" ? null : table.readUpTo(place, who);
    const rows = table.since(place, readUpTo ?? 0, MOST_NEWS + 1);
    const news = toHappenings(rows.slice(0, MOST_NEWS), this.look(), { name: who, language });
    return {
      news,
      hasMore: rows.length > MOST_NEWS,
      readUpTo: readUpTo ?? 0,
      latest: table.latest(),
      isWatched: table.isWatched(place),
    };
  }

  /** Notes that `who` has read up to `position`. */
  markRead(who: string, position: number): void {
    const table = this.options.database.writing();
    if (typeof table === "string") throw new StateFailure(table);
    table.news.markRead(this.options.place, who, position);
  }

  /** What is stored, and which runs it means now. */
  look(): ReviewSight {
    this.readIfNew();
    this.sight ??= this.find();
    return this.sight;
  }

  private readIfNew(): void {
    const table = this.options.database.reading();
    if (table === null) return;
    const revision = table.revision();
    if (revision === this.revision) return;
    this.stored = table.read();
    this.revision = revision;
    this.sight = null;
  }

  private find(): ReviewSight {
    const { store } = this.options;
    const { stored } = this;
    const paths = new Set(store.logdirs().map(({ path }) => path));
    const found = stored.references.length === 0 ? NONE : findRuns(stored.references, presentRuns(store));
    const ours = new Set(
      stored.references.flatMap(({ id, logdir }) => (found.has(id) || paths.has(logdir) ? [id] : [])),
    );
    return { stored, found, isOurs: (references) => references.some((id) => ours.has(id)) };
  }

  /** The runs `ids` as they are now. */
  private runsNow(ids: readonly string[]): RunNow[] | Refused {
    const { store } = this.options;
    const { stored, found } = this.look();
    const paths = new Map(store.logdirs().map(({ name, path }) => [name, path]));
    const known = new Map<string, number>();
    for (const { id, contents } of stored.references) {
      const run = found.get(id);
      // A row without contents means a place only, and is not enough once the run has points.
      if (run !== undefined && contents.length > 0) known.set(run, id);
    }
    const runs: RunNow[] = [];
    for (const id of new Set(ids)) {
      const run = store.run(id);
      if (run === null) return { kind: "unknown run", run: id };
      runs.push({
        id: known.get(id) ?? null,
        logdir: paths.get(run.logdir) ?? "",
        path: run.path,
        contents: contentsOf(run),
        settings: settingsWord(run.hparams()),
      });
    }
    return runs;
  }

  private write<Outcome>(who: string, act: (table: ReviewTable, doer: Doer) => Outcome): Outcome {
    const { database, now } = this.options;
    const table = database.writing();
    if (typeof table === "string") throw new StateFailure(table);
    const outcome = act(table, { who, at: now() });
    this.poll();
    return outcome;
  }

  /** Tells of what was written since the last look, here or elsewhere. */
  private poll(): void {
    try {
      this.readIfNew();
    } catch {
      return; // who asks next is told in words
    }
    // Not by what was read: who asked in between has read it already, and the others have not heard of it.
    const { told } = this;
    this.told = this.revision;
    if (told !== -1 && told !== this.revision) this.tell();
  }

  private lookAgainSoon(): void {
    this.lookingAgain ??= setTimeout(() => {
      this.lookingAgain = null;
      const before = this.sight?.found;
      this.sight = null;
      try {
        if (before === undefined || !isSame(before, this.look().found)) this.tell();
      } catch {
        return; // as above
      }
    }, LOOK_AGAIN_MS).unref();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const NONE: ReadonlyMap<number, string> = new Map();

const isSame = (a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
