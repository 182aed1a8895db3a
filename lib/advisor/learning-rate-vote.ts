/** The vote among learning rates (rules R11 and R24): fast and deep, or best on dev among the runs that learned. */
import { median, runningMedian } from "../core/statistics.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../core/thresholds.ts";
import { type SecondBasin, secondBasin } from "./basins.ts";
import { type Curve, spanOf } from "./curve.ts";
import { findDevPeak } from "./dev-peak.ts";
import type { Metric } from "./judge.ts";
import { type DevNoise, devNoise, differenceError } from "./noise.ts";
import { remembered } from "./remembered.ts";
import { hasFailed, isCensored, leftAt, type ScaledRun, stepReaching } from "./run-state.ts";
import type { CommonScale } from "./scale.ts";

/** One learning rate with its seeds. Numbers are medians over the seeds that came through; NaN when none did. */
export interface RateGroup {
  readonly rate: number;
  readonly runs: readonly ScaledRun[];
  readonly sound: readonly ScaledRun[];
  /** Failed seeds over seeds that were not cut short; 0 when all were cut short. */
  readonly failRate: number;
  readonly depth: number;
  readonly area: number;
  /** Best dev value (median of 5 evals) up to the horizon, in the metric's own direction. */
  readonly dev: number;
}

export interface Vote {
  readonly mode: "dev" | "loss";
  /** By rising learning rate; rates within 2 % are one. */
  readonly groups: readonly RateGroup[];
  readonly pick: RateGroup | null;
  /** What the noise cannot tell from the pick, best first; the pick not among them. */
  readonly tied: readonly RateGroup[];
  /** The next rate above the best, when it failed in all seeds. */
  readonly cliff: RateGroup | null;
  /** The pick was moved down from this rate: it stood at the cliff, or the runs are far from their end, where lower rates catch up. */
  readonly movedFrom: RateGroup | null;
  readonly movedFor: "the cliff" | "the end" | null;
  readonly edge: "lowest" | "highest" | null;
  /** Loss only: the rate that got down first but stayed more than the gate above the deepest. */
  readonly shallow: RateGroup | null;
  /** Runs cut short that were ahead of the pick where they stopped. */
  readonly ahead: readonly ScaledRun[];
  /** Better on dev than all others with a bad loss curve (R25): not picked. */
  readonly suspicious: readonly RateGroup[];
  readonly noise: DevNoise | null;
  /** A second good rate with a worse one between it and the pick. */
  readonly basin: SecondBasin | null;
}

const MOST_FAILED = 1 / 3;
const FAR_FROM_DEEP = 0.5;
/** A failure a whole decade above says little about the pick: stepping down a decade for it costs more than it saves. */
const NEAR_CLIFF = 4;
/** Four times the steps moved the best rate by up to half a decade; a tie over decades says that nothing has been learned yet. */
const MOST_STEP_DOWN = 3.2;
/** Runs that have this share of their planned steps behind them are done. */
export const REACHED_BUDGET = 0.97;
/** A run that ends this near to the horizon is judged with all its evaluations: the last one often comes after the last loss. */
const AT_THE_HORIZON = 1.03;

/** The best dev value of a run up to `horizon`: extreme of the running median of 5, or null without a usable eval. */
export function bestDev(dev: Curve | null, metric: Metric, horizon: number): number | null {
  if (dev === null) return null;
  let length = 0;
  while (length < dev.length && dev.steps[length] <= horizon) length += 1;
  if (length === 0) return null;
  const smooth =
    length === dev.length
      ? medianOfFive(dev)
      : runningMedian(
          Array.from({ length }, (_, i) => dev.values[i]),
          5,
        );
  return smooth.reduce((a, b) => (metric.goal === "max" ? Math.max(a, b) : Math.min(a, b)));
}

const medianOfFive = remembered(({ values, length }: Curve) =>
  runningMedian(
    Array.from({ length }, (_, i) => values[i]),
    5,
  ),
);

