/** What to run after a look at decay: higher starts, cooldowns from checkpoints, more seeds, or more training. */

import type { DecayEffect, NextRun } from "../../core/advice.ts";
import type { HparamValue } from "../../core/series.ts";
import { say, t } from "../../core/text.ts";
import { tableKeys } from "../batch/batch-cells.ts";
import { scheduleKeys } from "../runs/schedule.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { roundUp } from "../steps/step-budget.ts";
import type { Arm, DecayTrial } from "./decay-arms.ts";
import { type Comparison, isLonger, sameRate } from "./decay-comparison.ts";

/** A start so many times the constant rate is as high as decay is tried from. */
const HIGHEST_START = 8;
const LONGER = 1.5;

/** What feeds a starved run, as rates and lengths that were not tried yet: twice its learning rate, or half as many steps again. Each is worth one try. */
export function feedings(
  trial: DecayTrial,
  { decayed, base }: Comparison,
): { readonly rate: number; readonly longer: boolean }[] {
  const twice = 2 * decayed.rate;
  const lengths = [...trial.decayed, ...trial.failed].map(({ steps }) => steps);
  const wasLonger = Math.max(...lengths) > ((1 + LONGER) / 2) * Math.min(...lengths);
  return [
    ...(twice > 1.02 * HIGHEST_START * base.rate || wasTried(trial, twice) ? [] : [{ rate: twice, longer: false }]),
    ...(wasLonger ? [] : [{ rate: decayed.rate, longer: true }]),
  ];
}

/** The decayed arm trained longer than every constant run that came through, and nobody tried one of its length. */
export const lacksTwin = ({ failed }: DecayTrial, { decayed, base }: Comparison): boolean =>
  isLonger(decayed, base) && !failed.some((arm) => arm.schedule === "constant" && !isLonger(decayed, arm));

/** A line to zero from `rate` was run, whether or not it came through. */
const wasTried = ({ decayed, failed }: DecayTrial, rate: number): boolean =>
  [...decayed, ...failed].some((arm) => sameRate(arm.rate, rate) && say(arm.schedule, null).startsWith("linear"));

/**
 * The next runs for the best comparison of `trial`, whose one word is `effect`; two seeds each. `isLeftOpen`: more seeds of the same are not
 * worth it.
 */
export function nextDecayRuns(
  { unit }: SweepCurves,
  trial: DecayTrial,
  best: Comparison,
  effect: DecayEffect,
  isLeftOpen: boolean,
): NextRun[] {
  const { experiment } = best.base.runs[0].replicate;
  const keys = scheduleKeys(best.decayed.runs[0].replicate.experiment.hparams);
  const length = unit === "steps" ? (experiment.plannedSteps ?? best.base.steps) : null;
  const used = [...trial.constants, ...trial.decayed].flatMap(({ runs }) =>
    runs.flatMap(({ replicate }) => replicate.experiment.seed ?? []),
  );
  const fresh = used.length > 0 ? Math.max(...used) + 1 : 1;
  // Batch size and momentum are those of the runs compared, whatever other cells have come out meanwhile.
  const { batch, momentum } = tableKeys(experiment);
  const cell = Object.fromEntries(
    [batch, momentum].flatMap((key) => (key in experiment.hparams ? [[key, experiment.hparams[key]]] : [])),
  );
  const make = (
    why: string,
    changes: Record<string, HparamValue>,
    steps = length,
    seeds = [fresh, fresh + 1],
  ): NextRun => ({ why, hparams: { ...cell, ...changes }, steps, seeds, command: null });
  const rateKey = experiment.learningRate?.key ?? "lr";
  const from = (value: number) => ({ [rateKey]: Number(value.toPrecision(3)), [keys.kind]: "linear" });
  const linear = [2, 4].filter((factor) => !wasTried(trial, factor * best.base.rate));
  const higher = linear.map((factor) =>
    make(
      t`linear to zero from ${factor}× the learning rate: decay likes a higher start`,
      from(factor * best.base.rate),
    ),
  );
  const decayedHparams = best.decayed.runs[0].replicate.experiment.hparams;
  const decayed = {
    [rateKey]: best.decayed.rate,
    [keys.kind]: kindOf(best.decayed, keys.kind),
    ...(keys.start in decayedHparams ? { [keys.start]: decayedHparams[keys.start] } : {}),
  };
  // Nothing is left to try: seeds that chose nothing say what it is worth.
  const confirm = (hparams: Record<string, HparamValue>) => [
    make(t`the settings that came out, with seeds that chose nothing`, hparams, length, [fresh, fresh + 1, fresh + 2]),
  ];
  const constant = { [rateKey]: best.base.rate };
  if (effect === "unclear" && lacksTwin(trial, best)) {
    const seeds = best.decayed.runs.flatMap(({ replicate }) => replicate.experiment.seed ?? []);
    const { plannedSteps } = best.decayed.runs[0].replicate.experiment;
    const asLong = length === null ? null : (plannedSteps ?? best.decayed.steps);
    return [make(t`the constant rate for as many steps`, constant, asLong, seeds)];
  }
  if (isLeftOpen && higher.length === 0) return confirm(effect === "weak gain" ? decayed : constant);
  if (isLeftOpen) return higher;
  if (effect === "weak gain" || effect === "unclear")
    return [make(t`two more seeds with decay`, decayed), make(t`two more seeds without`, constant)];
  if (effect === "starved")
    return feedings(trial, best).map(({ rate, longer }) =>
      longer
        ? make(
            t`or half as many steps again`,
            from(rate),
            length === null ? null : roundUp(LONGER * best.decayed.steps),
          )
        : make(t`twice the learning rate: the decayed run learned too little`, from(rate)),
    );
  const peak = best.base.shape?.peakStep ?? 0;
  if (effect !== "gain" || peak <= 0) return higher;
  const cooldowns = [0.9, 0.5].map((share) =>
    make(t`constant to ${share} × the peak, then down to zero, from a checkpoint`, {
      [rateKey]: best.base.rate,
      [keys.kind]: "cooldown",
      [keys.start]: Math.round(share * peak),
    }),
  );
  const hasCooldowns = trial.decayed.some(({ schedule }) => /cooldown|wsd/i.test(schedule));
  const finer = [...higher, ...(hasCooldowns ? [] : cooldowns)];
  return finer.length > 0 ? finer : confirm(decayed);
}

function kindOf({ runs, schedule }: Arm, key: string): HparamValue {
  return runs[0].replicate.experiment.hparams[key] ?? schedule;
}
