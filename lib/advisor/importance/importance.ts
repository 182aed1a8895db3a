/** Which settings mattered: how much of the runs' order each explains, and whether chance would explain as much. */

import type { Importance } from "../../core/advice.ts";
import { rankCorrelation } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import type { Chance } from "../chance.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import { finish, type Parts } from "../parts.ts";
import type { Experiment } from "../runs/experiment.ts";
import { hasFailed } from "../runs/run-state.ts";
import { roleOf, toNumber } from "../runs/settings.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";
import { counted, listed, percent } from "../wording.ts";
import { forestInParts } from "./forest.ts";
import { functionalAnova, type VarianceShares } from "./functional-anova.ts";
import { importanceNotes } from "./importance-notes.ts";
import { jointEffect, mainEffects, ranksOf } from "./rank-effects.ts";
import { type RatedRun, sensitivities } from "./sensitivity.ts";

const FEWEST_RUNS = 12;
const MOST_SETTINGS = 6;
const BINS = 5;
const SEPARABLE = 0.7;
/** Settings whose pairs are looked at: the most important ones. */
const PAIRED = 3;
const SURE = 0.05;
/** From so many runs on a forest says how much of the space of settings each explains; below, bins of the runs at hand. */
const FEWEST_FOR_FOREST = 30;
const TREES = 64;
const LEVELS = 16;

/**
 * Effects on the ranks of the runs' worth, by permutation tests with `chance`: of each setting, of pairs beyond that, and of each setting among
 * the better half; from 30 runs on the shares are those of a forest, which runs off a grid do not mislead; null below 12 runs or when at most one setting varies. Runs that failed take the last ranks, so that divergence counts without ruling.
 *
 * @see Watanabe et al., "PED-ANOVA", 2023: what matters near the best is not what matters everywhere.
 */
export const findImportance = (curves: SweepCurves, chance: Chance): Importance | null =>
  finish(importanceInParts(curves, chance));

/** `findImportance`, some trees at a time. */
export function* importanceInParts(
  { replicates, everyRun, metric }: SweepCurves,
  chance: Chance,
): Parts<Importance | null> {
  const { members } = replicates;
  if (members.length < FEWEST_RUNS || settingsOf(members.map(({ experiment }) => experiment)).length < 2) return null;
  const rated = everyRun.flatMap((run): RatedRun[] => {
    if (run.outcome === "running" || run.outcome === "truncated" || run.outcome === "empty") return [];
    const best = metric === null ? null : bestDev(run.replicate.dev, metric, Number.POSITIVE_INFINITY);
    const value = metric === null ? -run.depth : best === null ? Number.NaN : metric.goal === "max" ? best : -best;
    const isLost = hasFailed(run) || Number.isNaN(value);
    return [{ run, worth: isLost ? Number.NEGATIVE_INFINITY : value }];
  });
  if (rated.length < FEWEST_RUNS) return null;
  const settings = settingsOf(rated.map(experimentOf));
  if (settings.length < 2) return null;
  const hasForest = rated.length >= FEWEST_FOR_FOREST;
  const shares = hasForest ? yield* forestShares(settings, rated, chance) : null;
  const found = mainEffectsOf(settings, rated, chance, shares);
  const pairs = pairsOf(
    found,
    rated,
    chance,
    shares && ((a, b) => shares.pair(settings.indexOf(a), settings.indexOf(b))),
  );
  const topHalf = yield* topHalfOf(settings, rated, chance, hasForest);
  const around = sensitivities(rated, settings, (setting, run) => settingIn(setting, run.replicate.experiment), metric);
  return {
    headline: headline(found, rated.length),
    notes: [
      ...importanceNotes(found, pairs, topHalf, around, metric),
      ...(hasForest
        ? [t`Shares are those of ${TREES} trees over the whole range of each setting (functional ANOVA).`]
        : []),
    ],
    runs: rated.length,
    settings: found,
    pairs,
    topHalf,
  };
}

const experimentOf = ({ run }: RatedRun): Experiment => run.replicate.experiment;

/** Shares by a forest on the ranks of `rated`, in the order of `settings`. */
function* forestShares(settings: readonly string[], rated: readonly RatedRun[], chance: Chance): Parts<VarianceShares> {
  const columns = settings.map((setting) => binned(setting, rated.map(experimentOf), LEVELS));
  const levels = columns.map((column) => 1 + column.reduce((most, level) => Math.max(most, level), 0));
  const ranks = ranksOf(rated.map(({ worth }) => worth));
  return functionalAnova(yield* forestInParts(columns, levels, ranks, TREES, chance), levels);
}

