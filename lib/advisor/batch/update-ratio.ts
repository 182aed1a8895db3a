/** Advice from the size of the updates (rule R18): a starting learning rate from a few dozen batches, no replacement for a sweep. */

import type { Advice, Mark, NextRun } from "../../core/advice.ts";
import { median } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { capped, toWord } from "../confidence.ts";
import { type Curve, isUsable } from "../runs/curve.ts";
import { curveOf, type Experiment } from "../runs/experiment.ts";
import { numberNamed } from "../runs/settings.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { readTag } from "../runs/tags.ts";
import { counted, quantity, rate, stepAt, times } from "../wording.ts";
import { normRatio } from "./norm-ratio.ts";

const GUIDE = ["R18"];
const GOOD = 1e-3;
/** Half a decade to each side of 1e-3: the source says "somewhere around". */
const BAND = [3e-4, 3e-3] as const;
const FEWEST = 5;
/** Later updates follow weight decay and normalisation, not the loss. */
const PROBE_STEPS = 100;
const PROBE_POINTS = 50;
const MOST_SPREAD = 100;

/** Tensors whose ratio says nothing: they start at zero or are few numbers. */
const ASIDE = /bias|norm|bn\d|gamma|beta|embed/i;

/** The ratio ‖update‖/‖parameters‖ of one run. */
export interface UpdateRatio {
  readonly ratio: number;
  readonly points: number;
  /** Largest over smallest among weight tensors; null when they are not logged one by one. */
  readonly spread: number | null;
  readonly lastStep: number;
}

/** The update ratio early in a run: 10^median of log10 without the first fifth of the probe, which begins at point `from`; null below 5 usable points. */
export function readUpdateRatio(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  length: number,
  from = 0,
): UpdateRatio | null {
  const probe: { step: number; log: number }[] = [];
  for (let i = from; i < length && probe.length < PROBE_POINTS; i++) {
    if (probe.length >= FEWEST * 2 && steps[i] > PROBE_STEPS + steps[from]) break;
    if (isUsable(values[i]) && values[i] > 0) probe.push({ step: steps[i], log: Math.log10(values[i]) });
  }
  const kept = probe.slice(Math.floor(probe.length / 5));
  if (kept.length < FEWEST) return null;
  return {
    ratio: 10 ** median(kept.map(({ log }) => log)),
    points: kept.length,
    spread: null,
    lastStep: kept[kept.length - 1].step,
  };
}

/** The learning rate that would bring `ratio` to 1e-3, by a factor of 10 at most; null when the ratio is in the band already. */
export function proposedRate(ratio: number, learningRate: number): number | null {
  if (ratio >= BAND[0] && ratio <= BAND[1]) return null;
  return Number((learningRate * Math.min(10, Math.max(0.1, GOOD / ratio))).toPrecision(2));
}

/** Advises by the first run that logs an update ratio, or returns null when none does. For sweeps that have not picked a learning rate: their answer would outweigh it. */
export function adviseUpdateRatio({ sweep, unit }: SweepCurves): Advice | null {
  const probes = sweep.experiments.flatMap((experiment) => probeOf(experiment) ?? []);
  if (probes.length === 0) return null;
  const { experiment, reading, run, tag, value, key, times: byMomentum } = probes[0];
  const proposal = proposedRate(reading.ratio, value);
  const caps = [
    { limit: 0.5, because: t`a few batches show a starting learning rate, not the best one` },
    ...(reading.spread !== null && reading.spread > MOST_SPREAD
      ? [
          {
            limit: 0.5,
            because: t`tensors differ ${times(reading.spread)}: mend initialisation or normalisation first`,
          },
        ]
      : []),
    ...adaptive(experiment),
    ...(byMomentum !== null && byMomentum > 1
      ? [{ limit: 0.5, because: t`momentum makes updates up to ${times(byMomentum)} as large as lr × gradient` }]
      : []),
  ];
  const { confidence, caps: doubts } = capped(0.5, caps);
  const hparams = { [key]: proposal ?? value };
  const next: NextRun[] =
    proposal === null
      ? []
      : [
          {
            why: t`${rate(proposal)} for 100 steps, then look at the ratio again`,
            hparams,
            steps: PROBE_STEPS,
            seeds: experiment.seed === null ? [] : [experiment.seed],
            command: null,
          },
        ];
  const marks: Mark[] = [
    { kind: "run", tag, run, label: t`lr ${rate(value)}`, role: "chosen" },
    ...(byMomentum === null
      ? [{ kind: "band" as const, tag, axis: "value" as const, from: BAND[0], to: BAND[1], label: t`around 0.001` }]
      : []),
  ];
  return {
    rule: "update-ratio",
    guide: GUIDE,
    headline: headline(reading.ratio, value, proposal),
    verdict: "pick",
    value: { ratio: reading.ratio, proposedRate: proposal },
    unit: null,
    interval: null,
    alternatives: [],
    confidence: toWord(confidence),
    caps: doubts,
    evidence: [
      {
        text: t`${experiment.name} changes its parameters by ${quantity(reading.ratio)} of their size per update at learning rate ${rate(value)} (median of ${counted(reading.points, "point")} up to ${stepAt(unit, reading.lastStep)}); around 0.001 is usual`,
        marks,
      },
    ],
    assumptions: [
      t`Usual: from ${quantity(BAND[0])} to ${quantity(BAND[1])}. The first fifth of the probe is left out.`,
      ...(byMomentum === null
        ? []
        : [
            t`Computed as lr × ‖gradient‖ / ‖weights‖, which is what plain SGD does; log the updates themselves to be sure.`,
          ]),
    ],
    excluded: [],
    next,
    wouldChangeIf: [t`weight decay or normalisation set the size of the updates, as they do later in a run`],
  };
}

