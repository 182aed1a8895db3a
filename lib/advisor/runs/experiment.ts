/** One training, as it was logged by one run or by sub-runs that belong together. */
import { compareNames } from "../../core/natural-order.ts";
import type { Hparams, RunState, Series } from "../../core/series.ts";
import type { RunLog } from "../input.ts";
import { remembered } from "../remembered.ts";
import { type Curve, cleanCurve } from "./curve.ts";
import { type LearningRateReading, readLearningRate } from "./learning-rate-source.ts";
import { type Part, placeInParts } from "./log-parts.ts";
import { beforeResumption, findResumption, type Resumption } from "./resumption.ts";
import { readSchedule, type ScheduleReading } from "./schedule.ts";
import { effectiveBatch, numberOf, plannedSteps } from "./settings.ts";
import { readTag } from "./tags.ts";

/** A series with the place where it was logged. */
export interface LoggedColumn {
  readonly run: string;
  readonly tag: string;
  readonly series: Series;
}

export interface Experiment {
  readonly name: string;
  /** The runs that logged it, in natural order: Keras writes `train` and `validation` apart. */
  readonly runs: readonly string[];
  readonly state: RunState;
  readonly hparams: Hparams;
  /** By tag; a joined sub-run's tags carry its name in front: `validation/epoch_loss`. */
  readonly columns: ReadonlyMap<string, LoggedColumn>;
  readonly learningRate: LearningRateReading | null;
  readonly schedule: ScheduleReading;
  /** It went on with another learning rate there: `columns` hold what came before. Null for usual runs. */
  readonly resumed: Resumption | null;
  readonly seed: number | null;
  /** Examples per update, accumulation and world size included. */
  readonly batch: number | null;
  readonly plannedSteps: number | null;
  /** The logs themselves say that they count epochs. */
  readonly countsEpochs: boolean;
}

const SPLIT_RUN = /^(train|training|val|valid|validation|dev|eval|test)$/i;
const HPARAMS_RUN = /^\d{9,}(\.\d+)?$/; // `add_hparams` names its sub-run by the time

/**
 * Joins what belongs together and reads each training's settings; sorted by name. Sub-runs named after a split join their parent
 * when at least one stands for training or the parent is a run itself; a sub-run that `add_hparams` wrote lends its settings.
 */
export function toExperiments(logs: readonly RunLog[]): Experiment[] {
  const names = new Set(logs.map((log) => log.name));
  const groups = new Map<string, { prefix: string; log: RunLog }[]>();
  for (const log of [...logs].sort((a, b) => compareNames(a.name, b.name))) {
    const parent = parentOf(log.name);
    const leaf = log.name.slice(parent === "" ? 0 : parent.length + 1);
    const joins = SPLIT_RUN.test(leaf)
      ? names.has(parent) || names.has(within(parent, "train")) || names.has(within(parent, "training"))
      : HPARAMS_RUN.test(leaf) && names.has(parent);
    const home = joins ? (parent === "" ? "." : parent) : log.name;
    const group = groups.get(home) ?? [];
    group.push({ prefix: joins && SPLIT_RUN.test(leaf) ? `${leaf}/` : "", log });
    groups.set(home, group);
  }
  return [...groups]
    .map(([name, members]) => (isAlone(name, members) ? alone(members[0].log) : joined(name, members)))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** The folder of a name, `""` at the top. */
export const parentOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf("/")));

const within = (folder: string, leaf: string): string => (folder === "" ? leaf : `${folder}/${leaf}`);

type Member = { readonly prefix: string; readonly log: RunLog };

const isAlone = (name: string, members: readonly Member[]): boolean =>
  members.length === 1 && members[0].log.name === name;

const alone = remembered((log: RunLog) => joined(log.name, [{ prefix: "", log }]));

function joined(name: string, members: readonly Member[]): Experiment {
  const hparams: Hparams =
    members.length === 1 ? members[0].log.hparams : Object.assign({}, ...members.map(({ log }) => log.hparams));
  const all = new Map<string, LoggedColumn>();
  for (const { prefix, log } of members) {
    for (const [tag, series] of log.series) {
      const key = prefix + tag;
      if (!all.has(key)) all.set(key, { run: log.name, tag, series });
    }
  }
  const rateKey = learningRateKey(all);
  const rateColumn = rateKey === null ? undefined : all.get(rateKey);
  const resumed = rateColumn === undefined ? null : findResumption(rateColumn.series);
  const columns = resumed === null ? all : before(all, resumed);
  const rates = curveOf(columns, rateKey);
  const planned = plannedSteps(hparams);
  const state = members.map(({ log }) => log.state).reduce(joinedState);
  return {
    name,
    runs: members.map(({ log }) => log.name),
    // That a log has just become complete, its own plan knows sooner than any clock. Beyond it, the plan was another one.
    state: state === "live" && planned !== null && lastStep(columns) === planned ? "finished" : state,
    hparams,
    columns,
    learningRate: readLearningRate(rates, hparams, name),
    schedule: readSchedule(rates, hparams),
    resumed,
    seed: numberOf(hparams, "seed"),
    batch: effectiveBatch(hparams),
    plannedSteps: planned,
    countsEpochs: members.every(({ log }) => log.countsEpochs === true),
  };
}

function lastStep(columns: ReadonlyMap<string, LoggedColumn>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { series } of columns.values())
    if (series.length > 0) last = Math.max(last, series.steps[series.length - 1]);
  return last;
}

const LIVELIEST: readonly RunState[] = ["live", "failed", "stopped", "stalled", "finished", "unknown", "gone"];

function joinedState(a: RunState, b: RunState): RunState {
  return LIVELIEST.find((state) => state === a || state === b) ?? a;
}

function learningRateKey(columns: ReadonlyMap<string, LoggedColumn>): string | null {
  const tags = [...columns.keys()].filter((tag) => readTag(tag).quantity === "learning rate");
  return tags.sort((a, b) => readTag(a).rank - readTag(b).rank || compareNames(a, b))[0] ?? null;
}

const before = (columns: ReadonlyMap<string, LoggedColumn>, resumed: Resumption): Map<string, LoggedColumn> =>
  new Map([...columns].map(([key, column]) => [key, { ...column, series: beforeResumption(column.series, resumed) }]));

/** The cleaned curve under `tag`, or null when nothing was logged there. `parts`: those of the run's loss, by which the clock places it. */
export function curveOf(
  columns: ReadonlyMap<string, LoggedColumn>,
  tag: string | null,
  parts: readonly Part[] = [],
): Curve | null {
  const column = tag === null ? undefined : columns.get(tag);
  if (column === undefined || column.series.length === 0) return null;
  const series = parts.length === 0 ? column.series : placeInParts(column.series, parts);
  return cleanCurve(series, column.run, column.tag);
}
