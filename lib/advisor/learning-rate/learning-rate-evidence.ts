/** The sentences behind a learning-rate vote, each with what it points at on the charts. */

import type { Evidence, Mark } from "../../core/advice.ts";
import { median } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import type { Metric } from "../runs/judge.ts";
import { type ScaledRun, stepReaching } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { count, counted, listed, percent, points, quantity, rate, sentence, stepAt, times } from "../wording.ts";
import { type Vote, vote } from "./learning-rate-vote.ts";
import type { RateGroup } from "./rate-groups.ts";
import { compareSeeds } from "./seed-comparison.ts";
import { tiedInWords } from "./tied-rates.ts";

/** Evidence for a vote, the strongest first. Not empty when there is a pick. */
export function learningRateEvidence(curves: SweepCurves, scale: CommonScale, result: Vote): Evidence[] {
  const { pick, tied, shallow, suspicious, ahead } = result;
  const tag = curves.lossTag ?? "";
  const evidence: Evidence[] = [];
  if (pick !== null) {
    if (result.mode === "dev" && curves.metric !== null)
      evidence.push(devSentence(result, pick, curves.metric), ...seedSentence(result, pick, curves.metric));
    evidence.push(descentSentence(curves, scale, result, pick, tag));
    if (result.mode === "loss") evidence.push(...gateSentence(curves, scale, result, pick, tag));
  }
  if (pick !== null && result.mode === "dev" && curves.metric !== null) {
    evidence.push(...memorisers(result, pick, curves.metric, tag, curves.thresholds.gate));
  }
  if (pick !== null && tied.length > 0) {
    const verb = tied.length === 1 ? t`is` : t`are`;
    evidence.push({
      text: t`${tiedInWords(pick, tied, result.groups)} ${verb} the same within noise`,
      marks: tied.flatMap((group) => runMarks(group.sound, tag, "tied")),
    });
  }
  if (result.movedFrom !== null && result.movedFor === "the end") {
    const text = t`${rate(result.movedFrom.rate)} is ahead by less than one deviation of the noise, and the runs are not at their end: short runs flatter high rates, so the lower one is taken`;
    evidence.push({ text, marks: runMarks(result.movedFrom.sound, curves.metric?.tag ?? tag, "tied") });
  }
  if (result.movedFrom !== null && result.movedFor === "the loss" && pick !== null) {
    const text = t`the dev loss stands still and cannot tell rates a decade apart, so the training loss decides, which differs less between seeds: ${rate(pick.rate)} is deepest`;
    evidence.push({ text, marks: runMarks(pick.sound, tag, "chosen") });
  }
  if (result.movedFrom !== null && result.movedFor === "the turn" && pick !== null && curves.metric !== null) {
    const text = t`${rate(result.movedFrom.rate)} was better so far and has turned down since, as what memorises does; ${rate(pick.rate)} is forecast to pass its best by the planned end`;
    evidence.push({ text, marks: runMarks(result.movedFrom.sound, curves.metric.tag, "rejected") });
  }
  if (result.betterBefore !== null && curves.metric !== null) {
    const { group, dev } = result.betterBefore;
    const reached = t`${rate(group.rate)} reached ${inWords(dev, curves.metric)} on ${curves.metric.tag} before it failed`;
    const text =
      pick === null
        ? t`${reached}, and none came through: its checkpoint of that time is the best model there is`
        : t`${reached}, ${apart(dev, pick.dev, curves.metric)} better than ${rate(pick.rate)}, the best that came through: its checkpoint of that time is worth keeping`;
    evidence.push({ text, marks: runMarks(group.runs, curves.metric.tag, "chosen") });
  }
  if (result.movedFrom !== null && result.movedFor === "the cliff" && result.cliff !== null && pick !== null) {
    const text = t`${rate(result.movedFrom.rate)} is no better beyond noise and stands next to ${rate(result.cliff.rate)}, which failed: the lower one is safer`;
    evidence.push({ text, marks: runMarks(result.cliff.runs, tag, "rejected") });
  }
  if (shallow !== null && pick !== null) evidence.push(shallowSentence(scale, shallow, pick, tag));
  if (curves.metric !== null) evidence.push(...alarms(suspicious, curves.metric, tag));
  for (const run of ahead) {
    const verb = run.outcome === "running" ? t`is ahead where it stands` : t`was ahead where it stopped`;
    evidence.push({ text: `${run.replicate.experiment.name} ${verb}`, marks: runMarks([run], tag, "rejected") });
  }
  return [...evidence, ...failures(result, tag), ...spikes(result, tag)];
}

