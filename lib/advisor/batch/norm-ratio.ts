/** The size of the updates of plain SGD from what many scripts log anyway: the norm of the gradient and that of the weights. */
import { type Curve, isUsable } from "../runs/curve.ts";
import { curveOf, type Experiment } from "../runs/experiment.ts";
import { numberNamed } from "../runs/settings.ts";

export interface NormRatio {
  /** The gradient norm's steps, and lr · ‖gradient‖ / ‖weights‖ at each; NaN where a norm is missing. */
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** The gradient norm as logged. */
  readonly gradient: Curve;
  /** With momentum µ updates grow up to 1/(1 − µ) times as large; 1 without. */
  readonly mostTimes: number;
}

const GRADIENT = /grad.{0,6}norm|norm.{0,6}grad/i;
const WEIGHTS = /(weight|param(eter)?)s?.{0,4}norm|norm.{0,4}(weight|param)/i;
const ADAPTIVE = /adam|lamb|lion|rmsprop|adagrad|adafactor|shampoo|sophia|muon/i;

/** The ratio of a run at learning rate `rate`; null without both norms, and for optimizers whose update is not the gradient's. */
export function normRatio({ columns, hparams }: Experiment, rate: number): NormRatio | null {
  const optimizer = Object.keys(hparams).find((key) => /optim/i.test(key));
  if (optimizer !== undefined && ADAPTIVE.test(String(hparams[optimizer]))) return null;
  const names = [...columns.keys()].sort();
  const find = (fits: (name: string) => boolean) => curveOf(columns, names.find(fits) ?? null);
  const gradient = find((name) => GRADIENT.test(name));
  const weights = find((name) => WEIGHTS.test(name) && !GRADIENT.test(name) && !/decay/i.test(name));
  if (gradient === null || weights === null || weights.length === 0) return null;
  const momentum = numberNamed(hparams, ["momentum", "mom", "mu"]) ?? 0;
  const steps = Array.from({ length: gradient.length }, (_, i) => gradient.steps[i]);
  let at = 0;
  const values = steps.map((step, i) => {
    while (at + 1 < weights.length && weights.steps[at + 1] <= step) at += 1;
    const [above, below] = [gradient.values[i], weights.values[at]];
    return isUsable(above) && isUsable(below) && below > 0 ? (rate * above) / below : Number.NaN;
  });
  return { steps, values, gradient, mostTimes: momentum > 0 && momentum < 1 ? 1 / (1 - momentum) : 1 };
}
