/** Losses that are not what the rules take them for: summed over the batch, or never meant to fall. */

import { median } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import { listed, quantity } from "../wording.ts";
import { type Curve, isUsable } from "./curve.ts";
import type { Replicate } from "./replicate.ts";
import { groupBy } from "./sweep.ts";

/** Games and policies: one side's loss rises because the other learns. */
const GAME =
  /(^|[/_.\- ])(gen|generator|disc|discriminator|adv|adversarial|gan|[dg]_?loss|loss_?[dg]|actor|critic|policy|value_loss|policy_gradient|pg|td|q_?loss)([/_.\- ]|$)/i;

/** Whether `tag` names a loss that is not meant to fall, as in a GAN or in reinforcement learning. */
export const isGameLoss = (tag: string): boolean => GAME.test(tag);

const AGREES = 0.15;
const LEAST_RATIO = 1.9;

/**
 * The runs with their losses per example, where first losses grow with the batch size: those were summed over it. Else as they were. A mean
 * starts at one level whatever the batch is.
 */
export function perExample(members: readonly Replicate[]): {
  readonly members: readonly Replicate[];
  readonly note: string | null;
} {
  const asTheyWere = { members, note: null };
  const known = members.flatMap((member) => {
    const { batch } = member.experiment;
    const first = member.loss === null ? Number.NaN : firstUsable(member.loss);
    return batch === null || !(batch >= 1) || !(first > 0) ? [] : [{ batch, first }];
  });
  const levels = [...groupBy(known, ({ batch }) => batch)]
    .map(([batch, runs]) => ({ batch, level: median(runs.map(({ first }) => first)) }))
    .sort((a, b) => a.batch - b.batch);
  if (levels.length < 2 || levels[levels.length - 1].batch < LEAST_RATIO * levels[0].batch) return asTheyWere;
  const [least] = levels;
  const isSum = levels
    .slice(1)
    .every(({ batch, level }) => Math.abs(Math.log(level / least.level) / Math.log(batch / least.batch) - 1) <= AGREES);
  if (!isSum) return asTheyWere;
  const starts = levels.map(({ batch, level }) => t`${quantity(level)} at batch size ${quantity(batch)}`);
  return {
    members: members.map((member) => {
      const { batch } = member.experiment;
      return batch === null || member.loss === null ? member : { ...member, loss: divided(member.loss, batch) };
    }),
    note: t`The loss starts at ${listed(starts)}: it seems to be summed over the batch, so it was divided by its size. Log the mean to be sure.`,
  };
}

function firstUsable({ values, length }: Curve): number {
  for (let i = 0; i < Math.min(length, 10); i++) if (isUsable(values[i])) return values[i];
  return Number.NaN;
}

const divided = (curve: Curve, by: number): Curve => ({
  ...curve,
  values: Float64Array.from({ length: curve.length }, (_, i) => curve.values[i] / by),
  lowest: curve.lowest / by,
});
