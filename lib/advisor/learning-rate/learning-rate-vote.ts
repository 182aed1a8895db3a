/** The vote among learning rates (rules R11 and R24): fast and deep, or best on dev among the runs that learned. */
import { median, runningMedian } from "../../core/statistics.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../core/thresholds.ts";
import { findDevPeak } from "../decay/dev-peak.ts";
import { spanOf } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { hasLearned } from "../runs/learned-on-dev.ts";
import { type DevNoise, differenceError } from "../runs/noise.ts";
import { hasFailed, isCensored, leftAt, type ScaledRun, stepReaching } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import { type SecondBasin, secondBasin } from "./basins.ts";
import { bestOfTheFailed, betterBeforeItFailed, type FailedBest } from "./failed-best.ts";
import { bestDev, hasStepsLeft, type RateGroup, REACHED_BUDGET, shareOfBudget, toRateGroups } from "./rate-groups.ts";
import { fellFromBest, passesLater } from "./turned-rates.ts";

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
  /** `the loss`: the dev loss stands still on a plateau, where the training loss decides. `the turn`: the best has turned down, and the pick is forecast to pass it. */
  readonly movedFor: "the cliff" | "the end" | "the loss" | "the turn" | null;
  /** A rate that failed in all seeds, and had been better on dev than all others are, or can still become; without a pick, the best of those that all failed. */
  readonly betterBefore: FailedBest | null;
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
const HALF_DECADE = 3.2;
const MOVED_BY_STEPS = Math.log(HALF_DECADE) / Math.log(4);
/** Groups runs by learning rate and votes. Runs without a learning rate have no vote. */
export function vote(
  runs: readonly ScaledRun[],
  scale: CommonScale,
  metric: Metric | null,
  { gate, tie, devTie }: Thresholds = DEFAULT_THRESHOLDS,
): Vote {
  const { groups, byDev, noise } = toRateGroups(runs, scale, metric);
  const sign = metric?.goal === "min" ? -1 : 1;
  const candidates = groups.filter(({ sound, failRate }) => sound.length > 0 && failRate < MOST_FAILED);
  const measured = byDev ? candidates.filter(({ dev }) => !Number.isNaN(dev)) : candidates;
  // A schedule decides how fast a loss falls, and while steps are left area would flatter the rates that start fast: there depth alone decides.
  const byDepth = runs.some(({ ownEnd }) => ownEnd) || measured.some(hasStepsLeft);
  const allWarm = measured.every(isWarm);
  const better = (a: RateGroup, b: RateGroup) =>
    (byDev ? sign * (b.dev - a.dev) : byDepth ? a.depth - b.depth : a.area - b.area) || a.rate - b.rate;
  const deepest = measured.reduce((least, { depth }) => Math.min(least, depth), Number.POSITIVE_INFINITY);
  const suspicious = byDev && !scale.isFlat ? suspiciousAmong(measured, metric, noise) : [];
  const eligible = measured
    .filter((group) => !suspicious.includes(group) && (byDev || group.depth - deepest <= gate))
    .filter((group) => byDev || allWarm || !isWarm(group))
    .sort(better);
  const winner = eligible[0] ?? null;
  if (winner === null) return empty(byDev, groups, suspicious, noise, bestOfTheFailed(groups, metric, devTie));

  const isTied = (group: RateGroup, deviation: number | undefined): boolean => {
    if (group === winner) return false;
    if (!byDev || deviation === undefined)
      return Math.abs(group.area - winner.area) <= tie && Math.abs(group.depth - winner.depth) <= tie;
    return (
      sign * (winner.dev - group.dev) <= devTie * differenceError(deviation, winner.sound.length, group.sound.length)
    );
  };
  const tied = eligible.filter((group) => isTied(group, noise?.deviation));
  const near = tied.filter((group) => isTied(group, noise?.forMoves));
  const cliff = cliffAbove(winner, groups);
  const isNear = cliff !== null && cliff.rate <= NEAR_CLIFF * winner.rate;
  const isRisky = isNear && winner.sound.length < 3;
  const isEarly = byDev && metric !== null && isUnfinished(winner, metric);
  const isOpen = (shareOfBudget(winner) ?? 0) < REACHED_BUDGET;
  const deeper = byDev && metric?.isLoss === true && isOpen ? deepestOnPlateau([winner, ...near], noise) : undefined;
  const reach = isRisky ? HALF_DECADE : mostStepDown(winner);
  const safer = isRisky || isEarly ? lowerThan(winner, near, byDev ? noise : null, sign, reach) : undefined;
  const beyond = noise === null ? 0 : devTie * differenceError(noise.deviation, 1, 1);
  const later =
    metric === null || noise === null ? undefined : passesLater(winner, eligible, metric, noise.deviation, beyond);
  const pick = deeper ?? later ?? safer ?? winner;
  const tried = groups.map(({ rate }) => rate);
  const ends = [pick.rate, winner.rate]; // a step down from the highest rate says nothing of what lies above it
  return {
    mode: byDev ? "dev" : "loss",
    groups,
    pick,
    tied: pick === winner ? tied : pick === later ? [] : [winner, ...tied.filter((group) => group !== pick)],
    cliff,
    movedFrom: pick === winner ? null : winner,
    movedFor:
      pick === winner
        ? null
        : pick === deeper
          ? "the loss"
          : pick === later
            ? "the turn"
            : isRisky
              ? "the cliff"
              : "the end",
    betterBefore:
      byDev && metric !== null && noise !== null
        ? betterBeforeItFailed(winner, groups, metric, devTie * noise.deviation, isUnfinished(winner, metric))
        : null,
    edge:
      tried.length < 2
        ? null
        : ends.includes(tried[0])
          ? "lowest"
          : ends.includes(tried[tried.length - 1])
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
  reach: number,
): RateGroup | undefined {
  const lower = tied.filter(({ rate }) => rate < winner.rate);
  if (noise === null) return lower[0];
  const within = lower.filter(
    ({ rate, dev, sound }) =>
      rate * reach >= winner.rate &&
      sign * (winner.dev - dev) <= differenceError(noise.forMoves, winner.sound.length, sound.length) / Math.SQRT2,
  );
  return within.sort((a, b) => a.rate - b.rate)[0];
}

/** By how much the steps that are left may still move the best rate down; where nobody stated a plan, as if three quarters were left. */
const mostStepDown = (group: RateGroup): number => (shareOfBudget(group) ?? 1 / 4) ** -MOVED_BY_STEPS;

/** As wide as a decade, which hardly any basin of good rates is. */
const WIDE_TIE = 9.9;

/**
 * Where a dev loss stands still and cannot tell rates a decade apart, the one with the deepest training loss; undefined elsewhere. It is a plateau
 * before a late drop, or the end: on it the dev loss differs by noise only, and the training loss, which is the same quantity and hardly differs
 * between seeds, shows first who leaves it. Rates whose dev loss turned up since are left out: they memorise.
 */
function deepestOnPlateau(tied: readonly RateGroup[], noise: DevNoise | null): RateGroup | undefined {
  const rates = tied.map(({ rate }) => rate);
  if (noise === null || Math.max(...rates) < WIDE_TIE * Math.min(...rates)) return undefined;
  if (!standsStill(tied[0], noise)) return undefined;
  const level = tied.filter(({ sound }) => !sound.some((run) => fellFromBest(run, -1, 2 * noise.forMoves)));
  return level.sort((a, b) => a.depth - b.depth || a.rate - b.rate)[0];
}

/** What the group gained on dev in the second half of what was seen is within two deviations of the noise. */
function standsStill({ sound }: RateGroup, { forMoves }: DevNoise): boolean {
  return sound.every(({ replicate: { dev } }) => {
    if (dev === null || dev.length < 4) return false;
    const values = runningMedian(
      Array.from({ length: dev.length }, (_, i) => dev.values[i]),
      5,
    );
    return Math.abs(values[dev.length >> 1] - values[dev.length - 1]) <= 2 * forMoves;
  });
}

/** More is to come: planned steps are left, or where nobody stated a plan, the dev metric still rises. Short runs flatter high rates. */
function isUnfinished(group: RateGroup, metric: Metric): boolean {
  return shareOfBudget(group) === null ? findDevPeak(group.sound, metric)?.shape === "rising" : hasStepsLeft(group);
}

/** Its runs started where others were long after their start: how fast they fell says nothing. */
const isWarm = ({ sound }: RateGroup): boolean => sound.length > 0 && sound.every((run) => run.isWarm);

function empty(
  byDev: boolean,
  groups: readonly RateGroup[],
  suspicious: readonly RateGroup[],
  noise: DevNoise | null,
  betterBefore: FailedBest | null,
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
  return { mode: byDev ? "dev" : "loss", groups, suspicious, noise, betterBefore, ...nothing };
}

/**
 * R25: rates that left more than half of the descent and yet beat every deep one on dev beyond noise, while no deep run overfits. What fell deep and
 * predicts no better than untrained has only calmed down, as a rate far too high does at the loss of guessing: it is no measure of others.
 */
function suspiciousAmong(
  groups: readonly RateGroup[],
  metric: Metric | null,
  noise: DevNoise | null,
): readonly RateGroup[] {
  if (noise === null || metric === null) return [];
  const sign = metric.goal === "min" ? -1 : 1;
  const deep = groups.filter(
    ({ depth, sound }) =>
      depth <= FAR_FROM_DEEP && sound.some(({ replicate }) => hasLearned(replicate.dev, metric) !== false),
  );
  if (deep.length === 0) return [];
  const rival = deep.reduce((top, group) => (sign * (group.dev - top.dev) > 0 ? group : top));
  const beats = groups.filter(({ depth, dev, sound }) => {
    const error = differenceError(noise.deviation, sound.length, rival.sound.length);
    return depth > FAR_FROM_DEEP && sign * (dev - rival.dev) > 2 * error;
  });
  const overfits = deep.some(({ sound }) => sound.some((run) => fellFromBest(run, sign, 2 * noise.deviation)));
  return overfits ? [] : beats;
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
