/** Learning rate against what it came to: bars for the noise, crosses for what failed, rings for what could not be chosen. */

import type { Figure, FigureItem, FigureRole } from "../../core/figure.ts";
import { t } from "../../core/text.ts";
import type { Vote } from "../learning-rate/learning-rate-vote.ts";
import type { RateGroup } from "../learning-rate/rate-groups.ts";
import { LOSS_NOISE } from "../runs/noise.ts";
import { hasFailed } from "../runs/run-state.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { percent, points, quantity, rate } from "../wording.ts";

/** The figure of a vote; null when fewer than two learning rates took part. */
export function rateFigure({ metric, thresholds }: SweepCurves, vote: Vote): Figure | null {
  if (vote.groups.length < 2) return null;
  const isDev = vote.mode === "dev" && metric !== null;
  const worth = (group: RateGroup): number => (isDev ? group.dev : group.depth);
  const deviation = isDev ? (vote.noise?.deviation ?? 0) : LOSS_NOISE;
  const inWords = (value: number): string => (isDev && !metric.isBounded ? quantity(value) : percent(value));
  const items = vote.groups.map((group): Extract<FigureItem, { kind: "point" }> => {
    const role = roleOf(group, vote, thresholds.gate);
    const value = worth(group);
    const hasValue = Number.isFinite(value);
    const error = hasValue ? (2 * deviation) / Math.sqrt(Math.max(1, group.sound.length)) : 0;
    const bar = isDev && metric.isBounded ? points(error) : inWords(error);
    const said = hasValue ? t`${rate(group.rate)}: ${inWords(value)} ± ${bar}` : rate(group.rate);
    return {
      kind: "point",
      role,
      label: t`${said}, ${WORDS[role] ?? t`not chosen`}`,
      x: group.rate,
      y: hasValue ? value : null,
      error,
    };
  });
  const what = isDev ? t`best ${metric.tag}` : t`the share of the descent that it left`;
  return {
    kind: "rates",
    text: t`Each learning rate by ${what}: blue is chosen, green the same within noise; bars are two standard errors, × failed, a ring could not be chosen, an arrow lies out of the picture.`,
    x: { label: t`learning rate`, isLog: true, isShare: false, range: null },
    y: {
      label: isDev ? metric.tag : t`descent left`,
      isLog: false,
      isShare: !isDev || metric.isBounded,
      range: rangeOfGood(items, isDev && metric.goal === "max"),
    },
    items: [...items.filter(({ role }) => role !== "chosen"), ...items.filter(({ role }) => role === "chosen")],
  };
}

/** The better half with its bars and some room: one rate that learned nothing would press all others into a line. */
function rangeOfGood(
  items: readonly Extract<FigureItem, { kind: "point" }>[],
  isMore: boolean,
): readonly [number, number] | null {
  const placed = items.filter((item) => item.y !== null).sort((a, b) => (isMore ? 1 : -1) * ((b.y ?? 0) - (a.y ?? 0)));
  const good = placed.slice(0, Math.max(3, Math.ceil(placed.length / 2) + 1));
  const ends = good.flatMap(({ y, error }) => [(y ?? 0) - error, (y ?? 0) + error]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return ends.length > 0 && high > low ? [low - 0.15 * (high - low), high + 0.15 * (high - low)] : null;
}

const WORDS: Readonly<Partial<Record<FigureRole, string>>> = {
  chosen: t`chosen`,
  tied: t`the same within noise`,
  failed: t`failed`,
  open: t`not finished`,
  gated: t`out of the question`,
};

function roleOf(group: RateGroup, { pick, tied, groups, mode, suspicious }: Vote, gate: number): FigureRole {
  if (group === pick) return "chosen";
  if (tied.includes(group)) return "tied";
  if (group.runs.some(hasFailed) && group.sound.length === 0) return "failed";
  if (group.sound.length === 0) return "open";
  if (group.failRate > 0 || suspicious.includes(group)) return "gated";
  const deepest = groups.reduce((least, { depth }) => (depth < least ? depth : least), group.depth);
  return mode === "loss" && group.depth - deepest > gate ? "gated" : "plain";
}
