/** A launch: one run that we were asked to start, from the queue to its end. */
import * as z from "zod";
import { t } from "../core/text.ts";
import type { ProcessIdentity } from "./processes/process-identity.ts";
import type { ResourceUse, Stopper } from "./shim/attempt-files.ts";

/** Why an attempt failed, as far as that decides whether another one makes sense. */
export const FAILURES = ["GPU out of memory", "out of memory", "killed", "exited", "not started", "lost"] as const;
export type Failure = (typeof FAILURES)[number];

/** Attempts after the first one that an order may ask for at most. */
export const MOST_RETRIES = 100;

const Setting = z.union([z.string(), z.number(), z.boolean()]);
const Positive = z.number().positive();

/** What is to be run, and how: as clients send it and as the database keeps it. */
export const LaunchOrder = z.strictObject({
  command: z.strictObject({
    /** The program first; no shell touches them. */
    argv: z.array(z.string()).min(1),
    /** Absolute. */
    cwd: z.string().startsWith("/"),
    /** Added to what every run gets. */
    env: z.record(z.string(), z.string()).default({}),
    /** The arguments hold a script for a shell: shown, so that nobody is surprised. */
    shell: z.boolean().default(false),
  }),
  /** Where the run writes its log, absolute; null when it was not said. */
  logdir: z.string().startsWith("/").nullable().default(null),
  /** Where earlier attempts wrote theirs, the first one first. */
  earlierLogdirs: z.array(z.string().startsWith("/")).default([]),
  /** What later attempts run, a zero byte standing for their folder. `resumes`: they go on in the folder of the first. Null: the same once more. */
  again: z
    .strictObject({
      argv: z.array(z.string()).min(1),
      env: z.record(z.string(), z.string()).default({}),
      resumes: z.boolean(),
    })
    .nullable()
    .default(null),
  /** The settings that the command line states. */
  hparams: z.record(z.string(), Setting).default({}),
  needs: z
    .strictObject({
      /** CPU slots. */
      cpus: z.int().min(1).default(1),
      /** GPUs; where the machine has none, the CPU slots alone count. */
      gpus: z.int().min(0).default(0),
      gpuMemoryMb: Positive.nullable().default(null),
      /** Of the machine; null: not said. */
      memoryMb: Positive.nullable().default(null),
      /** Whether it may share a GPU. */
      packs: z.boolean().default(true),
      /** Runs of its project at the same time at most. */
      atOnce: z.int().min(1).nullable().default(null),
    })
    .prefault({}),
  limits: z
    .strictObject({ timeSecs: Positive.nullable().default(null), steps: Positive.nullable().default(null) })
    .prefault({}),
  /** Seconds between the request to end and the force. */
  graceSecs: z.number().min(0).max(3600).default(10),
  /** Failures of these classes are tried again, after `backoffSecs`, twice that, and so on. */
  retry: z
    .strictObject({
      failures: z.array(z.enum(FAILURES)).default([]),
      times: z.int().min(0).max(MOST_RETRIES).default(0),
      backoffSecs: z.number().min(0).default(30),
    })
    .prefault({}),
  /** Why it is run and where it comes from, for people. */
  note: z.string().default(""),
  /** The `tuneboard.yaml` that it comes from, absolute, so that others can be launched from it; null when it comes from none. */
  plan: z.string().startsWith("/").nullable().default(null),
  /** Name of the folder of `code/` that says which code was there at launch; null when nobody looked. */
  code: z.string().nullable().default(null),
});
export type LaunchOrder = z.infer<typeof LaunchOrder>;

/** Higher first. */
export const Priority = z.int().min(-1000).max(1000);

/** Several launches that are asked for together: all of them are queued, or none. */
export const Submission = z.strictObject({
  /** Chosen by the client: a submission that comes again with the same key is the same one. */
  key: z.string().min(8).max(200),
  launches: z
    .array(
      z.strictObject({
        project: z.string().min(1).max(200),
        name: z.string().min(1).max(1000),
        priority: Priority.default(0),
        /** Ids of launches, and places in this submission (`#0` is its first), that have to complete before. */
        after: z.array(z.string()).default([]),
        order: LaunchOrder,
      }),
    )
    .min(1)
    .max(10_000),
});
export type Submission = z.infer<typeof Submission>;

