/** How far along the guide a tuning is, what its settled stages hand to the next, and which runs take it further. */

import type {
  Advice,
  NextRun,
  Rule,
  SettledStage,
  Stage,
  StageReached,
  StartingPoint,
  SweepAdvice,
} from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { sameExamples } from "../runs/epochs.ts";
import { count, joined, lengthIn, quantity, rate } from "../wording.ts";

/** Findings that make every later answer doubtful. */
const BLOCKING: readonly string[] = [
  "regularisers",
  "initial loss",
  "same log",
  "two runs in one log",
  "frozen",
  "dead",
  "dev stands still",
];

/** What a sweep says, as far as the stages ask. With an `id`, what it settles says so. */
export type Phase = Pick<SweepAdvice, "advice" | "startFrom"> & Partial<Pick<SweepAdvice, "id">>;

/** One rule's answer, and the sweep that gives it. */
interface Told {
  readonly advice: Advice;
  readonly phase: Phase;
}

/** How a result reaches the next stage: the settings so far, and how long runs are from here on. */
interface Carried {
  readonly from: StartingPoint | null;
  readonly steps: number | null;
}

/**
 * The stage that `phases` have reached together: sweeps of one tuning, whoever comes first has the say where several answer one question.
 * `otherwise`: what to run where no rule proposes anything.
 */
export function stageOf(phases: readonly Phase[], otherwise: readonly NextRun[]): StageReached {
  const settled: SettledStage[] = [];
  const told = phases.flatMap((phase) => phase.advice.map((advice): Told => ({ advice, phase })));
  const stop = (at: Stage, because: string, next: readonly NextRun[]): StageReached => ({
    at,
    because,
    settled,
    next: next.length > 0 ? next : otherwise,
  });
  // Who has gone on with them on has decided about them; the remark stays.
  const isBeyond = decided(told, "batch-momentum") !== undefined || decided(told, "decay-effect") !== undefined;
  const blocks = (finding: string) => BLOCKING.includes(finding) && !(isBeyond && finding === "regularisers");
  const blocked = told.find(({ advice }) => findingsIn(advice.value).some(blocks));
  if (blocked !== undefined) return stop("prepare", blocked.advice.headline, complete(blocked));
  const hasRemarks = told.some(({ advice }) => advice.rule === "preparation");
  settled.push({
    stage: "prepare",
    result: hasRemarks
      ? t`nothing forbids tuning, but read what is remarked on the logs and settings`
      : t`nothing in the logs or settings stands against tuning`,
  });

  const cells = decided(told, "batch-momentum");
  const chosen = decided(told, "learning-rate");
  const counted = (phase: Phase | undefined) =>
    told.find((one) => one.phase === phase && one.advice.rule === "converged-step" && isDecided(one.advice));
  const steps = counted(cells?.phase) ?? counted(chosen?.phase) ?? decided(told, "converged-step");
  // What the first runs said stays said: what later ones made of it stands at their stage.
  const value = rateIn(chosen?.advice) ?? rateIn(cells?.advice);
  const first = counted(chosen?.phase) ?? steps;
  if (value === null || steps === undefined || first === undefined) {
    const open = openQuestion(told, value === null ? "learning-rate" : "converged-step");
    return stop("learning rate and steps", open?.advice.headline ?? t`Nothing answers that yet.`, complete(open));
  }
  // Where one folder holds both phases, its one count is that of the cell which came out: it stands there.
  const moved = cells === undefined ? "" : movedRate(cells.advice, value);
  const isCells = moved !== "" && first.phase === cells?.phase;
  const by = ({ phase }: Told): Pick<SettledStage, "by"> => (phase.id === undefined ? {} : { by: phase.id });
  settled.push({
    ...by(chosen ?? cells ?? steps),
    stage: "learning rate and steps",
    result: t`learning rate ${rate(value)}${isCells ? "" : stepsIn(first.advice)}`,
  });

  if (cells === undefined) {
    const open = openQuestion(told, "batch-momentum");
    return stop(
      "batch size and momentum",
      open?.advice.headline ?? t`Batch size and momentum did not vary.`,
      complete(open),
    );
  }
  const carried = carry(cells, steps, told);
  settled.push({
    ...by(cells),
    stage: "batch size and momentum",
    result: cellIn(cells.advice) + moved + (isCells ? stepsIn(first.advice) : trimmed(carried, told, cells, steps)),
  });

  const decay = decided(told, "decay-effect");
  if (decay === undefined) {
    const open = openQuestion(told, "decay-effect") ?? openQuestion(told, "decay-start");
    const schedule = decided(told, "decay-schedule");
    const because = openQuestion(told, "decay-effect")?.advice.headline;
    const planned = complete(open);
    return stop(
      "decay",
      because ?? t`No run with decay stands beside one without.`,
      planned.length > 0 ? planned : complete(schedule),
    );
  }
  settled.push({ ...by(decay), stage: "decay", result: decayIn(decay.advice) });
  const finer = complete(decay);
  return stop("done", t`Every stage of the guide has its answer.`, finer.length > 0 ? finer : confirmation(carried));
}

