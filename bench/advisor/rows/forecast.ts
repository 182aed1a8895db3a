/** Row 10: where a dev curve will end, and how often the interval holds it. */
import { forecast } from "../../../lib/advisor/pausing/forecast.ts";
import { mean, median } from "../../../lib/core/statistics.ts";
import { type FinishedSweep, isAccuracy } from "../corpus.ts";

const SEEN = [0.1, 0.2, 0.3, 0.5, 0.7];
const CLAIMED = 0.9;
/** Half a point, the unit in which errors are counted, so that accuracies and losses stand in one table. */
const UNIT = 0.005;

interface Guess {
  readonly problem: string;
  readonly seen: number;
  /** In units. */
  readonly error: number;
  readonly ofLast: number;
  readonly half: number;
}

/** Prints row 10 for every run that learned. */
export function printForecastRow(sweeps: readonly FinishedSweep[]): void {
  const guesses = sweeps.flatMap((sweep) =>
    [...sweep.runs, ...sweep.seeds.flat()].flatMap(({ log }) => {
      const dev = log.series.get(sweep.metric);
      return dev === undefined
        ? []
        : guessesOf(
            sweep,
            Array.from(dev.steps.subarray(0, dev.length)),
            Array.from(dev.values.subarray(0, dev.length)),
          );
    }),
  );
  const problems = [...new Set(guesses.map(({ problem }) => problem))];
  console.log(
    `\nRow 10, forecasts of the end of ${new Set(guesses).size / SEEN.length} curves or so: median error in half points (half percents of the range, for losses), and how often intervals that claim ${100 * CLAIMED} % held`,
  );
  console.log(
    `${"seen".padStart(6)}${"forecast".padStart(10)}${"last value".padStart(12)}${"half width".padStart(12)}  held, by problem; in brackets with widths scaled to hold ${100 * CLAIMED} % of the other problems`,
  );
  for (const seen of SEEN) {
    const here = guesses.filter((guess) => guess.seen === seen);
    const held = problems.map((problem) => {
      const own = here.filter((guess) => guess.problem === problem);
      const factor = scaleFor(
        here.filter((guess) => guess.problem !== problem),
        problems,
      );
      const share = (k: number) => mean(own.map(({ error, half }) => (error <= k * half ? 1 : 0)));
      return { problem, asIs: share(1), scaled: share(factor) };
    });
    const of = (value: (guess: Guess) => number) => median(here.map(value)).toFixed(1);
    const list = held
      .map(({ problem, asIs, scaled }) => `${problem} ${(100 * asIs).toFixed(0)} (${(100 * scaled).toFixed(0)})`)
      .join(", ");
    const all = `mean ${(100 * mean(held.map(({ asIs }) => asIs))).toFixed(0)} (${(100 * mean(held.map(({ scaled }) => scaled))).toFixed(0)}) %`;
    console.log(
      `${`${100 * seen} %`.padStart(6)}${of(({ error }) => error).padStart(10)}${of(({ ofLast }) => ofLast).padStart(12)}${of(({ half }) => half).padStart(12)}  ${all}: ${list}`,
    );
  }
}

/** The factor on half widths that holds the claimed share of `guesses`, each problem counting the same. */
function scaleFor(guesses: readonly Guess[], problems: readonly string[]): number {
  const weighed = problems.flatMap((problem) => {
    const own = guesses.filter((guess) => guess.problem === problem);
    return own.map(({ error, half }) => ({ ratio: error / half, weight: 1 / own.length }));
  });
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const { ratio, weight } of weighed.sort((a, b) => a.ratio - b.ratio)) {
    sum += weight;
    if (sum >= CLAIMED * total) return ratio;
  }
  return 1;
}

function guessesOf(sweep: FinishedSweep, steps: readonly number[], values: readonly number[]): Guess[] {
  if (!values.every(Number.isFinite)) return [];
  const end = median(values.slice(-Math.max(3, Math.round(values.length / 20))));
  const share = isAccuracy(sweep);
  const learned = share ? end - values[0] > 0.05 : values[0] - end > 0.05 * Math.abs(values[0]);
  if (!learned) return [];
  const unit = share ? UNIT : UNIT * (Math.max(...values) - Math.min(...values));
  return SEEN.flatMap((seen) => {
    const n = steps.filter((step) => step <= seen * sweep.budget).length;
    const found = forecast(
      steps.slice(0, n),
      values.slice(0, n),
      sweep.budget,
      unit,
      share ? [0, 1] : [-Infinity, Infinity],
    );
    if (found === null) return [];
    const last = median(values.slice(Math.max(0, n - Math.max(1, Math.round(n / 10))), n));
    const inUnits = (difference: number) => Math.abs(difference) / unit;
    return [
      {
        problem: sweep.problem,
        seen,
        error: inUnits(found.value - end),
        ofLast: inUnits(last - end),
        half: inUnits(found.interval[1] - found.value),
      },
    ];
  });
}