/** `shares`: by a forest, in the order of `settings`; null to take those of the bins. What chance would explain is asked of the bins either way. */
function mainEffectsOf(
  settings: readonly string[],
  rated: readonly RatedRun[],
  chance: Chance,
  shares: VarianceShares | null,
): Importance["settings"] {
  const columns = settings.map((setting) => ({ setting, bins: binned(setting, rated.map(experimentOf)) }));
  const effects = mainEffects(
    columns.map(({ bins }) => bins),
    ranksOf(rated.map(({ worth }) => worth)),
    chance,
  );
  return columns
    .map(({ setting, bins }, i) => ({
      setting,
      ...effects[i],
      ...(shares === null ? {} : { share: shares.mains[i] }),
      movedWith: columns.find((other) => other.setting !== setting && movesWith(other.bins, bins))?.setting ?? null,
    }))
    .sort((a, b) => b.share - a.share || (a.setting < b.setting ? -1 : 1));
}

/** Pairs of the most important settings, but for those that moved together: what they do jointly cannot be told apart. */
function pairsOf(
  found: Importance["settings"],
  rated: readonly RatedRun[],
  chance: Chance,
  shareOf: ((a: string, b: string) => number) | null,
): Importance["pairs"] {
  const ranks = ranksOf(rated.map(({ worth }) => worth));
  const first = found
    .slice(0, PAIRED)
    .map((setting) => ({ ...setting, bins: binned(setting.setting, rated.map(experimentOf)) }));
  return first.flatMap((a, i) =>
    first
      .slice(i + 1)
      .filter((b) => !movesWith(a.bins, b.bins))
      .map((b) => {
        const settings = [a.setting, b.setting] as const;
        const joint = jointEffect(a.bins, b.bins, ranks, chance);
        return { settings, ...joint, ...(shareOf === null ? {} : { share: shareOf(...settings) }) };
      }),
  );
}

/** The same among the better half of the runs; null when they are too few, or nothing varies among them. */
function* topHalfOf(
  settings: readonly string[],
  rated: readonly RatedRun[],
  chance: Chance,
  hasForest: boolean,
): Parts<Importance["topHalf"]> {
  const better = rated
    .filter(({ worth }) => worth > Number.NEGATIVE_INFINITY)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, Math.ceil(rated.length / 2));
  const varying = settings.filter(
    (setting) => new Set(better.map((one) => settingIn(setting, experimentOf(one)))).size > 1,
  );
  if (better.length < FEWEST_RUNS || varying.length === 0) return null;
  const shares = hasForest ? yield* forestShares(varying, better, chance) : null;
  return { runs: better.length, settings: mainEffectsOf(varying, better, chance, shares) };
}

function headline(settings: Importance["settings"], runs: number): string {
  const sure = settings.filter(({ chance }) => chance < SURE);
  if (sure.length === 0) return t`No setting explains the order of ${counted(runs, "run")} better than chance.`;
  const named = sure.slice(0, 3);
  const parts = named.map(({ setting, share }) => `${setting} (${percent(share)})`);
  const mixed = sure.find(({ movedWith }) => movedWith !== null);
  const other = mixed?.movedWith ?? null;
  const doubt =
    mixed === undefined || other === null
      ? ""
      : t`; ${mixed.setting} and ${other} moved together and cannot be told apart`;
  return t`${listed(parts)} ${named.length > 1 ? t`explain` : t`explains`} the order of ${counted(runs, "run")}${doubt}.`;
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

const settingIn = (setting: string, { hparams, learningRate }: Experiment): number | string =>
  setting === "lr" ? (learningRate?.value ?? 0) : (toNumber(hparams[setting]) ?? String(hparams[setting]));

/** The bin of each run: its own for up to `most` values, else by rank into so many, so that scales do not matter. */
function binned(setting: string, experiments: readonly Experiment[], most = BINS): Int32Array {
  const raw = experiments.map((experiment) => settingIn(setting, experiment));
  const isNumeric = raw.every((value) => typeof value === "number");
  const distinct = [...new Set(raw)].sort((a, b) =>
    isNumeric ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1,
  );
  const place = new Map(distinct.map((value, i) => [value, i]));
  const squeeze = distinct.length <= most || !isNumeric ? 1 : most / distinct.length;
  return Int32Array.from(raw, (value) => Math.floor((place.get(value) ?? 0) * squeeze));
}

const movesWith = (a: Int32Array, b: Int32Array): boolean => Math.abs(rankCorrelation(a, b)) > SEPARABLE;