function runMarks(runs: readonly ScaledRun[], tag: string, role: "chosen" | "tied" | "rejected"): Mark[] {
  return runs.flatMap(({ replicate: { experiment, loss, dev } }) => {
    const logged = [loss, dev].find((curve) => curve?.tag === tag) ?? loss ?? dev;
    const value = experiment.learningRate?.value;
    return [
      {
        kind: "run" as const,
        tag,
        run: logged?.run ?? experiment.name,
        label: value === undefined ? experiment.name : t`lr ${rate(value)}`,
        role,
      },
    ];
  });
}

const inWords = (value: number, metric: Metric): string => (metric.isBounded ? percent(value) : quantity(value));
const apart = (a: number, b: number, metric: Metric): string =>
  metric.isBounded ? points(a - b) : quantity(Math.abs(a - b));

/** The best on dev besides the pick. */
function rivalOf({ groups, suspicious }: Vote, pick: RateGroup, sign: number): RateGroup | undefined {
  return groups
    .filter((group) => group !== pick && !suspicious.includes(group) && !Number.isNaN(group.dev))
    .sort((a, b) => sign * (b.dev - a.dev) || a.rate - b.rate)[0];
}

/** Three seeds and more of the pick and of its rival say by themselves how often one beats the other. */
function seedSentence(result: Vote, pick: RateGroup, metric: Metric): Evidence[] {
  const sign = metric.goal === "max" ? 1 : -1;
  const rival = rivalOf(result, pick, sign);
  const signed = ({ devs }: RateGroup) => devs.map((value) => sign * value);
  const compared = rival === undefined ? null : compareSeeds(signed(pick), signed(rival));
  if (rival === undefined || compared === null) return [];
  const { wins, pairs, t: ratio, freedom, isClear } = compared;
  const test = Number.isFinite(ratio)
    ? t`, Welch's t is ${ratio.toFixed(1)} at ${quantity(Number(freedom.toPrecision(2)))} degrees of freedom`
    : "";
  const verdict = isClear ? t`clear at 5 %` : t`not clear at 5 % and three pairs in four`;
  return [
    {
      text: t`${rate(pick.rate)} beats ${rate(rival.rate)} in ${quantity(wins)} of ${pairs} pairs of seeds${test}: ${verdict}`,
      marks: [...runMarks(pick.sound, metric.tag, "chosen"), ...runMarks(rival.sound, metric.tag, "rejected")],
    },
  ];
}

function devSentence(result: Vote, pick: RateGroup, metric: Metric): Evidence {
  const { noise } = result;
  const sign = metric.goal === "max" ? 1 : -1;
  const rival = rivalOf(result, pick, sign);
  const lead = t`${rate(pick.rate)} reached ${inWords(pick.dev, metric)} on ${metric.tag}`;
  const better = rival === undefined ? "" : sign * (pick.dev - rival.dev) >= 0 ? t`better` : t`worse`;
  const against =
    rival === undefined ? "" : t`, ${apart(pick.dev, rival.dev, metric)} ${better} than ${rate(rival.rate)}`;
  const doubt = noise === null ? "" : t`; noise is ${noise.text}`;
  return {
    text: `${lead}${against}${doubt}`,
    marks: [
      ...runMarks(pick.sound, metric.tag, "chosen"),
      ...(rival === undefined ? [] : runMarks(rival.sound, metric.tag, "rejected")),
      {
        kind: "band",
        tag: metric.tag,
        axis: "value",
        from: pick.dev - 2 * (noise?.deviation ?? 0),
        to: pick.dev + 2 * (noise?.deviation ?? 0),
        label: t`best of the pick ± 2 deviations`,
      },
    ],
  };
}

