/** What keeps the confidence in a learning rate small. */
import { t } from "../../core/text.ts";
import type { Cap } from "../confidence.ts";
import { chanceAtHorizon } from "../confidence.ts";
import { hasFailed, isCensored } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { counted, listed, percent, rate, term } from "../wording.ts";
import type { Vote } from "./learning-rate-vote.ts";
import { bestDev, type RateGroup, REACHED_BUDGET, shareOfBudget } from "./rate-groups.ts";

/** It bounds the sweep: it came through, or failed for good. */
export const isConclusive = ({ sound, runs }: RateGroup): boolean => sound.length > 0 || runs.some(hasFailed);

const NEAR_ZERO = 0.01;
/** Measured from the loss alone: right in 60 % of the sub-sweeps seen up to a tenth of the budget, in 76 % of those seen further. */
const EARLY = 0.2;

/** Fewer records, of the loss and on dev, have no shape. */
const FEWEST_RECORDS = 5;

/** Nothing but a few numbers of it is there: what two runs differ by then is luck. */
const isBarelyLogged = ({ sound }: RateGroup): boolean =>
  sound.every(({ replicate: { loss, dev } }) => Math.max(loss?.length ?? 0, dev?.length ?? 0) < FEWEST_RECORDS);

/** Every limit on the confidence in a vote, with its reason; the order is that of the guide's questions. */
export function capsOf({ ballot, replicates, runs, judge }: SweepCurves, scale: CommonScale, result: Vote): Cap[] {
  const { pick, groups, mode, noise, cliff, edge, ahead, tied, movedFor } = result;
  if (pick === null) return [{ limit: 0, because: t`no run came through` }];
  const caps: Cap[] = [];
  const behind = runs.filter((run) => isCensored(run) && !ahead.includes(run)).length;
  const conclusive = groups.filter(isConclusive).length;
  if (groups.length === 1) caps.push({ limit: 0.2, because: t`only one learning rate was tried` });
  else if (conclusive + (ahead.length === 0 ? behind : 0) < 3)
    caps.push({ limit: 0.45, because: t`only ${counted(conclusive, "learning rate")} finished` });
  if (isBarelyLogged(pick))
    caps.push({ limit: 0.4, because: t`fewer than ${FEWEST_RECORDS} records of the pick were logged` });
  if (ahead.length > 0)
    caps.push({
      limit: 0.4,
      because: t`${listed(ahead.map(({ replicate }) => replicate.experiment.name))} led where it was last seen`,
    });
  if (result.betterBefore !== null)
    caps.push({
      limit: 0.45,
      because: t`${rate(result.betterBefore.group.rate)} was better before it failed: the best may lie between`,
    });
  if (result.movedFrom !== null && movedFor === "the turn")
    caps.push({ limit: 0.6, because: t`it is picked by a forecast: ${rate(result.movedFrom.rate)} was better so far` });
  if (edge !== null) {
    const isPick = edge === (pick === groups[0] ? "lowest" : pick === groups[groups.length - 1] ? "highest" : null);
    const because = isPick
      ? t`the pick is the ${term(edge)} that was tried: better ones may lie beyond`
      : t`the ${term(edge)} that was tried is as good as the pick: better ones may lie beyond`;
    caps.push({ limit: 0.5, because });
  }
  if (cliff !== null && movedFor !== "the cliff" && pick.sound.length < 3)
    caps.push({ limit: 0.6, because: t`the next rate, ${rate(cliff.rate)}, fails: another seed may fail at the pick` });
  if (pick.failRate > 0) caps.push({ limit: 0.6, because: t`${percent(pick.failRate)} of its seeds failed` });
  if (mode === "loss") {
    caps.push({ limit: 0.6, because: t`memorisation cannot be seen without a dev metric` });
    if (endsNearZero(pick, scale))
      caps.push({ limit: 0.4, because: t`the loss ends near zero, which memorising also does` });
    if (scale.startsDiffer)
      caps.push({ limit: 0.5, because: t`the runs start at different losses: they may not measure the same thing` });
  } else if (noise?.source === "assumed") {
    caps.push({ limit: 0.7, because: t`the dev noise is ${noise.text}` });
  }
  if (tied.length > 0) caps.push({ limit: 0.8, because: t`${counted(tied.length + 1, "rate")} cannot be told apart` });
  if (pick.sound.some(({ replicate }) => replicate.experiment.state === "live"))
    caps.push({ limit: 0.5, because: t`the picked run is still going` });
  const seen = shareOfBudget(pick);
  if (mode === "loss" && seen !== null && seen < EARLY)
    caps.push({ limit: 0.45, because: t`so early the loss flatters high rates, and nothing but the loss was logged` });
  if (seen !== null && seen < REACHED_BUDGET)
    caps.push({ limit: chanceAtHorizon(seen), because: t`only ${percent(seen)} of the planned steps were seen` });
  if (replicates.sameUnderTwoRates.length > 0) {
    caps.push({
      limit: 0.4,
      because: t`${listed(replicates.sameUnderTwoRates[0])} logged the same to the last digit: the learning rate may not reach the optimizer`,
    });
  }
  if (judge.lossKey === null)
    caps.push({
      limit: 0.6,
      because: t`no training loss is logged: how the runs went is judged by the dev metric alone`,
    });
  return [...caps, ...ballot.caps];
}

/** The loss has a natural zero (no value is negative) and ends within 1 % of it. */
function endsNearZero(pick: RateGroup, scale: CommonScale): boolean {
  const level = scale.floor + pick.depth * scale.descent;
  const isNonNegative = pick.sound.every(({ replicate }) => replicate.loss !== null && replicate.loss.lowest >= 0);
  return isNonNegative && level <= NEAR_ZERO * scale.start;
}

/** Dev points that the pick gained in the second half of what was seen; 0 without a bounded dev metric. */
export function gained({ pick, mode }: Vote, { metric }: SweepCurves, { grid }: CommonScale): number {
  if (pick === null || mode === "loss" || metric === null || !metric.isBounded) return 0;
  const { dev } = pick.sound[0].replicate;
  const end = bestDev(dev, metric, grid.to);
  const half = bestDev(dev, metric, (grid.from + grid.to) / 2);
  return end === null || half === null ? 0 : Math.min(20, 100 * Math.abs(end - half));
}
