/** Advice as it is printed, sent and drawn: the contract of `tuneboard advise --json` and `GET /api/advice`. */
import type { Lesson } from "./memory.ts";
import type { HparamValue } from "./series.ts";
import type { ThresholdRange } from "./thresholds.ts";

/** What `tuneboard advise --json` prints and `GET /api/advice` answers. `version`: of this shape. */
export interface AdviceAnswer {
  readonly version: 1;
  readonly sweeps: readonly SweepAdvice[];
}

export interface SweepAdvice {
  /** Stable while the sweep's runs live in the same place: a hash of what its runs share. */
  readonly id: string;
  /** What people call it: the folder that its runs share, or what they have in common. */
  readonly title: string;
  readonly runs: readonly string[];
  readonly varies: readonly string[];
  readonly metric: { readonly tag: string; readonly goal: "max" | "min" } | null;
  readonly loss: { readonly tag: string } | null;
  readonly advice: readonly Advice[];
  /** How far the runs have come along the guide. */
  readonly stage?: StageReached;
  /** Absent when no run came through. */
  readonly startFrom?: StartingPoint;
  /** Whether runs that are still going can change the answer; absent when none is going. */
  readonly outlook?: Outlook;
  /** What later sweeps may learn from this one; absent until it is done. */
  readonly lesson?: Lesson;
  /** How far each threshold can be moved before the answer changes; only where that was asked for. */
  readonly thresholds?: readonly ThresholdRange[];
  /** Which settings mattered; absent with fewer than 12 runs that came through. */
  readonly importance?: Importance;
}

/** What is still open while runs train. Times are in seconds since the Unix epoch, by the pace of the logs. */
export interface Outlook {
  readonly canFlip: boolean;
  /** In one sentence. */
  readonly headline: string;
  readonly runs: readonly {
    readonly run: string;
    /** To end above the best that has finished; null where only the gap to the leader speaks. */
    readonly chance: number | null;
    readonly canWin: boolean;
  }[];
  /** When the last run that matters will be done; null when the clock does not say. */
  readonly knownAt: number | null;
  /** The same if the pace is that of the quicker, or the slower, quarter of the steps. */
  readonly knownBetween: readonly [number, number] | null;
}

/** The guide's stages, in order. `done`: nothing of the guide is left to do. */
export type Stage = "prepare" | "learning rate and steps" | "batch size and momentum" | "decay" | "done";

export interface StageReached {
  /** The first stage that is not settled. */
  readonly at: Stage;
  /** Why it is not, in one sentence. */
  readonly because: string;
  /** What earlier stages settled and later runs start from, in order. */
  readonly settled: readonly SettledStage[];
  /** The runs that take it further, with all settings that are settled; never empty. */
  readonly next: readonly NextRun[];
}

export interface SettledStage {
  readonly stage: Stage;
  readonly result: string;
  /** The id of the sweep that settled it; absent where that is the one whose stage this is. */
  readonly by?: string;
}

/** What is known so far as one run that could be started: where later stages begin. */
export interface StartingPoint {
  /** The run whose settings these are. */
  readonly run: string;
  /** Learning rate, batch size and momentum, as that run calls them. */
  readonly hparams: Readonly<Record<string, HparamValue>>;
  /** How long to train, in steps; null when undecided, or counted in epochs. */
  readonly steps: number | null;
  readonly batch: number | null;
  /** Seeds that were run with these settings. */
  readonly seeds: readonly number[];
}

/** How much of the differences between runs each setting explains. */
export interface Importance {
  /** In one sentence, doubt included. */
  readonly headline: string;
  /** What else is known, a sentence each: pairs, the better half, what leaving the best settings costs. */
  readonly notes: readonly string[];
  /** Runs counted. */
  readonly runs: number;
  /** Most important first. */
  readonly settings: readonly SettingEffect[];
  /** What the most important settings do only together, beyond what each does by itself. */
  readonly pairs: readonly {
    readonly settings: readonly [string, string];
    readonly share: number;
    readonly chance: number;
  }[];
  /** The same among the better half, where divergence hides nothing; null when those are fewer than 12 runs. */
  readonly topHalf: { readonly runs: number; readonly settings: readonly SettingEffect[] } | null;
}

export interface SettingEffect {
  readonly setting: string;
  /** Share of the variance of the runs' ranks; from 30 runs on, of what a forest makes of them over the whole space of settings. */
  readonly share: number;
  /** How often settings shuffled at random explain as much. */
  readonly chance: number;
  /** The other setting that moved with it, so that nobody can say which one it was; null when none did. */
  readonly movedWith: string | null;
}

export type Rule =
  | "preparation"
  | "learning-rate"
  | "converged-step"
  | "update-ratio"
  | "batch-momentum"
  | "decay-start"
  | "decay-schedule"
  | "decay-effect"
  | "packing"
  | "run-health"
  | "pause";

/** `pick`: one answer. `tie`: several that the noise cannot tell apart. `insufficient`: run `next` first. `none`: the question does not arise. */
export type Verdict = "pick" | "tie" | "insufficient" | "none";

export type ConfidenceWord = "clear" | "likely" | "tentative" | "not enough evidence";