/** Groups runs by learning rate and votes. Runs without a learning rate have no vote. */
export function vote(
  runs: readonly ScaledRun[],
  scale: CommonScale,
  metric: Metric | null,
  { gate, tie, devTie }: Thresholds = DEFAULT_THRESHOLDS,
): Vote {
  const { groups, byDev, noise } = toGroups(runs, scale, metric);
  const sign = metric?.goal === "min" ? -1 : 1;
  const candidates = groups.filter(({ sound, failRate }) => sound.length > 0 && failRate < MOST_FAILED);
  const measured = byDev ? candidates.filter(({ dev }) => !Number.isNaN(dev)) : candidates;
  // A schedule decides how fast a loss falls, and while steps are left area would flatter the rates that start fast: there depth alone decides.
  const byDepth = runs.some(({ ownEnd }) => ownEnd) || measured.some(hasStepsLeft);
  const allWarm = measured.every(isWarm);
  const better = (a: RateGroup, b: RateGroup) =>
    (byDev ? sign * (b.dev - a.dev) : byDepth ? a.depth - b.depth : a.area - b.area) || a.rate - b.rate;
  const deepest = measured.reduce((least, { depth }) => Math.min(least, depth), Number.POSITIVE_INFINITY);
  const suspicious = byDev ? suspiciousAmong(measured, sign, noise) : [];
  const eligible = measured
    .filter((group) => !suspicious.includes(group) && (byDev || group.depth - deepest <= gate))
    .filter((group) => byDev || allWarm || !isWarm(group))
    .sort(better);
  const winner = eligible[0] ?? null;
  if (winner === null) return empty(byDev, groups, suspicious, noise);

  const isTied = (group: RateGroup): boolean => {
    if (group === winner) return false;
    if (!byDev || noise === null)
      return Math.abs(group.area - winner.area) <= tie && Math.abs(group.depth - winner.depth) <= tie;
    return (
      sign * (winner.dev - group.dev) <=
      devTie * differenceError(noise.deviation, winner.sound.length, group.sound.length)
    );
  };
  const tied = eligible.filter(isTied);
  const cliff = cliffAbove(winner, groups);
  const isNear = cliff !== null && cliff.rate <= NEAR_CLIFF * winner.rate;
  const isRisky = isNear && winner.sound.length < 3;
  const isEarly = byDev && metric !== null && isUnfinished(winner, metric);
  const safer = isRisky || isEarly ? lowerThan(winner, tied, byDev ? noise : null, sign) : undefined;
  const pick = safer ?? winner;
  const tried = groups.map(({ rate }) => rate);
  return {
    mode: byDev ? "dev" : "loss",
    groups,
    pick,
    tied: safer === undefined ? tied : [winner, ...tied.filter((group) => group !== safer)],
    cliff,
    movedFrom: safer === undefined ? null : winner,
    movedFor: safer === undefined ? null : isRisky ? "the cliff" : "the end",
    edge:
      tried.length < 2
        ? null
        : pick.rate === tried[0]
          ? "lowest"
          : pick.rate === tried[tried.length - 1]
            ? "highest"
            : null,
    shallow: byDev ? null : shallowAmong(measured, pick, deepest, gate, scale),
    ahead: runs.filter((run) => isAhead(run, pick, scale, metric, byDev, tie)),
    suspicious,
    noise,
    basin: secondBasin({ groups, pick, mode: byDev ? "dev" : "loss", noise }, metric?.goal ?? "min"),
  };
}

/**
 * Among rates that cannot be told from the best, a lower one. On dev the one-standard-error rule bounds what that may cost: the lowest
 * rate within one error of the best, not the two that a tie allows.
 *
 * @see Breiman et al., "Classification and Regression Trees", 1984, section 3.4.3: the 1 SE rule.
 */
function lowerThan(
  winner: RateGroup,
  tied: readonly RateGroup[],
  noise: DevNoise | null,
  sign: number,
): RateGroup | undefined {
  const lower = tied.filter(({ rate }) => rate < winner.rate);
  if (noise === null) return lower[0];
  const within = lower.filter(
    ({ rate, dev, sound }) =>
      rate * MOST_STEP_DOWN >= winner.rate &&
      sign * (winner.dev - dev) <= differenceError(noise.deviation, winner.sound.length, sound.length) / Math.SQRT2,
  );
  return within.sort((a, b) => a.rate - b.rate)[0];
}

