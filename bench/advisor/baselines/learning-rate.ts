/** Ways to pick a learning rate from curves that are in use: by people, by tools, by nobody's thinking. */
import { mean, median } from "../../../lib/core/statistics.ts";
import type { Point, SeenRun } from "../replay.ts";

/** Picks one of the runs, or null when it cannot. `runs`: by rising rate, at least one. */
export type RatePicker = (runs: readonly SeenRun[]) => SeenRun | null;

/** The run with the least `of`; a NaN or infinite one never wins. Ties: the lower learning rate. */
function least(runs: readonly SeenRun[], of: (run: SeenRun) => number): SeenRun | null {
  let best: { run: SeenRun; value: number } | null = null;
  for (const run of runs) {
    const value = of(run);
    if (Number.isFinite(value) && (best === null || value < best.value)) best = { run, value };
  }
  return best?.run ?? null;
}

/** What is logged last is what is read off the end of a curve. */
export const lowestLastLoss: RatePicker = (runs) => least(runs, ({ loss }) => loss[loss.length - 1]?.value);

/** The lowest smoothed curve at the last step that all runs reached: what people read off TensorBoard. Runs that were non-finite there are out. */
export const lowestSmoothedLoss: RatePicker = (runs) => {
  const common = Math.min(...runs.map(({ loss }) => loss[loss.length - 1]?.step ?? 0));
  return least(runs, ({ loss }) => {
    const values = loss.filter(({ step }) => step <= common).map(({ value }) => value);
    const width = Math.max(1, Math.round(values.length / 20));
    return mean(values.slice(-width));
  });
};

/** The steepest start: the lowest loss after 5 % of what was seen. */
export const steepest: RatePicker = (runs) =>
  least(runs, ({ loss, until }) => mean(window(loss, 0.04 * until, 0.06 * until)));

/** The least area under the loss curve, each value clipped to twice where the runs began: fast, deep or not. */
export const leastArea: RatePicker = (runs) => {
  const start = median(runs.map(({ loss }) => loss[0].value).filter(Number.isFinite));
  const cap = start + Math.abs(start);
  return least(runs, ({ loss }) => mean(loss.map(({ value }) => (value < cap ? value : cap))));
};

/** The run with the best single evaluation: the maximum that a dashboard shows. */
export const rawArgmax: RatePicker = (runs) =>
  least(runs, ({ dev }) => -Math.max(...dev.map(({ value }) => value).filter(Number.isFinite)));

/** Rates that tutorials give, by optimizer. */
const DEFAULTS: Readonly<Record<string, number>> = { Adam: 1e-3, SGD: 0.1, sgd: 0.1, Momentum: 1e-3 };

/** The default of `optimizer`, or its nearest neighbour among the runs, whatever it did. */
export const fixedDefault =
  (optimizer: string): RatePicker =>
  (runs) =>
    least(runs, ({ rate }) => Math.abs(Math.log(rate / (DEFAULTS[optimizer] ?? 1e-3))));

/**
 * fastai's learning-rate finder, on one constant-rate run per learning rate instead of one run whose rate rises: the loss
 * after `RANGE_STEPS` steps against the rate, up to the first that is 4 times the best.
 *
 * @see fastai, `callback/schedule.py`: `valley`, `slide`, `minimum`, `steep`, and `LRFinder.stop_div`.
 */
export interface RangeTest {
  readonly runs: readonly SeenRun[];
  readonly losses: readonly number[];
}

const RANGE_STEPS = 100;

function rangeTest(runs: readonly SeenRun[]): RangeTest {
  const seen: { run: SeenRun; loss: number }[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const run of runs) {
    const reached = run.loss.findIndex(({ step }) => step >= Math.min(RANGE_STEPS, run.until));
    const loss = run.loss[reached < 0 ? run.loss.length - 1 : reached].value;
    if (!Number.isFinite(loss) || (best > 0 && loss > 4 * best)) break;
    best = Math.min(best, loss);
    seen.push({ run, loss });
  }
  return { runs: seen.map(({ run }) => run), losses: seen.map(({ loss }) => loss) };
}

const nearest = (runs: readonly SeenRun[], rate: number): SeenRun | null =>
  least(runs, (run) => Math.abs(Math.log(run.rate / rate)));

/** A tenth of the rate with the least loss. */
export const fastaiMinimum: RatePicker = (runs) => {
  const test = rangeTest(runs);
  const best = least(test.runs, (run) => test.losses[test.runs.indexOf(run)]);
  return best === null ? null : nearest(runs, best.rate / 10);
};

/** The rate from which to the next the loss falls most per logarithm of the rate. */
export const fastaiSteep: RatePicker = (runs) => {
  const { runs: tested, losses } = rangeTest(runs);
  const slopeFrom = (i: number) => (losses[i + 1] - losses[i]) / Math.log(tested[i + 1].rate / tested[i].rate);
  return least(tested.slice(0, -1), (run) => slopeFrom(tested.indexOf(run))) ?? tested[0] ?? null;
};

/** The middle of the longest falling subsequence. */
export const fastaiValley: RatePicker = (runs) => {
  const test = rangeTest(runs);
  const n = test.losses.length;
  if (n === 0) return null;
  const longest = test.losses.map(() => 1);
  let [start, end] = [0, 0];
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (test.losses[i] < test.losses[j] && longest[i] < longest[j] + 1) longest[i] = longest[j] + 1;
      if (longest[end] < longest[i]) {
        end = i;
        start = end - longest[end];
      }
    }
  }
  const sections = (end - start) / 3;
  return test.runs[Math.min(n - 1, Math.max(0, start + Math.trunc(sections) + Math.trunc(sections / 2)))];
};

/** Slides an interval of 15 rates down from the top until the slope at its left end is below 0.5 % per step; the rate there. */
export const fastaiSlide: RatePicker = (runs) => {
  const test = rangeTest(runs);
  if (test.losses.length < 2) return test.runs[0] ?? null;
  const slopes = gradient(test.losses);
  const difference = Math.min(15, test.losses.length - 1);
  let right = test.losses.length - 1;
  let left = right - difference;
  let found = test.runs[left].rate;
  while (left > 0 && Math.abs(slopes[right] - slopes[left]) > 0.005) {
    found = test.runs[left].rate;
    right -= 1;
    left -= 1;
  }
  return nearest(runs, found);
};

/** Central differences, one-sided at the ends, as `numpy.gradient`. One value: no slope. */
function gradient(values: readonly number[]): number[] {
  const n = values.length;
  if (n < 2) return values.map(() => 0);
  return values.map((_, i) => {
    const [low, high] = [Math.max(0, i - 1), Math.min(n - 1, i + 1)];
    return (values[high] - values[low]) / (high - low);
  });
}

const window = (points: readonly Point[], from: number, to: number): number[] => {
  const inside = points.filter(({ step }) => step >= from && step <= to);
  return (inside.length > 0 ? inside : points.slice(0, 2)).map(({ value }) => value);
};
