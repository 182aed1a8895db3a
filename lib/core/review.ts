/** What people say of runs, charts and advice, and how they judge them: the contract of `/api/review`. All times: seconds since the Unix epoch. */

export const VERDICTS = ["candidate", "chosen", "rejected"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a thread is about. `runs`: ids; in an answer those that are here now. */
export type Anchor =
  | { readonly kind: "run"; readonly runs: readonly string[] }
  /** Several runs together. */
  | { readonly kind: "runs"; readonly runs: readonly string[] }
  /** A chart of these runs, the whole of it or from one step to another; both the same: one step. */
  | {
      readonly kind: "chart";
      readonly tag: string;
      readonly steps: readonly [number, number] | null;
      readonly runs: readonly string[];
    }
  /** What a rule says of a sweep. */
  | { readonly kind: "advice"; readonly sweep: string; readonly rule: string; readonly runs: readonly string[] };

export interface Comment {
  readonly id: string;
  readonly author: string;
  readonly writtenAt: number;
  /** 1 at first; whoever changes it says which one they saw. */
  readonly version: number;
  /** Markdown; empty once it is deleted. */
  readonly text: string;
  /** Null while it is as it was written. */
  readonly changedAt: number | null;
  readonly deletedAt: number | null;
}

export interface Thread {
  readonly id: string;
  readonly anchor: Anchor;
  /** What it is about in words, as it was called then. */
  readonly title: string;
  /** How many of its runs are not here now. */
  readonly awayRuns: number;
  readonly resolved: { readonly at: number; readonly by: string } | null;
  /** In order; the first began it. */
  readonly comments: readonly Comment[];
}

/** A judgement as it stands. */
export interface GivenVerdict {
  /** Whoever changes it says which one they saw. */
  readonly position: number;
  readonly verdict: Verdict;
  /** Empty: no reason given. */
  readonly because: string;
  readonly who: string;
  readonly at: number;
}

export interface RunVerdict extends GivenVerdict {
  /** Its id. */
  readonly run: string;
}

export interface SweepVerdict extends GivenVerdict {
  /** The sweep's id then, and its runs that are here now. */
  readonly sweep: string;
  readonly runs: readonly string[];
  readonly title: string;
}

/** Answer of `GET /api/review`. */
export interface ReviewAnswer {
  /** Why nothing can be written down at the moment, in one sentence; null when it can. */
  readonly problem: string | null;
  /** Newest last. */
  readonly threads: readonly Thread[];
  readonly runVerdicts: readonly RunVerdict[];
  readonly sweepVerdicts: readonly SweepVerdict[];
  /** Names that can be mentioned. */
  readonly people: readonly string[];
}

/** Body of `POST /api/review/threads`. `id` and `comment`: chosen by the writer, so that what is sent twice is written once. */
export interface NewThread {
  readonly id: string;
  readonly comment: string;
  readonly anchor: Anchor;
  readonly text: string;
}

/** Body of `PUT /api/review/verdict`. Of one run, or of a sweep with all its runs. */
export interface VerdictChange {
  readonly subject:
    | { readonly kind: "run"; readonly run: string }
    | {
        readonly kind: "sweep";
        readonly sweep: string;
        readonly runs: readonly string[];
      };
  /** Null: takes it back. */
  readonly verdict: Verdict | null;
  readonly because: string;
  /** Position of the verdict that its author saw; null: none. */
  readonly was: number | null;
}

/** What a comment said before. */
export interface CommentVersion {
  readonly version: number;
  readonly text: string;
  readonly writtenAt: number;
}

/** What can have happened in a review; some of it nobody did, it came about. */
export const ACTS = [
  "commented",
  "changed a comment",
  "deleted a comment",
  "resolved",
  "opened again",
  "judged",
  "runs came",
  "finished",
  "failed",
  "paused",
  "advice changed",
] as const;
export type Act = (typeof ACTS)[number];

/** One thing that happened since somebody last looked. */
export interface Happening {
  readonly position: number;
  readonly at: number;
  /** Null: nobody, it happened. */
  readonly who: string | null;
  readonly act: Act;
  /** A run, a sweep or what a thread is about, as it was called. */
  readonly subject: string;
  /** The beginning of a comment, a reason, a headline; may be empty. */
  readonly text: string;
  readonly thread: string | null;
  /** Ids of runs that are here now. */
  readonly runs: readonly string[];
  readonly verdict: Verdict | null;
  /** How many runs, where there is more than one. */
  readonly count: number;
  /** Whether it speaks to the one who asks: names them, or answers in a thread of theirs. */
  readonly isForMe: boolean;
}

/** Answer of `GET /api/review/news`. */
export interface NewsAnswer {
  /** Newest first. */
  readonly news: readonly Happening[];
  /** Whether older ones that were not read are left out. */
  readonly hasMore: boolean;
  /** Everything up to here was read. */
  readonly readUpTo: number;
  /** The newest of all. */
  readonly latest: number;
  /** Whether these log directories were looked at before: until then all runs count as known. */
  readonly isWatched: boolean;
}

/** The longest comment, in UTF-16 units. */
export const LONGEST_COMMENT = 20_000;

/** Whether there is anything to see in `text`: neither white space nor characters without a shape of their own make a comment. */
export const saysSomething = (text: string): boolean =>
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u.test(text);

/** The names among `people` that `text` mentions as `@name`, each once; of names that begin alike the longest counts. */
export function mentionsIn(text: string, people: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const byLength = [...people].sort((a, b) => b.length - a.length);
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}_])@/gu)) {
    const rest = text.slice(index + 1);
    const name = byLength.find(
      (one) => one !== "" && rest.startsWith(one) && !/^[\p{L}\p{N}_]/u.test(rest.slice(one.length)),
    );
    if (name !== undefined) found.add(name);
  }
  return [...found];
}