/** More is to come: planned steps are left, or where nobody stated a plan, the dev metric still rises. Short runs flatter high rates. */
function isUnfinished(group: RateGroup, metric: Metric): boolean {
  return shareOfBudget(group) === null ? findDevPeak(group.sound, metric)?.shape === "rising" : hasStepsLeft(group);
}

/** Somebody stated a plan, and the group's longest run is not through with it. */
const hasStepsLeft = (group: RateGroup): boolean => (shareOfBudget(group) ?? 1) < REACHED_BUDGET;

/** How much of the planned steps the longest of the group's runs has behind it, or null when nobody stated a plan. */
export function shareOfBudget({ sound }: RateGroup): number | null {
  const shares = sound.flatMap(({ replicate: { experiment, loss } }) => {
    const span = loss === null ? null : spanOf(loss);
    return experiment.plannedSteps === null || span === null
      ? []
      : [Math.max(0, Math.min(1, (span.last + 1) / experiment.plannedSteps))];
  });
  return shares.length > 0 ? Math.max(...shares) : null;
}

/** Its runs started where others were long after their start: how fast they fell says nothing. */
const isWarm = ({ sound }: RateGroup): boolean => sound.length > 0 && sound.every((run) => run.isWarm);

function empty(
  byDev: boolean,
  groups: readonly RateGroup[],
  suspicious: readonly RateGroup[],
  noise: DevNoise | null,
): Vote {
  const nothing = {
    pick: null,
    tied: [],
    cliff: null,
    movedFrom: null,
    movedFor: null,
    edge: null,
    shallow: null,
    ahead: [],
    basin: null,
  };
  return { mode: byDev ? "dev" : "loss", groups, suspicious, noise, ...nothing };
}

function toGroups(runs: readonly ScaledRun[], scale: CommonScale, metric: Metric | null) {
  const rated = runs.flatMap((run) => {
    const reading = run.replicate.experiment.learningRate;
    return reading === null ? [] : [{ run, rate: reading.value }];
  });
  const bins: { rate: number; runs: ScaledRun[] }[] = [];
  for (const { run, rate } of rated.sort((a, b) => a.rate - b.rate)) {
    const bin = bins[bins.length - 1];
    if (bin !== undefined && rate <= 1.02 * bin.rate) bin.runs.push(run);
    else bins.push({ rate, runs: [run] });
  }
  const devs = new Map<ScaledRun, number>();
  for (const { run } of rated) {
    const best = metric === null ? null : bestDev(run.replicate.dev, metric, devHorizon(run, scale));
    if (best !== null) devs.set(run, best);
  }
  const groups = bins.map(({ rate, runs: members }): RateGroup => {
    const sound = members.filter(({ outcome }) => outcome === "ok");
    const failed = members.filter(hasFailed).length;
    const done = sound.length + failed;
    const over = (numbers: readonly number[]) => (numbers.length > 0 ? median(numbers) : Number.NaN);
    return {
      rate,
      runs: members,
      sound,
      failRate: done > 0 ? failed / done : 0,
      depth: over(sound.map(({ depth }) => depth)),
      area: over(sound.map(({ area }) => area)),
      dev: over(sound.flatMap((run) => devs.get(run) ?? [])),
    };
  });
  const sound = groups.flatMap((group) => group.sound);
  const byDev =
    metric !== null && sound.length > 0 && sound.filter((run) => devs.has(run)).length * 3 >= sound.length * 2;
  const seeds = groups.map((group) => ({
    runs: group.sound,
    values: group.sound.flatMap((run) => devs.get(run) ?? []),
  }));
  return { groups, byDev, noise: byDev && metric !== null ? devNoise(seeds, metric) : null };
}

/** The horizon on the dev curve's own counter: where dev counts epochs beside a loss in steps, the same share of the run. */
function devHorizon({ ownEnd, replicate: { loss, dev, unit, devUnit } }: ScaledRun, scale: CommonScale): number {
  if (ownEnd) return Number.POSITIVE_INFINITY;
  const lossEnd = loss === null ? null : (spanOf(loss)?.last ?? null);
  const devEnd = dev === null ? null : (spanOf(dev)?.last ?? null);
  const reach = scale.grid.from + AT_THE_HORIZON * (scale.grid.to - scale.grid.from);
  if (lossEnd === null || devEnd === null || lossEnd <= reach) return Number.POSITIVE_INFINITY;
  return unit === devUnit ? scale.grid.to : (devEnd * scale.grid.to) / lossEnd;
}