export interface Advice {
  readonly rule: Rule;
  /** Rule numbers of the tuning guide, `R11`. */
  readonly guide: readonly string[];
  /** The answer in one sentence, doubt included: what one reads first. */
  readonly headline: string;
  readonly verdict: Verdict;
  readonly value: AdviceValue | null;
  /** `steps`, `epochs`, or null for a number without one. */
  readonly unit: string | null;
  readonly interval: readonly [number, number] | null;
  readonly alternatives: readonly { readonly value: AdviceValue; readonly why: string }[];
  readonly confidence: ConfidenceWord;
  /** Every limit that was put on the confidence, in words. */
  readonly caps: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly assumptions: readonly string[];
  readonly excluded: readonly { readonly run: string; readonly because: string }[];
  readonly next: readonly NextRun[];
  readonly wouldChangeIf: readonly string[];
  /** The answer as a program, ready to paste; absent where there is none. */
  readonly code?: readonly CodeSnippet[];
}

export interface CodeSnippet {
  /** What it does, as the evidence calls it: `linear to zero`. */
  readonly title: string;
  readonly framework: "PyTorch" | "Keras" | "JAX" | "HF Trainer" | "shell";
  readonly code: string;
}

/** `rate` up to `startStep`, then down: in a line to 0 at `endStep`, or times `factor` every `every` steps until `endStep`. */
export interface PlannedSchedule {
  readonly shape: "linear" | "cooldown" | "exponential";
  readonly rate: number;
  /** 0 for `linear`. */
  readonly startStep: number;
  readonly endStep: number;
  readonly every: number;
  /** 1 but for `exponential`. */
  readonly factor: number;
}

/** What decay did to the dev metric. `starved`: the decayed run trained too little to tell. `unclear`: the noise hides what would matter. */
export type DecayEffect = "gain" | "weak gain" | "flat" | "unclear" | "starved" | "hurts";

export type AdviceValue =
  | number
  | PlannedSchedule
  | {
      readonly effect: DecayEffect;
      readonly schedule: string;
      /** In the metric's own unit, positive when decay is better. */
      readonly gain: number;
      readonly error: number;
      /** How much more of the descent the decayed run left than the constant one at its best dev value; null without a training loss. */
      readonly lag: number | null;
      /** Peak step with decay over peak step without; null when a dev curve is too short. */
      readonly shift: number | null;
    }
  | { readonly ratio: number; readonly proposedRate: number | null }
  | { readonly batchSize: number | null; readonly momentum: number | null; readonly learningRate: number | null }
  | { readonly findings: readonly string[] }
  | { readonly pause: readonly string[]; readonly savedSteps: number }
  | { readonly jobsAtOnce: number; readonly waves: number; readonly speedup: number }
  | { readonly convergedStep: number; readonly recommendedSteps: number }
  | {
      readonly peakStep: number;
      /** Whose weights to keep: the peak where the dev metric turns down, else the latest of those that are as good as the best. */
      readonly bestStep: number;
      readonly startStep: number | null;
      readonly shape: "interior" | "plateau" | "rising";
    };

/** One reason of an answer, and where on the curves it can be seen. */
export interface Evidence {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** Something to draw on the chart of `tag`. Runs are named as in `tuneboard runs`. Steps are in the run's own counter. */
export type Mark =
  | {
      readonly kind: "run";
      readonly tag: string;
      readonly run: string;
      readonly label: string;
      readonly role: "chosen" | "tied" | "rejected";
    }
  | {
      readonly kind: "step";
      readonly tag: string;
      readonly step: number;
      readonly label: string;
      readonly role: "converged" | "recommended" | "start" | "peak" | "ghost";
    }
  | {
      readonly kind: "band";
      readonly tag: string;
      readonly axis: "step" | "value";
      readonly from: number;
      readonly to: number;
      readonly label: string;
    }
  | {
      readonly kind: "point";
      readonly tag: string;
      readonly run: string;
      readonly step: number;
      readonly value: number;
      readonly label: string;
    }
  | {
      /** A learning rate over steps, to be drawn under the charts' step axis. `run` is the one whose schedule it would replace. */
      readonly kind: "schedule";
      /** Where that run logs its learning rate, or would. */
      readonly tag: string;
      readonly run: string;
      /** Where the learning rate begins to fall, and what it is there. */
      readonly step: number;
      readonly value: number;
      readonly label: string;
      readonly role: "proposed" | "alternative";
      /** Steps rise; between two points the rate moves in a straight line. */
      readonly points: readonly (readonly [step: number, rate: number])[];
    };

export interface NextRun {
  readonly why: string;
  readonly hparams: Readonly<Record<string, HparamValue>>;
  readonly steps: number | null;
  readonly seeds: readonly number[];
  /** A command line, when a run told us how it was started; null when nobody did. */
  readonly command: string | null;
  /** Steps of all its seeds together; null when the length is not known in steps. */
  readonly costSteps?: number | null;
  /** By the pace of the runs on disk, all seeds together; null when the clock does not say, or the batch size is another. */
  readonly gpuHours?: number | null;
}
