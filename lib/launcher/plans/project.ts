/** A project: a training program, what can be set in it, and what one run of it needs. */
import type { HparamValue } from "../../core/series.ts";
import type { Failure } from "../launch.ts";

/**
 * How a run is started. `argv`: the program and its arguments, handed over as they are; no shell ever sees them.
 * `shell`: a script for `/bin/sh`, because the project says so; values reach it as positional parameters, never as part of its text.
 */
export type CommandTemplate =
  | { readonly kind: "argv"; readonly words: readonly string[] }
  | { readonly kind: "shell"; readonly script: string };

export type ParameterType = "number" | "integer" | "text" | "boolean";

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** What it is when nobody says; null: every trial has to say. */
  readonly fallback: HparamValue | null;
  /** The only values that the program takes; null: any of the type. */
  readonly choices: readonly HparamValue[] | null;
  /** What stands in the command for true and for false. An argument that becomes empty by it is left out. */
  readonly words: { readonly true: string; readonly false: string } | null;
}

/** What one run needs, and how long it may take. */
export interface Resources {
  /** GPUs of one run; 0: it needs none. Where the machine has none, runs take a CPU slot instead. */
  readonly gpus: number;
  /** CPU slots of one run. */
  readonly cpus: number;
  /** Memory of the machine that one run needs; null: not said. */
  readonly memoryMb: number | null;
  /** GPU memory that one run needs, where that is known; null: the first run is measured. */
  readonly gpuMemoryMb: number | null;
  /** Whether runs may share a GPU. */
  readonly packs: boolean;
  /** Runs of this project at the same time at most; null: as many as fit. */
  readonly atOnce: number | null;
  readonly timeLimitSecs: number | null;
  readonly stepLimit: number | null;
}

/** Which failures of a run are tried again by themselves. */
export interface Retry {
  readonly failures: readonly Failure[];
  /** Attempts after the first one. */
  readonly times: number;
  /** Before the first of them; it doubles each time. */
  readonly backoffSecs: number;
}

export interface Project {
  readonly name: string;
  /** Absolute: where the command runs. */
  readonly directory: string;
  /** Absolute: below it every run gets a folder of its own. */
  readonly logdir: string;
  readonly command: CommandTemplate;
  /** How a run goes on in its folder after it died; null: it cannot, and is tried again from the start in another. */
  readonly resume: CommandTemplate | null;
  /** Null: no failure is tried again. */
  readonly retry: Retry | null;
  /** By name, in the order in which they were written. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Added to what every run gets; values may have placeholders. */
  readonly environment: ReadonlyMap<string, string>;
  /** The tag to judge runs by; null: the advisor finds one. */
  readonly metric: { readonly tag: string; readonly goal: "max" | "min" | null } | null;
  readonly lossTag: string | null;
  readonly resources: Resources;
  /** What switches regularisation off, for the stages that read the loss curve (rule R6 of the guide). Empty: nothing to switch. */
  readonly withoutRegularisation: ReadonlyMap<string, HparamValue>;
}