function headline(ratio: number, value: number, proposal: number | null): string {
  if (proposal === null) return t`Updates are of a usual size at ${rate(value)}: ${quantity(ratio)} of the parameters.`;
  const verb = proposal > value ? t`small` : t`large`;
  return t`Updates are ${verb} at ${rate(value)}: ${quantity(ratio)} of the parameters.`;
}

interface Probe {
  readonly experiment: Experiment;
  readonly reading: UpdateRatio;
  readonly run: string;
  readonly tag: string;
  readonly value: number;
  readonly key: string;
  /** Computed from norms: how many times as large momentum may make updates. Null: the ratio itself was logged. */
  readonly times: number | null;
}

const RATIO_TAG = /update.{0,3}(ratio|to.?(weight|param)|over|\/)|ratio.{0,3}update/i;

function probeOf(experiment: Experiment): Probe | null {
  const { columns, learningRate } = experiment;
  const keys = [...columns.keys()].filter((key) => RATIO_TAG.test(key) && !ASIDE.test(key)).sort();
  if (learningRate === null || !(learningRate.value > 0)) return null;
  const readings = keys.flatMap((key) => {
    const curve = curveOf(columns, key);
    const from = curve === null ? 0 : firstAfterWarmup(experiment, curve);
    const reading = curve === null ? null : readUpdateRatio(curve.steps, curve.values, curve.length, from);
    return curve === null || reading === null ? [] : [{ reading, run: curve.run, tag: curve.tag }];
  });
  if (readings.length === 0) return byNorms(experiment, learningRate.value, learningRate.key);
  const ratios = readings.map(({ reading }) => reading.ratio).sort((a, b) => a - b);
  const middle = readings.find(({ reading }) => reading.ratio === ratios[ratios.length >> 1]) ?? readings[0];
  const spread = ratios.length > 1 ? ratios[ratios.length - 1] / ratios[0] : null;
  return {
    experiment,
    reading: { ...middle.reading, spread },
    run: middle.run,
    tag: middle.tag,
    value: learningRate.value,
    key: learningRate.key,
    times: null,
  };
}

const FULL = 0.99;

/** Place of the first point at the full learning rate, where the run logs a warm-up; else 0. */
function firstAfterWarmup({ columns, schedule }: Experiment, { steps, length }: Curve): number {
  if (schedule.kind !== "warmup, then constant" || schedule.source !== "logged") return 0;
  const key = [...columns.keys()].find((name) => readTag(name).quantity === "learning rate") ?? null;
  const rates = curveOf(columns, key);
  if (rates === null) return 0;
  let peak = 0;
  for (let i = 0; i < rates.length; i++) if (isUsable(rates.values[i])) peak = Math.max(peak, rates.values[i]);
  let full = 0;
  while (full < rates.length && !(rates.values[full] >= FULL * peak)) full += 1;
  let at = 0;
  while (at < length && steps[at] < rates.steps[full]) at += 1;
  return at;
}

/** Where nobody logged the ratio, from the norms of gradients and weights. */
function byNorms(experiment: Experiment, value: number, key: string): Probe | null {
  const norms = normRatio(experiment, value);
  const plain = norms === null ? null : readUpdateRatio(norms.steps, norms.values, norms.values.length);
  if (norms === null || plain === null) return null;
  const ratio = Math.min(Math.max(GOOD, plain.ratio), plain.ratio * norms.mostTimes); // momentum may make it usual
  const { run, tag } = norms.gradient;
  return { experiment, reading: { ...plain, ratio }, run, tag, value, key, times: norms.mostTimes };
}

function adaptive({ hparams }: Experiment): { limit: number; because: string }[] {
  const optimizer = Object.keys(hparams).find((key) => /optim/i.test(key));
  const isAdam = optimizer !== undefined && /adam|lamb|lion|rmsprop|adagrad/i.test(String(hparams[optimizer]));
  const decay = numberNamed(hparams, ["weightdecay", "wd", "l2"]) ?? 0;
  return [
    ...(isAdam ? [{ limit: 0.5, because: t`with Adam the early ratio says more of the width than of the loss` }] : []),
    ...(decay > 0
      ? [{ limit: 0.5, because: t`with weight decay the ratio settles by itself, whatever the loss does` }]
      : []),
  ];
}
