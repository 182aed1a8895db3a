/** While runs train: whether they can still change the answer, and when that will be known. */

import type { Outlook } from "../../core/advice.ts";
import { normalBelow } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import type { Vote } from "../learning-rate/learning-rate-vote.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import { lastSeen, paceOf } from "../path/pace.ts";
import type { Metric } from "../runs/judge.ts";
import { leftAt, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { listed } from "../wording.ts";
import { forecast } from "./forecast.ts";
import { tolerableGap } from "./tolerable-gap.ts";

/** A run below this chance does not hold the decision up. */
const HARDLY = 0.05;
/** A 90 % interval is so many deviations to each side. */
const NINETY = 1.645;

interface Contender {
  readonly run: ScaledRun;
  /** Chance to end above the best that has finished; null where only the gap to the leader speaks. */
  readonly chance: number | null;
  readonly canWin: boolean;
}

/** The outlook of a sweep with live runs; null when none is live, or nothing can be compared yet. */
export function outlookOf({ runs, scale, metric }: SweepCurves, vote: Vote | null): Outlook | null {
  const live = runs.filter(({ replicate }) => replicate.experiment.state === "live");
  if (live.length === 0 || scale === null) return null;
  const pick = vote?.pick ?? null;
  const contenders = live
    .filter(({ outcome }) => outcome !== "diverged" && outcome !== "collapsed")
    .map((run) => toContender(run, runs, pick?.sound ?? [], scale, metric));
  const open = contenders.filter(({ run, canWin }) => canWin || pick?.runs.includes(run) === true);
  const times = (open.length > 0 ? open : contenders).flatMap(({ run }) => endOf(run, scale) ?? []);
  const latest = (of: (time: End) => number): number | null => (times.length > 0 ? Math.max(...times.map(of)) : null);
  const [low, high] = [latest(({ quick }) => quick), latest(({ slow }) => slow)];
  return {
    canFlip: open.length > 0,
    headline: headline(
      open.map(({ run }) => run),
      pick?.runs ?? [],
    ),
    runs: contenders.map(({ run, chance, canWin }) => ({ run: run.replicate.experiment.name, chance, canWin })),
    knownAt: latest(({ usual }) => usual),
    knownBetween: low === null || high === null ? null : [low, high],
  };
}

/** `open`: runs that hold the decision up; those of the pick itself do by not being done. */
function headline(open: readonly ScaledRun[], picked: readonly ScaledRun[]): string {
  if (open.length === 0) return t`The answer will not change: no run that is still going can win.`;
  const rivals = open.filter((run) => !picked.includes(run));
  const names = (rivals.length > 0 ? rivals : open).map(({ replicate }) => replicate.experiment.name);
  const some = listed(names.slice(0, 3));
  const more = names.length > 3 ? t` and ${names.length - 3} more` : "";
  return rivals.length > 0
    ? t`The answer can still change: ${some}${more} may win.`
    : t`The answer can still change: no other run can win, but ${some}${more}, which leads, is not done.`;
}

function toContender(
  run: ScaledRun,
  runs: readonly ScaledRun[],
  best: readonly ScaledRun[],
  scale: CommonScale,
  metric: Metric | null,
): Contender {
  const chance = metric === null ? null : chanceToWin(run, best, scale, metric);
  if (chance !== null) return { run, chance, canWin: chance >= HARDLY };
  const place = Math.min(lastStep(run), scale.grid.to);
  const others = runs.map((other) => leftAt(other, scale, place)).filter((left) => !Number.isNaN(left));
  const leader = others.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const seen = (place - scale.grid.from) / Math.max(1e-9, budgetOf(run, scale) - scale.grid.from);
  const gap = (leftAt(run, scale, place) - leader) / Math.max(1e-9, 1 - leader);
  const tolerable = tolerableGap(seen);
  return { run, chance: null, canWin: tolerable === null || !(gap > tolerable) };
}

/** By the forecast of its dev metric against the best that others have; null without a forecast. */
function chanceToWin(run: ScaledRun, best: readonly ScaledRun[], scale: CommonScale, metric: Metric): number | null {
  const { dev, unit, devUnit } = run.replicate;
  const rivals = best
    .filter((other) => other !== run)
    .flatMap(({ replicate }) => bestDev(replicate.dev, metric, Number.POSITIVE_INFINITY) ?? []);
  if (dev === null || !metric.isBounded || unit !== devUnit || rivals.length === 0) return null;
  const column = (from: ArrayLike<number>) => Array.from({ length: dev.length }, (_, i) => from[i]);
  const end = forecast(column(dev.steps), column(dev.values), budgetOf(run, scale));
  if (end === null) return null;
  const target = metric.goal === "max" ? Math.max(...rivals) : Math.min(...rivals);
  const deviation = Math.max(1e-9, (end.interval[1] - end.interval[0]) / (2 * NINETY));
  return normalBelow(((metric.goal === "max" ? 1 : -1) * (end.value - target)) / deviation);
}

const lastStep = ({ replicate: { loss } }: ScaledRun): number =>
  loss === null || loss.length === 0 ? 0 : loss.steps[loss.length - 1];

const budgetOf = (run: ScaledRun, scale: CommonScale): number =>
  Math.max(
    run.replicate.unit === "steps" ? (run.replicate.experiment.plannedSteps ?? scale.grid.to) : scale.grid.to,
    lastStep(run),
  );

interface End {
  readonly usual: number;
  readonly quick: number;
  readonly slow: number;
}

/** When the run will have made its steps, in seconds since the Unix epoch; never before its last record, whatever clocks say. */
function endOf(run: ScaledRun, scale: CommonScale): End | null {
  const { experiment } = run.replicate;
  const pace = paceOf(experiment);
  const seen = lastSeen(experiment);
  if (pace === null || seen === null) return null;
  const rest = Math.max(0, budgetOf(run, scale) - lastStep(run));
  return { usual: seen + rest * pace.usual, quick: seen + rest * pace.quick, slow: seen + rest * pace.slow };
}
