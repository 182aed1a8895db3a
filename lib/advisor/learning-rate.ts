/** Advice on the learning rate (rules R9 to R11 and R24, R25): the vote, its doubt in words, and what to run next. */
import type { Advice, NextRun, Verdict } from "../core/advice.ts";
import { type Cap, capped, chanceAtHorizon, chanceNearBest, toWord } from "./confidence.ts";
import { spanOf } from "./curve.ts";
import { learningRateEvidence } from "./learning-rate-evidence.ts";
import { nextLearningRates } from "./learning-rate-next.ts";
import { bestDev, type RateGroup, type Vote, vote } from "./learning-rate-vote.ts";
import { noAdvice, notYet } from "./no-advice.ts";
import { hasFailed, isCensored, type ScaledRun } from "./run-state.ts";
import type { CommonScale } from "./scale.ts";
import type { SweepCurves } from "./sweep-curves.ts";
import { count, counted, listed, percent, rate, sentence } from "./wording.ts";

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
  if (scale === null) return wait("No run of this sweep has logged a usable value yet.");
  const rated = runs.filter(({ replicate }) => replicate.experiment.learningRate !== null);
  if (rated.length === 0)
    return none("No run says which learning rate it used: log it as lr, or state it in the hparams or the run's name.");
  if (ballot.noQuestion !== null) return none(`${sentence(ballot.noQuestion)}.`);
  const result = vote(runs, scale, metric);
  return { advice: toAdvice(curves, scale, result), vote: result };
}

