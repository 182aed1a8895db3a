/** Advice as it is printed, sent and drawn: the contract of `tuneboard advise --json` and `GET /api/advice`. */
import type { HparamValue } from "./series.ts";

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
}

export type AdviceValue =
  | number
  | { readonly convergedStep: number; readonly recommendedSteps: number }
  | { readonly peakStep: number; readonly startStep: number | null; readonly shape: "interior" | "plateau" | "rising" };

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
    };

export interface NextRun {
  readonly why: string;
  readonly hparams: Readonly<Record<string, HparamValue>>;
  readonly steps: number | null;
  readonly seeds: readonly number[];
  /** A command line, when a run told us how it was started; null when nobody did. */
  readonly command: string | null;
}
