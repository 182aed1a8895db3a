/** Advice on the learning rate (rules R9 to R11 and R24, R25): the vote, its doubt in words, and what to run next. */

import type { Advice, NextRun, Verdict } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import { capped, chanceNearBest, toWord } from "../confidence.ts";
import { noAdvice, notYet } from "../no-advice.ts";
import { spanOf } from "../runs/curve.ts";
import { seedsNeeded } from "../runs/noise.ts";
import { hasFailed, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { counted, eitherOf, listed, rate, sentence, stepAt, term } from "../wording.ts";
import { capsOf, gained, isConclusive } from "./learning-rate-doubt.ts";
import { learningRateEvidence } from "./learning-rate-evidence.ts";
import { nextLearningRates } from "./learning-rate-next.ts";
import { type Vote, vote } from "./learning-rate-vote.ts";
import { type RateGroup, shareOfBudget } from "./rate-groups.ts";
import { MOST_LISTED, tiedInWords } from "./tied-rates.ts";

/** The advice and the vote behind it: later rules work on the run that was picked. Null vote: the question did not arise. */
export interface LearningRateAdvice {
  readonly advice: Advice;
  readonly vote: Vote | null;
}

const GUIDE = ["R9", "R11", "R24", "R25"];

/** Advises on the learning rate of a sweep. Total: it always has a verdict, and never a number that is not one. */
export function adviseLearningRate(curves: SweepCurves): LearningRateAdvice {
  const { ballot, scale, metric, runs } = curves;
  const wait = (headline: string) => ({ advice: notYet(curves, "learning-rate", GUIDE, headline, []), vote: null });
  const none = (headline: string) => ({ advice: noAdvice(curves, "learning-rate", GUIDE, headline), vote: null });
  if (scale === null) return wait(t`No run of this sweep has logged a usable value yet.`);
  const rated = runs.filter(({ replicate }) => replicate.experiment.learningRate !== null);
  if (rated.length === 0)
    return none(
      t`No run says which learning rate it used: log it as lr, or state it in the hparams or the run's name.`,
    );
  if (ballot.noQuestion !== null) return none(`${sentence(ballot.noQuestion)}.`);
  const result = vote(runs, scale, metric, curves.thresholds);
  return { advice: toAdvice(curves, scale, result), vote: result };
}

function toAdvice(curves: SweepCurves, scale: CommonScale, result: Vote): Advice {
  const { pick, tied, groups, edge, basin, betterBefore } = result;
  const { confidence, caps } = capped(
    chanceNearBest(result, gained(result, curves, scale), pick === null ? null : shareOfBudget(pick)),
    capsOf(curves, scale, result),
  );
  const word = pick === null ? "not enough evidence" : toWord(confidence);
  const verdict: Verdict = word === "not enough evidence" ? "insufficient" : tied.length > 0 ? "tie" : "pick";
  const next = nextRuns(curves, scale, result, verdict);
  const supported = [pick, ...tied].flatMap((group) => group?.rate ?? []);
  return {
    rule: "learning-rate",
    guide: GUIDE,
    headline: headline(result, word, next, curves.ballot.at),
    verdict,
    value: (result.betterBefore?.group ?? pick)?.rate ?? null,
    unit: null,
    interval: tied.length > 0 ? [Math.min(...supported), Math.max(...supported)] : null,
    alternatives: [
      ...(betterBefore === null || pick === null ? [] : [{ value: pick.rate, why: t`the best that came through` }]),
      ...tied.map((group) => ({
        value: group.rate,
        why: pick !== null && group.area < pick.area ? t`same within noise, and faster` : t`same within noise`,
      })),
      ...(result.shallow === null ? [] : [{ value: result.shallow.rate, why: t`faster, but it ends shallower` }]),
      ...(basin === null ? [] : [{ value: basin.other.rate, why: basin.why }]),
    ],
    confidence: word,
    caps,
    evidence: learningRateEvidence(curves, scale, result),
    assumptions: assumptions(curves, scale, result),
    excluded: [...curves.replicates.excluded, ...curves.ballot.excluded, ...notJudged(groups)],
    next,
    wouldChangeIf: wouldChange(result, next, edge),
  };
}

function headline(
  { pick, tied, groups, ahead, betterBefore }: Vote,
  word: Advice["confidence"],
  next: readonly NextRun[],
  at: string,
): string {
  const proposals = [
    ...new Set(next.flatMap((run) => Object.values(run.hparams)).filter((value) => typeof value === "number")),
  ].map(rate);
  const run = proposals.length > 0 ? t` Run ${listed(proposals)} next.` : "";
  if (pick === null) {
    const failed = groups.filter(({ runs }) => runs.every(hasFailed));
    const diverged = failed.some(({ runs }) =>
      runs.some(({ outcome }) => outcome === "diverged" || outcome === "collapsed"),
    );
    if (groups.some(({ sound }) => sound.length > 0))
      return t`No learning rate can be picked: each failed in a third of its seeds or more.${run}`;
    if (betterBefore !== null)
      return t`No learning rate came through: ${rate(betterBefore.group.rate)} was best before it failed, so keep its best checkpoint.${run}`;
    if (failed.length === 0) return t`No learning rate can be picked yet: no run has finished.`;
    return t`No learning rate can be picked: ${failed.length < 3 ? ["", t`the only one`, t`both`][failed.length] : t`all ${failed.length}`} ${diverged ? t`failed` : t`stood still`}.${run}`;
  }
  if (word === "not enough evidence") {
    if (groups.length === 1)
      return t`Only one learning rate was tried, ${rate(pick.rate)}: not enough to choose.${run}`;
    const waiting = ahead.map(({ replicate }) => replicate.experiment);
    if (waiting.length > 0) {
      const where = waiting.some(({ state }) => state === "live")
        ? t`is ahead where it stands`
        : t`was ahead where it stopped`;
      return t`Not decided: ${rate(pick.rate)} is the best that finished, but ${listed(waiting.map(({ name }) => name))} ${where}.`;
    }
    if (betterBefore !== null)
      return t`${rate(betterBefore.group.rate)} was best, but failed later: keep its best checkpoint, or train at ${rate(pick.rate)}.${run}`;
    const finished = groups.filter(isConclusive).length;
    return t`${finished < 3 ? t`Only ${counted(finished, "learning rate")} finished; ` : ""}${rate(pick.rate)} leads so far: not enough evidence.${run}`;
  }
  const same =
    tied.length > 0
      ? t`; ${tiedInWords(pick, tied, groups)} ${tied.length === 1 ? t`is` : t`are`} the same within noise`
      : "";
  const where = at === "" ? "" : t` with ${at}`;
  return t`Train at learning rate ${rate(pick.rate)}${where}: ${term(word)}${same}.`;
}

function nextRuns({ unit, metric }: SweepCurves, { grid }: CommonScale, result: Vote, verdict: Verdict): NextRun[] {
  const { pick, groups } = result;
  const planned = (pick ?? groups[0]).runs[0].replicate.experiment.plannedSteps;
  const steps = planned ?? (unit === "steps" && grid.to > 0 ? Math.round(grid.to) : null);
  const next = nextLearningRates(result, steps);
  if (next.length > 0 || verdict !== "insufficient") return next;
  const again = (pick ?? groups[0]).runs[0].replicate.experiment;
  const why =
    metric === null ? t`the same run with a dev metric, which shows memorisation` : t`the same run with another seed`;
  return [
    {
      why,
      hparams: { [again.learningRate?.key ?? "lr"]: (pick ?? groups[0]).rate },
      steps,
      seeds: [(again.seed ?? 0) + 1],
      command: null,
    },
  ];
}

function notJudged(groups: readonly RateGroup[]): { run: string; because: string }[] {
  const words: Partial<Record<ScaledRun["outcome"], string>> = {
    diverged: t`it diverged`,
    collapsed: t`it collapsed after it had learned`,
    "no learning": t`it learned less than 5 % of what the best one did`,
    truncated: t`it stopped before the others' end`,
    running: t`it is still running`,
  };
  return groups.flatMap(({ runs }) =>
    runs.flatMap(({ replicate, outcome }) =>
      words[outcome] === undefined ? [] : [{ run: replicate.experiment.name, because: words[outcome] }],
    ),
  );
}

function assumptions(
  { ballot, replicates, runs, unit }: SweepCurves,
  { grid }: CommonScale,
  { pick, tied, noise }: Vote,
): string[] {
  const list = [...ballot.assumptions, ...replicates.notes];
  const longer = runs.filter(({ replicate: { loss } }) => loss !== null && (spanOf(loss)?.last ?? 0) > 1.03 * grid.to);
  if (longer.length > 0)
    list.push(t`Compared up to ${stepAt(unit, grid.to)}: ${counted(longer.length, "run")} went further.`);
  for (const { replicate } of runs.filter((run) => run.isWarm))
    list.push(
      t`${replicate.experiment.name} starts where others are long after their start: how fast it fell does not count.`,
    );
  const glitches = runs.filter((run) => run.outcome !== "diverged" && (run.replicate.loss?.nonFinite ?? 0) > 0);
  for (const { replicate } of glitches)
    list.push(
      t`${replicate.experiment.name}: ${counted(replicate.loss?.nonFinite ?? 0, "non-finite value")}, transient.`,
    );
  const rival = tied[0];
  const seeds =
    pick === null || noise === null || rival === undefined ? null : seedsNeeded(noise.deviation, pick.dev - rival.dev);
  if (pick !== null && seeds !== null)
    list.push(
      t`To tell ${rate(pick.rate)} from ${rate(rival.rate)}, if they differ as they seem to, takes ${counted(seeds, "seed")} of each.`,
    );
  if (pick !== null && pick.runs.length > 1)
    list.push(t`Several seeds of one rate count by their median (${counted(pick.runs.length, "seed")} of the pick).`);
  return list;
}

function wouldChange({ pick, tied, ahead, noise }: Vote, next: readonly NextRun[], edge: Vote["edge"]): string[] {
  if (pick === null) return [];
  const list: string[] = [];
  const fresh = next
    .flatMap((run) => Object.values(run.hparams))
    .filter((value) => typeof value === "number" && value !== pick.rate);
  const untried = fresh
    .filter((value) => typeof value === "number" && !tied.some((group) => group.rate === value))
    .map((value) => rate(Number(value)));
  if (untried.length > 0)
    list.push(t`${eitherOf([...new Set(untried)])} does better${edge === null ? "" : t`: the ${term(edge)} rate won`}`);
  if (tied.length > 0)
    list.push(
      t`more seeds put ${tied.length > MOST_LISTED ? t`another of the tied rates` : listed(tied.map((group) => rate(group.rate)))} ahead`,
    );
  if (ahead.length > 0)
    list.push(t`${listed(ahead.map(({ replicate }) => replicate.experiment.name))} keeps its lead to the end`);
  if (noise?.source === "assumed") list.push(t`seeds show more or less noise than assumed`);
  return list;
}
