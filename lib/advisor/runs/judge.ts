/** What a sweep is judged by: its training loss and its dev metric, chosen by name and never from the test split. */

import { compareNames } from "../../core/natural-order.ts";
import { rankCorrelation } from "../../core/statistics.ts";
import { t } from "../../core/text.ts";
import type { AdviceOptions } from "../input.ts";
import { showsRareClass, statesRareClass } from "./class-balance.ts";
import { type Curve, isUsable } from "./curve.ts";
import { curveOf, type Experiment } from "./experiment.ts";
import { isGameLoss } from "./loss-kind.ts";
import { readTag, type TagMeaning } from "./tags.ts";

/** The dev metric of a sweep. */
export interface Metric {
  /** Key into the experiments' columns. */
  readonly key: string;
  /** The tag as logged. */
  readonly tag: string;
  readonly goal: "max" | "min";
  /** A share: shown in percent, and normalised when some runs log percents. */
  readonly isBounded: boolean;
  /** An exponential of a loss, as perplexity is: its differences count by ratios. */
  readonly isExponential: boolean;
  /** The metric is a loss, or an exponential of one: it can rise from over-confidence while accuracy stands. */
  readonly isLoss: boolean;
}

/** Null members: nothing of that kind was logged. `notes`: what had to be guessed, in sentences. */
export interface Judge {
  readonly lossKey: string | null;
  readonly lossTag: string | null;
  readonly metric: Metric | null;
  readonly devLossKey: string | null;
  readonly notes: readonly string[];
}

/** Chooses the tags: among those that at least half as many experiments carry as the commonest, the one whose name reads best. */
export function chooseJudge(experiments: readonly Experiment[], options: AdviceOptions): Judge {
  const carriers = new Map<string, number>();
  for (const { columns } of experiments) {
    for (const [key, { series }] of columns) if (series.length > 0) carriers.set(key, (carriers.get(key) ?? 0) + 1);
  }
  const choose = (fits: (meaning: TagMeaning) => boolean): string | null => {
    const fitting = [...carriers].filter(([key]) => fits(readTag(key)));
    const most = fitting.reduce((max, [, n]) => Math.max(max, n), 0);
    const common = fitting.filter(([, n]) => n * 2 >= most).map(([key]) => key);
    return common.sort((a, b) => readTag(a).rank - readTag(b).rank || compareNames(a, b))[0] ?? null;
  };
  const devLossKey = choose((m) => m.split === "dev" && m.quantity === "loss");
  const askedLoss = options.loss === undefined ? null : askedKey(experiments, options.loss, "train");
  const byName = choose((m) => m.quantity === "loss" && m.split !== "dev" && m.split !== "test");
  const isGame = askedLoss === null && byName !== null && isGameLoss(byName);
  const lossKey = askedLoss ?? (isGame ? null : byName);
  const asked = options.metric === undefined ? null : askedKey(experiments, options.metric, "dev");
  const usual = choose((m) => m.split === "dev" && m.quantity === "metric");
  const f1 = usual === null || asked !== null ? null : f1Instead(usual, choose(isDevF1), experiments);
  const key =
    asked ??
    f1 ??
    usual ??
    devLossKey ??
    choose((m) => m.split === "dev" && m.quantity === "other") ??
    (isGame ? choose((m) => m.split === null && m.quantity === "metric") : null);
  const notes: string[] = [];
  if (isGame)
    notes.push(
      t`${tagOf(experiments, byName)} is not meant to fall, so depth says nothing: ${key === null ? t`choose a metric` : t`only ${tagOf(experiments, key)} counts`}.`,
    );
  if (f1 !== null && usual !== null)
    notes.push(
      t`A class is rare, so runs are judged by ${tagOf(experiments, f1)}: ${tagOf(experiments, usual)} is high for a model that never finds it.`,
    );
  if (options.metric !== undefined && asked === null)
    notes.push(t`No run logs ${options.metric}, so it is judged without.`);
  if (options.loss !== undefined && askedLoss === null)
    notes.push(t`No run logs ${options.loss}, so the training loss is chosen by name.`);
  const metric = key === null ? null : toMetric(key, experiments, lossKey, options);
  if (key !== null && metric === null)
    notes.push(
      t`The name ${tagOf(experiments, key)} does not say whether more is better, and neither does the loss: it is not used.`,
    );
  return { lossKey, lossTag: lossKey === null ? null : tagOf(experiments, lossKey), metric, devLossKey, notes };
}