/** What a launch holds of the machine while it runs. */
export type Slot =
  | { readonly kind: "cpu"; readonly cpus: number }
  /** `shares`: others may be on these GPUs, now or later. */
  | { readonly kind: "gpu"; readonly cpus: number; readonly uuids: readonly string[]; readonly shares: boolean };

/** An attempt under way. */
export interface Progress {
  readonly slot: Slot;
  readonly shim: ProcessIdentity | null;
  /** The main process, once it is known. */
  readonly process: ProcessIdentity | null;
}

/** How a launch ended. `stopped`: the first who asked. `lost`: nobody saw the end. */
export type Ending =
  | { readonly kind: "completed" }
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "killed"; readonly signal: string; readonly systemWasOutOfMemory: boolean }
  /** `because`: what the advice said of it, where that had it stopped. */
  | { readonly kind: "stopped"; readonly by: Stopper; readonly because?: string }
  | { readonly kind: "not started"; readonly because: string }
  | { readonly kind: "lost"; readonly because: "reboot" | "its shim was killed" }
  | { readonly kind: "cancelled"; readonly because: string };

export interface EndRecord {
  readonly ending: Ending;
  /** By the monotonic clock; null when nobody measured. */
  readonly elapsedSecs: number | null;
  readonly use: ResourceUse | null;
}

/** All times are seconds since the Unix epoch. */
export type Phase =
  | { readonly state: "queued"; readonly notBefore: number }
  | { readonly state: "starting"; readonly progress: Progress; readonly stoppedBy: Stopper | null }
  | {
      readonly state: "running";
      readonly progress: Progress;
      readonly startedAt: number;
      readonly stoppedBy: Stopper | null;
    }
  | {
      readonly state: "ended";
      readonly record: EndRecord;
      readonly startedAt: number | null;
      readonly endedAt: number;
    };

export interface Launch {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly priority: number;
  readonly submittedAt: number;
  /** Who launched it; empty where it is not known. */
  readonly submittedBy: string;
  readonly order: LaunchOrder;
  /** Attempts so far, the one under way included. */
  readonly attempt: number;
  /** How the attempt before failed, or this one if it has ended. */
  readonly failure: Failure | null;
  readonly phase: Phase;
}

/** Marks the processes of an attempt in their environment. */
export const markerOf = (id: string, attempt: number): string => `${id}.${attempt}`;

/** The id of the launch that `marker` names. */
export const idInMarker = (marker: string): string => marker.slice(0, marker.lastIndexOf("."));

/** Whether the advice had it stopped, so that it waits for somebody to resume it or to leave it. */
export const isPaused = ({ phase }: Launch): boolean =>
  phase.state === "ended" && phase.record.ending.kind === "stopped" && phase.record.ending.by === "advice";

/** What an end is to whoever is told of it. */
export type Outcome = "finished" | "failed" | "paused";

/** What the end of `launch` is; null while it has not ended. */
export function outcomeOf(launch: Launch): Outcome | null {
  if (launch.phase.state !== "ended") return null;
  if (isPaused(launch)) return "paused";
  return launch.phase.record.ending.kind === "completed" ? "finished" : "failed";
}

const STOPPED_BY: Readonly<Record<Stopper, string>> = {
  user: t`stopped by user`,
  "time limit": t`stopped by time limit`,
  "step limit": t`stopped by step limit`,
  "a signal": t`stopped by a signal`,
  advice: t`paused by advice`,
};

/** How it ended, in a few words. */
export function describeEnding(ending: Ending): string {
  switch (ending.kind) {
    case "completed":
      return t`completed`;
    case "exited":
      return t`exit status ${ending.exitCode}`;
    case "killed":
      return ending.systemWasOutOfMemory
        ? t`killed by the system, which was out of memory`
        : t`${ending.signal} by unknown`;
    case "stopped":
      return ending.because === undefined
        ? STOPPED_BY[ending.by]
        : t`${STOPPED_BY[ending.by]}, because ${ending.because}`;
    case "not started":
      return t`not started: ${ending.because}`;
    case "lost":
      return ending.because === "reboot" ? t`lost: reboot` : t`lost: its shim was killed`;
    case "cancelled":
      return t`cancelled: ${ending.because}`;
  }
}
