/** Which settings mattered: how much of the runs' order each explains, and whether chance would explain as much. */
import type { Importance } from "../core/advice.ts";
import { rankCorrelation } from "../core/statistics.ts";
import type { Chance } from "./chance.ts";
import type { Experiment } from "./experiment.ts";
import { bestDev } from "./learning-rate-vote.ts";
import { hasFailed } from "./run-state.ts";
import { roleOf, toNumber } from "./settings.ts";
import type { SweepCurves } from "./sweep-curves.ts";
import { counted, listed, percent } from "./wording.ts";

const FEWEST_RUNS = 12;
const MOST_SETTINGS = 6;
const BINS = 5;
const SHUFFLES = 300;
const SEPARABLE = 0.7;

/**
 * Main effects on the ranks of the runs' worth, by permutation tests with `chance`; null below 12 runs or when at most one setting
 * varies. Runs that failed take the last ranks, so that divergence counts without ruling.
 */
export function findImportance({ replicates, everyRun, metric }: SweepCurves, chance: Chance): Importance | null {
  const { members } = replicates;
  if (members.length < FEWEST_RUNS || settingsOf(members.map(({ experiment }) => experiment)).length < 2) return null;
  const worth = everyRun.flatMap((run) => {
    if (run.outcome === "running" || run.outcome === "truncated" || run.outcome === "empty") return [];
    const best = metric === null ? null : bestDev(run.replicate.dev, metric, Number.POSITIVE_INFINITY);
    const value = metric === null ? -run.depth : best === null ? Number.NaN : metric.goal === "max" ? best : -best;
    const isLost = hasFailed(run) || Number.isNaN(value);
    return [{ experiment: run.replicate.experiment, value: isLost ? Number.NEGATIVE_INFINITY : value }];
  });
  if (worth.length < FEWEST_RUNS) return null;
  const experiments = worth.map(({ experiment }) => experiment);
  const settings = settingsOf(experiments);
  if (settings.length < 2) return null;
  const ranks = ranksOf(worth.map(({ value }) => value));
  const columns = settings.map((setting) => ({ setting, bins: binned(setting, experiments) }));
  const found = columns
    .map(({ setting, bins }) => {
      const share = explained(bins, ranks);
      return {
        setting,
        share,
        chance: chanceOf(bins, ranks, share, chance),
        movedWith: columns.find((other) => other.setting !== setting && movesWith(other.bins, bins))?.setting ?? null,
      };
    })
    .sort((a, b) => b.share - a.share || (a.setting < b.setting ? -1 : 1));
  return { headline: headline(found, worth.length), runs: worth.length, settings: found };
}

function headline(settings: Importance["settings"], runs: number): string {
  const sure = settings.filter(({ chance }) => chance < 0.05);
  if (sure.length === 0) return `No setting explains the order of ${counted(runs, "run")} better than chance.`;
  const named = sure.slice(0, 3);
  const parts = named.map(({ setting, share }) => `${setting} (${percent(share)})`);
  const mixed = sure.find(({ movedWith }) => movedWith !== null);
  const doubt =
    mixed === undefined ? "" : `; ${mixed.setting} and ${mixed.movedWith} moved together and cannot be told apart`;
  return `${listed(parts)} ${named.length > 1 ? "explain" : "explains"} the order of ${counted(runs, "run")}${doubt}.`;
}

/** Settings that vary over runs which all state them; the learning rate by its reading. Seeds and names are not settings. */
function settingsOf(experiments: readonly Experiment[]): string[] {
  const keys = new Set(experiments.flatMap(({ hparams }) => Object.keys(hparams)));
  const varying = [...keys].filter((key) => {
    const role = roleOf(key);
    if (role === "seed" || role === "bookkeeping" || role === "learning rate" || role === "length") return false;
    const values = experiments.map(({ hparams }) => hparams[key]);
    return values.every((value) => value !== undefined) && new Set(values).size > 1;
  });
  const rates = experiments.map(({ learningRate }) => learningRate?.value);
  const hasRate = rates.every((value) => value !== undefined) && new Set(rates).size > 1;
  return [...(hasRate ? ["lr"] : []), ...varying.sort()].slice(0, MOST_SETTINGS);
}

/** The bin of each run: its own for up to 5 values, else by rank into 5, so that scales do not matter. */
function binned(setting: string, experiments: readonly Experiment[]): Int32Array {
  const raw = experiments.map(({ hparams, learningRate }) =>
    setting === "lr" ? (learningRate?.value ?? 0) : (toNumber(hparams[setting]) ?? String(hparams[setting])),
  );
  const isNumeric = raw.every((value) => typeof value === "number");
  const distinct = [...new Set(raw)].sort((a, b) =>
    isNumeric ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1,
  );
  const place = new Map(distinct.map((value, i) => [value, i]));
  const squeeze = distinct.length <= BINS || !isNumeric ? 1 : BINS / distinct.length;
  return Int32Array.from(raw, (value) => Math.floor((place.get(value) ?? 0) * squeeze));
}

function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end += 1;
    for (let k = start; k <= end; k++) ranks[order[k]] = (start + end) / 2;
    start = end + 1;
  }
  return ranks;
}

/** Share of the variance of `ranks` that the means of the bins explain. */
function explained(bins: Int32Array, ranks: Float64Array): number {
  const sums = new Map<number, { sum: number; n: number }>();
  const centre = ranks.reduce((a, b) => a + b, 0) / ranks.length;
  let total = 0;
  for (let i = 0; i < ranks.length; i++) {
    const bin = sums.get(bins[i]) ?? { sum: 0, n: 0 };
    sums.set(bins[i], { sum: bin.sum + ranks[i], n: bin.n + 1 });
    total += (ranks[i] - centre) ** 2;
  }
  let between = 0;
  for (const { sum, n } of sums.values()) between += n * (sum / n - centre) ** 2;
  return total > 0 ? between / total : 0;
}

/** How often shuffled ranks are explained as well. */
function chanceOf(bins: Int32Array, ranks: Float64Array, share: number, chance: Chance): number {
  const shuffled = Float64Array.from(ranks);
  let asGood = 0;
  for (let round = 0; round < SHUFFLES; round++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = Math.floor(chance() * (i + 1));
      const kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
    if (explained(bins, shuffled) >= share - 1e-12) asGood += 1;
  }
  return (asGood + 1) / (SHUFFLES + 1);
}

const movesWith = (a: Int32Array, b: Int32Array): boolean => Math.abs(rankCorrelation(a, b)) > SEPARABLE;