/** The deepest loss is not always the best model: what memorises falls furthest. */
function memorisers({ groups, noise }: Vote, pick: RateGroup, metric: Metric, tag: string, gate: number): Evidence[] {
  const sound = groups.filter(({ sound: runs, dev }) => runs.length > 0 && !Number.isNaN(dev));
  const deepest = sound.reduce((deep, group) => (group.depth < deep.depth ? group : deep), pick);
  const sign = metric.goal === "max" ? 1 : -1;
  const lost = sign * (pick.dev - deepest.dev);
  if (pick.depth - deepest.depth <= gate || noise === null || lost <= 2 * noise.deviation) return [];
  const text = t`${rate(deepest.rate)} has the deepest loss and only ${inWords(deepest.dev, metric)} on ${metric.tag}: it memorises, so depth did not decide`;
  return [
    { text, marks: [...runMarks(deepest.sound, tag, "rejected"), ...runMarks(deepest.sound, metric.tag, "rejected")] },
  ];
}

const CAUSES = t`Look for a metric computed wrongly, dev data in training, or regularisation that inflates the training loss`;

/** R25: a bad loss curve with a super dev metric practically never happens. */
function alarms(suspicious: readonly RateGroup[], metric: Metric, tag: string): Evidence[] {
  return suspicious.map(({ rate: value, dev, depth, sound }) => ({
    text: t`${rate(value)} is suspicious and not picked: ${inWords(dev, metric)} on dev with ${percent(depth)} of the descent left. ${CAUSES}`,
    marks: [...runMarks(sound, metric.tag, "rejected"), ...runMarks(sound, tag, "rejected")],
  }));
}

function medianStep(group: RateGroup, scale: CommonScale, share: number): number | null {
  const steps = group.sound.map((run) => stepReaching(run, scale, share)).filter((step) => step !== null);
  return steps.length > 0 ? median(steps) : null;
}

function descentSentence(
  { unit }: SweepCurves,
  scale: CommonScale,
  { groups }: Vote,
  pick: RateGroup,
  tag: string,
): Evidence {
  const reached = medianStep(pick, scale, 0.1);
  const deepest = groups.reduce((least, { depth }) => (depth < least ? depth : least), pick.depth);
  const short = pick.depth - deepest;
  const isAlone = groups.filter(({ sound }) => sound.length > 0).length < 2;
  const end =
    short < 0.0005 ? t`, and ended deepest of all` : t`, and ended ${percent(short)} of the descent from the deepest`;
  const ending = isAlone ? "" : end;
  if (reached === null) {
    return {
      text: t`${rate(pick.rate)} did not reach 90 % of the descent${ending}`,
      marks: runMarks(pick.sound, tag, "chosen"),
    };
  }
  const rivals = groups
    .filter((group) => group !== pick && group.sound.length > 0)
    .sort((a, b) => a.area - b.area || a.rate - b.rate);
  const rival = rivals[0];
  const theirs = rival === undefined ? null : medianStep(rival, scale, 0.1);
  const marks: Mark[] = [...runMarks(pick.sound, tag, "chosen")];
  const first = pick.sound[0].replicate;
  marks.push({
    kind: "point",
    tag,
    run: first.loss?.run ?? first.experiment.name,
    step: Math.round(reached),
    value: scale.floor + 0.1 * scale.descent,
    label: t`90 % of the descent`,
  });
  let against = "";
  if (rival !== undefined) {
    marks.push(...runMarks(rival.sound, tag, "rejected"));
    against =
      theirs === null ? t`, which ${rate(rival.rate)} never did` : comparison(reached, theirs, scale, rate(rival.rate));
  }
  return {
    text: t`${rate(pick.rate)} reached 90 % of the descent at ${stepAt(unit, reached)}${against}${ending}`,
    marks,
  };
}

function comparison(mine: number, theirs: number, { grid }: CommonScale, rival: string): string {
  const a = mine - grid.from;
  const b = theirs - grid.from;
  if (Math.abs(a - b) <= (grid.to - grid.from) / grid.count || a <= 0 || b <= 0) return t`, as soon as ${rival}`;
  if (Math.max(a / b, b / a) < 1.1) return t`, about as soon as ${rival}`;
  return a < b ? t`, ${times(b / a)} sooner than ${rival}` : t`, ${times(a / b)} later than ${rival}`;
}

