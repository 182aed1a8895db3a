/** Rows of the review's tables as what they mean. */
import type { Comment, Verdict } from "../core/review.ts";
import { VERDICTS } from "../core/review.ts";
import type { RunReference } from "../store/run-identity.ts";
import type { Row } from "../store/statements.ts";

/** What a thread is about, and how that was called when it began. `kind`: of the place, as `lib/core/review.ts` names them; what another kind has is null. */
export interface ThreadSubject {
  readonly id: string;
  readonly kind: string;
  readonly tag: string | null;
  readonly steps: readonly [number, number] | null;
  readonly sweep: string | null;
  readonly rule: string | null;
  readonly title: string;
}

/** A thread as its rows have it. */
export interface StoredThread extends ThreadSubject {
  readonly resolved: { readonly at: number; readonly by: string } | null;
  /** Ids of references. */
  readonly runs: readonly number[];
  readonly comments: readonly Comment[];
}

export interface StoredVerdict {
  readonly position: number;
  /** Id of a reference; null for a sweep's. */
  readonly run: number | null;
  readonly sweep: string | null;
  readonly runs: readonly number[];
  readonly title: string;
  /** Null: it was taken back. */
  readonly verdict: Verdict | null;
  readonly because: string;
  readonly who: string;
  readonly at: number;
}

export interface StoredReview {
  readonly references: readonly RunReference[];
  /** In the order in which they were begun. */
  readonly threads: readonly StoredThread[];
  /** The last of each subject. */
  readonly verdicts: readonly StoredVerdict[];
}

interface ReviewRows {
  readonly runs: readonly Row[];
  readonly threads: readonly Row[];
  readonly threadRuns: readonly Row[];
  /** In order. */
  readonly comments: readonly Row[];
  readonly verdicts: readonly Row[];
}

/** What the tables hold. */
export function toReview({ runs, threads, threadRuns, comments, verdicts }: ReviewRows): StoredReview {
  const byId = new Map(threads.map((row) => [String(row.id), row]));
  const runsOf = new Map<string, number[]>();
  for (const { thread, run } of threadRuns) push(runsOf, String(thread), Number(run));
  const commentsOf = new Map<string, Comment[]>();
  for (const row of comments) push(commentsOf, String(row.thread), toComment(row));
  return {
    references: runs.map(toReference),
    threads: [...commentsOf].flatMap(([id, said]) => {
      const row = byId.get(id);
      return row === undefined ? [] : [toThread(row, runsOf.get(id) ?? [], said)];
    }),
    verdicts: verdicts.map(toVerdict),
  };
}

function push<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));
const numberOf = (value: unknown): number | null => (value === null ? null : Number(value));
const numbersIn = (json: unknown): readonly number[] => JSON.parse(String(json));

function toReference({ id, logdir, path, contents_json, settings }: Row): RunReference {
  const contents: readonly string[] = JSON.parse(String(contents_json));
  return { id: Number(id), logdir: String(logdir), path: String(path), contents, settings: String(settings) };
}

function toThread(row: Row, runs: readonly number[], comments: readonly Comment[]): StoredThread {
  const [from, to] = [numberOf(row.from_step), numberOf(row.to_step)];
  const resolvedAt = numberOf(row.resolved_at);
  return {
    id: String(row.id),
    kind: String(row.kind),
    tag: textOf(row.tag),
    steps: from === null || to === null ? null : [from, to],
    sweep: textOf(row.sweep),
    rule: textOf(row.rule),
    title: String(row.title),
    resolved: resolvedAt === null ? null : { at: resolvedAt, by: String(row.resolved_by) },
    runs,
    comments,
  };
}

/** A row of `comments`. */
export const toComment = (row: Row): Comment => ({
  id: String(row.id),
  author: String(row.author),
  writtenAt: Number(row.written_at),
  version: Number(row.version),
  text: String(row.text),
  changedAt: numberOf(row.changed_at),
  deletedAt: numberOf(row.deleted_at),
});

/** A row of `verdicts`. */
const toVerdict = (row: Row): StoredVerdict => ({
  position: Number(row.position),
  run: numberOf(row.run),
  sweep: textOf(row.sweep),
  runs: numbersIn(row.runs_json),
  title: String(row.title),
  verdict: VERDICTS.find((known) => known === row.verdict) ?? null,
  because: String(row.because),
  who: String(row.who),
  at: Number(row.at),
});
