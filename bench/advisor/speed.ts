/** How long advice takes on many long runs, from loaded columns. */
import { advise } from "../../lib/advisor/advise.ts";
import { seededChance } from "../../lib/advisor/chance.ts";
import type { RunLog } from "../../lib/advisor/input.ts";
import { toRun } from "../../lib/advisor/runs/run-log-builder.ts";
import type { Series } from "../../lib/core/series.ts";
import { median, report } from "../processes.ts";

const RUNS = 200;
const POINTS = 10_000;
const RATES = 50;
const ROUNDS = 7;
const COLD_MS = 300;
const GROWN_MS = 50;

function column(length: number, every: number, law: (step: number) => number): Series {
  return {
    length,
    steps: Int32Array.from({ length }, (_, i) => i * every),
    wallTimes: Float64Array.from({ length }, (_, i) => 1.7e9 + i),
    values: Float32Array.from({ length }, (_, i) => law(i * every)),
  };
}

/** 50 learning rates with 4 seeds each, 10,000 losses and 100 evaluations. */
function manyRuns(seed: number): RunLog[] {
  const chance = seededChance(seed);
  const noise = () => Math.sqrt(-2 * Math.log(chance() + 1e-9)) * Math.cos(2 * Math.PI * chance());
  return Array.from({ length: RUNS }, (_, i) => {
    const rate = 10 ** (-5 + (6 * (i % RATES)) / RATES);
    const tau = 2000 * Math.max(0.1, Math.abs(Math.log10(rate) + 2.5));
    const copy = Math.floor(i / RATES);
    const series = {
      "train/loss": column(POINTS, 1, (step) => 0.3 + 2 * Math.exp(-step / tau) + 0.05 * noise()),
      "dev/accuracy": column(100, POINTS / 100, (step) => 0.9 - 0.6 * Math.exp(-step / tau) + 0.004 * noise()),
    };
    return toRun(`sweep/lr${rate.toPrecision(3)}_s${copy}`, series, { lr: rate, seed: copy, num_steps: POINTS });
  });
}

/** `runs` with the last ten points of every series of one run left out, or `more` of them. */
function grown(runs: readonly RunLog[], at: number, more: number): RunLog[] {
  return runs.map((run, i) => {
    if (i !== at) return run;
    const series = new Map(
      [...run.series].map(([tag, points]) => [tag, { ...points, length: points.length - 10 + more }]),
    );
    return { ...run, series };
  });
}

/** Prints both times: the first advice, fresh columns each time, and after one run grew. */
export function printSpeed(): void {
  const time = (runs: readonly RunLog[]): number => {
    const start = performance.now();
    advise(runs);
    return performance.now() - start;
  };
  const first = time(manyRuns(1));
  const cold = Array.from({ length: ROUNDS }, (_, i) => time(manyRuns(2 + i)));
  const runs = manyRuns(1);
  advise(runs);
  const after = Array.from({ length: ROUNDS }, (_, i) => time(grown(runs, 17 * i, i)));
  console.log(`\nAdvice on ${RUNS} runs × ${POINTS.toLocaleString("en")} points, medians of ${ROUNDS}`);
  report("first in the process", `${first.toFixed(0)} ms`, { says: `${COLD_MS} ms`, isMet: first <= COLD_MS });
  report("cold", `${median(cold).toFixed(0)} ms`, { says: `${COLD_MS} ms`, isMet: median(cold) <= COLD_MS });
  report("after one run grew", `${median(after).toFixed(0)} ms`, {
    says: `${GROWN_MS} ms`,
    isMet: median(after) <= GROWN_MS,
  });
}