const isDevF1 = ({ split, quantity, measure }: TagMeaning): boolean =>
  split === "dev" && quantity === "metric" && measure === "f1";

/** `f1` where it should judge instead of the accuracy `usual`: a class is rare, by the settings or by what the two show; else null. */
function f1Instead(usual: string, f1: string | null, experiments: readonly Experiment[]): string | null {
  if (f1 === null || f1 === usual || readTag(usual).measure !== "accuracy") return null;
  return experiments.some(statesRareClass) || showsRareClass(experiments, usual, f1) ? f1 : null;
}

/** The key of the tag `asked`; of several sub-runs that log it, not the one for the other split. */
function askedKey(experiments: readonly Experiment[], asked: string, split: "train" | "dev"): string | null {
  const other = split === "train" ? "dev" : "train";
  for (const { columns } of experiments) {
    if (columns.has(asked)) return asked;
    for (const [key, { tag }] of columns) if (tag === asked && readTag(key).split !== other) return key;
  }
  return null;
}

function tagOf(experiments: readonly Experiment[], key: string): string {
  for (const { columns } of experiments) {
    const column = columns.get(key);
    if (column !== undefined) return column.tag;
  }
  return key;
}

function toMetric(
  key: string,
  experiments: readonly Experiment[],
  lossKey: string | null,
  options: AdviceOptions,
): Metric | null {
  const meaning = readTag(key);
  const goal = options.goal ?? meaning.goal ?? goalByLoss(key, experiments, lossKey);
  if (goal === null) return null;
  return {
    key,
    tag: tagOf(experiments, key),
    goal,
    isBounded: meaning.isBounded && endsAsShare(experiments, key),
    isExponential: meaning.isExponential,
    isLoss: meaning.quantity === "loss" || meaning.isExponential,
  };
}

/** No run ends outside 0 to 100, whatever the name says: `error` may be a distance. */
function endsAsShare(experiments: readonly Experiment[], key: string): boolean {
  return experiments.every(({ columns }) => {
    const { values, length } = columns.get(key)?.series ?? { values: [], length: 0 };
    const last = length > 0 ? values[length - 1] : Number.NaN;
    return !isUsable(last) || (last >= 0 && last <= 100);
  });
}

const EVALS_LOOKED_AT = 60;

/** The direction that goes with a falling training loss over all runs, or null when the two hardly move together. */
function goalByLoss(key: string, experiments: readonly Experiment[], lossKey: string | null): "max" | "min" | null {
  const metric: number[] = [];
  const loss: number[] = [];
  for (const { columns } of experiments) {
    const dev = curveOf(columns, key);
    const train = curveOf(columns, lossKey);
    if (dev === null || train === null) continue;
    const stride = Math.max(1, Math.floor(dev.length / EVALS_LOOKED_AT));
    for (let i = 0; i < dev.length; i += stride) {
      const near = valueNear(train, dev.steps[i]);
      if (isUsable(dev.values[i]) && near !== null) {
        metric.push(dev.values[i]);
        loss.push(near);
      }
    }
  }
  const together = rankCorrelation(metric, loss);
  if (Math.abs(together) < 0.3) return null;
  return together < 0 ? "max" : "min";
}

/** The curve's value at the last step not after `step`, or null. */
function valueNear(curve: Curve, step: number): number | null {
  let low = 0;
  let high = curve.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve.steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  const value = low === 0 ? Number.NaN : curve.values[low - 1];
  return isUsable(value) ? value : null;
}
