/** Row 12: the same sweeps as other trainers would have logged them. Where nothing but names and units differs, the pick may not; where less was logged, it is said what that costs. */
import { seededChance } from "../../../lib/advisor/chance.ts";
import type { RunLog } from "../../../lib/advisor/input.ts";
import type { HparamValue, Series } from "../../../lib/core/series.ts";
import { mean } from "../../../lib/core/statistics.ts";
import { type FinishedSweep, isAccuracy, nearestRate, regretOf } from "../corpus.ts";
import { ask, cut, reveal } from "../replay.ts";
import { GRIDS } from "./learning-rate.ts";

type Change = (log: RunLog, at: number) => RunLog;

interface Disguise {
  readonly change: Change;
  /** Sweeps that have what it changes; absent: all. */
  readonly metric?: FinishedSweep["metric"];
  /** Of the learning rates; absent: 1. */
  readonly factor?: number;
}

/** Changes the series whose tags `fits`: tag, values and steps. */
const logged =
  (fits: RegExp, change: { tag?: string; value?: (value: number) => number; step?: (step: number) => number }) =>
  (log: RunLog): RunLog => ({
    ...log,
    series: new Map(
      [...log.series].map(([tag, points]): [string, Series] => {
        if (!fits.test(tag)) return [tag, points];
        const { value = (v: number) => v, step = (s: number) => s } = change;
        const [steps, values] = [points.steps.slice(0, points.length), points.values.slice(0, points.length)];
        const { length, wallTimes } = points;
        const shown = {
          length,
          wallTimes,
          steps: Float64Array.from(steps, step),
          values: Float64Array.from(values, value),
        };
        return [change.tag ?? tag, shown];
      }),
    ),
  });
const set =
  (change: (hparams: Record<string, HparamValue>) => Record<string, HparamValue>): Change =>
  (log) => ({ ...log, hparams: change({ ...log.hparams }) });
/** Every `nth` point, the last among them. */
const thinned =
  (fits: RegExp, nth: number): Change =>
  (log) => ({
    ...log,
    series: new Map(
      [...log.series].map(([tag, points]): [string, Series] => {
        if (!fits.test(tag)) return [tag, points];
        const kept = Array.from({ length: points.length }, (_, i) => i).filter(
          (i) => (points.length - 1 - i) % nth === 0,
        );
        const column = (from: ArrayLike<number>) => Float64Array.from(kept, (i) => from[i]);
        const { steps, values, wallTimes } = points;
        return [
          tag,
          { length: kept.length, steps: column(steps), values: column(values), wallTimes: column(wallTimes) },
        ];
      }),
    ),
  });
const accuracy = (tag: string, value: (v: number) => number): Disguise => ({
  change: logged(/^dev\/accuracy$/, { tag, value }),
  metric: "dev/accuracy",
});
const loss = (tag: string, value: (v: number) => number): Disguise => ({
  change: logged(/^dev\/loss$/, { tag, value }),
  metric: "dev/loss",
});

/** Other words and units for what was logged: nothing is lost. */
const WORDS: Readonly<Record<string, Disguise>> = {
  "val_acc, in percent": accuracy("val_acc", (v) => 100 * v),
  "eval/top1_err, in percent": accuracy("eval/top1_err", (v) => 100 - 100 * v),
  "dev/error": accuracy("dev/error", (v) => 1 - v),
  "dev loss × 100 − 500": loss("eval_loss", (v) => 100 * v - 500),
  "perplexity, e^(loss / 50)": loss("dev/perplexity", (v) => Math.exp(v / 50)),
  "train loss × 100": { change: logged(/^train\/loss$/, { tag: "loss", value: (v) => 100 * v }) },
  "7 × the steps": { change: (log) => timesSeven(logged(/./, { step: (step) => 7 * step })(log)) },
  "100 × the rates": {
    change: set((h) => ({ ...h, lr: Number((100 * Number(h.lr)).toPrecision(6)) })),
    factor: 100,
  },
  "rates below a nested key": { change: set(({ lr, ...h }) => ({ ...h, "optimizer.learning_rate": lr })) },
  "single precision": { change: logged(/./, { value: Math.fround }) },
};

const timesSeven = (log: RunLog): RunLog => ({
  ...log,
  hparams: { ...log.hparams, num_steps: 7 * Number(log.hparams.num_steps) },
});

/** Less than was logged. */
const LOSSES: Readonly<Record<string, Disguise>> = {
  "a score of unknown noise (bleu)": accuracy("dev/bleu", (v) => 100 * v),
  "every second evaluation": { change: thinned(/^dev/, 2) },
  "every fifth evaluation": { change: thinned(/^dev/, 5) },
  "every fifth loss": { change: thinned(/^train/, 5) },
  "no plan stated": { change: set(({ num_steps: _, ...rest }) => rest) },
  "one run in five crashed": {
    change: (log, at) => (at % 5 === 2 ? { ...log, state: "failed", series: cutShort(log, at) } : log),
  },
};

const cutShort = ({ series }: RunLog, at: number): Map<string, Series> =>
  new Map([...series].map(([tag, points]) => [tag, cut(points, ((30 + ((13 * at) % 60)) / 100) * lastOf(points))]));
const lastOf = ({ steps, length }: Series): number => (length > 0 ? steps[length - 1] : 0);

/** Prints row 12: over the guide's grids and random sub-sweeps at a quarter of the budget and of whole runs. */
export function printDisguisesRow(sweeps: readonly FinishedSweep[]): void {
  const chance = seededChance(12);
  const views = sweeps.flatMap((sweep) =>
    [0.25, 1].flatMap((horizon) => {
      const rates = sweep.runs.map(({ rate }) => rate);
      const draws = Array.from({ length: 3 }, () => new Set(rates.filter(() => chance() < 0.25)));
      return [...GRIDS.map(({ of }) => of(sweep)), ...draws.filter(({ size }) => size >= 3)].map((shown) => {
        const runs = sweep.runs.filter(({ rate }) => shown.has(rate));
        const logs = runs.map((run) => reveal(run, sweep.budget, { horizon, hasDev: true }).log);
        return { sweep, logs, before: pickOf(logs) };
      });
    }),
  );
  const told = (name: string, { change, metric, factor = 1 }: Disguise): void => {
    let moved = 0;
    const cost: number[] = [];
    const asked = views.filter(({ sweep }) => metric === undefined || sweep.metric === metric);
    for (const { sweep, logs, before } of asked) {
      const after = pickOf(logs.map(change));
      const rate = after === null ? null : nearestRate(sweep, after / factor);
      if (rate !== before) moved += 1;
      if (isAccuracy(sweep) && before !== null && rate !== null)
        cost.push(regretOf(sweep, rate) - regretOf(sweep, before));
    }
    const points = cost.length > 0 ? `, ${mean(cost).toFixed(2)} points more on average` : "";
    console.log(`  ${name.padEnd(34)} ${moved} of ${asked.length} picks moved${points}`);
  };
  console.log("\nRow 12, other words for the same logs: no pick may move");
  for (const [name, disguise] of Object.entries(WORDS)) told(name, disguise);
  console.log("Row 12, less logged: what it costs");
  for (const [name, disguise] of Object.entries(LOSSES)) told(name, disguise);
}

function pickOf(logs: readonly RunLog[]): number | null {
  const value = ask(logs, "learning-rate")?.value;
  return typeof value === "number" ? value : null;
}
