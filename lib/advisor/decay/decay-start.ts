/** Advice on when the learning rate should start to fall (rules R28, R30): just before the dev curve turns. */

import type { Advice, ConfidenceWord, Evidence, NextRun } from "../../core/advice.ts";
import type { HparamValue } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { type Cap, capped, toWord } from "../confidence.ts";
import { noAdvice, notYet, repeatRun } from "../no-advice.ts";
import type { BaseRuns } from "../path/base-runs.ts";
import type { Metric } from "../runs/judge.ts";
import type { StepUnit } from "../runs/replicate.ts";
import { isConstant, scheduleKeys } from "../runs/schedule.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { roundUp } from "../steps/step-budget.ts";
import { count, counted, lengthIn, percent, points, quantity, rate, stepAt, term } from "../wording.ts";
import { decaySigns } from "./decay-signs.ts";
import { type DevPeak, FEWEST_EVALS, findDevPeak } from "./dev-peak.ts";

const GUIDE = ["R28", "R30", "R34"];

/** Advises on the start of the decay. `peak` null: the dev curve is too short or not there. `budget`: how long to train, where that is settled; decayed runs take that long. `waitFor`: as for the number of steps. */
export function adviseDecayStart(
  curves: SweepCurves,
  base: BaseRuns | null,
  peak: DevPeak | null,
  budget: number | null,
  waitFor: readonly NextRun[],
): Advice {
  const { metric } = curves;
  if (!isConstant(curves.ballot.schedule)) {
    return noAdvice(
      curves,
      "decay-start",
      GUIDE,
      t`The learning rate already follows a schedule: when to start it is no longer open.`,
    );
  }
  const wait = (headline: string, next: readonly NextRun[]) => notYet(curves, "decay-start", GUIDE, headline, next);
  if (base === null) return wait(t`No run learned well enough to say when its learning rate should fall.`, waitFor);
  const again = (why: string) => [repeatRun(base.middle.replicate.experiment, why)];
  if (metric === null) {
    const headline = t`Without a dev metric nobody can see when the decay should start.`;
    return wait(headline, again(t`the same run with a dev metric (dev/accuracy), evaluated at least 20 times`));
  }
  if (peak === null) {
    const evals = Math.max(0, ...base.runs.map(({ replicate }) => replicate.dev?.length ?? 0));
    const headline = t`Only ${counted(evals, "evaluation")} of ${metric.tag}: at least ${FEWEST_EVALS} are needed to see when it turns.`;
    return wait(headline, again(t`the same run, evaluated at least 20 times`));
  }
  const { confidence, caps } = capped(peak.shape === "rising" ? 0.4 : 0.85, capsOf(peak, base));
  const word = toWord(confidence);
  return {
    rule: "decay-start",
    guide: GUIDE,
    headline: headline(peak, metric, unitOf(base), word),
    verdict: word === "not enough evidence" ? "insufficient" : "pick",
    value: { peakStep: peak.peakStep, bestStep: peak.bestStep, startStep: peak.startStep, shape: peak.shape },
    unit: unitOf(base),
    interval: peak.interval,
    alternatives:
      peak.startStep === null
        ? []
        : [
            {
              value: { peakStep: peak.peakStep, bestStep: peak.bestStep, startStep: peak.earlyStep, shape: peak.shape },
              why: t`an earlier start, at half of the peak, did as well in real sweeps where decay paid`,
            },
          ],
    confidence: word,
    caps,
    evidence: [
      ...evidence(curves, base, peak, metric),
      ...(peak.shape === "rising" || unitOf(base) !== curves.unit ? [] : decaySigns(curves, base)),
    ],
    assumptions: [
      t`The dev curve is smoothed over 15 % of its ${counted(peak.evals, "evaluation")}${peak.seeds > 1 ? t`, the mean of ${peak.seeds} seeds` : ""}; the guide starts at 0.9 × the peak.`,
      ...(metric.isLoss
        ? [
            t`Judged by dev loss, which also rises from over-confidence while accuracy stands: log an accuracy to be sure.`,
          ]
        : []),
      ...(peak.shape === "rising"
        ? []
        : [
            t`A test that needs no training: average the weights of the last few checkpoints. Where that beats the last one, decay likely pays.`,
          ]),
      ...overconfidence(curves, base, peak),
    ],
    excluded: [],
    next: next(base, peak, budget),
    wouldChangeIf: [t`decay does not pay here at all: compare a decayed run with this one before tuning its start`],
  };
}

