/** Row 3: how many steps, as dev value left on the table beside the share of the budget that was trained. */
import { median, runningMedian } from "../../../lib/core/statistics.ts";
import { kneeOf } from "../baselines/kneedle.ts";
import { plateauTrigger } from "../baselines/plateau.ts";
import { type FinishedSweep, isAccuracy } from "../corpus.ts";
import { ask, type Point, reveal, type SeenRun } from "../replay.ts";
import { ADVISOR, ScoreBoard, summarise } from "../scores.ts";
import { advisorsPick } from "./learning-rate.ts";

const MARGIN = 1.5;
const BLOCKS = 200;

interface Question {
  readonly sweep: FinishedSweep;
  readonly run: SeenRun;
  /** Steps by rule; null: it gave no answer, which is trained to the end. */
  readonly steps: ReadonlyMap<string, number | null>;
}

/** Prints row 3: each rule asked about the whole run that the advisor picks. */
export function printStepsRow(sweeps: readonly FinishedSweep[], unit: string): void {
  const questions = sweeps.flatMap((sweep) => toQuestion(sweep) ?? []);
  const plain = new ScoreBoard();
  const shares = new ScoreBoard();
  for (const { sweep, run, steps } of questions) {
    for (const [rule, found] of steps) {
      const n = found ?? sweep.budget;
      plain.add(rule, devLeft(sweep, run, n));
      shares.add(rule, 100 * Math.min(1, n / sweep.budget));
    }
  }
  console.log("\nRow 3, steps: dev left on the table where a rule stops, and the share of the budget that it trains");
  console.log(
    `${"".padEnd(34)}${"mean".padStart(8)}${"worst".padStart(8)}${"share".padStart(8)}${"n".padStart(5)}  ${unit}`,
  );
  const rows = [...plain.scores].map(([rule, left]) => ({
    rule,
    ...summarise(left),
    share: summarise(shares.scores.get(rule) ?? []).mean,
  }));
  for (const { rule, mean, worst, share, n } of rows)
    console.log(
      `  ${rule.padEnd(32)}${mean.toFixed(2).padStart(8)}${worst.toFixed(2).padStart(8)}${`${share.toFixed(0)} %`.padStart(8)}${String(n).padStart(5)}`,
    );
  const ours = rows.find(({ rule }) => rule === ADVISOR);
  const better = rows.filter(
    (row) =>
      ours !== undefined && row !== ours && row.mean <= ours.mean && row.worst <= ours.worst && row.share <= ours.share,
  );
  console.log(
    better.length === 0
      ? "  no rule leaves as little for as few steps"
      : `  BEHIND ${better.map(({ rule }) => rule).join(", ")}`,
  );
}

function toQuestion(sweep: FinishedSweep): Question | null {
  const seen = sweep.runs.map((run) => reveal(run, sweep.budget, { horizon: 1, hasDev: true }));
  const picked = advisorsPick(seen);
  const run = seen.find(({ rate }) => rate === picked);
  if (run === undefined) return null;
  const advice = ask(
    seen.map(({ log }) => log),
    "converged-step",
  );
  const value = advice?.value ?? null;
  const ours =
    value !== null && typeof value === "object" && "recommendedSteps" in value ? value.recommendedSteps : null;
  const loss = blocksOf(run.loss, sweep.budget);
  const perEval = perEvaluation(run);
  const within = (delta: number) => MARGIN * lastExceeding(loss, delta);
  return {
    sweep,
    run,
    steps: new Map<string, number | null>([
      [ADVISOR, ours],
      ["Kneedle", MARGIN * kneeOf(loss)],
      ["ReduceLROnPlateau on loss", plateauTrigger(perEval, false)],
      ["ReduceLROnPlateau on dev", plateauTrigger(run.dev, true)],
      ["half of the budget", 0.5 * sweep.budget],
      ["within 0.5 % for good × 1.5", within(0.005)],
      ["within 2 % for good × 1.5", within(0.02)],
      ["within 5 % for good × 1.5", within(0.05)],
    ]),
  };
}

/** Means of the loss over equal stretches, then medians of 5. */
function blocksOf(loss: readonly Point[], budget: number): Point[] {
  const count = Math.min(BLOCKS, loss.length);
  const sums = Array.from({ length: count }, () => ({ sum: 0, n: 0 }));
  for (const { step, value } of loss) {
    if (!Number.isFinite(value)) continue;
    const block = sums[Math.min(count - 1, Math.floor((step / budget) * count))];
    block.sum += value;
    block.n += 1;
  }
  const filled = sums
    .map(({ sum, n }, i) => ({ step: ((i + 0.5) * budget) / count, value: sum / n }))
    .filter(({ value }) => Number.isFinite(value));
  const smooth = runningMedian(
    filled.map(({ value }) => value),
    5,
  );
  return filled.map(({ step }, i) => ({ step, value: smooth[i] }));
}

/** The last step at which the curve stands more than `delta` of its descent above its end. */
function lastExceeding(points: readonly Point[], delta: number): number {
  const end = median(points.slice(-Math.max(1, Math.round(points.length / 20))).map(({ value }) => value));
  const limit = end + delta * (points[0].value - end);
  return points.findLast(({ value }) => value > limit)?.step ?? 0;
}

/** The mean training loss between evaluations: what a script hands to a scheduler once an epoch. */
function perEvaluation({ loss, dev }: SeenRun): Point[] {
  let at = 0;
  return dev.slice(1).flatMap(({ step }) => {
    const values: number[] = [];
    for (; at < loss.length && loss[at].step <= step; at++) values.push(loss[at].value);
    return values.length === 0 ? [] : [{ step, value: values.reduce((a, b) => a + b, 0) / values.length }];
  });
}

/** How much better the best median of 5 evaluations gets after step `n`. */
function devLeft(sweep: FinishedSweep, { dev }: SeenRun, n: number): number {
  const smooth = runningMedian(
    dev.map(({ value }) => value),
    5,
  );
  const best = (until: number) => Math.max(...Array.from(smooth).filter((_, i) => i === 0 || dev[i].step <= until));
  const whole = best(Number.POSITIVE_INFINITY);
  const left = whole - best(n);
  return isAccuracy(sweep) ? 100 * left : (100 * left) / Math.abs(whole);
}
