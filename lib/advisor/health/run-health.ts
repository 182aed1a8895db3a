/** Advice on what looks ill in the logs: symptoms of single runs, told together, and what only several runs show. */

import type { Advice, Evidence, NextRun } from "../../core/advice.ts";
import { median, rankCorrelation } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import { repeatRun } from "../no-advice.ts";
import type { Parts } from "../parts.ts";
import { runMark } from "../run-mark.ts";
import { devSize, evalJitter, NOISY } from "../runs/noise.ts";
import type { Replicate } from "../runs/replicate.ts";
import { hasFailed, type ScaledRun } from "../runs/run-state.ts";
import { endsOf } from "../runs/scale.ts";
import { numberNamed } from "../runs/settings.ts";
import { groupBy } from "../runs/sweep.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, counted, joined, listed, percent, points, quantity, sentence, times } from "../wording.ts";
import { type Sign, type Symptom, signsOf } from "./health-checks.ts";
import { overfits, restlessRuns } from "./late-health.ts";

/** Symptoms that make other answers doubtful come first. */
const ORDER: readonly (
  | Symptom
  | "same log"
  | "dead"
  | "loss against dev"
  | "noisy evaluation"
  | "restless end"
  | "overfits"
)[] = [
  "same log",
  "two runs in one log",
  "frozen",
  "dead",
  "dev stands still",
  "dev too good too soon",
  "dev above train",
  "loss against dev",
  "exploding gradients",
  "vanishing gradients",
  "mostly clipped",
  "jumps each epoch",
  "not shuffled",
  "steps down each epoch",
  "smoothed by the logger",
  "noisy evaluation",
  "restless end",
  "overfits",
  "slow input",
];

interface Told extends Evidence {
  readonly symptom: (typeof ORDER)[number];
}

/** Advises on the health of a sweep's runs, run by run, or returns null when nothing looks ill. */
export function* adviseRunHealth(curves: SweepCurves): Parts<Advice | null> {
  const { replicates, metric, judge } = curves;
  const signs: Sign[] = [];
  const failed = failedAlone(curves);
  let moved = 0; // the highest learning rate at which the dev metric moved
  const standing: { readonly sign: Sign; readonly rate: number | null }[] = [];
  for (const member of replicates.members) {
    const found = signsOf(member, metric, judge.lossTag);
    const unexpected = found.filter(({ symptom }) => !(failed.has(member) && EXPECTED.includes(symptom)));
    const rate = member.experiment.learningRate?.value ?? null;
    if (member.dev !== null && found.every(({ symptom }) => symptom !== "dev stands still"))
      moved = Math.max(moved, rate ?? 0);
    for (const sign of unexpected)
      if (sign.symptom === "dev stands still") standing.push({ sign, rate });
      else signs.push(sign);
    yield;
  }
  // Where the metric moves at a higher rate it is read: the lower one just has not learned enough to change an answer.
  signs.push(...standing.flatMap(({ sign, rate }) => (rate !== null && rate < moved ? [] : sign)));
  const single = [...groupBy(signs, ({ symptom }) => symptom)].map(
    ([symptom, group]): Told => ({ symptom, ...told(group) }),
  );
  const all = [
    ...single,
    ...sameLog(curves),
    ...dead(curves),
    ...againstDev(curves),
    ...noisyEvaluation(curves),
    ...restless(curves),
    ...overfitting(curves),
  ].sort((a, b) => ORDER.indexOf(a.symptom) - ORDER.indexOf(b.symptom));
  if (all.length === 0) return null;
  const names = all.map(({ symptom }) => symptom);
  return {
    rule: "run-health",
    guide: ["R1", "R25"],
    headline: t`Look at the runs first: ${listed(all.slice(0, 2).map(({ symptom }) => TITLES[symptom]))}${all.length > 2 ? t`, and more` : ""}.`,
    verdict: "pick",
    value: { findings: names },
    unit: null,
    interval: null,
    alternatives: [],
    confidence: names.some((name) => ORDER.indexOf(name) < 3) ? "clear" : "tentative",
    caps: [],
    evidence: all.map(({ text, marks }) => ({ text, marks })),
    assumptions: [t`Signs are hints: each has harmless causes too.`],
    excluded: [],
    next: names.some((name) => ORDER.indexOf(name) < 5) ? againWhenMended(curves, all[0]) : [],
    wouldChangeIf: [],
  };
}

