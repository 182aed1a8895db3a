/** What the routes serve from. */
import type { AdviceOptions, RunLog } from "../advisor/input.ts";
import type { Parts } from "../advisor/parts.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import type { Choices } from "../core/choices.ts";
import type { Language } from "../core/text.ts";
import type { BlockData, Question } from "../report/parts.ts";
import type { Review } from "../review/review.ts";
import type { Annotations } from "../store/annotations.ts";
import type { Reports } from "../store/reports.ts";
import type { RunDigests } from "../store/run-digests.ts";
import type { Store } from "../store/store.ts";
import type { ViewsFile } from "../store/views-file.ts";
import type { LiveStream } from "./live.ts";
import type { ReportViewer } from "./report-export.ts";

/** The store for those who only read. */
export type ReadStore = Pick<Store, "version" | "loading" | "logdirs" | "runs" | "run" | "runAt">;

/** Reports for those who read and write them. */
export type ReportShelf = Pick<
  Reports,
  "list" | "unreadable" | "read" | "readDeleted" | "frozen" | "create" | "change" | "setDeleted" | "freeze"
>;

export interface Engine {
  readonly store: ReadStore;
  readonly live: Pick<LiveStream, "connect">;
  readonly annotations: Pick<Annotations, "answer" | "change">;
  readonly digests: Pick<RunDigests, "of">;
  /** Advice on the runs as they are now; computed again only when the store has changed. */
  readonly advise: (language?: Language) => Promise<AdviceAnswer>;
  /** Thinks further about what the advice was given on, in parts, so that others have their turn. */
  readonly study: <Answer>(think: (basis: StudyBasis) => Parts<Answer>, language?: Language) => Promise<Answer>;
  readonly choices: ChoicesKeeper;
  readonly views: Pick<ViewsFile, "answer" | "change">;
  /** Comments and verdicts. */
  readonly review: Review;
  /** Opened when somebody first asks for them; rejects with a StateFailure where they cannot be. */
  readonly reports: () => Promise<ReportShelf>;
  /** What a block of a report shows now; null where whoever asks may not see it. */
  readonly readBlock: (question: Question) => Promise<BlockData | null>;
  /** Names of the runs of a sweep as the advice last saw them; null while it has seen nothing. */
  readonly membersOf: (sweep: string) => ReadonlySet<string> | null;
  /** What shows a report outside of the board; throws where it was not built. */
  readonly reportViewer: () => ReportViewer;
  /** Seconds since the Unix epoch. */
  readonly now: () => number;
}

/** The runs as the advisor sees them, what the reader decided, and the advice that follows, which is still to be said. */
export interface StudyBasis {
  readonly logs: readonly RunLog[];
  readonly options: AdviceOptions;
  readonly answer: AdviceAnswer;
}

/** What the reader of the advice decided, and where it is kept. */
export interface ChoicesKeeper {
  readonly current: () => Choices;
  /** Rejects when they cannot be kept; the old ones stay in force then. */
  readonly keep: (choices: Choices) => Promise<void>;
}