const unitOf = (base: BaseRuns): StepUnit => base.middle.replicate.devUnit;

function capsOf(peak: DevPeak, base: BaseRuns): Cap[] {
  const caps: Cap[] = [];
  const [low, high] = peak.interval;
  const width = (high - low) / Math.max(1, lastStep(base));
  if (peak.shape === "rising") caps.push({ limit: 0.4, because: t`the dev metric still improves at the end` });
  if (peak.shape === "plateau")
    caps.push({
      limit: 0.65,
      because: t`the dev metric does not turn down: only the beginning of its plateau can be placed`,
    });
  if (peak.shape === "interior")
    caps.push({ limit: 0.8, because: t`the best start varies between 0.3 and 1.0 × the peak from task to task` });
  if (width > 0.4) caps.push({ limit: 0.6, because: t`any step from ${count(low)} to ${count(high)} may be the peak` });
  if (!base.isPicked) caps.push({ limit: 0.65, because: t`the learning rate is not decided` });
  if (base.runs.some(({ replicate }) => replicate.experiment.state === "live"))
    caps.push({ limit: 0.5, because: t`the run is still going` });
  return caps;
}

function lastStep(base: BaseRuns): number {
  return Math.max(
    0,
    ...base.runs.map(({ replicate: { dev } }) => (dev === null || dev.length === 0 ? 0 : dev.steps[dev.length - 1])),
  );
}

function headline(peak: DevPeak, metric: Metric, unit: StepUnit, word: ConfidenceWord): string {
  if (peak.startStep === null)
    return t`Do not start the decay yet: ${metric.tag} still improves at ${stepAt(unit, peak.peakStep)}. Run longer.`;
  const range = t`anything from ${count(peak.interval[0])} to ${count(peak.interval[1])} is equally supported`;
  const turn =
    peak.shape === "interior" ? t`turns at ${count(peak.peakStep)}` : t`is flat from ${count(peak.peakStep)} on`;
  return t`Start the decay at ${stepAt(unit, peak.startStep)}: ${term(word)}; ${metric.tag} ${turn} (${range}).`;
}

function evidence({ metric: judged }: SweepCurves, base: BaseRuns, peak: DevPeak, metric: Metric): Evidence[] {
  const { tag } = judged ?? metric;
  const unit = unitOf(base);
  const value = (x: number) => (metric.isBounded ? percent(x) : quantity(x));
  const change = metric.isBounded ? points(peak.best - peak.last) : quantity(Math.abs(peak.best - peak.last));
  const [low, high] = peak.interval;
  const text = {
    interior: t`Smoothed ${tag} is best at ${stepAt(unit, peak.peakStep)} with ${value(peak.best)} and ends ${change} worse`,
    plateau: t`Smoothed ${tag} reaches ${value(peak.best)} and hardly moves from ${stepAt(unit, peak.peakStep)} on`,
    rising: t`Smoothed ${tag} still improves at ${stepAt(unit, peak.peakStep)}, where it stands at ${value(peak.last)}`,
  }[peak.shape];
  const step = count(peak.peakStep);
  const label = { interior: t`best at ${step}`, plateau: t`flat from ${step}`, rising: t`still rising at ${step}` }[
    peak.shape
  ];
  const runs = base.runs.map(({ replicate: { dev, experiment } }) => ({
    kind: "run" as const,
    tag,
    run: dev?.run ?? experiment.name,
    label: experiment.name,
    role: "chosen" as const,
  }));
  const list: Evidence[] = [
    {
      text,
      marks: [...runs, { kind: "step", tag, step: peak.peakStep, label, role: "peak" }],
    },
    {
      text: t`The noise cannot tell ${term(unit)} ${count(low)} to ${count(high)} apart; evaluations come every ${lengthIn(unit, peak.gap)}`,
      marks: [{ kind: "band", tag, axis: "step", from: low, to: high, label: t`as good as the peak` }],
    },
  ];
  if (peak.startStep !== null)
    list.push({
      text: t`${count(peak.startStep)} is 0.9 × the peak, at an evaluation`,
      marks: [
        { kind: "step", tag, step: peak.startStep, label: t`decay from ${count(peak.startStep)}`, role: "start" },
      ],
    });
  if (peak.recoveredDip !== null)
    list.push({
      text: t`The dip after ${stepAt(unit, peak.recoveredDip)} recovered: no peak`,
      marks: [{ kind: "step", tag, step: peak.recoveredDip, label: t`recovered`, role: "ghost" }],
    });
  return list;
}

