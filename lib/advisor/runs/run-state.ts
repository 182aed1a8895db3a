/** How each run of a sweep went, on the common scale: learned, diverged, collapsed, stood still, or is not done. */
import { median, robustDeviation, runningMedian } from "../../core/statistics.ts";
import { remembered } from "../remembered.ts";
import { type Blocks, blockOf, edgeOf, smoothOf, terminalBlocks, toBlocks } from "./blocks.ts";
import { type Curve, spanOf } from "./curve.ts";
import type { Replicate } from "./replicate.ts";
import { type CommonScale, hasDiverged } from "./scale.ts";

/** `truncated`, `running`: ended, or stands, before 97 % of the horizon. `empty`: nothing to judge was logged. */
export type RunOutcome = "ok" | "diverged" | "collapsed" | "no learning" | "truncated" | "running" | "empty";

/** A rise that stands out from its surroundings, in steps. */
export interface Spike {
  readonly from: number;
  readonly to: number;
  /** The smoothed curve came back within 20 blocks. */
  readonly recovered: boolean;
}

/** A replicate on the common scale. */
export interface ScaledRun {
  readonly replicate: Replicate;
  readonly outcome: RunOutcome;
  /** Share of the descent that is left, per block of the scale's grid: 1 at the start, 0 at the deepest end, NaN after the run's end. */
  readonly left: Float64Array;
  /** The last block that the run filled; −1 for none. */
  readonly last: number;
  /** "Deep": what is left at the end, median of the last 5 %. NaN unless the run reached the horizon or stopped early with values. */
  readonly depth: number;
  /** "Fast": mean of what was left over the horizon, each block clipped to [0, 1.5]. */
  readonly area: number;
  readonly spikes: readonly Spike[];
  /** Started by more than 30 % of the descent below the others: continued from a checkpoint, most likely. */
  readonly isWarm: boolean;
  /** Placed on the scale by shares of its own length, since its schedule ends with it. */
  readonly ownEnd: boolean;
}

/** Failed for its settings' sake: what bounds a sweep. A run that is cut short has not failed. */
export const hasFailed = ({ outcome }: ScaledRun): boolean =>
  outcome === "diverged" || outcome === "collapsed" || outcome === "no learning";

/** Cut short: what it has may be compared up to its own end only. */
export const isCensored = ({ outcome }: ScaledRun): boolean => outcome === "truncated" || outcome === "running";

const REACHED = 0.97;
const LEARNED = 0.05;

const WARM = 0.3;

/** Places a replicate on `scale`; with `ownEnd`, by shares of its own length. */
export function toScaledRun(replicate: Replicate, scale: CommonScale | null, ownEnd = false): ScaledRun {
  const isDone = ownEnd && isComplete(replicate);
  const logged = replicate.loss;
  const loss = isDone && logged !== null && scale !== null ? stretched(logged, scale.grid.to) : logged;
  const span = loss === null ? null : spanOf(loss);
  if (scale === null || loss === null || span === null || loss.nonFinite === loss.length)
    return nothing(replicate, loss !== null && span !== null);
  const { grid, descent } = scale;
  const blocks = toBlocks(loss, grid, scale.cap);
  const smooth = smoothOf(blocks);
  const reachesEnd = span.last - grid.from >= REACHED * (grid.to - grid.from);
  const left = new Float64Array(grid.count).fill(Number.NaN);
  const unit = descent > 0 ? descent : 1;
  for (let i = 0; i < smooth.length; i++) left[i] = (smooth[i] - scale.floor) / unit;
  if (reachesEnd && smooth.length > 0) left.fill(left[smooth.length - 1], smooth.length);
  const filled = reachesEnd && smooth.length > 0 ? grid.count : smooth.length;
  const depth =
    filled === 0 ? Number.NaN : median(left.subarray(Math.max(0, filled - terminalBlocks(grid.count)), filled));
  return {
    replicate,
    outcome: outcomeOf(replicate, loss, scale, left.subarray(0, filled), depth, reachesEnd),
    left,
    last: filled - 1,
    depth,
    area: meanClipped(left.subarray(0, filled)),
    spikes: isDone ? [] : spikesOf(blocks, smooth, scale),
    isWarm: startsWarm(loss, scale),
    ownEnd: isDone,
  };
}

/** It ran as long as it was meant to, as far as anybody says. */
export function isComplete({ experiment: { state, plannedSteps }, loss }: Replicate): boolean {
  const last = loss === null ? null : (spanOf(loss)?.last ?? null);
  const asPlanned = plannedSteps === null || (last !== null && last >= REACHED * plannedSteps);
  return asPlanned && state !== "live" && state !== "failed";
}

