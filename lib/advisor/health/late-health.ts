/** Symptoms of how runs end: gradients that die, rates too large for the end, losses that fall on while dev turns. */
import { median } from "../../core/statistics.ts";
import { findDevPeak } from "../decay/dev-peak.ts";
import { remembered } from "../remembered.ts";
import { type Curve, isUsable } from "../runs/curve.ts";
import { curveOf, type Experiment } from "../runs/experiment.ts";
import type { Metric } from "../runs/judge.ts";
import { lateResiduals } from "../runs/late-shape.ts";
import { leftAt, type ScaledRun } from "../runs/run-state.ts";
import { type CommonScale, endsOf } from "../runs/scale.ts";
import { isConstant } from "../runs/schedule.ts";

const DEAD = 1e-3;
const EARLY_SHARE = 0.1;
const LATE_SHARE = 0.05;
const FEWEST_NORMS = 100;

/**
 * The step from which on a logged gradient norm, or under a constant learning rate the size of updates, stays below a thousandth of what it
 * was early; null when none does. A loss that came near zero explains small gradients, so such runs are not looked at.
 */
export function diedAt({ columns, schedule }: Experiment, loss: Curve | null): { step: number; tag: string } | null {
  const ends = loss === null ? null : endsOf(loss);
  if (ends === null || (ends.end > 0 && ends.end < 0.05 * ends.start)) return null;
  const names = [...columns.keys()].filter(
    (name) =>
      /grad.{0,6}norm|norm.{0,6}grad/i.test(name) || (isConstant(schedule.kind) && /update.{0,6}ratio/i.test(name)),
  );
  for (const name of names) {
    const curve = curveOf(columns, name);
    const step = curve === null ? null : fadedFrom(curve);
    if (curve !== null && step !== null) return { step, tag: curve.tag };
  }
  return null;
}

const fadedFrom = remembered(({ values, steps, length }: Curve): number | null => {
  if (length < FEWEST_NORMS) return null;
  const early = Array.from({ length: Math.floor(EARLY_SHARE * length) }, (_, i) => values[i]).filter(isUsable);
  const limit = DEAD * median(early);
  if (!(limit > 0)) return null;
  let from = length;
  while (from > 0 && Math.abs(values[from - 1]) < limit) from -= 1;
  return length - from >= LATE_SHARE * length ? steps[from] : null;
});

/** How many times the noise of a lower learning rate makes an end restless. */
const RESTLESS = 3;

export interface Restless {
  readonly run: ScaledRun;
  /** A run of a lower learning rate that ends calmly. */
  readonly calm: ScaledRun;
  /** Noise at the end of the one over that of the other. */
  readonly ratio: number;
}

/**
 * Sound runs that end at least three times as noisy as every sound run of a lower learning rate, and no deeper: noise that follows the loss down would be
 * less. The most restless first; empty without learning rates, under schedules, and for runs of few points.
 */
export function restlessRuns(runs: readonly ScaledRun[]): Restless[] {
  const rated = runs.flatMap((run) => {
    const { learningRate, schedule } = run.replicate.experiment;
    const noise = run.replicate.loss === null ? null : lateNoise(run.replicate.loss);
    return run.outcome !== "ok" || learningRate === null || !isConstant(schedule.kind) || noise === null || !(noise > 0)
      ? []
      : [{ run, rate: learningRate.value, noise }];
  });
  const found = rated.flatMap((one): Restless[] => {
    const lower = rated.filter(({ rate }) => rate < 0.99 * one.rate);
    if (lower.length === 0) return [];
    const loudest = lower.reduce((a, b) => (b.noise > a.noise ? b : a));
    const isShallower = lower.some(({ run }) => run.depth <= one.run.depth);
    const ratio = one.noise / loudest.noise;
    return ratio > RESTLESS && isShallower ? [{ run: one.run, calm: loudest.run, ratio }] : [];
  });
  return found.sort((a, b) => b.ratio - a.ratio);
}

const lateNoise = remembered((loss: Curve): number | null => {
  const residuals = lateResiduals(loss);
  if (residuals === null) return null;
  return Math.sqrt(residuals.reduce((sum, value) => sum + value ** 2, 0) / residuals.length);
});

/** Share of the descent that must still have been learned after the dev metric turned. */
const FELL_ON = 0.02;

export interface Overfit {
  readonly run: ScaledRun;
  readonly peakStep: number;
  /** How far the smoothed dev metric ends below its best, in its own unit. */
  readonly lost: number;
  /** Share of the descent that the loss still made. */
  readonly learned: number;
}

/** Sound runs whose smoothed dev metric turned beyond its noise while the loss fell on; empty where the two count in different units. */
export function overfits(runs: readonly ScaledRun[], scale: CommonScale | null, metric: Metric): Overfit[] {
  if (scale === null) return [];
  return runs.flatMap((run) => {
    const { unit, devUnit, dev } = run.replicate;
    if (run.outcome !== "ok" || dev === null || unit !== devUnit) return [];
    const peak = findDevPeak([run], metric);
    if (peak?.shape !== "interior") return [];
    const learned = leftAt(run, scale, Math.min(peak.peakStep, scale.grid.to)) - run.depth;
    const lost = Math.abs(peak.best - peak.last);
    return learned > FELL_ON ? [{ run, peakStep: peak.peakStep, lost, learned }] : [];
  });
}
