/** Runs that look like two and are not: seeds that share their noise. */
import { isUsable } from "./curve.ts";
import type { Replicate } from "./replicate.ts";
import { configurationOf } from "./sweep.ts";

const FEWEST = 50;
const MOST = 300;
const SAME_NOISE = 0.9;

/**
 * Whether `one` is no seed of its own beside `other`: the same settings at the same learning rate, and late losses that move together
 * from point to point. Seeds that differ in the order of their data do not.
 */
export function isShadow(one: Replicate, other: Replicate): boolean {
  const [a, b] = [one.loss, other.loss];
  if (a === null || b === null || one.experiment.learningRate?.value !== other.experiment.learningRate?.value)
    return false;
  if (one.experiment.schedule.kind !== other.experiment.schedule.kind) return false;
  const n = Math.min(MOST, a.length, b.length);
  if (n < FEWEST || a.length !== b.length || a.steps[a.length - 1] !== b.steps[b.length - 1]) return false;
  if (configurationOf(one.experiment) !== configurationOf(other.experiment)) return false;
  let together = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = a.length - n + 1; i < a.length; i++) {
    const change = a.values[i] - a.values[i - 1];
    const otherChange = b.values[i] - b.values[i - 1];
    if (!isUsable(change) || !isUsable(otherChange)) return false;
    together += change * otherChange;
    squaresA += change * change;
    squaresB += otherChange * otherChange;
  }
  return together > SAME_NOISE * Math.sqrt(squaresA * squaresB);
}
