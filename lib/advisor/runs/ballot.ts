/** Which runs of a sweep may be compared by learning rate, and why the others may not. */

import { t } from "../../core/text.ts";
import type { Cap } from "../confidence.ts";
import { count, counted, listed, rate, scheduleWord, term } from "../wording.ts";
import type { Experiment } from "./experiment.ts";
import { isAlternating } from "./late-shape.ts";
import type { Replicate, StepUnit } from "./replicate.ts";
import { isConstant, type ScheduleClass } from "./schedule.ts";
import { roleOf } from "./settings.ts";
import { configurationOf, groupBy, variesAmong, withoutAliases } from "./sweep.ts";

export interface Ballot {
  /** In the order given. Comparable with each other; possibly without a learning rate when no run has one. */
  readonly voters: readonly Replicate[];
  readonly excluded: readonly { readonly run: string; readonly because: string }[];
  readonly caps: readonly Cap[];
  readonly assumptions: readonly string[];
  /** Why the question of the best learning rate does not arise, or null when it does. */
  readonly noQuestion: string | null;
  /** The settings that tell the voters from the runs that were left out for having others, in words; empty when there are none. */
  readonly at: string;
  /** The voters' schedule. */
  readonly schedule: ScheduleClass;
}

/**
 * Draws up the ballot: one step unit, one kind of schedule (constant ones when there are any), one configuration apart from
 * learning rate and seed. Where configurations cannot be separated because each has too few learning rates, they vote together
 * under a cap; where each has a learning rate of its own, nobody can say what the learning rate did.
 */
export function toBallot(members: readonly Replicate[]): Ballot {
  const excluded: { run: string; because: string }[] = [];
  const caps: Cap[] = [];
  const leaveOut = (runs: readonly Replicate[], because: string) => {
    for (const { experiment } of runs) excluded.push({ run: experiment.name, because });
  };
  let voters = members.filter(({ loss }) => loss !== null);
  leaveOut(
    members.filter(({ loss }) => loss === null),
    t`it logs neither a training loss nor a dev metric`,
  );

  const shared = voters.filter(({ loss }) => loss !== null && (loss.isShared || isAlternating(loss)));
  leaveOut(shared, t`two runs seem to write into its log: give each a directory of its own`);
  const unordered = voters.filter(({ loss }) => loss !== null && loss.lostOrderAt !== null);
  for (const { experiment, loss } of unordered)
    excluded.push({
      run: experiment.name,
      because: t`its log goes back to step ${count(loss?.lostOrderAt ?? 0)} and carries no times: say which part comes first`,
    });
  if (unordered.length > 0)
    caps.push({
      limit: 0.5,
      because: t`${counted(unordered.length, "run")} left out until the order of its log is known`,
    });
  voters = voters.filter((voter) => !shared.includes(voter) && !unordered.includes(voter));

  const unit = commonUnit(voters);
  const otherUnit = voters.filter((voter) => voter.unit !== unit);
  if (otherUnit.length > 0) {
    leaveOut(
      otherUnit,
      t`it counts ${term(otherUnit[0].unit)}, the others ${term(unit)}: state steps_per_epoch, or n_train and the batch size`,
    );
    caps.push({
      limit: 0.5,
      because: t`${counted(otherUnit.length, "run")} left out for counting ${term(otherUnit[0].unit)}`,
    });
    voters = voters.filter((voter) => voter.unit === unit);
  }

  const schedule = commonSchedule(voters);
  const others = voters.filter(({ experiment }) => !sameSchedule(experiment.schedule.kind, schedule));
  for (const other of others)
    leaveOut([other], t`mixed schedules: not comparable (${scheduleWord(other.experiment.schedule.kind)})`);
  voters = voters.filter((voter) => !others.includes(voter));

  const rated = voters.filter(({ experiment }) => experiment.learningRate !== null);
  if (rated.length > 0) {
    leaveOut(
      voters.filter((voter) => !rated.includes(voter)),
      t`its learning rate is not known`,
    );
    voters = rated;
  }
  const slices = separate(voters);
  leaveOut(
    voters.filter((voter) => !slices.voters.includes(voter)),
    slices.because,
  );
  return {
    voters: slices.voters,
    excluded,
    caps: [...caps, ...slices.caps],
    assumptions: assumptionsOf(slices.voters, schedule),
    noQuestion:
      schedule === "cyclic" ? t`the learning rate cycles, and these rules are about constant ones` : slices.noQuestion,
    at: slices.at,
    schedule,
  };
}

function commonUnit(voters: readonly Replicate[]): StepUnit {
  const inUnit = (unit: StepUnit) => voters.filter((voter) => voter.unit === unit).length;
  if (inUnit("epochs") * 2 > voters.length) return "epochs";
  return inUnit("examples") > inUnit("steps") ? "examples" : "steps";
}

const sameSchedule = (a: ScheduleClass, b: ScheduleClass): boolean => a === b || (isConstant(a) && isConstant(b));

