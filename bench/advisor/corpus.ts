/** Finished sweeps to replay: every run with its whole log, and what each learning rate was worth in the end. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunLog } from "../../lib/advisor/input.ts";
import { toRun, toSeries } from "../../lib/advisor/runs/run-log-builder.ts";
import type { Series } from "../../lib/core/series.ts";
import { mean, runningMedian } from "../../lib/core/statistics.ts";

/** One finished training at a constant learning rate. */
export interface FinishedRun {
  readonly rate: number;
  readonly seed: number;
  /** With the tags `train/loss` and `dev/accuracy` or `dev/loss`. */
  readonly log: RunLog;
}

export interface FinishedSweep {
  readonly name: string;
  /** Sweeps of one problem are no independent evidence: what is left out, is left out by problem. */
  readonly problem: string;
  readonly optimizer: string;
  readonly metric: "dev/accuracy" | "dev/loss";
  /** Steps of a whole run. */
  readonly budget: number;
  /** By rising learning rate, the first seed of each. */
  readonly runs: readonly FinishedRun[];
  /** Other seeds of one learning rate, constant too; groups of at least 3. */
  readonly seeds: readonly (readonly FinishedRun[])[];
  /** By learning rate, of whole runs: the better, the larger, in points of accuracy or in percent of the best loss. */
  readonly worth: ReadonlyMap<number, number>;
}

export const isAccuracy = (sweep: FinishedSweep): boolean => sweep.metric === "dev/accuracy";

/** What choosing `rate` costs against the best of all: points of accuracy, or percent of the best loss. */
export function regretOf({ worth }: FinishedSweep, rate: number): number {
  const best = Math.max(...worth.values());
  const found = worth.get(rate);
  if (found === undefined) throw new Error(`nobody trained at ${rate}`);
  return best - found;
}

/** The learning rate of `sweep` nearest to `rate`, on a scale of ratios. */
export function nearestRate({ runs }: FinishedSweep, rate: number): number {
  const far = (candidate: number) => Math.abs(Math.log(candidate / rate));
  return runs.map((run) => run.rate).reduce((near, candidate) => (far(candidate) < far(near) ? candidate : near));
}

interface DeepObsFile {
  readonly sweeps: readonly {
    readonly problem: string;
    readonly optimizer: string;
    readonly metric: string;
    readonly block_steps: number;
    readonly loss0: number;
    readonly lr: readonly number[];
    readonly loss: readonly (readonly (number | null)[])[];
    readonly dev: readonly (readonly (number | null)[])[];
    readonly seeds?: { readonly lr: number; readonly dev: (number | null)[][]; readonly loss: (number | null)[][] };
  }[];
}

/** The sweeps of `path/deepobs/sweeps.json`; none when there is no such file. Its dev metric is a share, or a loss with its sign turned. */
export function readDeepObs(path: string): FinishedSweep[] {
  const file = join(path, "deepobs", "sweeps.json");
  if (!existsSync(file)) return [];
  const { sweeps }: DeepObsFile = JSON.parse(readFileSync(file, "utf8"));
  return sweeps.map((sweep) => {
    const optimizer = sweep.optimizer.replace("Optimizer", "").replace("GradientDescent", "SGD");
    const name = `${sweep.problem}/${optimizer}`;
    const metric = sweep.metric === "accuracy" ? ("dev/accuracy" as const) : ("dev/loss" as const);
    const budget = sweep.block_steps * sweep.loss[0].length;
    const toFinished = (rate: number, seed: number, loss: (number | null)[], dev: (number | null)[]): FinishedRun => ({
      rate,
      seed,
      log: toRun(
        `${name}/lr=${rate}_s${seed}`,
        {
          "train/loss": toSeries(
            [0, ...loss.map((_, i) => Math.round((i + 0.5) * sweep.block_steps))].map((step, i) => Math.max(step, i)),
            [sweep.loss0, ...loss].map((value) => value ?? Number.NaN),
          ),
          [metric]: toSeries(
            dev.map((_, i) => Math.round((budget * i) / (dev.length - 1))),
            dev.map((value) => (value === null ? Number.NaN : metric === "dev/loss" ? -value : value)),
          ),
        },
        { lr: rate, seed, optimizer, num_steps: budget },
      ),
    });
    const runs = sweep.lr
      .map((rate, i) => toFinished(rate, 42, [...sweep.loss[i]], [...sweep.dev[i]]))
      .sort((a, b) => a.rate - b.rate);
    const { seeds } = sweep;
    return {
      name,
      problem: sweep.problem,
      optimizer,
      metric,
      budget,
      runs,
      seeds: seeds === undefined ? [] : [seeds.dev.map((dev, i) => toFinished(seeds.lr, i, seeds.loss[i], dev))],
      worth: worthOf(runs, metric),
    };
  });
}

/** By rate, over its seeds: the best of the running median of 5 evaluations, the untrained model included. */
function worthOf(runs: readonly FinishedRun[], metric: FinishedSweep["metric"]): Map<number, number> {
  const sign = metric === "dev/loss" ? -1 : 1;
  const bests = runs.map(({ log }) => {
    const series = log.series.get(metric);
    const values = Array.from(series?.values ?? []).filter(Number.isFinite);
    return sign * Math.max(...Array.from(runningMedian(values, 5), (value) => sign * value));
  });
  const rates = [...new Set(runs.map(({ rate }) => rate))];
  const byRate = rates.map((rate) => mean(bests.filter((_, i) => runs[i].rate === rate)));
  const best = sign * Math.max(...byRate.map((value) => sign * value));
  const unit = metric === "dev/accuracy" ? 100 : 100 / Math.abs(best);
  return new Map(rates.map((rate, i) => [rate, sign * unit * byRate[i]]));
}

/** Our own tasks below `path/sweeps`: name and folder of each that has an oracle. */
export function findTasks(path: string): { name: string; folder: string }[] {
  const folder = join(path, "sweeps");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, folder: join(folder, name) }))
    .filter((task) => existsSync(join(task.folder, "oracle.json")));
}

const PHASE_ONE = /^phase1\//;

/** Phase 1 of a task as a sweep. `logs`: its runs, named by their paths below the task's folder. Seeds that were trained more than once count by their mean. */
export function toSweepOfTask(task: string, logs: readonly RunLog[]): FinishedSweep {
  const toFinished = (log: RunLog): FinishedRun => ({
    rate: Number(log.hparams.lr),
    seed: Number(log.hparams.seed),
    log: asAccuracy(log),
  });
  const all = logs
    .filter(({ name }) => PHASE_ONE.test(name))
    .map(toFinished)
    .sort((a, b) => a.rate - b.rate || a.seed - b.seed);
  return {
    name: task,
    problem: task,
    optimizer: String(all[0].log.hparams.optimizer),
    metric: "dev/accuracy",
    budget: Number(all[0].log.hparams.num_steps),
    runs: all.filter(({ seed }) => seed === 0),
    seeds: ["x1_const", "x2_const"].map((arm) =>
      logs.filter(({ name }) => name.startsWith(`phase3/${arm}_`)).map(toFinished),
    ),
    worth: worthOf(all, "dev/accuracy"),
  };
}

/** Under the tags of the other corpus, without what the baselines do not know. */
function asAccuracy({ name, state, hparams, series, startedAt }: RunLog): RunLog {
  const kept = new Map<string, Series>();
  for (const [tag, points] of series) {
    if (tag === "train/loss") kept.set(tag, points);
    if (tag === "dev/acc") kept.set("dev/accuracy", points);
  }
  return { name, state, hparams, series: kept, startedAt };
}