function stretched(curve: Curve, to: number): Curve {
  const span = spanOf(curve);
  if (span === null || !(span.last > 0)) return curve;
  const factor = to / span.last;
  return { ...curve, steps: Float64Array.from({ length: curve.length }, (_, i) => curve.steps[i] * factor) };
}

/** Only a record within the first half percent says where a run started: a fast one falls far before a late first record. */
function startsWarm(loss: Curve, { grid, start, descent, isFlat }: CommonScale): boolean {
  const soon = grid.from + 0.005 * (grid.to - grid.from);
  return !isFlat && loss.length > 0 && loss.steps[0] <= soon && loss.values[0] < start - WARM * descent;
}

function nothing(replicate: Replicate, hasPoints: boolean): ScaledRun {
  const outcome = hasPoints ? "diverged" : "empty"; // points without one usable value
  return {
    replicate,
    outcome,
    left: new Float64Array(0),
    last: -1,
    depth: Number.NaN,
    area: Number.NaN,
    spikes: [],
    isWarm: false,
    ownEnd: false,
  };
}

function outcomeOf(
  replicate: Replicate,
  loss: Curve,
  scale: CommonScale,
  left: Float64Array,
  depth: number,
  reachesEnd: boolean,
): RunOutcome {
  if (hasDiverged(loss, scale) || left.length === 0) return "diverged";
  if (scale.isFlat) return cutShort(replicate, reachesEnd) ?? "no learning";
  const from = startsWarm(loss, scale) ? left[0] : 1; // a warm start is judged by what it added
  const deepest = left.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (deepest <= 0.5 && depth - deepest >= 0.3) return "collapsed";
  return cutShort(replicate, reachesEnd) ?? (from - depth < LEARNED ? "no learning" : "ok");
}

/** What a run is that has neither failed nor come through: null when it reached the end. */
export function cutShort({ experiment }: Replicate, reachesEnd: boolean): RunOutcome | null {
  if (reachesEnd) return null;
  return experiment.state === "live" ? "running" : "truncated";
}

function meanClipped(left: Float64Array): number {
  let sum = 0;
  for (const value of left) sum += Math.min(1.5, Math.max(0, value));
  return left.length > 0 ? sum / left.length : Number.NaN;
}

const SPIKE_WINDOW = 31;
const HALF_WINDOW = 15;
const BLOCKS_TO_RECOVER = 20;

/**
 * Spikes by block peaks: above a running median by 8 robust deviations and by 5 % of the descent, and above what came just before,
 * since on a steep slope every block stands above what follows. None in logs under 62 blocks.
 */
function spikesOf(blocks: Blocks, smooth: Float64Array, scale: CommonScale): Spike[] {
  const { last } = blocks;
  if (last + 1 < 2 * SPIKE_WINDOW || scale.isFlat) return [];
  const { usual, excess, deviation } = standingOut(blocks);
  const threshold = Math.max(8 * deviation, 0.05 * scale.descent);
  const spikes: Spike[] = [];
  for (let i = 0; i <= last; i++) {
    if (excess[i] <= threshold) continue;
    let end = i;
    while (end < last && excess[end + 1] > threshold) end += 1;
    const back = Math.min(last, end + BLOCKS_TO_RECOVER);
    const recovered = smooth[back] <= usual[Math.max(0, i - 1)] + 0.05 * scale.descent;
    spikes.push({ from: edgeOf(scale.grid, i), to: edgeOf(scale.grid, end + 1), recovered });
    i = end;
  }
  return spikes;
}

/** How far block peaks stand above what is usual around them. */
const standingOut = remembered(({ peaks, last }: Blocks) => {
  const around = runningMedian(peaks.subarray(0, last + 1), SPIKE_WINDOW);
  const narrow = runningMedian(peaks.subarray(0, last + 1), HALF_WINDOW);
  const usual = around.map((level, i) => Math.max(level, narrow[Math.max(0, i - (HALF_WINDOW + 1) / 2)]));
  const excess = usual.map((level, i) => (i <= HALF_WINDOW / 2 ? 0 : peaks[i] - level)); // nothing came before the first blocks
  return { usual, excess, deviation: robustDeviation(excess) };
});

/** The first step at which no more than `share` of the descent is left, or null when the run never gets there. */
export function stepReaching(run: ScaledRun, scale: CommonScale, share: number): number | null {
  for (let i = 0; i <= run.last; i++) if (run.left[i] <= share) return edgeOf(scale.grid, i + 1);
  return null;
}

/** What was left of the descent when the run stood at `step`; NaN outside the run. */
export const leftAt = (run: ScaledRun, scale: CommonScale, step: number): number =>
  run.left[blockOf(scale.grid, step)] ?? Number.NaN;