/** What a run shows that learned nothing, or broke: its settings' doing, which the vote tells of. */
const EXPECTED: readonly Symptom[] = ["frozen", "dev stands still"];

/** The runs that failed beside others that came through. Where none did, what they show may be the cause. */
function failedAlone({ everyRun }: SweepCurves): ReadonlySet<Replicate> {
  if (!everyRun.some(({ outcome }) => outcome === "ok")) return new Set();
  return new Set(everyRun.filter(hasFailed).map(({ replicate }) => replicate));
}

/** The first of the runs that look ill, as they were: whether the cause is mended shows in them soonest. */
function againWhenMended({ sweep }: SweepCurves, { marks }: Told): NextRun[] {
  const ill = marks.flatMap((mark) => ("run" in mark ? [mark.run] : []));
  return sweep.experiments
    .filter(({ runs }) => runs.some((run) => ill.includes(run)))
    .slice(0, 2)
    .map((experiment) => repeatRun(experiment, t`${experiment.name} again, once the cause is mended`));
}

const TITLES: Readonly<Record<Told["symptom"], string>> = {
  "same log": t`different learning rates logged the same`,
  "two runs in one log": t`two runs seem to share one log`,
  frozen: t`the loss stands still to the last digit`,
  dead: t`nothing is learned`,
  "dev stands still": t`the dev metric never changes`,
  "dev too good too soon": t`the dev metric is too good too soon`,
  "dev above train": t`dev lies above train`,
  "loss against dev": t`deeper losses go with worse dev values`,
  "exploding gradients": t`gradients explode`,
  "vanishing gradients": t`gradients vanish`,
  "not shuffled": t`the data come in the same order each epoch`,
  "steps down each epoch": t`the loss steps down where epochs begin`,
  "restless end": t`learning rates are too large for the end`,
  overfits: t`most runs overfit`,
  "mostly clipped": t`most gradients are clipped`,
  "jumps each epoch": t`the loss jumps at even distances`,
  "smoothed by the logger": t`the logged loss is an average`,
  "noisy evaluation": t`evaluations jump more than their dev set explains`,
  "slow input": t`steps take unequally long`,
};

function told(group: readonly Sign[]): Evidence {
  const names = group.map(({ run }) => run);
  const who =
    names.length > 3
      ? t`${joined(names.slice(0, 2), ", ")} and ${counted(names.length - 2, "other run")}`
      : listed(names);
  return { text: t`${who}: ${group[0].what}`, marks: group.slice(0, 3).map(({ mark }) => mark) };
}

/** The strongest sign there is: the learning rate does not reach the optimizer. */
function sameLog({ replicates, lossTag }: SweepCurves): Told[] {
  const [pair] = replicates.sameUnderTwoRates;
  if (pair === undefined || lossTag === null) return [];
  const members = replicates.members.filter(({ experiment }) => pair.includes(experiment.name));
  if (members.length === 0) return [];
  return [
    {
      symptom: "same log",
      text: t`${listed(pair)} logged the same to the last digit under two learning rates: the script does not use the setting`,
      marks: members.map((member) => runMark(member, lossTag)),
    },
  ];
}

/** A classifier that ends where it knew nothing, within 1 % of ln C, while no other run learned: small learning rates do that by nature. */
function dead({ runs, judge, lossTag }: SweepCurves): Told[] {
  if (judge.lossKey === null || lossTag === null || runs.some(({ outcome }) => outcome === "ok")) return [];
  const flat = runs.flatMap((run) => {
    const classes = numberNamed(run.replicate.experiment.hparams, ["classes", "numclasses", "nclasses"]);
    const ends = run.replicate.loss === null ? null : endsOf(run.replicate.loss);
    if (classes === null || classes < 2 || classes > 1e9 || ends === null || ends.falls) return [];
    const expected = Math.log(classes);
    return Math.abs(ends.end - expected) <= 0.01 * expected ? [{ run, expected, classes }] : [];
  });
  if (flat.length === 0) return [];
  const [{ expected, classes }] = flat;
  return [
    {
      symptom: "dead",
      text: t`${sentence(counted(flat.length, "run"))} stayed at ${quantity(expected)}, what ${count(classes)} classes make without learning: a learning rate of 0, frozen parameters, dead units or shuffled labels`,
      marks: flat.slice(0, 3).map(({ run }) => runMark(run.replicate, lossTag)),
    },
  ];
}

