/** Learning rates that the noise cannot tell apart, in few words however many they are. */
import { t } from "../../core/text.ts";
import { listed, quantity, rate } from "../wording.ts";
import type { RateGroup } from "./rate-groups.ts";

/** More than so many are told as a range. */
export const MOST_LISTED = 4;

/**
 * `tied` by name; where they are many, the range of them and the pick: `0.001 to 0.02 (7 rates)`, or `7 of the 9 rates from 0.001 to 0.02`
 * where others were tried between. `groups`: all that were tried.
 */
export function tiedInWords(pick: RateGroup, tied: readonly RateGroup[], groups: readonly RateGroup[]): string {
  if (tied.length <= MOST_LISTED) return listed(tied.map((group) => rate(group.rate)));
  const same = [pick, ...tied].map((group) => group.rate);
  const [low, high] = [Math.min(...same), Math.max(...same)];
  const between = groups.filter((group) => group.rate >= low && group.rate <= high).length;
  return between === same.length
    ? t`${rate(low)} to ${rate(high)} (${quantity(same.length)} rates)`
    : t`${quantity(same.length)} of the ${quantity(between)} rates from ${rate(low)} to ${rate(high)}`;
}
