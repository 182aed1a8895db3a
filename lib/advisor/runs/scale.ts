/** The common scale of a sweep: 1 where training started, 0 where the deepest run ended, for every loss there is. */
import { median, robustDeviation } from "../../core/statistics.ts";
import { finish, type Parts } from "../parts.ts";
import { remembered } from "../remembered.ts";
import { type Grid, oddWidth, smoothOf, terminalBlocks, toBlocks, toGrid } from "./blocks.ts";
import { type Curve, isUsable, spanOf } from "./curve.ts";

/** Where a curve starts and ends by itself, before any comparison. */
export interface Ends {
  /** Median of the first usable values, one in 300 points, 1 to 9 of them: more would have fallen already in a coarse log. */
  readonly start: number;
  /** Median of the usable values among the last 5 % of the points. */
  readonly end: number;
  /** Standard error of `start − end` by the noise between neighbouring points. */
  readonly error: number;
  /** It ended below its beginning by more than 4 standard errors. */
  readonly falls: boolean;
  /** Every late value stands above every early one, by 8 deviations of those: what explodes gets noisier too, and by its late noise alone nothing could be said. */
  readonly explodes: boolean;
  readonly endsNonFinite: boolean;
}

/** So many values make a level as well as thousands do. */
const MOST_FOR_A_LEVEL = 100;
/** By chance all of 5 stand above all of 5 others once in 252 times, and above them by 8 deviations never. */
const FEWEST_TO_EXPLODE = 5;

/** The ends of a curve, or null when it holds no usable value. */
export const endsOf = remembered((curve: Curve): Ends | null => {
  const { values, length } = curve;
  const ending = Math.max(1, Math.round(0.05 * length));
  const first: number[] = [];
  for (let i = 0; i < length && first.length < 10; i++) if (isUsable(values[i])) first.push(values[i]);
  if (first.length === 0) return null;
  const last: number[] = [];
  const stride = Math.max(1, Math.floor(ending / MOST_FOR_A_LEVEL));
  for (let i = length - 1; i >= 0 && (i >= length - ending || last.length === 0); i -= last.length > 0 ? stride : 1) {
    if (isUsable(values[i])) last.push(values[i]);
  }
  const end = median(last);
  const noise = pointNoise(curve);
  const errorOf = (n: number) => 1.25 * noise * Math.sqrt(1 / n + 1 / last.length); // 1.25: a median is that much noisier than a mean
  const starting = first.slice(0, oddWidth(Math.min(9, length / 300)));
  const beginning = first.slice(0, Math.max(1, Math.ceil(0.03 * length)));
  const falls = [starting, beginning].some((values) => median(values) - end > 4 * errorOf(values.length));
  const error = errorOf(starting.length);
  const explodes =
    Math.min(first.length, last.length) >= FEWEST_TO_EXPLODE &&
    Math.min(...last) > Math.max(...first) + 8 * robustDeviation(first);
  return { start: median(starting), end, error, falls, explodes, endsNonFinite: endsNonFinite(curve) };
});

/** Non-finite for good: the last value is, and so is at least half of the last 1 % (3 points or more). */
function endsNonFinite({ values, length }: Curve): boolean {
  if (isUsable(values[length - 1])) return false;
  const looked = Math.min(length, Math.max(3, Math.ceil(0.01 * length)));
  let broken = 0;
  for (let i = length - looked; i < length; i++) if (!isUsable(values[i])) broken += 1;
  return broken * 2 >= looked;
}

const PAIRS_LOOKED_AT = 100;

/** Noise of single points, from the differences of late neighbours; 0 for fewer than 3 usable points. */
function pointNoise({ values, length }: Curve): number {
  const differences: number[] = [];
  for (let i = length - 1; i > 0 && differences.length < PAIRS_LOOKED_AT; i--) {
    if (isUsable(values[i]) && isUsable(values[i - 1])) differences.push(values[i] - values[i - 1]);
  }
  return differences.length < 2 ? 0 : robustDeviation(differences) / Math.SQRT2;
}

/** Diverged by its own measure: non-finite for good, or well above its own start. `floor`: the lowest end in the sweep. */
function isLost({ start, end, error, explodes, endsNonFinite }: Ends, floor: number): boolean {
  return endsNonFinite || end > start + Math.max(0.25 * Math.max(0, start - floor), explodes ? 0 : 8 * error);
}

