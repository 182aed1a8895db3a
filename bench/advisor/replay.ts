/** What an advisor is shown of a finished sweep: some of its learning rates, up to some step, with or without the dev metric. */
import { advise } from "../../lib/advisor/advise.ts";
import type { RunLog } from "../../lib/advisor/input.ts";
import type { Advice, Rule } from "../../lib/core/advice.ts";
import type { RunState, Series } from "../../lib/core/series.ts";
import type { FinishedRun } from "./corpus.ts";

/** A run as it stood at some step: the columns that baselines read. */
export interface SeenRun {
  readonly rate: number;
  /** The step up to which it was seen. */
  readonly until: number;
  readonly loss: readonly Point[];
  /** Empty when the dev metric is hidden; larger is better. */
  readonly dev: readonly Point[];
  readonly log: RunLog;
}

export interface Point {
  readonly step: number;
  readonly value: number;
}

export interface View {
  /** Share of the budget that is shown. */
  readonly horizon: number;
  readonly hasDev: boolean;
  readonly state?: RunState;
}

/** Cuts `run` down to what `view` shows. */
export function reveal(run: FinishedRun, budget: number, { horizon, hasDev, state = "finished" }: View): SeenRun {
  const until = horizon * budget;
  const shown = [...run.log.series].filter(([tag]) => hasDev || tag === "train/loss");
  const series = new Map(shown.map(([tag, points]) => [tag, cut(points, until)]));
  const devTag = [...series.keys()].find((tag) => tag !== "train/loss");
  const sign = devTag === "dev/loss" ? -1 : 1;
  const pointsOf = (tag: string | undefined, factor: number): Point[] => {
    const points = tag === undefined ? undefined : series.get(tag);
    return points === undefined
      ? []
      : Array.from({ length: points.length }, (_, i) => ({ step: points.steps[i], value: factor * points.values[i] }));
  };
  return {
    rate: run.rate,
    until,
    loss: pointsOf("train/loss", 1),
    dev: pointsOf(devTag, sign),
    log: { ...run.log, state, series },
  };
}

/** `points` up to step `until`. */
export function cut(points: Series, until: number): Series {
  let length = 0;
  while (length < points.length && points.steps[length] <= until) length += 1;
  return { ...points, length };
}

/** What the advisor says by one rule on runs that are one sweep; null when that rule has nothing to say. */
export function ask(runs: readonly RunLog[], rule: Rule): Advice | null {
  const { sweeps } = advise(runs);
  if (sweeps.length !== 1) throw new Error(`${runs[0]?.name} and others are ${sweeps.length} sweeps`);
  return sweeps[0].advice.find((advice) => advice.rule === rule) ?? null;
}
