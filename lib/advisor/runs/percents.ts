/** Shares that some runs log in percent: all of a sweep on one scale. */
import { t } from "../../core/text.ts";
import { listed } from "../wording.ts";
import { type Curve, isUsable, mapped } from "./curve.ts";
import type { Metric } from "./judge.ts";
import type { Replicate } from "./replicate.ts";
import { endsOf } from "./scale.ts";

/** No share is larger, by whatever rounding. */
const MOST_FOR_A_SHARE = 1.5;
/** A run that learned less than this of what the best one did is nowhere near the right answers. */
const LEARNED = 0.3;

/**
 * `members` with their dev metric as shares, and a sentence where some logged percents and others fractions. A run beside others in percent
 * that never comes above 1 logged fractions, or percents and hardly anything right: its loss says which.
 */
export function asShares(
  members: readonly Replicate[],
  metric: Metric | null,
): { readonly members: readonly Replicate[]; readonly notes: readonly string[] } {
  if (metric?.isBounded !== true) return { members, notes: [] };
  const highest = new Map(members.map((one) => [one, one.dev === null ? Number.NaN : highestIn(one.dev)]));
  const inPercent = new Set(members.filter((one) => isPercent(highest.get(one) ?? Number.NaN)));
  if (inPercent.size === 0) return { members, notes: [] };
  const best = deepest(members);
  const others = members.filter((one) => !inPercent.has(one) && one.dev !== null && one.dev.length > 0);
  for (const one of others) if ((highest.get(one) ?? 0) > 1 || learnedShare(one, best) < LEARNED) inPercent.add(one);
  const fractions = others.filter((one) => !inPercent.has(one));
  const names = members.filter((one) => inPercent.has(one)).map(({ experiment }) => experiment.name);
  return {
    members: members.map((one) =>
      inPercent.has(one) && one.dev !== null ? { ...one, dev: mapped(one.dev, (value) => value / 100) } : one,
    ),
    notes:
      fractions.length === 0
        ? []
        : [t`${listed(names)} ${names.length > 1 ? t`log` : t`logs`} percents, others fractions: divided by 100.`],
  };
}

const isPercent = (highest: number): boolean => highest > MOST_FOR_A_SHARE && highest <= 100;

function highestIn({ values, length }: Curve): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) if (isUsable(values[i])) most = Math.max(most, values[i]);
  return most;
}

/** Where the loss began, in the middle of all runs, and how low the lowest one ended. */
function deepest(members: readonly Replicate[]): { readonly start: number; readonly end: number } {
  const ends = members.flatMap((one) => ownEnds(one) ?? []);
  const starts = ends.map(({ start }) => start).sort((a, b) => a - b);
  return {
    start: starts[starts.length >> 1] ?? Number.NaN,
    end: ends.reduce((low, { end }) => Math.min(low, end), Number.POSITIVE_INFINITY),
  };
}

/** Share of the deepest descent that a run made; 1 where no loss says it. */
function learnedShare(one: Replicate, { start, end }: { readonly start: number; readonly end: number }): number {
  const own = ownEnds(one);
  return own === null || !(start > end) ? 1 : (start - own.end) / (start - end);
}

/** Of a loss that was logged, not of a dev metric in its place. */
const ownEnds = ({ loss, dev }: Replicate) => (loss === null || loss.tag === dev?.tag ? null : endsOf(loss));