/** The scale. `descent` is positive unless `isFlat`. */
export interface CommonScale {
  readonly grid: Grid;
  /** Loss at the start: median over the runs that did not diverge. */
  readonly start: number;
  /** Loss where the deepest run ended. */
  readonly floor: number;
  readonly descent: number;
  /** Values above it are clipped before any averaging. */
  readonly cap: number;
  /** No run fell further than noise would. */
  readonly isFlat: boolean;
  /** First values differ by more than 30 % of the descent: another loss, label smoothing, or a warm start. */
  readonly startsDiffer: boolean;
}

/**
 * The common scale of several loss curves, or null when none has a usable value. Runs that diverged have no say in it, so adding
 * one changes nothing for the others. The horizon is the longest step that at least half of the others reach: one run ten times
 * longer does not set it, and one crash does not shrink it.
 */
export const toCommonScale = (curves: readonly Curve[]): CommonScale | null => finish(commonScaleInParts(curves));

/** `toCommonScale`, curve by curve. */
export function* commonScaleInParts(curves: readonly Curve[]): Parts<CommonScale | null> {
  const all: { readonly curve: Curve; readonly ends: Ends; readonly span: NonNullable<ReturnType<typeof spanOf>> }[] =
    [];
  for (const curve of curves) {
    const ends = endsOf(curve);
    const span = spanOf(curve);
    if (ends !== null && span !== null) all.push({ curve, ends, span });
    yield;
  }
  if (all.length === 0) return null;
  const ended = all.filter(({ ends }) => !ends.endsNonFinite).map(({ ends }) => ends.end);
  const lowestEnd = ended.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const sound = all.filter(({ ends }) => !isLost(ends, lowestEnd));
  const voters = sound.length > 0 ? sound : all;

  const lasts = voters.map(({ span }) => span.last).sort((a, b) => b - a);
  const horizon = lasts[Math.ceil(lasts.length / 2) - 1];
  const from = Math.min(horizon, ...voters.map(({ span }) => span.first));
  const grid = toGrid(from, horizon, median(voters.map(({ curve, span }) => pointsUpTo(curve, span.last, horizon))));

  const start = median(voters.map(({ ends }) => ends.start));
  const lowest = voters.reduce((low, { curve }) => Math.min(low, curve.lowest), start);
  const cap = start + 2 * Math.abs(start - lowest);
  const terminal: number[] = [];
  for (const { curve, ends } of voters) {
    terminal.push(terminalLevel(curve, grid, cap) ?? ends.end);
    yield;
  }
  const floor = terminal.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const descent = start - floor;
  return {
    grid,
    start,
    floor,
    descent,
    cap,
    isFlat: !(descent > 0) || !voters.some(({ ends }) => ends.falls),
    startsDiffer: firstValuesDiffer(
      voters.map(({ curve }) => curve),
      grid,
      descent,
    ),
  };
}

/** Compares first values only of runs that logged within the first half percent: a fast run falls far before a late first record. */
function firstValuesDiffer(curves: readonly Curve[], grid: Grid, descent: number): boolean {
  const soon = grid.from + 0.005 * (grid.to - grid.from);
  const firsts = curves.flatMap(({ steps, values }) => (steps[0] <= soon && isUsable(values[0]) ? [values[0]] : []));
  const usual = median(firsts);
  return firsts.some((first) => Math.abs(first - usual) > 0.3 * descent);
}

/** Whether a curve diverged by its own measure, wherever the others on `scale` began; so has one without a usable value. */
export function isLostByItself(curve: Curve, { floor }: CommonScale): boolean {
  const ends = endsOf(curve);
  return ends === null || isLost(ends, floor);
}

/** Whether a curve diverged when it stands beside others on `scale`: lost by its own measure, or ended above the common start. */
export function hasDiverged(curve: Curve, scale: CommonScale): boolean {
  const ends = endsOf(curve);
  if (ends === null || isLostByItself(curve, scale)) return true;
  return !scale.isFlat && ends.end > scale.start + Math.max(0.25 * scale.descent, 4 * ends.error);
}

function pointsUpTo(curve: Curve, last: number, horizon: number): number {
  if (last <= horizon) return curve.length;
  let points = 0;
  while (points < curve.length && curve.steps[points] <= horizon) points += 1;
  return points;
}

/** Median of the smoothed last 5 % of the blocks that the curve fills, or null when it has nothing on the grid. */
function terminalLevel(curve: Curve, grid: Grid, cap: number): number | null {
  const blocks = toBlocks(curve, grid, cap);
  if (blocks.last < 0) return null;
  const smooth = smoothOf(blocks);
  return median(smooth.subarray(Math.max(0, smooth.length - terminalBlocks(grid.count))));
}
