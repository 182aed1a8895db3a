/** Everything that the rules ask about a sweep, computed once: tags, curves, ballot, common scale, how each run went. */

import { type Ballot, toBallot } from "./ballot.ts";
import { optionsFor, withoutExcluded } from "./chosen.ts";
import type { AdviceOptions } from "./input.ts";
import { chooseJudge, type Judge, type Metric } from "./judge.ts";
import { type Replicates, type StepUnit, toReplicates } from "./replicate.ts";
import { type ScaledRun, toScaledRun } from "./run-state.ts";
import { type CommonScale, toCommonScale } from "./scale.ts";
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
}

/** Prepares a sweep for the rules. One pass over every judged point; what follows works on at most 240 blocks a run. */
export function toSweepCurves(sweep: Sweep, options: AdviceOptions): SweepCurves {
  const { experiments, excluded } = withoutExcluded(sweep.experiments, options.excluded ?? []);
  const judge = chooseJudge(experiments, optionsFor(sweep, options));
  const found = toReplicates(experiments, judge);
  const replicates = { ...found, excluded: [...excluded, ...found.excluded] };
  const ballot = toBallot(replicates.members);
  const scale = toCommonScale(ballot.voters.flatMap(({ loss }) => loss ?? []));
  const runs = ballot.voters.map((voter) => toScaledRun(voter, scale));
  const known = new Map(runs.map((run) => [run.replicate, run]));
  return {
    sweep,
    judge,
    metric: judge.metric,
    replicates,
    ballot,
    scale,
    runs,
    everyRun: replicates.members.map((member) => known.get(member) ?? toScaledRun(member, scale)),
    unit: ballot.voters[0]?.unit ?? "steps",
    lossTag: judge.lossTag ?? judge.metric?.tag ?? null,
    lossName:
      judge.lossKey === null && judge.metric !== null
        ? `the distance of ${judge.metric.tag} from its best`
        : "the loss",
  };
}
