/** Where a loss curve has converged on its own horizon: the last time that it stood clear of its final level. */
import { median, robustDeviation, runningMean } from "../../core/statistics.ts";
import { DEFAULT_THRESHOLDS } from "../../core/thresholds.ts";
import {
  blockOf,
  bridged,
  edgeOf,
  type Grid,
  oddWidth,
  smoothBlocks,
  terminalBlocks,
  toBlocks,
  toGrid,
} from "../runs/blocks.ts";
import { type Curve, spanOf } from "../runs/curve.ts";
import type { Spike } from "../runs/run-state.ts";
import { endsOf } from "../runs/scale.ts";

export interface Convergence {
  readonly grid: Grid;
  /** The step from which the curve stays within the tolerance of its final level. */
  readonly step: number;
  /**
   * Where the curve without its noise may have come so near: from where it stays below the tolerance and two deviations more, to where it first rests
   * that much below it (a third of the tolerance at least). Noise moves the answer by τ·σ / tolerance for an exponential of τ, which is far more than one block.
   */
  readonly range: readonly [number, number];
  /** The first step after which it stays there for 3 % of the horizon; long before `step` when there was a late spike or a second descent. */
  readonly firstTouch: number;
  readonly level: number;
  readonly tolerance: number;
  /** Start minus final level. */
  readonly drop: number;
  /** How much of the drop the last third of the run brought: what half as many steps again may bring. */
  readonly lateGain: number;
}

/**
 * The convergence of `curve` on [its first step, `horizon`], or null when it does not fall by more than its noise, has fewer than
 * 5 usable blocks, or nothing at all. The tolerance is `share` of the drop (by default 1 %: with a margin of 1.5,
 * stopping there costs 0.2 dev points on average and 0.7 at worst), or 3 deviations of the smoothed curve where that is more.
 * `spikes` from which the run recovered are bridged: they delay nothing.
 */
export function findConvergence(
  curve: Curve,
  horizon: number,
  spikes: readonly Spike[] = [],
  share: number = DEFAULT_THRESHOLDS.tolerance,
): Convergence | null {
  const span = spanOf(curve);
  const ends = endsOf(curve);
  if (span === null || ends === null || horizon <= span.first) return null;
  let points = 0;
  while (points < curve.length && curve.steps[points] <= horizon) points += 1;
  const grid = toGrid(span.first, Math.min(horizon, span.last), points);
  const cap = ends.start + 2 * Math.abs(ends.start - curve.lowest);
  const blocks = toBlocks(curve, grid, cap);
  const { last } = blocks;
  const means = Float64Array.from(blocks.means);
  bridgeSpikes(means, last, grid, spikes);
  if (last + 1 < 5) return null;
  const { smooth, noise } = quieted(means.subarray(0, last + 1), share * Math.abs(ends.start - ends.end), grid.count);
  const level = median(smooth.subarray(smooth.length - terminalBlocks(grid.count)));
  const drop = ends.start - level;
  if (!ends.falls || !(drop > 0)) return null;
  const deviation = Math.max(noise, tailDeviation(smooth));
  const tolerance = Math.max(share * drop, 3 * deviation);
  const doubt = 2 * Math.SQRT2 * deviation; // the level is as noisy as the curve
  const aboveBy = (limit: number) => smooth.map((value) => (value > level + limit ? 1 : 0));
  const above = aboveBy(tolerance);
  const stay = Math.max(1, Math.round(0.03 * grid.count));
  const step = edgeOf(grid, above.lastIndexOf(1) + 1);
  const third = Math.min(smooth.length - 1, Math.floor((2 / 3) * smooth.length));
  return {
    grid,
    step,
    range: [
      edgeOf(grid, aboveBy(tolerance + doubt).lastIndexOf(1) + 1),
      Math.max(step, edgeOf(grid, firstStay(aboveBy(Math.max(tolerance - doubt, tolerance / 3)), stay))),
    ],
    firstTouch: edgeOf(grid, firstStay(above, stay)),
    level,
    tolerance,
    drop,
    lateGain: Math.max(0, (smooth[third] - level) / drop),
  };
}

/** A spike without blocks on both sides has nothing to be bridged from. */
function bridgeSpikes(means: Float64Array, last: number, grid: Grid, spikes: readonly Spike[]): void {
  for (const { from, to, recovered } of spikes) {
    if (!recovered || blockOf(grid, to) >= last || from <= grid.from) continue;
    means.fill(Number.NaN, blockOf(grid, from), blockOf(grid, to) + 1);
  }
  bridged(means, last);
}

/** The first block after which `stay` blocks in a row are not above; the end when there is none. */
function firstStay(above: Float64Array, stay: number): number {
  let quiet = 0;
  for (let i = 0; i < above.length; i++) {
    quiet = above[i] === 1 ? 0 : quiet + 1;
    if (quiet === stay) return i - stay + 1;
  }
  return above.length;
}

/**
 * The smoothed blocks and the deviation that noise leaves in them; over three times the bandwidth when 3 deviations would not fit into
 * `tolerance`, or noise would look like descent. The deviation is foretold from neighbouring blocks, because a smoothed tail
 * holds too few independent values to tell: a mean of 9 keeps a third of it, one of 27 a quarter (medians average less than means).
 */
function quieted(means: Float64Array, tolerance: number, count: number): { smooth: Float64Array; noise: number } {
  const smooth = smoothBlocks(means, count);
  const late = means.subarray(Math.floor(0.6 * means.length));
  const single = robustDeviation(late.subarray(1).map((value, i) => value - late[i])) / Math.SQRT2;
  if (single <= tolerance) return { smooth, noise: single / 3 };
  return { smooth: runningMean(smooth, oddWidth(count / 9)), noise: single / 4 };
}

/** Robust deviation of the last fifth of a smoothed curve from its own straight line: noise, not slope. */
function tailDeviation(smooth: Float64Array): number {
  const tail = smooth.subarray(Math.floor(0.8 * smooth.length));
  const centre = (tail.length - 1) / 2;
  let xy = 0;
  let xx = 0;
  for (let i = 0; i < tail.length; i++) {
    xy += (i - centre) * tail[i];
    xx += (i - centre) ** 2;
  }
  const slope = xx > 0 ? xy / xx : 0;
  return robustDeviation(tail.map((value, i) => value - slope * (i - centre)));
}

/**
 * Elasticity of the converged step to the horizon: log2 of its growth when the horizon doubles. Near 0 for a true plateau; near
 * 1 for a curve without a scale, where "converged" only says what share of whatever was run.
 */
export function elasticity(whole: Convergence, half: Convergence | null): number | null {
  if (half === null) return null;
  const after = ({ grid, step }: Convergence) => Math.max(step - grid.from, (grid.to - grid.from) / grid.count);
  return Math.log2(after(whole) / after(half));
}