/** R25: rates that left more than half of the descent and yet beat every deep one on dev beyond noise, while no deep run overfits. */
function suspiciousAmong(groups: readonly RateGroup[], sign: number, noise: DevNoise | null): readonly RateGroup[] {
  const deep = groups.filter(({ depth }) => depth <= FAR_FROM_DEEP);
  if (noise === null || deep.length === 0) return [];
  const rival = deep.reduce((top, group) => (sign * (group.dev - top.dev) > 0 ? group : top));
  const beats = groups.filter(({ depth, dev, sound }) => {
    const error = differenceError(noise.deviation, sound.length, rival.sound.length);
    return depth > FAR_FROM_DEEP && sign * (dev - rival.dev) > 2 * error;
  });
  const overfits = deep.some(({ sound }) => sound.some((run) => fellFromBest(run, sign, noise.deviation)));
  return overfits ? [] : beats;
}

/** The dev curve ended more than 2 deviations below its best: memorisation can explain a better, shallower run. */
function fellFromBest({ replicate: { dev } }: ScaledRun, sign: number, deviation: number): boolean {
  if (dev === null || dev.length < 6) return false;
  const smooth = runningMedian(
    Array.from({ length: dev.length }, (_, i) => sign * dev.values[i]),
    5,
  );
  return Math.max(...smooth) - smooth[smooth.length - 1] > 2 * deviation;
}

function cliffAbove(pick: RateGroup, groups: readonly RateGroup[]): RateGroup | null {
  const next = groups[groups.indexOf(pick) + 1];
  return next?.runs.every(hasFailed) ? next : null;
}

/** Pareto: the first to leave only a fifth of the descent, when it ends more than the gate above the deepest. */
function shallowAmong(
  groups: readonly RateGroup[],
  pick: RateGroup,
  deepest: number,
  gate: number,
  scale: CommonScale,
): RateGroup | null {
  const timed = groups.flatMap((group) => {
    const steps = group.sound.map((run) => stepReaching(run, scale, 0.2)).filter((step) => step !== null);
    return steps.length > 0 ? [{ group, step: median(steps) }] : [];
  });
  const first = timed.sort((a, b) => a.step - b.step || a.group.rate - b.group.rate)[0]?.group;
  return first !== undefined && first !== pick && first.depth - deepest > gate ? first : null;
}

const SHARE_TO_JUDGE = 0.05;
const EVALS_TO_JUDGE = 3;

/** A run cut short that led the pick where it stopped: on dev when both have evals up to there, else on loss beyond a tie. */
function isAhead(
  run: ScaledRun,
  pick: RateGroup,
  scale: CommonScale,
  metric: Metric | null,
  byDev: boolean,
  tie: number,
): boolean {
  const { loss, dev } = run.replicate;
  const end = loss === null ? null : spanOf(loss);
  if (!isCensored(run) || end === null || run.replicate.experiment.learningRate === null || pick.runs.includes(run))
    return false;
  if (end.last - scale.grid.from < SHARE_TO_JUDGE * (scale.grid.to - scale.grid.from)) return false;
  if (byDev && metric !== null && dev !== null && dev.length >= EVALS_TO_JUDGE) {
    const devEnd = dev.steps[dev.length - 1];
    const mine = bestDev(dev, metric, devEnd);
    const theirs = pick.sound
      .map((other) => bestDev(other.replicate.dev, metric, devEnd))
      .filter((value) => value !== null);
    if (mine !== null && theirs.length > 0)
      return metric.goal === "max" ? mine > median(theirs) : mine < median(theirs);
  }
  const others = pick.sound.map((other) => leftAt(other, scale, end.last)).filter((value) => !Number.isNaN(value));
  return others.length > 0 && leftAt(run, scale, end.last) < median(others) - tie;
}
