/** How many steps to train for (rule R13): half as many again as convergence took, and what the dev metric says against it. */
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../core/thresholds.ts";
import type { DevPeak } from "../decay/dev-peak.ts";
import type { BaseRuns } from "../path/base-runs.ts";
import { spanOf } from "../runs/curve.ts";
import { type Convergence, elasticity, findConvergence } from "./convergence.ts";

/**
 * What decided. `loss`: where the loss converged. `power law`: it has no converged step, half as much again is a budget. `not converged`: too
 * late in the run to certify. `dev rises`: the dev metric still improves at the end. `dev later`: it gets best only after the loss alone
 * would have stopped. `dev turned`: it got worse while the loss still fell, so more steps memorise.
 */
export type Decider = "loss" | "power law" | "not converged" | "dev rises" | "dev later" | "dev turned";

export interface StepBudget {
  readonly decider: Decider;
  /** Where training had converged, in whole steps or epochs: by the loss, or where the dev metric turned. */
  readonly step: number;
  readonly recommended: number;
  /** The range of `step` that the noise and the seeds leave open, one block wider. */
  readonly interval: readonly [number, number];
  readonly kappa: number | null;
  /** The answer that half the run would have given, by the loss. */
  readonly atHalf: number | null;
  /** The loss curve's convergence on its whole horizon. */
  readonly whole: Convergence;
  /** The end of the run that was judged. */
  readonly end: number;
}

/** How far beyond its last known best a dev metric is followed. */
const BEYOND = 1.2;
/** From this elasticity on the converged step is a share of whatever was run. */
const POWER_LAW = 0.7;

/** Rounds up to 2 significant digits: 5,947 → 6,000. 0 for anything that is not positive. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}

/**
 * The step budget of several seeds of one setting, by the seed in the middle; null when its loss does not fall. `peak`: the shape of
 * the same runs' dev metric, in the same unit of steps; null when there is none, or when it is a loss that turns up, which may be over-confidence.
 */
export function findStepBudget(
  base: BaseRuns,
  peak: DevPeak | null,
  { tolerance, margin }: Thresholds = DEFAULT_THRESHOLDS,
): StepBudget | null {
  const { replicate, spikes } = base.middle;
  const span = replicate.loss === null ? null : spanOf(replicate.loss);
  if (replicate.loss === null || span === null) return null;
  const whole = findConvergence(replicate.loss, span.last, spikes, tolerance);
  if (whole === null) return null;
  const half = findConvergence(replicate.loss, span.first + (span.last - span.first) / 2, spikes, tolerance);
  const kappa = elasticity(whole, half);
  const late = whole.step - span.first > (span.last - span.first) / margin;
  const seeds = base.runs.flatMap((run) => {
    const { loss } = run.replicate;
    return loss === null ? [] : (findConvergence(loss, Number.MAX_VALUE, run.spikes, tolerance) ?? []);
  });
  const ranges = [whole, ...seeds].map(({ range }) => range);
  const block = Math.ceil((whole.grid.to - whole.grid.from) / whole.grid.count);
  const step = Math.ceil(whole.step);
  const byLoss: StepBudget = {
    decider: late ? "not converged" : kappa !== null && kappa >= POWER_LAW ? "power law" : "loss",
    step,
    // A level that was reached that late is no level yet: the whole run counts as the way there.
    recommended: Math.max(1, roundUp(margin * (late ? Math.max(step, span.last) : step))),
    interval: [
      Math.max(0, Math.floor(Math.min(...ranges.map(([from]) => from))) - block),
      Math.ceil(Math.max(...ranges.map(([, to]) => to))) + block,
    ],
    kappa,
    atHalf: half === null ? null : Math.ceil(half.step),
    whole,
    end: span.last,
  };
  return peak === null ? byLoss : corrected(byLoss, peak, margin);
}

function corrected(byLoss: StepBudget, peak: DevPeak, margin: number): StepBudget {
  const { recommended, step, end } = byLoss;
  if (peak.shape === "rising") {
    return {
      ...byLoss,
      decider: byLoss.decider === "not converged" ? "not converged" : "dev rises",
      recommended: Math.max(recommended, roundUp(BEYOND * end)),
    };
  }
  if (peak.shape === "interior" && peak.peakStep < step) {
    return {
      ...byLoss,
      decider: "dev turned",
      step: peak.peakStep,
      recommended: Math.max(1, roundUp(margin * peak.peakStep)),
      interval: peak.interval,
    };
  }
  if (peak.peakStep > recommended)
    return { ...byLoss, decider: "dev later", recommended: roundUp(BEYOND * peak.peakStep) };
  return byLoss;
}