/** Constant when any run is, since that is what phase 1 asks for; else the commonest that can be compared; cyclic last. */
function commonSchedule(voters: readonly Replicate[]): ScheduleClass {
  const kinds = voters.map(({ experiment }) => experiment.schedule.kind);
  if (kinds.length === 0 || kinds.some(isConstant)) return kinds.find(isConstant) ?? "constant";
  const order: readonly ScheduleClass[] = ["linear to zero", "other decay", "steps", "cyclic"];
  const size = (kind: ScheduleClass) => kinds.filter((other) => other === kind).length * (kind === "cyclic" ? 1e-6 : 1);
  return [...order].sort((a, b) => size(b) - size(a))[0];
}

interface Separated {
  readonly voters: readonly Replicate[];
  readonly because: string;
  readonly caps: readonly Cap[];
  readonly noQuestion: string | null;
  readonly at: string;
}

function separate(voters: readonly Replicate[]): Separated {
  const slices = [...groupBy(voters, ({ experiment }) => configurationOf(experiment)).values()];
  const ratesIn = (slice: readonly Replicate[]) =>
    new Set(slice.map(({ experiment }) => experiment.learningRate?.value ?? null)).size;
  const whole: Separated = { voters, because: "", caps: [], noQuestion: null, at: "" };
  if (slices.length < 2) return whole;
  const names = settingsThatDiffer(voters.map(({ experiment }) => experiment));
  const best = [...slices].sort((a, b) => ratesIn(b) - ratesIn(a) || b.length - a.length)[0];
  if (ratesIn(best) >= 3)
    return {
      ...whole,
      voters: best,
      because: t`${listed(names)} ${names.length > 1 ? t`differ` : t`differs`} from the runs that were compared`,
      at: listed(names.map((name) => t`${name} ${String(best[0].experiment.hparams[name] ?? t`not stated`)}`)),
    };
  if (ratesIn(voters) === 1)
    return {
      ...whole,
      noQuestion: t`all runs share one learning rate; ${listed(names)} ${names.length > 1 ? t`vary` : t`varies`}`,
    };
  if (ratesIn(best) < 2)
    return {
      ...whole,
      noQuestion: t`the learning rate moved together with ${listed(names)}, so no run says what it did by itself`,
    };
  const byExamples = names.some((name) => roleOf(name) === "batch") ? t`: compare by examples seen, not by steps` : "";
  const shapers = names.filter((name) => SHAPES_LOSS.test(name));
  const hasDev = voters.every(({ dev }) => dev !== null && dev.length > 0);
  const floors: Cap[] =
    shapers.length === 0
      ? []
      : [
          {
            limit: hasDev ? 0.5 : 0.4,
            because: t`${listed(shapers)} is a part of the loss and differs: losses do not end at one floor, ${hasDev ? t`so only the dev metric counts` : t`and there is no dev metric`}`,
          },
        ];
  return { ...whole, caps: [...floors, { limit: 0.5, because: t`${listed(names)} also differs${byExamples}` }] };
}

/** Settings that add to the logged loss, so that its floor is another. */
const SHAPES_LOSS = /smooth|weight_?decay|^wd$|l2|penalty|aux.*weight/i;

function settingsThatDiffer(experiments: readonly Experiment[]): string[] {
  const keys = withoutAliases(variesAmong(experiments), experiments);
  return keys.filter((key) => roleOf(key) === "batch" || roleOf(key) === "setting");
}

function assumptionsOf(voters: readonly Replicate[], schedule: ScheduleClass): string[] {
  const experiments = voters.map(({ experiment }) => experiment);
  const assumptions: string[] = [];
  if (experiments.some(({ schedule: { source } }) => source === "assumed"))
    assumptions.push(t`Runs that do not log their learning rate kept it constant.`);
  if (!isConstant(schedule))
    assumptions.push(
      t`All runs follow the same kind of schedule (${scheduleWord(schedule)}); the rates are its peaks, and the answer holds for this schedule only.`,
    );
  const named = experiments.filter(
    ({ learningRate }) => learningRate?.source === "name" || learningRate?.source === "command",
  );
  if (named.length > 0)
    assumptions.push(
      t`The learning rate of ${counted(named.length, "run")} was read from the ${named[0].learningRate?.source === "name" ? t`run's name` : t`command line`}.`,
    );
  for (const { name, resumed } of experiments)
    if (resumed !== null)
      assumptions.push(
        t`${name} went on with learning rate ${rate(resumed.after)} from step ${count(resumed.step)}: only what came before, at ${rate(resumed.before)}, is compared.`,
      );
  for (const { name, learningRate } of experiments)
    if (learningRate?.disagreement) assumptions.push(t`${name}: ${learningRate.disagreement}.`);
  for (const { experiment, loss } of voters) {
    if (loss !== null && loss.rewinds.length > 0)
      assumptions.push(
        t`${experiment.name} rewound ${loss.rewinds.length === 1 ? t`once, at step` : t`${loss.rewinds.length} times, last at step`} ${count(loss.rewinds[loss.rewinds.length - 1])}: the later branch is used.`,
      );
    if (loss !== null && loss.parts.length > 0)
      assumptions.push(
        t`${experiment.name} counts its steps anew in each of ${loss.parts.length} parts: they are put one behind the other.`,
      );
    if (loss !== null && loss.misplaced + loss.merged > 0)
      assumptions.push(
        t`${experiment.name}: ${counted(loss.misplaced, "record")} out of order sorted in, ${counted(loss.merged, "record")} at a repeated step merged.`,
      );
  }
  return assumptions;
}
