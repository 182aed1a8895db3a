/** The folder of one attempt at a launch: what the engine orders there, and what the shim leaves for it to find. */
import { join } from "node:path";
import type { ProcessIdentity } from "../processes/process-identity.ts";

/** What is to be run; written by the engine before a shim is started. */
export interface Order {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment, marker included; nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly marker: string;
  readonly graceMs: number;
  /** Seconds by the monotonic clock; null: none. */
  readonly timeLimitSecs: number | null;
  /** Output over this is cut down to its last part, so that a run cannot fill the disk. */
  readonly outputLimitBytes: number;
}

/** Who runs the order. Whoever puts this file there first has the right to; the engine puts it there to take the right away. */
export interface Claim {
  readonly shim: ProcessIdentity | null;
}

/** The main process of the run. */
export interface Started {
  readonly process: ProcessIdentity;
  /** Seconds since the Unix epoch. */
  readonly at: number;
}

/** A request to stop, put there before the shim gets its SIGTERM. */
export interface StopRequest {
  readonly by: Stopper;
}

/** Who may end a run before its time. `advice`: the advisor gave it up, and somebody had agreed to that. */
export const STOPPERS = ["user", "time limit", "step limit", "a signal", "advice"] as const;
export type Stopper = (typeof STOPPERS)[number];

/** How the main process ended, as the shim saw it. */
export type Outcome =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signal: string; readonly systemWasOutOfMemory: boolean }
  | { readonly kind: "not started"; readonly because: string };

/** The last word of the shim. */
export interface Ended {
  readonly outcome: Outcome;
  /** Who had asked it to stop, if anybody; the first one counts. */
  readonly stoppedBy: Stopper | null;
  /** Seconds since the Unix epoch. */
  readonly at: number;
  /** From start to end by the monotonic clock, seconds. */
  readonly elapsedSecs: number;
  readonly use: ResourceUse;
}

/** What a run used. */
export interface ResourceUse {
  readonly userSecs: number;
  readonly systemSecs: number;
  /** Largest sum over its processes that was sampled; 0 when it ended before the first look. */
  readonly peakResidentBytes: number;
}

/** Paths in the folder of an attempt. */
export const attemptFiles = (folder: string) => ({
  order: join(folder, "order.json"),
  claim: join(folder, "claim.json"),
  started: join(folder, "started.json"),
  stop: join(folder, "stop.json"),
  ended: join(folder, "ended.json"),
  /** Standard output and standard error, in the order in which they were written. */
  output: join(folder, "output.log"),
  /** What its processes used over time, and what it used of GPUs: see `usage/use-record.ts`. */
  use: join(folder, "use.jsonl"),
  gpuUse: join(folder, "gpu-use.jsonl"),
});

export type AttemptFiles = ReturnType<typeof attemptFiles>;
