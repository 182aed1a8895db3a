/** What travels between the engine and those who launch runs: the board and the command line. */
import type { LatestUse } from "./machine.ts";
import type { HparamValue } from "./series.ts";

/** `stopping`: asked to end, and still dying. `paused`: ended on the advice's word, and to be resumed by whoever wants to. */
export type LaunchState = "queued" | "starting" | "running" | "stopping" | "paused" | "ended";

/** One launch as it is shown. Times are seconds since the Unix epoch. */
export interface LaunchSummary {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly state: LaunchState;
  readonly priority: number;
  readonly submittedAt: number;
  /** Who launched it; empty where it is not known. */
  readonly submittedBy: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Since its start by a clock that nobody sets, or from start to end; null before the start. */
  readonly elapsedSecs: number | null;
  /** Updates that it has made so far, by its logs; null while it does not run, or where nobody reads them. */
  readonly stepsDone: number | null;
  /** Updates that it is to make, by its limit or its settings; null where neither says so. */
  readonly stepsToMake: number | null;
  readonly attempt: number;
  /** How it ended in a few words; null while it has not. */
  readonly ending: string | null;
  /** Whether it ended as it should; null while it has not ended, or is paused. */
  readonly isGood: boolean | null;
  /** Class of failure, of the attempt before while another one waits. */
  readonly failure: string | null;
  /** The command line as it could be typed, secrets blotted out. */
  readonly command: string;
  readonly isShell: boolean;
  readonly cwd: string;
  readonly logdir: string | null;
  readonly hparams: Readonly<Record<string, HparamValue>>;
  readonly note: string;
  /** Why it does not run yet, in words; null while it does or when nobody knows. */
  readonly waitsFor: string | null;
  /** What it holds, in words: "1 CPU slot", "GPU-1234…". */
  readonly slot: string | null;
  readonly pid: number | null;
  readonly peakResidentBytes: number | null;
  /** What was last recorded while it runs; null when it does not, or nobody looked. */
  readonly use: LatestUse | null;
}

/** Answer of `GET /api/launches`: the latest first, or with `order=queue` what is under way, what waits, and the latest that have ended. */
export interface LaunchesAnswer {
  /** Why nothing new is started; null when the queue goes on. */
  readonly paused: string | null;
  /** Why the state cannot be kept at the moment, a full disk for one; null when it can. */
  readonly problem: string | null;
  /** CPU slots of this machine. */
  readonly slots: number;
  readonly counts: {
    readonly queued: number;
    readonly starting: number;
    readonly running: number;
    readonly ended: number;
  };
  readonly launches: readonly LaunchSummary[];
}

/** Answer of `GET /api/launches/ID`. */
export interface LaunchAnswer {
  readonly launch: LaunchSummary;
  /** The environment that the launch adds, secrets blotted out. */
  readonly env: Readonly<Record<string, string>>;
  /** Code and environment at the time of launch; null when they were not looked at. */
  readonly code: CodeSnapshot | null;
}

/** The state of the code when a launch was submitted. */
export interface CodeSnapshot {
  /** Null outside of a git repository. */
  readonly commit: string | null;
  readonly branch: string | null;
  /** What differed from the commit, as a patch, cut to a size that can be kept; empty when nothing did. */
  readonly diff: string;
  readonly isDiffCut: boolean;
  /** Files that git did not know. */
  readonly untracked: readonly string[];
  /** Interpreter and environment, as far as it can be told: `VIRTUAL_ENV`, `CONDA_PREFIX`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Answer of `POST /api/launches`. */
export interface SubmittedAnswer {
  readonly ids: readonly string[];
  /** False when the same submission had come before: nothing was queued twice. */
  readonly isNew: boolean;
}

/** Answer of `POST /api/launches/preview`. */
export interface PreviewAnswer {
  readonly count: number;
  /** The commands as they would be run, the first few when there are many. */
  readonly commands: readonly {
    readonly name: string;
    readonly command: string;
    readonly isShell: boolean;
    readonly cwd: string;
  }[];
  /** Whether more are asked for than are started without being asked twice. */
  readonly needsConfirmation: boolean;
}

/** Answer of `GET /api/launches/ID/output/search`. `further`: nothing so far, go on from `at`. Places are bytes from the beginning. */
export type OutputSearchAnswer =
  | { readonly kind: "found"; readonly at: number }
  | { readonly kind: "further"; readonly at: number }
  | { readonly kind: "nothing" };

/** What a wish for one launch or for the queue did, in words. */
export interface WishAnswer {
  readonly text: string;
}