const GATES = [0.01, 0.02, 0.03, 0.05, 0.1];

function gateSentence(
  { runs, metric, thresholds }: SweepCurves,
  scale: CommonScale,
  { groups, movedFrom }: Vote,
  pick: RateGroup,
  tag: string,
): Evidence[] {
  if (groups.filter(({ sound }) => sound.length > 0).length < 2) return [];
  const deepest = groups.reduce((least, { depth }) => (depth < least ? depth : least), pick.depth);
  const deep = groups.filter(({ depth }) => depth - deepest <= thresholds.gate);
  const gates = [...new Set([...GATES, thresholds.gate])].sort((a, b) => a - b);
  const agrees = gates.map((gate) => vote(runs, scale, metric, { ...thresholds, gate }).pick?.rate === pick.rate);
  const used = gates.indexOf(thresholds.gate);
  const same = gates.slice(agrees.lastIndexOf(false, used) + 1, used + 1);
  for (let i = used + 1; i < gates.length && agrees[i]; i++) same.push(gates[i]);
  const range =
    same.length > 1
      ? t`; the pick is the same for a gate of ${quantity(same[0] * 100)} % to ${quantity(same[same.length - 1] * 100)} %`
      : "";
  const isFastest = movedFrom === null && deep.every(({ area }) => !(area < pick.area));
  const fastest = deep.length > 1 && isFastest ? t`, and ${rate(pick.rate)} was the fastest of them` : "";
  const floor = scale.floor + deepest * scale.descent;
  const to = floor + thresholds.gate * scale.descent;
  const within = t`within ${quantity(100 * thresholds.gate)} % of the deepest`;
  return [
    {
      text: t`${sentence(counted(deep.length, "rate"))} ended ${within}${fastest}${range}`,
      marks: [{ kind: "band", tag, axis: "value", from: floor, to, label: within }],
    },
  ];
}

function shallowSentence(scale: CommonScale, shallow: RateGroup, pick: RateGroup, tag: string): Evidence {
  const soon = medianStep(shallow, scale, 0.2);
  const late = medianStep(pick, scale, 0.2);
  const price = soon === null || late === null ? "" : t` (step ${count(soon)} against ${count(late)})`;
  return {
    text: t`${rate(shallow.rate)} fell faster${price} but ended ${percent(shallow.depth - pick.depth)} of the descent shallower: fast or deep, and deep was chosen`,
    marks: runMarks(shallow.sound, tag, "rejected"),
  };
}

const FAILURES: readonly { readonly outcome: ScaledRun["outcome"]; readonly verb: string }[] = [
  { outcome: "diverged", verb: t`diverged` },
  { outcome: "collapsed", verb: t`collapsed after learning` },
  { outcome: "no learning", verb: t`learned next to nothing` },
];

function failures({ groups }: Vote, tag: string): Evidence[] {
  return FAILURES.flatMap(({ outcome, verb }) => {
    const failed = groups.flatMap(({ runs }) => runs.filter((run) => run.outcome === outcome));
    if (failed.length === 0) return [];
    const which = groups
      .filter(({ runs }) => runs.some((run) => run.outcome === outcome))
      .map((group) => {
        const seeds = group.runs.filter((run) => run.outcome === outcome).length;
        return group.runs.length > 1 && seeds < group.runs.length
          ? t`${seeds} of ${group.runs.length} seeds at ${rate(group.rate)}`
          : rate(group.rate);
      });
    return [{ text: t`${sentence(listed(which))} ${verb}#failed`, marks: runMarks(failed, tag, "rejected") }];
  });
}

function spikes({ pick }: Vote, tag: string): Evidence[] {
  const spiky = pick === null ? [] : pick.sound.filter((run) => run.spikes.length > 0);
  return spiky.map((run) => {
    const back = run.spikes.every(({ recovered }) => recovered) ? t`recovered` : t`did not recover in time`;
    return {
      text: t`${run.replicate.experiment.name} had ${counted(run.spikes.length, "spike")} and ${back}`,
      marks: run.spikes.map(({ from, to }) => ({
        kind: "band" as const,
        tag,
        axis: "step" as const,
        from,
        to,
        label: "spike",
      })),
    };
  });
}
