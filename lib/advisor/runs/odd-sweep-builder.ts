/** Builders of sweeps for tests of odd logs, and short questions about them. */
import type { Advice, Rule, SweepAdvice } from "../../core/advice.ts";
import type { Hparams, Series } from "../../core/series.ts";
import { advise } from "../advise.ts";
import type { RunLog } from "../input.ts";
import { decayTo, followLaw, toRun, withNoise } from "./run-log-builder.ts";

let drawn = 0;
/** `law` with noise of its own: no two of a file share it. */
export const noisy = (law: (step: number) => number, deviation = 0.01) => withNoise(law, deviation, ++drawn);
/** A training loss down to `floor`. */
export const lossTo = (floor: number, tau: number, options = {}) => followLaw(noisy(decayTo(floor, tau)), options);
/** A dev metric up to `best`, each 100 steps. */
export const devTo = (best: number, tau = 300, options = {}) =>
  followLaw(
    noisy((step) => best - 0.4 * Math.exp(-step / tau), 0.001),
    { from: 100, every: 100, ...options },
  );
/** A finished run of the sweep under test. */
export const run = (lr: number, series: Readonly<Record<string, Series>>, hparams: Hparams = {}, name = `lr${lr}`) =>
  toRun(`sweep/${name}`, series, { lr, ...hparams });
/** The advice on `runs`, one sweep. */
export const sweepOf = (runs: readonly RunLog[]): SweepAdvice => advise(runs).sweeps[0];
/** One rule of it. */
export const adviceOf = (runs: readonly RunLog[], rule: Rule): Advice | undefined =>
  sweepOf(runs).advice.find((advice) => advice.rule === rule);
/** All its words, for a search. */
export const textOf = (advice: Advice | undefined) => JSON.stringify(advice ?? null);
