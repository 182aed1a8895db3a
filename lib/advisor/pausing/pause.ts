/** Advice on running runs that can be paused: far behind the leader, with hedges against a leader that fails later. */

import type { Advice, Evidence } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import { noAdvice } from "../no-advice.ts";
import type { Calibration } from "../path/memory.ts";
import { gpusOf, paceOf } from "../path/pace.ts";
import { runMark } from "../run-mark.ts";
import { spanOf } from "../runs/curve.ts";
import type { Metric } from "../runs/judge.ts";
import { isCensored, leftAt, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { counted, lengthIn, listed, percent, quantity, stepAt, times } from "../wording.ts";
import { forecast } from "./forecast.ts";
import { halve } from "./halving.ts";
import { type PastBest, pastBest } from "./past-best.ts";
import { tolerableGap } from "./tolerable-gap.ts";

const KEPT = 3;
/** A learning rate at least 0.4 decades below the leader's survives what the leader may not. */
const SAFE_RATIO = 2.5;
const LEAST_DESCENT = 0.05;

interface Candidate {
  readonly run: ScaledRun;
  readonly step: number;
  readonly seen: number;
  readonly budget: number;
  /** Null when the run is non-finite. */
  readonly gap: number | null;
}

/** Advises on the live runs of a sweep, or returns null when none can be paused. `calibration`: of the table of gaps, by past sweeps. */
export function advisePause(curves: SweepCurves, calibration: Calibration | null = null): Advice | null {
  const { runs, scale, metric, unit, lossTag } = curves;
  if (scale === null || lossTag === null) return null;
  const live = runs.filter(({ replicate }) => replicate.experiment.state === "live");
  const horizon = Math.max(scale.grid.to, ...runs.map(lastStep));
  const candidates = live.flatMap((run) => toCandidate(run, runs, scale, horizon, unit === "steps") ?? []);
  const kept = hedged(runs, scale, metric);
  const lost = live.filter(({ outcome }) => outcome === "diverged");
  const turned = turnedDown(candidates, runs, metric);
  const behind = candidates.filter(
    ({ run, gap, seen }) =>
      gap !== null && !kept.includes(run) && !lost.includes(run) && isBeyond(gap, seen, calibration?.factor ?? 1),
  );
  const past = turned.filter(({ run }) => !lost.includes(run) && !behind.some((one) => one.run === run));
  const paused = [...lost, ...behind.map(({ run }) => run), ...past.map(({ run }) => run)];
  const bolder = bolderLevel(curves, scale, candidates, lost);
  if (paused.length === 0) return bolder === null ? null : onlyBolder(curves, bolder);
  const names = paused.map(({ replicate }) => replicate.experiment.name);
  const saved = candidates
    .filter(({ run }) => paused.includes(run))
    .reduce((sum, { budget, step }) => sum + Math.max(0, Math.round(budget - step)), 0);
  return {
    rule: "pause",
    guide: [],
    headline: t`Pause ${names.length > 3 ? counted(names.length, "run") : listed(names)}: ${behind.length > 0 ? t`too far behind to win` : past.length > 0 ? t`past the best` : t`diverged`}${saved > 0 ? t`, which saves ${lengthIn(unit, saved)}` : ""}.`,
    verdict: "pick",
    value: { pause: names, savedSteps: saved },
    unit,
    interval: null,
    alternatives: bolder === null ? [] : [bolder],
    confidence: "likely",
    caps: [t`keep their checkpoints: if the runs that go on all fail, the best paused one resumes`],
    evidence: [
      ...(saved > 0 || names.length > 3
        ? [
            {
              text: t`${counted(names.length, "run")} would still make ${lengthIn(unit, saved)}${hoursOf(candidates.filter(({ run }) => paused.includes(run)))}`,
              marks: paused.map((run) => runMark(run.replicate, lossTag)),
            },
          ]
        : []),
      ...lost.map((run) => ({
        text: t`${run.replicate.experiment.name} has diverged`,
        marks: [runMark(run.replicate, lossTag)],
      })),
      ...behind.map((one) => evidenceOf(one, curves, metric, lossTag, calibration?.factor ?? 1)),
      ...past.map(({ run, was }) => pastEvidence(run, was, curves, metric)),
    ],
    assumptions: [
      t`The best ${KEPT} runs go on, and the best with a learning rate ${SAFE_RATIO}× below the leader's: leaders sometimes fail late.`,
      calibration === null
        ? t`The gaps come from 24 measured sweeps of 8 problems, none of which lost its winner; for a new problem that bounds the risk at 31 % only.`
        : t`The gaps are scaled ${times(calibration.factor)} to your own ${calibration.sweeps} finished sweeps: of sweeps like those, at most ${percent(calibration.risk)} lose their winner.`,
    ],
    excluded: [],
    next: [],
    wouldChangeIf: [t`a schedule lowers the learning rate later: losses then fall once more`],
  };
}

/** What the rest of `candidates` would take by their own clocks, on as many GPUs as they have; empty where a clock does not say. */
function hoursOf(candidates: readonly Candidate[]): string {
  const hours = candidates.map(({ run, budget, step }) => {
    const { experiment } = run.replicate;
    const pace = paceOf(experiment);
    return pace === null ? Number.NaN : (Math.max(0, budget - step) * pace.usual * gpusOf(experiment)) / 3600;
  });
  const sum = hours.reduce((a, b) => a + b, 0);
  return sum >= 0.05 ? t`, about ${quantity(Number(sum.toPrecision(2)))} hours of training` : "";
}

type Alternative = Advice["alternatives"][number];

/** Successive halving beside the safe table, with what it cost where both were measured; null where it has nothing to pause. */
function bolderLevel(
  { runs, metric, unit }: SweepCurves,
  scale: CommonScale,
  candidates: readonly Candidate[],
  lost: readonly ScaledRun[],
): Alternative | null {
  const going = candidates.filter(({ run }) => !lost.includes(run));
  if (going.length === 0) return null;
  const seen = Math.min(...going.map((one) => one.seen));
  const budget = Math.max(...going.map((one) => one.budget));
  const live = going.map(({ run }) => run);
  const at = (share: number) => scale.grid.from + share * (budget - scale.grid.from);
  const halving = halve(runs, live, metric, scale, seen, at);
  if (halving === null) return null;
  const stops = [...lost, ...halving.paused];
  const pause = runs.filter((run) => stops.includes(run)).map(({ replicate }) => replicate.experiment.name);
  const stopped = candidates.filter(({ run }) => stops.includes(run));
  const savedSteps = stopped.reduce((sum, one) => sum + Math.max(0, Math.round(one.budget - one.step)), 0);
  const why = t`bolder: successive halving keeps the best ${halving.kept} of ${runs.length} at ${percent(halving.rung)} of the budget and would pause ${listed(pause)}, which saves ${lengthIn(unit, savedSteps)}; in 24 measured sweeps it took 18 % of the steps and lost the best run in 4`;
  return { value: { pause, savedSteps }, why };
}

/** No run is far enough behind for the table; halving would not wait. */
const onlyBolder = (curves: SweepCurves, bolder: Alternative): Advice => ({
  ...noAdvice(curves, "pause", [], t`No run can be paused safely yet.`),
  value: { pause: [], savedSteps: 0 },
  unit: curves.unit,
  alternatives: [bolder],
});

/** From this share of the budget on a dev metric that has turned is believed. */
const SEEN_TO_TURN = 0.1;

/** The candidates whose dev metric has turned down for good, without the best three by dev: those may be what the sweep was for. */
function turnedDown(
  candidates: readonly Candidate[],
  runs: readonly ScaledRun[],
  metric: Metric | null,
): { readonly run: ScaledRun; readonly was: PastBest }[] {
  if (metric === null) return [];
  const alive = runs.filter((run) => run.outcome === "ok" || isCensored(run));
  const best = bestByDev(alive, metric, Number.POSITIVE_INFINITY);
  if (best.length < KEPT) return [];
  return candidates.flatMap(({ run, seen }) => {
    const was = seen < SEEN_TO_TURN || best.includes(run) ? null : pastBest(run, metric);
    return was === null ? [] : [{ run, was }];
  });
}

function pastEvidence({ replicate }: ScaledRun, was: PastBest, { unit }: SweepCurves, metric: Metric | null): Evidence {
  const shown = (value: number) => (metric?.isBounded ? percent(value) : quantity(value));
  const tag = metric?.tag ?? "";
  const text = t`${replicate.experiment.name} was best on ${tag} at ${stepAt(unit, was.step)} with ${shown(was.best)} and has fallen to ${shown(was.last)}, and ${KEPT} others have been better: what it still learns is memorised`;
  return { text, marks: [runMark(replicate, tag)] };
}

const lastStep = ({ replicate: { loss } }: ScaledRun): number => (loss === null ? 0 : (spanOf(loss)?.last ?? 0));

function isBeyond(gap: number, seen: number, factor: number): boolean {
  const tolerable = tolerableGap(seen);
  return tolerable !== null && gap > factor * tolerable;
}

function toCandidate(
  run: ScaledRun,
  runs: readonly ScaledRun[],
  scale: CommonScale,
  horizon: number,
  hasPlan: boolean,
): Candidate | null {
  const step = lastStep(run);
  const budget = Math.max(hasPlan ? (run.replicate.experiment.plannedSteps ?? horizon) : horizon, step);
  if (!(budget > scale.grid.from)) return null;
  const seen = (step - scale.grid.from) / (budget - scale.grid.from);
  const place = Math.min(step, scale.grid.to);
  const mine = leftAt(run, scale, place);
  const others = runs
    .filter((other) => other.outcome === "ok" || isCensored(other))
    .map((other) => leftAt(other, scale, place))
    .filter((left) => !Number.isNaN(left));
  const leader = Math.min(...others);
  const gap =
    Number.isNaN(mine) || others.length < 2 || 1 - leader < LEAST_DESCENT ? null : (mine - leader) / (1 - leader);
  return { run, step, seen, budget, gap };
}

/**
 * The best runs by what they have left where all of them stand, and the best at a clearly lower learning rate than the leader; where a dev
 * metric is logged the best by that too, because what memorises falls deepest.
 */
function hedged(runs: readonly ScaledRun[], scale: CommonScale, metric: Metric | null): ScaledRun[] {
  const alive = runs.filter((run) => (run.outcome === "ok" || isCensored(run)) && run.last >= 0);
  if (alive.length === 0) return [];
  const common = Math.min(...alive.map(lastStep), scale.grid.to);
  const ranked = [...alive].sort((a, b) => leftAt(a, scale, common) - leftAt(b, scale, common));
  const leader = ranked[0].replicate.experiment.learningRate?.value;
  const safer = ranked.find(({ replicate }) => {
    const value = replicate.experiment.learningRate?.value;
    return leader !== undefined && value !== undefined && value <= leader / SAFE_RATIO;
  });
  return [...ranked.slice(0, KEPT), ...bestByDev(alive, metric, common), ...(safer === undefined ? [] : [safer])];
}

/** The best by the dev metric up to `step`; none where some run has no evaluation yet. */
function bestByDev(runs: readonly ScaledRun[], metric: Metric | null, step: number): readonly ScaledRun[] {
  if (metric === null) return [];
  const sign = metric.goal === "max" ? 1 : -1;
  const rated = runs.flatMap((run) => {
    const best = run.replicate.unit === run.replicate.devUnit ? bestDev(run.replicate.dev, metric, step) : null;
    return best === null ? [] : [{ run, worth: sign * best }];
  });
  if (rated.length < runs.length) return [];
  return rated
    .sort((a, b) => b.worth - a.worth)
    .slice(0, KEPT)
    .map(({ run }) => run);
}

function evidenceOf(
  { run, step, seen, budget, gap }: Candidate,
  { unit, runs }: SweepCurves,
  metric: Metric | null,
  tag: string,
  factor: number,
): Evidence {
  const { experiment, dev } = run.replicate;
  const text = t`${experiment.name} stands at ${stepAt(unit, step)}, ${percent(seen)} of its budget, ${percent(gap ?? 0)} of the leader's descent behind; ${percent(factor * (tolerableGap(seen) ?? 0))} would be tolerated`;
  const final =
    metric === null || dev === null || !metric.isBounded
      ? null
      : forecast(
          Array.from({ length: dev.length }, (_, i) => dev.steps[i]),
          Array.from({ length: dev.length }, (_, i) => dev.values[i]),
          budget,
        );
  const rivals =
    metric === null
      ? []
      : runs.flatMap((other) =>
          other === run ? [] : (bestDev(other.replicate.dev, metric, Number.POSITIVE_INFINITY) ?? []),
        );
  const outlook =
    final === null || metric === null || rivals.length === 0
      ? ""
      : t`. ${metric.tag} would end near ${percent(clamp(final.value))}, at ${percent(clamp(metric.goal === "max" ? final.interval[1] : final.interval[0]))} if lucky, where the best has ${metric.isBounded ? percent(metric.goal === "max" ? Math.max(...rivals) : Math.min(...rivals)) : quantity(rivals[0])} already`;
  return { text: text + outlook, marks: [runMark(run.replicate, tag)] };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
