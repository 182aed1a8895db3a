/** Two good learning rates with worse ones between them: no single best that a parabola would find. */
import { t } from "../../core/text.ts";
import { differenceError } from "../runs/noise.ts";
import { rate } from "../wording.ts";
import type { Vote } from "./learning-rate-vote.ts";
import type { RateGroup } from "./rate-groups.ts";

export interface SecondBasin {
  /** The best rate on the far side. */
  readonly other: RateGroup;
  /** The worst rate between the two. */
  readonly valley: RateGroup;
  /** A rate to try between the pick and the valley. */
  readonly between: number;
  readonly why: string;
}

/** On loss, how much more of the descent than the better sides the valley leaves. */
const WORSE = 0.05;
/** In standard errors of the dev metric. */
const CLEARLY = 3;

/** The second basin of a vote, or null when rates get steadily worse away from the pick, within what noise can do. */
export function secondBasin(
  { groups, pick, mode, noise }: Pick<Vote, "groups" | "pick" | "mode" | "noise">,
  goal: "max" | "min",
): SecondBasin | null {
  if (pick === null) return null;
  const measured = groups.filter(({ sound }) => sound.length > 0);
  const at = measured.indexOf(pick);
  if (at < 0) return null;
  const byDev = mode === "dev" && noise !== null;
  const sign = goal === "max" ? 1 : -1;
  const worth = ({ dev, depth }: RateGroup) => (byDev ? sign * dev : -depth);
  let found: SecondBasin | null = null;
  for (const [k, other] of measured.entries()) {
    const between = measured.slice(Math.min(k, at) + 1, Math.max(k, at));
    if (between.length === 0 || Number.isNaN(worth(other))) continue;
    const valley = between.reduce((low, group) => (worth(group) < worth(low) ? group : low));
    const limit = byDev ? CLEARLY * differenceError(noise.deviation, other.sound.length, valley.sound.length) : WORSE;
    const depth = worth(pick) - worth(valley);
    const climbs = worth(other) - worth(valley) > Math.max(limit, depth / 2) && depth > limit;
    if (!climbs || (found !== null && worth(other) <= worth(found.other))) continue;
    found = {
      other,
      valley,
      between: Math.sqrt(pick.rate * valley.rate),
      why: t`a second basin: ${rate(valley.rate)}, between the two, is worse than both`,
    };
  }
  return found;
}
