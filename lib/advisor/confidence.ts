/** From a vote to a word: how likely the pick is near the best, and every reason that keeps the word small. */
import type { ConfidenceWord } from "../core/advice.ts";
import { normalBelow } from "../core/statistics.ts";
import type { Vote } from "./learning-rate/learning-rate-vote.ts";
import type { RateGroup } from "./learning-rate/rate-groups.ts";
import { differenceError, LOSS_NOISE } from "./runs/noise.ts";

/** An upper limit on a confidence, with its reason in words. */
export interface Cap {
  readonly limit: number;
  readonly because: string;
}

/** The word for a probability. Measured on random sub-sweeps: labels of 0.5–0.7 were right in 75 %, 0.7–0.85 in 87 %, above in all of 16. */
export function toWord(confidence: number): ConfidenceWord {
  if (confidence >= 0.85) return "clear";
  if (confidence >= 0.7) return "likely";
  return confidence >= 0.5 ? "tentative" : "not enough evidence";
}

/** `confidence` under all `caps`, and those that really lower it or stand at its level, in the order given. */
export function capped(
  confidence: number,
  caps: readonly Cap[],
): { readonly confidence: number; readonly caps: readonly string[] } {
  const limit = caps.reduce((least, cap) => Math.min(least, cap.limit), confidence);
  return { confidence: limit, caps: caps.map(({ because }) => because) };
}

/**
 * Chance that the pick is within half a point of the best rate that was tried: a logistic fit over 877 random sub-sweeps of 24
 * public learning-rate sweeps. Its skill over a constant is weak, so it is shown as a word.
 *
 * How much of the budget was seen is evidence of its own, and stronger: the odds that go with it are multiplied on, against the odds of all
 * those sub-sweeps together. Taking the lesser of the two instead says the same word for a clear lead and a coin toss seen equally early.
 *
 * `gained`: dev points that the pick still gained in the last half of what was seen; 0 without a dev metric. `seen`: share of the planned steps;
 * null when nobody stated a plan.
 */
export function chanceNearBest(vote: Vote, gained: number, seen: number | null): number {
  const { pick, groups } = vote;
  if (pick === null) return 0;
  const best = Math.min(0.98, Math.max(0.02, chanceBest(vote, pick)));
  const log =
    (seen === null ? 0 : logit(chanceAtHorizon(seen)) - logit(AT_ANY_HORIZON)) +
    0.75 +
    0.6 * logit(best) -
    0.19 * gained +
    (vote.edge === null ? 0 : 1.2) -
    0.13 * Math.log(groups.length);
  return 1 / (1 + Math.exp(-log));
}

const logit = (p: number): number => Math.log(p / (1 - p));

/** Share of picks within half a point of the best over the horizons measured: 5, 10, 20 to 30, 50 and 100 %. */
const AT_ANY_HORIZON = (0.7 + 0.89 + 0.92 + 0.96 + 0.98) / 5;

/** Chance that the pick is the best of the rates that came through, by noise alone: an integral over the pick's own error. */
function chanceBest({ mode, groups, noise }: Vote, pick: RateGroup): number {
  const rivals = groups.filter((group) => group !== pick && group.sound.length > 0);
  const lead = (rival: RateGroup): number => {
    if (mode === "dev" && noise !== null) {
      const error = differenceError(noise.deviation, pick.sound.length, rival.sound.length) / Math.SQRT2;
      return zOf(Math.abs(rival.dev - pick.dev), error);
    }
    return zOf(Math.max(0, rival.area - pick.area, rival.depth - pick.depth), LOSS_NOISE);
  };
  const leads = rivals.map(lead).filter((z) => !Number.isNaN(z));
  let sum = 0;
  let weights = 0;
  for (let z = -4; z <= 4; z += 0.25) {
    const weight = Math.exp((-z * z) / 2);
    sum += weight * leads.reduce((product, ahead) => product * normalBelow(ahead + z), 1);
    weights += weight;
  }
  return sum / weights;
}

const zOf = (difference: number, error: number): number => (error > 0 ? difference / error : difference > 0 ? 40 : 0);

/** Share of picks within half a point of the best, by how much of the final budget was seen; between the measured points by straight lines. */
export function chanceAtHorizon(seen: number): number {
  const measured = [
    [0, 0.5],
    [0.05, 0.7],
    [0.1, 0.89],
    [0.2, 0.92],
    [0.5, 0.96],
    [1, 0.98],
  ] as const;
  for (let i = 1; i < measured.length; i++) {
    const [from, low] = measured[i - 1];
    const [to, high] = measured[i];
    if (seen <= to) return low + ((high - low) * (seen - from)) / (to - from);
  }
  return 0.98;
}