/** Evaluations of most runs jump by more than 1.5 × the binomial error of their dev set. */
function noisyEvaluation({ runs, metric }: SweepCurves): Told[] {
  const ok = runs.filter(({ outcome }) => outcome === "ok");
  const jitter = evalJitter(ok);
  const sizes = ok.flatMap((run) => devSize(run) ?? []);
  if (metric === null || !metric.isBounded || jitter === null || sizes.length === 0) return [];
  const best = bestDev(ok[0].replicate.dev, metric, Number.POSITIVE_INFINITY) ?? Number.NaN;
  const size = median(sizes);
  const explained = Math.sqrt((best * (1 - best)) / size);
  if (!(jitter > NOISY * explained) || !(explained > 0)) return [];
  return [
    {
      symptom: "noisy evaluation",
      text: t`Evaluations jump by ${points(jitter)}, ${times(jitter / explained)} what ${count(size)} examples explain: another subset each time, or dropout and batch statistics in training mode`,
      marks: ok.slice(0, 3).map(({ replicate }) => runMark(replicate, metric.tag)),
    },
  ];
}

const FEWEST_RUNS = 6;
const AGAINST = 0.6;

function againstDev({ runs, metric, judge, lossTag }: SweepCurves): Told[] {
  if (metric === null || judge.lossKey === null || lossTag === null) return [];
  const sign = metric.goal === "max" ? 1 : -1;
  const pairs = runs.flatMap((run) => {
    const best = bestDev(run.replicate.dev, metric, Number.POSITIVE_INFINITY);
    return run.outcome !== "ok" || best === null ? [] : [{ run, depth: -run.depth, dev: sign * best }];
  });
  const together = rankCorrelation(
    pairs.map(({ depth }) => depth),
    pairs.map(({ dev }) => dev),
  );
  if (pairs.length < FEWEST_RUNS || together > -AGAINST) return [];
  return [
    {
      symptom: "loss against dev",
      text: t`The deeper the loss, the worse ${metric.tag}, over ${counted(pairs.length, "run")} (rank correlation ${together.toFixed(2)}): memorisation, or a sign turned round in the metric`,
      marks: pairs.slice(0, 3).map(({ run }) => runMark(run.replicate, metric.tag)),
    },
  ];
}

/** A hint that decay or averaging pays: what a lower rate shows at the end, a larger one hides in its own noise. */
function restless({ runs, lossTag, judge }: SweepCurves): Told[] {
  const found = judge.lossKey === null ? [] : restlessRuns(runs);
  if (lossTag === null || found.length === 0) return [];
  const [{ run, calm, ratio }] = found;
  const name = ({ replicate }: ScaledRun) => replicate.experiment.name;
  const more = found.length > 1 ? t`, and ${counted(found.length - 1, "other run")} do alike` : "";
  return [
    {
      symptom: "restless end",
      text: t`${name(run)} ends ${times(ratio)} as noisy as ${name(calm)}, which has a lower learning rate, and no deeper${more}: decay or averaged weights would likely pay there`,
      marks: [run, calm].map(({ replicate }) => runMark(replicate, lossTag)),
    },
  ];
}

/** So many runs, evenly spread, show what most do; smoothing every dev curve of a large sweep takes too long. */
const LOOKED_AT = 24;

/** Told where at least half of the runs do it: single runs of high learning rates overfit in any sweep. */
function overfitting({ runs, scale, metric, judge }: SweepCurves): Told[] {
  const ok = runs.filter(({ outcome }) => outcome === "ok");
  const stride = Math.max(1, Math.ceil(ok.length / LOOKED_AT));
  const some = ok.filter((_, i) => i % stride === 0);
  const sound = some.length;
  const found = metric === null || judge.lossKey === null ? [] : overfits(some, scale, metric);
  if (metric === null || found.length < 2 || 2 * found.length < sound) return [];
  const [{ run, peakStep, lost, learned }] = [...found].sort((a, b) => b.lost - a.lost);
  return [
    {
      symptom: "overfits",
      text: t`In ${found.length} of ${counted(sound, "run")}${stride > 1 ? t` looked at` : ""} ${metric.tag} turns while the loss falls on: in ${run.replicate.experiment.name} it is ${metric.isBounded ? points(lost) : quantity(lost)} worse at the end than at step ${count(peakStep)}, after which the loss still made ${percent(learned)} of the descent. Regularise, or keep the weights of the best step`,
      marks: found.slice(0, 3).map((one) => runMark(one.run.replicate, metric.tag)),
    },
  ];
}
