/** How fast a run goes by the clock: what a proposal costs, and when a running run will be done. */
import { median } from "../../core/statistics.ts";
import type { Experiment, LoggedColumn } from "../runs/experiment.ts";
import { numberNamed } from "../runs/settings.ts";

/** Seconds per step: the middle, and the quarters below and above. */
export interface Pace {
  readonly usual: number;
  readonly quick: number;
  readonly slow: number;
}

const LATEST = 200;
const FEWEST = 3;
/** A gap so many times longer than usual is a pause, not the pace of training. */
const PAUSE = 10;

/** The pace over the last 200 records of the column that was logged most often; null when the clock does not say. */
export function paceOf({ columns }: Experiment): Pace | null {
  const densest = [...columns.values()].reduce<LoggedColumn | null>(
    (most, column) => (column.series.length > (most?.series.length ?? 0) ? column : most),
    null,
  );
  if (densest === null) return null;
  const { steps, wallTimes, length } = densest.series;
  const gaps: number[] = [];
  for (let i = Math.max(1, length - LATEST); i < length; i++) {
    const gap = (wallTimes[i] - wallTimes[i - 1]) / (steps[i] - steps[i - 1]);
    if (gap > 0 && Number.isFinite(gap)) gaps.push(gap);
  }
  if (gaps.length < FEWEST) return null;
  const middle = median(gaps);
  const going = gaps.filter((gap) => gap <= PAUSE * middle).sort((a, b) => a - b);
  const at = (share: number): number => going[Math.min(going.length - 1, Math.floor(share * going.length))];
  return { usual: median(going), quick: at(0.25), slow: at(0.75) };
}

/** GPUs that one run takes: its world size where it states one. */
export const gpusOf = ({ hparams }: Experiment): number =>
  Math.max(1, numberNamed(hparams, ["worldsize", "numreplicas", "ngpus", "numgpus"]) ?? 1);

/** The wall time of the last record of a run, in seconds since the Unix epoch; null when it has none. */
export function lastSeen({ columns }: Experiment): number | null {
  let last = Number.NEGATIVE_INFINITY;
  for (const { series } of columns.values()) {
    const time = series.length > 0 ? series.wallTimes[series.length - 1] : Number.NaN;
    if (Number.isFinite(time) && time > last) last = time;
  }
  return Number.isFinite(last) ? last : null;
}