function toAdvice(curves: SweepCurves, scale: CommonScale, result: Vote): Advice {
  const { pick, tied, groups, edge } = result;
  const { confidence, caps } = capped(
    chanceNearBest(result, gained(result, curves, scale)),
    capsOf(curves, scale, result),
  );
  const word = pick === null ? "not enough evidence" : toWord(confidence);
  const verdict: Verdict = word === "not enough evidence" ? "insufficient" : tied.length > 0 ? "tie" : "pick";
  const next = nextRuns(curves, scale, result, verdict);
  const supported = [pick, ...tied].flatMap((group) => group?.rate ?? []);
  return {
    rule: "learning-rate",
    guide: GUIDE,
    headline: headline(result, word, next),
    verdict,
    value: pick?.rate ?? null,
    unit: null,
    interval: tied.length > 0 ? [Math.min(...supported), Math.max(...supported)] : null,
    alternatives: [
      ...tied.map((group) => ({
        value: group.rate,
        why: pick !== null && group.area < pick.area ? "same within noise, and faster" : "same within noise",
      })),
      ...(result.shallow === null ? [] : [{ value: result.shallow.rate, why: "faster, but it ends shallower" }]),
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
  { pick, tied, groups, ahead, suspicious }: Vote,
  word: Advice["confidence"],
  next: readonly NextRun[],
): string {
  const proposals = [
    ...new Set(next.flatMap((run) => Object.values(run.hparams)).filter((value) => typeof value === "number")),
  ].map(rate);
  const run = proposals.length > 0 ? ` Run ${listed(proposals)} next.` : "";
  if (pick === null) {
    if (suspicious !== null)
      return `No learning rate can be picked: the only candidate, ${rate(suspicious.rate)}, looks wrong.${run}`;
    const failed = groups.filter(({ runs }) => runs.every(hasFailed));
    const diverged = failed.some(({ runs }) =>
      runs.some(({ outcome }) => outcome === "diverged" || outcome === "collapsed"),
    );
    if (failed.length === 0) return "No learning rate can be picked yet: no run has finished.";
    return `No learning rate can be picked: ${failed.length < 3 ? ["", "the only one", "both"][failed.length] : `all ${failed.length}`} ${diverged ? "failed" : "stood still"}.${run}`;
  }
  if (word === "not enough evidence") {
    if (groups.length === 1) return `Only one learning rate was tried, ${rate(pick.rate)}: not enough to choose.${run}`;
    const waiting = ahead.map(({ replicate }) => replicate.experiment);
    if (waiting.length > 0)
      return `Not decided: ${rate(pick.rate)} is the best that finished, but ${listed(waiting.map(({ name }) => name))} was ahead where it stopped.`;
    const finished = groups.filter(isConclusive).length;
    return `${finished < 3 ? `Only ${finished} learning rates finished; ` : ""}${rate(pick.rate)} leads so far: not enough evidence.${run}`;
  }
  const same =
    tied.length > 0
      ? `; ${listed(tied.map((group) => rate(group.rate)))} ${tied.length === 1 ? "is" : "are"} the same within noise`
      : "";
  return `Train at learning rate ${rate(pick.rate)}: ${word}${same}.`;
}

const isConclusive = ({ sound, runs }: RateGroup): boolean => sound.length > 0 || runs.some(hasFailed);

const NEAR_ZERO = 0.01;

function capsOf({ ballot, replicates, runs, judge }: SweepCurves, scale: CommonScale, result: Vote): Cap[] {
  const { pick, groups, mode, noise, cliff, edge, ahead, tied } = result;
  if (pick === null) return [{ limit: 0, because: "no run came through" }];
  const caps: Cap[] = [];
  const behind = runs.filter((run) => isCensored(run) && !ahead.includes(run)).length;
  const conclusive = groups.filter(isConclusive).length;
  if (groups.length === 1) caps.push({ limit: 0.2, because: "only one learning rate was tried" });
  else if (conclusive + (ahead.length === 0 ? behind : 0) < 3)
    caps.push({ limit: 0.45, because: `only ${conclusive} learning rates finished` });
  if (ahead.length > 0)
    caps.push({
      limit: 0.4,
      because: `${listed(ahead.map(({ replicate }) => replicate.experiment.name))} led where it stopped`,
    });
  if (edge !== null)
    caps.push({ limit: 0.5, because: `the pick is the ${edge} that was tried: better ones may lie beyond` });
  if (cliff !== null && pick.sound.length < 3)
    caps.push({ limit: 0.6, because: `the next rate, ${rate(cliff.rate)}, fails: another seed may fail at the pick` });
  if (pick.failRate > 0) caps.push({ limit: 0.6, because: `${percent(pick.failRate)} of its seeds failed` });
  if (mode === "loss") {
    caps.push({ limit: 0.6, because: "memorisation cannot be seen without a dev metric" });
    if (endsNearZero(pick, scale))
      caps.push({ limit: 0.4, because: "the loss ends near zero, which memorising also does" });
    if (scale.startsDiffer)
      caps.push({ limit: 0.5, because: "the runs start at different losses: they may not measure the same thing" });
  } else if (noise?.source === "assumed") {
    caps.push({ limit: 0.7, because: `the dev noise is ${noise.text}` });
  }
  if (tied.length > 0) caps.push({ limit: 0.8, because: `${counted(tied.length + 1, "rate")} cannot be told apart` });
  if (pick.sound.some(({ replicate }) => replicate.experiment.state === "live"))
    caps.push({ limit: 0.5, because: "the picked run is still going" });
  const seen = shareOfBudget(pick);
  if (seen !== null && seen < 0.97)
    caps.push({ limit: chanceAtHorizon(seen), because: `only ${percent(seen)} of the planned steps were seen` });
  if (replicates.sameUnderTwoRates.length > 0) {
    caps.push({
      limit: 0.4,
      because: `${replicates.sameUnderTwoRates[0]} logged the same to the last digit: the learning rate may not reach the optimizer`,
    });
  }
  if (judge.lossKey === null)
    caps.push({
      limit: 0.6,
      because: "no training loss is logged: how the runs went is judged by the dev metric alone",
    });
  return [...caps, ...ballot.caps];
}

/** The loss has a natural zero (no value is negative) and ends within 1 % of it. */
function endsNearZero(pick: RateGroup, scale: CommonScale): boolean {
  const level = scale.floor + pick.depth * scale.descent;
  const isNonNegative = pick.sound.every(({ replicate }) => replicate.loss !== null && replicate.loss.lowest >= 0);
  return isNonNegative && level <= NEAR_ZERO * scale.start;
}

/** How much of the planned steps the longest of the pick's runs has behind it, or null when nobody stated a plan. */
function shareOfBudget({ sound }: RateGroup): number | null {
  const shares = sound.flatMap(({ replicate: { experiment, loss } }) => {
    const span = loss === null ? null : spanOf(loss);
    return experiment.plannedSteps === null || span === null
      ? []
      : [Math.max(0, Math.min(1, (span.last + 1) / experiment.plannedSteps))];
  });
  return shares.length > 0 ? Math.max(...shares) : null;
}

/** Dev points that the pick gained in the second half of what was seen; 0 without a bounded dev metric. */
function gained({ pick, mode }: Vote, { metric }: SweepCurves, { grid }: CommonScale): number {
  if (pick === null || mode === "loss" || metric === null || !metric.isBounded) return 0;
  const { dev } = pick.sound[0].replicate;
  const end = bestDev(dev, metric, grid.to);
  const half = bestDev(dev, metric, (grid.from + grid.to) / 2);
  return end === null || half === null ? 0 : Math.min(20, 100 * Math.abs(end - half));
}

function nextRuns({ unit, metric }: SweepCurves, { grid }: CommonScale, result: Vote, verdict: Verdict): NextRun[] {
  const { pick, groups } = result;
  const planned = (pick ?? groups[0]).runs[0].replicate.experiment.plannedSteps;
  const steps = planned ?? (unit === "steps" && grid.to > 0 ? Math.round(grid.to) : null);
  const next = nextLearningRates(result, steps);
  if (next.length > 0 || verdict !== "insufficient") return next;
  const again = (pick ?? groups[0]).runs[0].replicate.experiment;
  const why =
    metric === null ? "the same run with a dev metric, which shows memorisation" : "the same run with another seed";
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
    diverged: "it diverged",
    collapsed: "it collapsed after it had learned",
    "no learning": "it learned less than 5 % of what the best one did",
    truncated: "it stopped before the others' end",
    running: "it is still running",
  };
  return groups.flatMap(({ runs }) =>
    runs.flatMap(({ replicate, outcome }) =>
      words[outcome] === undefined ? [] : [{ run: replicate.experiment.name, because: words[outcome] }],
    ),
  );
}

function assumptions({ ballot, replicates, runs, unit }: SweepCurves, { grid }: CommonScale, { pick }: Vote): string[] {
  const list = [...ballot.assumptions, ...replicates.notes];
  const longer = runs.filter(
    ({ replicate }) =>
      (replicate.loss?.length ?? 0) > 0 && (spanOf(replicate.loss ?? NOTHING)?.last ?? 0) > 1.03 * grid.to,
  );
  if (longer.length > 0)
    list.push(
      `Compared up to ${unit === "epochs" ? "epoch" : "step"} ${count(grid.to)}: ${counted(longer.length, "run")} went further.`,
    );
  const glitches = runs.filter((run) => run.outcome !== "diverged" && (run.replicate.loss?.nonFinite ?? 0) > 0);
  for (const { replicate } of glitches)
    list.push(
      `${replicate.experiment.name}: ${counted(replicate.loss?.nonFinite ?? 0, "non-finite value")}, transient.`,
    );
  if (pick !== null && pick.runs.length > 1)
    list.push(`Several seeds of one rate count by their median (${counted(pick.runs.length, "seed")} of the pick).`);
  return list;
}

const NOTHING = {
  run: "",
  tag: "",
  length: 0,
  steps: [],
  values: [],
  nonFinite: 0,
  lowest: Number.POSITIVE_INFINITY,
  rewinds: [],
  misplaced: 0,
  merged: 0,
};

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
    list.push(`${[...new Set(untried)].join(" or ")} does better${edge === null ? "" : `: the ${edge} rate won`}`);
  if (tied.length > 0) list.push(`more seeds put ${listed(tied.map((group) => rate(group.rate)))} ahead`);
  if (ahead.length > 0)
    list.push(`${listed(ahead.map(({ replicate }) => replicate.experiment.name))} keeps its lead to the end`);
  if (noise?.source === "assumed") list.push("seeds show more or less noise than assumed");
  return list;
}
