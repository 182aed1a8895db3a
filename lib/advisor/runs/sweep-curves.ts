/** Everything that the rules ask about a sweep, computed once: tags, curves, ballot, common scale, how each run went. */

import { t } from "../../core/text.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../core/thresholds.ts";
import { optionsFor, withoutExcluded } from "../chosen.ts";
import type { AdviceOptions } from "../input.ts";
import { finish, type Parts } from "../parts.ts";
import { type Ballot, toBallot } from "./ballot.ts";
import { curveOf } from "./experiment.ts";
import { chooseJudge, type Judge, type Metric } from "./judge.ts";
import { withThoseThatLearnedOnDev } from "./learned-on-dev.ts";
import { type Replicate, type Replicates, type StepUnit, toReplicates } from "./replicate.ts";
import { type ScaledRun, toScaledRun } from "./run-state.ts";
import { type CommonScale, commonScaleInParts } from "./scale.ts";
import { isConstant } from "./schedule.ts";
import { withThoseThatStoodStill } from "./stood-still.ts";
import type { Sweep } from "./sweep.ts";

export interface SweepCurves {
  readonly sweep: Sweep;
  readonly judge: Judge;
  readonly metric: Metric | null;
  readonly replicates: Replicates;
  readonly ballot: Ballot;
  /** Null when no voter logged a usable value. */
  readonly scale: CommonScale | null;
  /** The ballot's voters, in its order. */
  readonly runs: readonly ScaledRun[];
  /** Every run on the voters' scale, voters included: for questions that compare schedules or batch sizes. */
  readonly everyRun: readonly ScaledRun[];
  readonly unit: StepUnit;
  /** The tag on whose chart the loss evidence is drawn; null when nothing was logged. */
  readonly lossTag: string | null;
  /** What sentences call it: `the loss`, or the distance of the dev metric from its best where no loss is logged. */
  readonly lossName: string;
  readonly thresholds: Thresholds;
}

/** Prepares a sweep for the rules. One pass over every judged point; what follows works on at most 240 blocks a run. */
export const toSweepCurves = (sweep: Sweep, options: AdviceOptions): SweepCurves =>
  finish(sweepCurvesInParts(sweep, options));

/** `toSweepCurves`, run by run. */
export function* sweepCurvesInParts(sweep: Sweep, options: AdviceOptions): Parts<SweepCurves> {
  const { experiments, excluded } = withoutExcluded(sweep.experiments, options.excluded ?? []);
  const judge = chooseJudge(experiments, optionsFor(sweep, options));
  for (const { columns } of experiments) {
    for (const key of [judge.lossKey, judge.metric?.key ?? null, judge.devLossKey]) curveOf(columns, key); // cleaned here, found below
    yield;
  }
  const found = toReplicates(experiments, judge);
  const replicates = { ...found, excluded: [...excluded, ...found.excluded] };
  const ballot = toBallot(replicates.members);
  const ownEnd = new Set(isConstant(ballot.schedule) ? [] : ballot.voters);
  const scale = yield* commonScaleInParts(ballot.voters.flatMap(({ loss }) => loss ?? []));
  const scaled: ScaledRun[] = [];
  for (const member of new Set([...ballot.voters, ...replicates.members])) {
    scaled.push(toScaledRun(member, scale, ownEnd.has(member)));
    yield;
  }
  const stood = withThoseThatStoodStill(scaled, scale);
  const placed = new Map(withThoseThatLearnedOnDev(stood, scale, judge.metric).map((run) => [run.replicate, run]));
  const onScale = (members: readonly Replicate[]) => members.flatMap((member) => placed.get(member) ?? []);
  return {
    sweep,
    judge,
    metric: judge.metric,
    replicates,
    ballot,
    scale,
    runs: onScale(ballot.voters),
    everyRun: onScale(replicates.members),
    unit: ballot.voters[0]?.unit ?? "steps",
    lossTag: judge.lossTag ?? judge.metric?.tag ?? null,
    lossName:
      judge.lossKey === null && judge.metric !== null
        ? t`the distance of ${judge.metric.tag} from its best`
        : t`the loss`,
    thresholds: { ...DEFAULT_THRESHOLDS, ...options.thresholds },
  };
}
