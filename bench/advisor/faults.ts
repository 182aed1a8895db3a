/** Faults as they happen to trainings, put into the logs of real runs: what row 11 looks for. */
import type { RunLog } from "../../lib/advisor/input.ts";
import type { HparamValue, Series } from "../../lib/core/series.ts";
import { mean, median, robustDeviation } from "../../lib/core/statistics.ts";

/** A sequence of chances in [0, 1). */
type Chance = () => number;

export interface Fault {
  /** What the advice calls it. */
  readonly finding: string;
  /** `run`: shown by one run; `sweep`: only by several runs beside each other. */
  readonly of: "run" | "sweep";
  /** `log` with the fault; null where it has nothing that could show it. `at`: its place in its sweep, from the lowest learning rate on. */
  readonly into: (log: RunLog, chance: Chance, at: number) => RunLog | null;
}

const LOSS = "train/loss";

const valuesOf = ({ values, length }: Series): number[] => Array.from({ length }, (_, i) => values[i]);
const stepsOf = ({ steps, length }: Series): number[] => Array.from({ length }, (_, i) => steps[i]);
const devTag = ({ series }: RunLog): string | null => [...series.keys()].find((tag) => /^dev\/acc/.test(tag)) ?? null;

/** `log` with the values of `tag` changed; null where it does not log it, or fewer than `least` points. */
function changed(
  log: RunLog,
  tag: string | null,
  change: (value: number, i: number, all: readonly number[], noise: number) => number,
  least = 1,
): RunLog | null {
  const points = tag === null ? undefined : log.series.get(tag);
  if (tag === null || points === undefined || points.length < least) return null;
  const all = valuesOf(points);
  const noise = noiseOf(all);
  return withSeries(log, tag, {
    ...points,
    values: Float64Array.from(all, (value, i) => change(value, i, all, noise)),
  });
}

const withSeries = (log: RunLog, tag: string, points: Series): RunLog => ({
  ...log,
  series: new Map([...log.series, [tag, points]]),
});
const withSettings = (log: RunLog, settings: Readonly<Record<string, HparamValue>>): RunLog => ({
  ...log,
  hparams: { ...log.hparams, ...settings },
});

const normal = (chance: Chance): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** What one point of `values` differs from its neighbours by, late in the run. */
function noiseOf(values: readonly number[]): number {
  const late = values.slice(values.length >> 1).filter(Number.isFinite);
  return robustDeviation(late.slice(1).map((value, i) => value - late[i])) / Math.SQRT2;
}

/** Gradient norms as wide as those that trainings log (0.2 of their logarithm), at the steps of the loss. */
function withNorms(log: RunLog, chance: Chance, factor: (share: number) => number, least = 100): RunLog | null {
  const loss = log.series.get(LOSS);
  if (loss === undefined || loss.length < least) return null;
  const values = Float64Array.from(
    stepsOf(loss),
    (_, i) => Math.exp(0.2 * normal(chance)) * factor(i / (loss.length - 1)),
  );
  return withSeries(log, "grad_norm", { ...loss, values });
}

/** The loss stays where it stood at `share` of the run, with the noise that it had. */
function stuck(log: RunLog, chance: Chance, share: number): RunLog | null {
  let level: number | null = null;
  return changed(log, LOSS, (value, i, all, noise) => {
    const from = Math.floor(share * all.length);
    level ??= median(all.slice(Math.max(0, from - 20), from + 1));
    return i < from ? value : level + noise * normal(chance);
  });
}

/** Steps of one epoch as the settings state them; null where they do not, or the run has fewer than `epochs`, or fewer than 16 points each. */
function epochIn({ hparams, series }: RunLog, epochs: number): number | null {
  const loss = series.get(LOSS);
  const length = Math.ceil(Number(hparams.n_train) / Number(hparams.batch_size));
  const gap = loss === undefined || loss.length < 2 ? Number.NaN : loss.steps[1] - loss.steps[0];
  return loss !== undefined && length >= 16 * gap && loss.steps[loss.length - 1] >= epochs * length ? length : null;
}