/** The sweeps of one answer with stages that count what their siblings settled. Sweeps in folders side by side that judge by one metric are phases of one tuning: what one settled, the others carry. */
export function withStages(sweeps: readonly SweepAdvice[]): SweepAdvice[] {
  const home = ({ title, metric }: SweepAdvice): string | null => {
    const slash = title.lastIndexOf("/");
    return slash > 0 ? `${title.slice(0, slash)}\n${metric?.tag}` : null;
  };
  const hasCells = ({ advice }: SweepAdvice): boolean =>
    advice.some((one) => one.rule === "batch-momentum" && isDecided(one));
  return sweeps.map((sweep) => {
    const place = home(sweep);
    const family = place === null ? [] : sweeps.filter((other) => other !== sweep && home(other) === place);
    if (family.length === 0 || sweep.advice.length === 0) return sweep;
    // who varied batch size and momentum knows the later settings, and counted the steps with them (R26)
    const own = [sweep, ...family].sort((a, b) => Number(hasCells(b)) - Number(hasCells(a)));
    const stage = stageOf(own, sweep.stage?.next ?? []);
    const settled = stage.settled.map(({ by, ...rest }) =>
      by === undefined || by === sweep.id ? rest : { ...rest, by },
    );
    return { ...sweep, stage: { ...stage, settled } };
  });
}

const isDecided = ({ verdict }: Advice): boolean => verdict === "pick" || verdict === "tie";

const decided = (told: readonly Told[], rule: Rule): Told | undefined =>
  told.find(({ advice }) => advice.rule === rule && isDecided(advice));

/** The sweep that asks `rule`'s question and waits for runs; else one that says why the question does not arise. */
function openQuestion(told: readonly Told[], rule: Rule): Told | undefined {
  const asking = told.filter(({ advice }) => advice.rule === rule);
  return asking.find(({ advice }) => advice.next.length > 0) ?? asking[0];
}

/** The proposals of one rule with every setting that is settled, so that each stands for itself. */
const complete = (told: Told | undefined): NextRun[] =>
  told === undefined
    ? []
    : told.advice.next.map((run) => ({ ...run, hparams: { ...told.phase.startFrom?.hparams, ...run.hparams } }));

/** From phase 2 on its own settings and its own count of steps hold; a count that was made at another batch size is turned into as many examples (R27). */
function carry(cells: Told, steps: Told, told: readonly Told[]): Carried {
  const from = cells.phase.startFrom ?? null;
  if (steps.phase === cells.phase) return { from, steps: from?.steps ?? stepsOf(steps.advice) };
  const before = stepsOf(steps.advice);
  const old = told.find(({ phase }) => phase === steps.phase)?.phase.startFrom?.batch ?? null;
  const isOther = before !== null && old !== null && from !== null && from.batch !== null && from.batch !== old;
  return { from, steps: isOther ? sameExamples(before, old, from.batch ?? old) : before };
}

/** What phase 2 did to the learning rate: its cells are tried at rates of their own. */
function movedRate(cells: Advice, before: number): string {
  const value = rateIn(cells);
  return value === null || value === before ? "" : t`, learning rate ${rate(value)} (${rate(before)} before)`;
}

/** What phase 2 did to the number of steps, where the sweep that settled the learning rate had counted them. */
function trimmed({ steps }: Carried, told: readonly Told[], cells: Told, counted: Told): string {
  const settled = decided(told, "learning-rate");
  const earlier = told.find(
    ({ advice, phase }) =>
      phase === settled?.phase && phase !== cells.phase && advice.rule === "converged-step" && isDecided(advice),
  );
  const before = stepsOf((earlier ?? counted).advice);
  return steps === null || before === null || before === steps
    ? ""
    : t`, ${count(steps)} steps (${count(before)} before)`;
}

/** R39 has nothing left to try: the settings that came out, with seeds that chose nothing. */
function confirmation({ from, steps }: Carried): NextRun[] {
  if (from === null) return [];
  const first = Math.max(-1, ...from.seeds) + 1;
  const seeds = [first, first + 1, first + 2];
  const why = t`the settings that came out, with seeds that chose nothing`;
  return [{ why, hparams: from.hparams, steps, seeds, command: null, costSteps: steps === null ? null : 3 * steps }];
}

function findingsIn(value: Advice["value"]): readonly string[] {
  return typeof value === "object" && value !== null && "findings" in value ? value.findings : [];
}

function rateIn(advice: Advice | undefined): number | null {
  const value = advice?.value;
  if (typeof value === "number") return value;
  return typeof value === "object" && value !== null && "learningRate" in value ? value.learningRate : null;
}

/** How long to train, in the sweep's own unit, where `value` says so. */
export function stepsOf({ value }: Advice): number | null {
  return typeof value === "object" && value !== null && "recommendedSteps" in value ? value.recommendedSteps : null;
}

function stepsIn(advice: Advice): string {
  const steps = stepsOf(advice);
  return steps === null ? "" : t`, ${lengthIn(advice.unit, steps)}`;
}

function cellIn({ value }: Advice): string {
  if (typeof value !== "object" || value === null || !("batchSize" in value)) return t`decided`;
  const { batchSize, momentum } = value;
  const parts = [
    ...(batchSize === null ? [] : [t`batch size ${count(batchSize)}`]),
    ...(momentum === null ? [] : [t`momentum ${quantity(momentum)}`]),
  ];
  return parts.length > 0 ? joined(parts, ", ") : t`decided`;
}

function decayIn({ value }: Advice): string {
  if (typeof value !== "object" || value === null || !("effect" in value)) return t`decided`;
  if (value.effect === "gain") return t`decay pays: ${value.schedule}`;
  return value.effect === "weak gain" ? t`decay may pay: ${value.schedule}` : t`a constant learning rate does as well`;
}