/** Dev loss that turns up while the accuracy does not is over-confidence. */
function overconfidence({ metric }: SweepCurves, base: BaseRuns, peak: DevPeak): string[] {
  const runs = base.runs.flatMap((run) =>
    run.replicate.devLoss === null ? [] : [{ ...run, replicate: { ...run.replicate, dev: run.replicate.devLoss } }],
  );
  if (metric === null || metric.isLoss || peak.shape === "interior" || runs.length === 0) return [];
  const loss = findDevPeak(runs, { ...metric, goal: "min", isBounded: false, isLoss: true });
  if (loss?.shape !== "interior") return [];
  return [
    t`Dev loss rises from ${count(loss.peakStep)} on while ${metric.tag} does not fall: over-confidence, which label smoothing or calibration addresses, and no reason to decay.`,
  ];
}

/** A run whose budget ends before the decay does has no decay. */
const ROOM_TO_COOL = 1.2;

/** What to run next, always: decay seldom pays where one expects it, so an earlier start and plain linear decay stand beside the guide's answer. */
function next(base: BaseRuns, peak: DevPeak, budget: number | null): NextRun[] {
  const { experiment } = base.middle.replicate;
  const known = experiment.learningRate;
  const end = lastStep(base);
  const unit = unitOf(base);
  const steps = unit === "steps" ? (budget ?? experiment.plannedSteps ?? end) : null;
  const seeds = experiment.seed === null ? [] : [experiment.seed];
  const run = (why: string, hparams: Record<string, HparamValue>, length: number | null = steps): NextRun => ({
    why,
    hparams,
    steps: length,
    seeds,
    command: null,
  });
  const at = (factor: number): Record<string, HparamValue> =>
    known === null ? {} : { [known.key]: Number((known.value * factor).toPrecision(3)) };
  const keys = scheduleKeys(experiment.hparams);
  const cooldown = (start: number, why: string) =>
    run(
      t`constant to ${count(start)}, then down to zero: ${why}`,
      { ...at(1), [keys.kind]: "cooldown", [keys.start]: start },
      steps === null ? null : Math.max(steps, roundUp(ROOM_TO_COOL * start)),
    );
  const list: NextRun[] = [];
  if (peak.startStep === null)
    list.push(
      run(
        t`run longer: the dev metric still improves at ${count(end)}`,
        at(1),
        unit === "steps" ? roundUp(1.5 * end) : null,
      ),
    );
  else list.push(cooldown(peak.startStep, t`the guide's answer`));
  list.push(cooldown(peak.earlyStep, t`an earlier start did as well where decay paid`));
  for (const factor of [1, 2, 4]) {
    const peakRate = known === null ? t`${factor}× the learning rate` : t`learning rate ${rate(known.value * factor)}`;
    list.push(
      run(t`linear to zero from ${peakRate}: the lazy way${factor > 1 ? t`, which likes a higher start` : ""}`, {
        ...at(factor),
        [keys.kind]: "linear",
      }),
    );
  }
  return list;
}
