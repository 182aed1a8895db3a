/** Runs with and without decay, sorted into arms that differ in nothing else: one schedule, one learning rate, several seeds. */

import { compareNames } from "../../core/natural-order.ts";
import { mean } from "../../core/statistics.ts";
import { say, t } from "../../core/text.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import type { Curve } from "../runs/curve.ts";
import type { Experiment } from "../runs/experiment.ts";
import type { Metric } from "../runs/judge.ts";
import { hasFailed, isComplete, leftAt, type ScaledRun, toScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import { isConstant } from "../runs/schedule.ts";
import { keysOf, numberNamed } from "../runs/settings.ts";
import { configurationOf, groupBy } from "../runs/sweep.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, lengthIn } from "../wording.ts";
import { type DevPeak, findDevPeak } from "./dev-peak.ts";

/** One schedule at one learning rate, for one number of steps. */
export interface Arm {
  /** What sentences call it: `constant`, `cooldown from 1,050`. */
  readonly schedule: string;
  readonly rate: number;
  /** Runs that came through, by name; at least one, each with a dev metric. Of constant arms, those that broke where none came through. */
  readonly runs: readonly ScaledRun[];
  /** What each run's smoothed dev curve is worth at its best (`DevPeak.level`), in the order of `runs`. */
  readonly peaks: readonly number[];
  /** Best single evaluation of each run: biased, for comparison only. */
  readonly rawPeaks: readonly number[];
  readonly ends: readonly number[];
  /** Mean share of the descent that was left. */
  readonly depth: number;
  /** The same where the dev metric is best: what is learned after that is memorised. The end where no peak is known. */
  readonly depthAtPeak: number;
  readonly shape: DevPeak | null;
  /** Cut to the longest step that it trained, for proposals. */
  readonly steps: number;
}

/** An arm of which no run came through: nothing to compare, and nothing to ask for again. */
export interface FailedArm {
  readonly schedule: string;
  readonly rate: number;
  readonly steps: number;
}

/** The arms of one configuration. */
export interface DecayTrial {
  readonly constants: readonly Arm[];
  readonly decayed: readonly Arm[];
  readonly failed: readonly FailedArm[];
}

/** The largest set of arms that holds both kinds, or null when no run with decay has one without beside it. Runs of unknown learning rate and cyclic schedules take no part. */
export function findDecayTrial({ everyRun, scale, unit }: SweepCurves, metric: Metric): DecayTrial | null {
  const members = everyRun.filter(
    ({ replicate: { loss, dev, experiment, unit: own } }) =>
      loss !== null &&
      dev !== null &&
      dev.length > 0 &&
      own === unit &&
      experiment.learningRate !== null &&
      experiment.schedule.kind !== "cyclic",
  );
  const isPlain = ({ replicate }: ScaledRun) => isConstant(replicate.experiment.schedule.kind);
  const complete = [...groupBy(members, ({ replicate }) => configurationOf(replicate.experiment)).values()].filter(
    (group) => group.some(isPlain) && !group.every(isPlain),
  );
  if (complete.length === 0) return null;
  const largest = complete.reduce((most, group) => (group.length > most.length ? group : most));
  const all = largest.map((run) => asWhole(run, scale));
  const groups = [...groupBy(all, ({ replicate }) => armOf(replicate.experiment)).values()];
  const sound = groups.map((runs) => runs.filter(({ outcome }) => outcome === "ok"));
  const arms = apart(
    sound.filter((runs) => runs.length > 0).map((runs) => toArm(runs, metric, scale)),
    unit,
  );
  const failed = groups.filter((runs) => runs.every(hasFailed)).map(([run]) => toFailedArm(run));
  const byRate = arms.sort((a, b) => a.rate - b.rate || compareNames(say(a.schedule, null), say(b.schedule, null)));
  const decayed = byRate.filter(({ runs }) => !isPlain(runs[0]));
  const whole = byRate.filter(({ runs }) => isPlain(runs[0]));
  // Where every constant run broke, the best checkpoint that each had is what decay is held against.
  const broken = groups.filter((runs) => runs.every(hasFailed) && isPlain(runs[0]));
  const constants = whole.length > 0 ? whole : broken.map((runs) => toArm(runs, metric, scale));
  return constants.length > 0 && decayed.length > 0 ? { constants, decayed, failed } : null;
}

const toFailedArm = ({ replicate: { experiment, loss } }: ScaledRun): FailedArm => ({
  schedule: scheduleName(experiment),
  rate: experiment.learningRate?.value ?? 0,
  steps: experiment.plannedSteps ?? lastStep(loss),
});

const lastStep = (loss: Curve | null): number => (loss === null || loss.length === 0 ? 0 : loss.steps[loss.length - 1]);

/** Arms that differ in their length only say so in their names. */
function apart(arms: readonly Arm[], unit: SweepCurves["unit"]): Arm[] {
  const isTwin = (a: Arm, b: Arm) => a !== b && a.schedule === b.schedule && a.rate === b.rate;
  return arms.map((arm) =>
    arms.some((other) => isTwin(arm, other) && other.steps < arm.steps)
      ? { ...arm, schedule: t`${arm.schedule} over ${lengthIn(unit, arm.steps)}` }
      : arm,
  );
}

/** A run that is short beside others of the sweep and still whole, placed by shares of its own length: at a larger batch size, as many examples are fewer steps. */
const asWhole = (run: ScaledRun, scale: CommonScale | null): ScaledRun =>
  run.outcome === "truncated" && isComplete(run.replicate) ? toScaledRun(run.replicate, scale, true) : run;

/** What two seeds of one arm have in common. A length counts where it was planned: without a plan seeds may stop where they like. */
function armOf(experiment: Experiment): string {
  const { hparams, schedule, learningRate, plannedSteps } = experiment;
  const settings = isConstant(schedule.kind)
    ? []
    : keysOf(hparams, "schedule").map((key) => [key, String(hparams[key])]);
  return JSON.stringify([learningRate?.value.toPrecision(3), scheduleName(experiment), settings, plannedSteps]);
}

/** `linear`, `cooldown from 1,050`, `constant`; by what the log shows where no setting says. */
function scheduleName({ hparams, schedule }: Experiment): string {
  if (isConstant(schedule.kind)) return "constant";
  const named = keysOf(hparams, "schedule")
    .map((key) => hparams[key])
    .find((value) => typeof value === "string" && /^[a-z][\w -]{1,30}$/i.test(value));
  const start = numberNamed(hparams, ["start", "decaystart", "decaystartstep"]);
  const name = typeof named === "string" ? named : schedule.kind;
  return start === null || start <= 0 ? name : t`${name} from ${count(start)}`;
}

function toArm(runs: readonly ScaledRun[], metric: Metric, scale: CommonScale | null): Arm {
  const { experiment } = runs[0].replicate;
  const shapes = runs.map((run) => findDevPeak([run], metric));
  const everything = Number.POSITIVE_INFINITY;
  const shape = runs.length === 1 ? shapes[0] : findDevPeak(runs, metric);
  const depth = mean(runs.map((run) => run.depth));
  const isOneUnit = runs.every(({ replicate }) => replicate.unit === replicate.devUnit);
  const atPeak =
    shape === null || scale === null || !isOneUnit || runs.some(({ ownEnd }) => ownEnd)
      ? depth
      : mean(runs.map((run) => leftAt(run, scale, Math.min(shape.peakStep, scale.grid.to))));
  return {
    schedule: scheduleName(experiment),
    rate: experiment.learningRate?.value ?? 0,
    runs,
    peaks: runs.map((run, i) => shapes[i]?.level ?? bestDev(run.replicate.dev, metric, everything) ?? 0),
    rawPeaks: runs.map(({ replicate: { dev } }) => extreme(dev?.values ?? [], dev?.length ?? 0, metric)),
    ends: runs.map(({ replicate: { dev } }, i) => shapes[i]?.last ?? dev?.values[dev.length - 1] ?? 0),
    depth,
    depthAtPeak: Number.isNaN(atPeak) ? depth : Math.max(depth, atPeak),
    shape,
    steps: Math.max(...runs.map(({ replicate: { loss } }) => lastStep(loss))),
  };
}

function extreme(values: ArrayLike<number>, length: number, { goal }: Metric): number {
  let best = values[0] ?? 0;
  for (let i = 1; i < length; i++) if (goal === "max" ? values[i] > best : values[i] < best) best = values[i];
  return best;
}
