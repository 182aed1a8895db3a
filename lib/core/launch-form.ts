/** What travels between the engine and the form that launches runs. */
import type { PreviewAnswer } from "./launches.ts";
import type { Hparams, HparamValue } from "./series.ts";

/** Answer of `GET /api/plans`. */
export interface PlansAnswer {
  /** Where a `tuneboard.yaml` was looked for. */
  readonly lookedIn: readonly string[];
  readonly plans: readonly PlanSummary[];
}

/** One `tuneboard.yaml`. */
export interface PlanSummary {
  readonly file: string;
  /** What is wrong with it, one sentence each; it has no projects then. */
  readonly problems: readonly string[];
  readonly projects: readonly ProjectSummary[];
  /** Sweeps as they are written in it, by name. */
  readonly sweeps: readonly { readonly name: string; readonly form: SweepFormValues }[];
}

export interface ProjectSummary {
  readonly name: string;
  readonly directory: string;
  readonly logdir: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: "number" | "integer" | "text" | "boolean";
    /** Null: every trial has to say. */
    readonly fallback: HparamValue | null;
    readonly choices: readonly HparamValue[] | null;
  }[];
  readonly hasSeed: boolean;
  readonly hasSteps: boolean;
  /** Whether it says how regularisation is switched off. */
  readonly hasRegularisation: boolean;
}

/** Which values of a parameter are tried, as in `tuneboard.yaml`. */
export type AxisForm =
  | HparamValue
  | readonly HparamValue[]
  | { readonly guide: "six" | "twelve" }
  | { readonly half_decades: readonly [number, number] }
  | { readonly insert_around: number | readonly number[] }
  | { readonly range: readonly [number, number]; readonly step: number }
  | { readonly linspace: readonly [number, number]; readonly count: number }
  | { readonly logspace: readonly [number, number]; readonly count: number }
  | { readonly between: readonly [number, number]; readonly scale?: "linear" | "log" };

/** A sweep, as in `tuneboard.yaml`; the engine checks it. */
export interface SweepFormValues {
  readonly project: string;
  readonly vary: Readonly<Record<string, AxisForm>>;
  readonly how?: "grid" | "random" | "quasi_random";
  readonly trials?: number | undefined;
  readonly random_seed?: number;
  readonly seeds?: number | readonly number[] | undefined;
  readonly steps?: number | undefined;
  readonly regularisation?: "off" | "on";
  readonly limit?: number | undefined;
  readonly note?: string;
}

/** What somebody wants to launch. `file`: one of those that `GET /api/plans` names. */
export type LaunchWish =
  | { readonly kind: "sweep"; readonly file: string; readonly folder: string; readonly form: SweepFormValues }
  /** What the advisor proposes, as it was shown; `base`: the run that it starts from; no `folder`: beside that run, where the advice sees all of them together. */
  | {
      readonly kind: "next";
      readonly file: string;
      readonly project: string;
      readonly folder: string | null;
      readonly base: string | null;
      readonly runs: readonly ProposedRun[];
      readonly regularisation: "as before" | "off" | "on";
    }
  /** A launch once more, with changes. */
  | {
      readonly kind: "clone";
      readonly file: string;
      readonly project: string;
      readonly folder: string;
      readonly launch: string;
      readonly changes: Hparams;
    };

/** A run that the advice asks for, as the launch form begins with it. */
export interface ProposedRun {
  readonly why: string;
  readonly hparams: Hparams;
  readonly steps: number | null;
  readonly seeds: readonly number[];
}

/** Answer of `POST /api/plans/preview`. */
export interface WishPreview extends PreviewAnswer {
  readonly estimate: LaunchEstimate;
}

/** How long it will take, by the pace of runs that logged their steps. */
export interface LaunchEstimate {
  /** Updates a second of one run; null: no run of the project has told. */
  readonly stepsPerSec: number | null;
  /** How many runs that rests on. */
  readonly paceRuns: number;
  /** Of all together, one after the other; null: not known. */
  readonly runSecs: number | null;
  /** Hours of GPUs; null: not known, or they need none. */
  readonly gpuHours: number | null;
  /** From now until the last has ended, with what runs and waits before them; null: not known. */
  readonly untilDoneSecs: number | null;
  /** Launches that run or wait before them. */
  readonly ahead: number;
  /** Runs at once that this counts on. */
  readonly atOnce: number;
}