/** Wall times of a second a step, those of every `nth` record ten times as long. */
function withStalls(log: RunLog, nth: number): RunLog | null {
  const loss = log.series.get(LOSS);
  if (loss === undefined || loss.length < 200) return null;
  let time = 1.7e9;
  const wallTimes = Float64Array.from(stepsOf(loss), (step, i) => {
    time += (step - (i > 0 ? loss.steps[i - 1] : 0)) * (i % nth === 0 ? 10 : 1);
    return time;
  });
  return withSeries(log, LOSS, { ...loss, wallTimes });
}

/** By name, each with what the advice should call it. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "gradients leap for 8 steps": {
    finding: "exploding gradients",
    of: "run",
    into: (log, chance) => {
      const at = 0.2 + 0.7 * chance();
      const steps = log.series.get(LOSS)?.length ?? 0;
      return withNorms(log, chance, (share) => (share >= at && share < at + 8 / steps ? 100 : 1));
    },
  },
  "gradients grow 100 × and stay": {
    finding: "exploding gradients",
    of: "run",
    into: (log, chance) => {
      const at = 0.2 + 0.6 * chance();
      return withNorms(log, chance, (share) => (share < at ? 1 : 100));
    },
  },
  "gradients grow 100 × over a fifth": {
    finding: "exploding gradients",
    of: "run",
    into: (log, chance) => {
      const at = 0.2 + 0.5 * chance();
      return withNorms(log, chance, (share) => 100 ** Math.min(1, Math.max(0, (share - at) / 0.2)));
    },
  },
  "gradients die, and the loss stays": {
    finding: "vanishing gradients",
    of: "run",
    into: (log, chance) => {
      const at = 0.05 + 0.1 * chance();
      const still = stuck(log, chance, at);
      return still === null ? null : withNorms(still, chance, (share) => (share < at ? 1 : 1e-4));
    },
  },
  "the loss is the same value from some step on": {
    finding: "frozen",
    of: "run",
    into: (log, chance) => {
      const at = 0.1 + 0.6 * chance();
      return changed(
        log,
        LOSS,
        (value, i, all) => (i < at * all.length ? value : all[Math.floor(at * all.length)]),
        100,
      );
    },
  },
  "two runs write into one log": {
    finding: "two runs in one log",
    of: "run",
    into: (log, chance) => {
      const away = 0.3 + 0.4 * chance();
      return changed(
        log,
        LOSS,
        (value, i, all, noise) => (i % 2 === 0 ? value : value + away * (all[0] - value) + 10 * noise),
        400,
      );
    },
  },
  "an average over 100 steps is logged": {
    finding: "smoothed by the logger",
    of: "run",
    into: (log) => {
      let state: number | null = null;
      return changed(
        log,
        LOSS,
        (value) => {
          state = state === null ? value : 0.99 * state + 0.01 * value;
          return state;
        },
        1000,
      );
    },
  },
  "the mean since the epoch began is logged": {
    finding: "jumps each epoch",
    of: "run",
    into: (log) => {
      let sum = 0;
      return changed(
        log,
        LOSS,
        (value, i, all) => {
          const place = i % Math.floor(all.length / 12);
          sum = place === 0 ? value : sum + value;
          return sum / (place + 1);
        },
        1000,
      );
    },
  },
  "batches come in one order": {
    finding: "not shuffled",
    of: "run",
    into: (log, chance) => {
      const epoch = epochIn(log, 8);
      const hardness = Array.from({ length: epoch ?? 0 }, () => normal(chance));
      const loss = log.series.get(LOSS);
      if (epoch === null || loss === undefined) return null;
      const late = valuesOf(loss)
        .slice(loss.length >> 1)
        .filter(Number.isFinite);
      const spread = Math.sqrt(mean(late.slice(1).map((value, i) => (value - late[i]) ** 2)) / 2);
      return changed(log, LOSS, (value, i) => value + 1.2 * spread * hardness[loss.steps[i] % epoch]);
    },
  },
  "the loss falls only where epochs begin": {
    finding: "steps down each epoch",
    of: "run",
    into: (log, chance) => {
      const epoch = epochIn(log, 8);
      const loss = log.series.get(LOSS);
      if (epoch === null || loss === undefined) return null;
      const [start, noise] = [valuesOf(loss).slice(0, 5), noiseOf(valuesOf(loss))];
      const top = median(start);
      const last = loss.steps[loss.length - 1] / epoch;
      return changed(
        log,
        LOSS,
        (_, i) => top * (1 - (0.7 * Math.floor(loss.steps[i] / epoch)) / last) + (noise / 3) * normal(chance),
      );
    },
  },
  "every evaluation reads the same weights": {
    finding: "dev stands still",
    of: "run",
    into: (log) => changed(log, devTag(log), (_value, _i, all) => all[0], 5),
  },
  "the answer stands in the input": {
    finding: "dev too good too soon",
    of: "run",
    into: (log, chance) => changed(log, devTag(log), (value, i) => (i === 0 ? value : 0.985 + 0.004 * chance()), 40),
  },
  "dev data are in training, train is noisier": {
    finding: "dev above train",
    of: "run",
    into: (log, chance) => {
      const tag = devTag(log);
      const dev = tag === null ? undefined : log.series.get(tag);
      if (tag === null || dev === undefined) return null;
      const above = Float64Array.from(valuesOf(dev), (value) => Math.min(1, value + 0.03 + 0.002 * normal(chance)));
      const trained = withSeries(log, tag.replace("dev", "train"), {
        ...dev,
        values: Float64Array.from(valuesOf(dev)),
      });
      return withSeries(trained, tag, { ...dev, values: above });
    },
  },
  "one step in seven waits for data": { finding: "slow input", of: "run", into: (log) => withStalls(log, 7) },
  "the learning rate is not used": {
    finding: "same log",
    of: "sweep",
    into: (log) => log, // every run then logs what the first one did
  },
  "labels are shuffled": {
    finding: "dead",
    of: "sweep",
    into: (log, chance) => {
      const untrained = (level: number) => () => level * (1 + 0.002 * normal(chance));
      const stuckLoss = changed(withSettings(log, { classes: 10 }), LOSS, untrained(Math.log(10)), 30);
      if (stuckLoss === null) return null;
      const guessing = changed(stuckLoss, devTag(stuckLoss), untrained(0.1));
      return guessing ?? changed(stuckLoss, "dev/loss", untrained(Math.log(10)));
    },
  },
  "the metric's sign is turned round": {
    finding: "loss against dev",
    of: "sweep",
    into: (log) => changed(log, devTag(log), (value) => 1 - value),
  },
  "each evaluation takes another 200 examples": {
    finding: "noisy evaluation",
    of: "sweep",
    into: (log, chance) =>
      changed(
        withSettings(log, { n_dev: 10_000 }),
        devTag(log),
        (value) => value + Math.sqrt(Math.max(0.01, value * (1 - value)) / 200) * normal(chance),
        12,
      ),
  },
  "the largest rate cannot settle": {
    finding: "restless end",
    of: "sweep",
    into: (log, chance, at) =>
      at < 0
        ? changed(
            log,
            LOSS,
            (value, i, all, noise) => (i < all.length / 2 ? value : value + 8 * noise * Math.abs(normal(chance))),
            400,
          )
        : log,
  },
  "dev turns while the loss falls on": {
    finding: "overfits",
    of: "sweep",
    into: (log, chance) => {
      const turn = 0.15 + 0.1 * chance();
      return changed(
        log,
        devTag(log),
        (value, i, all) => {
          const late = Math.max(0, i / (all.length - 1) - turn);
          return late > 0
            ? median(all.slice(Math.floor(turn * all.length) - 3, Math.floor(turn * all.length) + 1)) -
                0.1 * late +
                0.003 * normal(chance)
            : value;
        },
        30,
      );
    },
  },
};
