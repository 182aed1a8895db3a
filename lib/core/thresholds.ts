/** The thresholds of the advice that a reader may move to see what would change. They are asked for, never stored. */

export interface Thresholds {
  /** Loss only: how far above the deepest curve a run may end and still count as deep, as a share of the descent. */
  readonly gate: number;
  /** Loss only: curves that differ by less in speed and depth are the same, as a share of the descent. */
  readonly tie: number;
  /** With a dev metric: standard errors of the difference within which two learning rates are the same. */
  readonly devTie: number;
  /** δ of convergence: how near to its final level a curve must stay, as a share of its descent. */
  readonly tolerance: number;
  /** How many times the converged step to train for. */
  readonly margin: number;
}

export type ThresholdName = keyof Thresholds;

/**
 * Measured: a gate of 3 % is more than 5 times the usual deviation of the descent between seeds, and 2, 3 and 5 % agree but for one sweep in 24;
 * a tie of 1 % is 2√2 times that deviation; a tolerance of 1 % with the guide's margin of 1.5 costs 0.2 dev points on average and 0.7 at
 * worst, where a margin of 1.25 costs twice as many and one of 2 hardly fewer.
 */
export const DEFAULT_THRESHOLDS: Thresholds = { gate: 0.03, tie: 0.01, devTie: 2, tolerance: 0.01, margin: 1.5 };

/** How far each can be moved, both ends included: beyond, the question has no sense. */
export const THRESHOLD_LIMITS: Readonly<Record<ThresholdName, readonly [from: number, to: number]>> = {
  gate: [0.001, 0.5],
  tie: [0.0005, 0.2],
  devTie: [0.1, 10],
  tolerance: [0.001, 0.2],
  margin: [1, 4],
};

/** In the order in which the advice uses them. */
export const THRESHOLD_NAMES: readonly ThresholdName[] = ["gate", "tie", "devTie", "tolerance", "margin"];

/** For which values of one threshold, all others as they are, the answer stays what it is. */
export interface ThresholdRange {
  readonly name: ThresholdName;
  readonly value: number;
  readonly default: number;
  /** Between these, both included, the answer is the same; an end at its limit was not left. */
  readonly same: readonly [from: number, to: number];
  /** False where the answer does not use it: with a dev metric depth has no gate. */
  readonly matters: boolean;
}
