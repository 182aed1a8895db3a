/** The table of phase 2: one cell for each batch size and momentum, compared by examples seen and by steps. */
import { median } from "../../core/statistics.ts";
import { bestDev } from "../learning-rate/rate-groups.ts";
import type { Experiment } from "../runs/experiment.ts";
import type { Metric } from "../runs/judge.ts";
import { type DevNoise, devNoise, differenceError, LOSS_NOISE, selectionBias } from "../runs/noise.ts";
import type { Replicate } from "../runs/replicate.ts";
import { hasFailed, isComplete, leftAt, type ScaledRun } from "../runs/run-state.ts";
import { isConstant } from "../runs/schedule.ts";
import { keysOf, numberNamed, roleOf } from "../runs/settings.ts";
import { groupBy } from "../runs/sweep.ts";
import type { SweepCurves } from "../runs/sweep-curves.ts";

export interface Cell {
  readonly batch: number | null;
  readonly momentum: number | null;
  /** The learning rate that did best in this cell; null when unknown. */
  readonly rate: number | null;
  readonly ratesTried: number;
  /** Runs of that learning rate; at least one. */
  readonly runs: readonly ScaledRun[];
  readonly sound: readonly ScaledRun[];
  /** How many runs with decay have its batch size and momentum: the next stage began here. */
  readonly decayed: number;
  /** Worth after as many examples as all cells saw; more is better, by the metric's sign. NaN when no run came through. */
  readonly byExamples: number;
  /** Worth after as many steps. */
  readonly bySteps: number;
}

export interface Table {
  readonly cells: readonly Cell[];
  readonly batches: readonly number[];
  readonly momenta: readonly number[];
  /** Examples and steps up to which cells are compared; examples null where no batch size is known. */
  readonly examples: number | null;
  readonly steps: number;
  /** Where cells are compared by examples, and by steps: early in training runs differ by more. Null without a dev metric. */
  readonly noise: { readonly byExamples: DevNoise; readonly bySteps: DevNoise } | null;
  /** 1: more of the metric is better; −1: less, or loss where there is no dev metric. */
  readonly sign: 1 | -1;
}

/** The momentum of a run, or null: what the settings state. Adam's β₁ is not momentum in this sense. */
export const momentumOf = ({ hparams }: Experiment): number | null => numberNamed(hparams, ["momentum", "mom", "mu"]);

/** Settings other than batch size, momentum, learning rate, seed, length and bookkeeping. */
function otherSettings({ hparams }: Experiment): string {
  const keys = [...keysOf(hparams, "setting"), ...keysOf(hparams, "scope")].filter((key) => !isMomentum(key));
  return JSON.stringify(keys.sort().map((key) => [key, String(hparams[key])]));
}

const isMomentum = (key: string): boolean => /^(momentum|mom|mu)$/i.test(key.slice(key.search(/[^./]*$/)));

/** The table of a sweep, or null when fewer than two cells with constant learning rates were run. */
export function toTable({ everyRun, scale, metric, unit }: SweepCurves): Table | null {
  if (unit !== "steps" || scale === null) return null;
  const plain = everyRun.filter(
    ({ replicate: { loss, unit: own, experiment } }) =>
      loss !== null && loss.length > 0 && own === unit && isConstant(experiment.schedule.kind),
  );
  const withDecay = everyRun.filter(({ replicate }) => !isConstant(replicate.experiment.schedule.kind));
  const alike = [...groupBy(plain, ({ replicate }) => otherSettings(replicate.experiment)).values()];
  if (alike.length === 0) return null;
  const runs = alike.reduce((most, group) => (group.length > most.length ? group : most));
  const byCell = groupBy(runs, ({ replicate }) => cellKey(replicate));
  if (byCell.size < 2) return null;
  const reached = reachOf([...byCell.values()]);
  if (reached === null) return null;
  const { steps, examples } = reached;
  const sign = metric?.goal === "max" ? 1 : -1;
  const valueAt = (run: ScaledRun, step: number): number | null => {
    if (metric !== null) return bestDev(run.replicate.dev, metric, step);
    const left = leftAt(run, scale, step);
    return Number.isNaN(left) ? null : left;
  };
  const valuesAt = (sound: readonly ScaledRun[], at: (run: ScaledRun) => number) =>
    sound.flatMap((run) => (lastStep(run) >= REACHED * at(run) ? (valueAt(run, at(run)) ?? []) : []));
  const worth = (sound: readonly ScaledRun[], at: (run: ScaledRun) => number) => {
    const values = valuesAt(sound, at);
    return values.length > 0 ? median(values) : Number.NaN;
  };
  const examplesAt = (run: ScaledRun) => (examples === null ? steps : examples / (run.replicate.experiment.batch ?? 1));
  const toCell = (inCell: readonly ScaledRun[]): Cell => {
    const { experiment } = inCell[0].replicate;
    const rates = [...groupBy(inCell, (run) => run.replicate.experiment.learningRate?.value ?? null)].map(
      ([rate, ofRate]) => {
        const sound = ofRate.filter(({ outcome }) => outcome === "ok" || outcome === "truncated");
        return { rate, runs: ofRate, sound, byExamples: worth(sound, examplesAt), bySteps: worth(sound, () => steps) };
      },
    );
    const best = rates.reduce((top, one) =>
      Number.isNaN(top.byExamples) || sign * (one.byExamples - top.byExamples) > 0 ? one : top,
    );
    const decayed = withDecay.filter(({ replicate }) => cellKey(replicate) === cellKey(inCell[0].replicate)).length;
    return { batch: experiment.batch, momentum: momentumOf(experiment), ratesTried: rates.length, decayed, ...best };
  };
  const cells = [...byCell.values()].map(toCell);
  const noiseAt = (at: (run: ScaledRun) => number, judged: Metric): DevNoise =>
    devNoise(
      cells.map(({ sound }) => ({ runs: sound, values: valuesAt(sound, at) })),
      judged,
    );
  const numbers = (of: (cell: Cell) => number | null) =>
    [...new Set(cells.flatMap((cell) => of(cell) ?? []))].sort((a, b) => a - b);
  return {
    cells: cells.sort((a, b) => (a.batch ?? 0) - (b.batch ?? 0) || (a.momentum ?? 0) - (b.momentum ?? 0)),
    batches: numbers(({ batch }) => batch),
    momenta: numbers(({ momentum }) => momentum),
    examples,
    steps,
    noise: metric === null ? null : { byExamples: noiseAt(examplesAt, metric), bySteps: noiseAt(() => steps, metric) },
    sign,
  };
}

/** So much of the way to where cells are compared is all of it. */
const REACHED = 0.97;

/**
 * How far every cell has come, by its longest run, in steps and in examples; null where none learned. What is still running or was cut short holds no cell
 * back that has a whole run, and a cell that has none waits; later stages train for fewer steps than this one, which says nothing of it.
 */
function reachOf(cells: readonly (readonly ScaledRun[])[]): { steps: number; examples: number | null } | null {
  const sound = cells.map((runs) => runs.filter((run) => !hasFailed(run) && run.outcome !== "empty"));
  const whole = sound.map((runs) => runs.filter(({ replicate }) => isComplete(replicate)));
  const counted = (whole.some((runs) => runs.length > 0) ? whole : sound).filter((runs) => runs.length > 0);
  if (counted.length === 0) return null;
  const batches = cells.flat().map(({ replicate }) => replicate.experiment.batch);
  const hasBatches = batches.every((batch) => batch !== null && batch > 0);
  const least = (of: (run: ScaledRun) => number) => Math.min(...counted.map((runs) => Math.max(...runs.map(of))));
  const examples = least((run) => lastStep(run) * (run.replicate.experiment.batch ?? 1));
  return { steps: least(lastStep), examples: hasBatches && examples > 0 ? examples : null };
}

const cellKey = ({ experiment }: Replicate): string => `${experiment.batch}/${momentumOf(experiment)}`;

function lastStep({ replicate: { loss } }: ScaledRun): number {
  return loss === null || loss.length === 0 ? 0 : loss.steps[loss.length - 1];
}

/** Names of the settings by which the cells differ, as the runs state them. */
export function tableKeys({ hparams }: Experiment): { readonly batch: string; readonly momentum: string } {
  const momentum = Object.keys(hparams).find((key) => roleOf(key) === "setting" && isMomentum(key));
  return { batch: keysOf(hparams, "batch")[0] ?? "batch_size", momentum: momentum ?? "momentum" };
}

/**
 * The best cell on one axis and those that the noise cannot tell from it; null when no run came through. A cell that was run again, because it won or
 * because the next stage began there, has lost its luck, and the best of the others still has all of it: that much more it may lie behind.
 */
export function winnerOf(table: Table, axis: "byExamples" | "bySteps"): { best: Cell; tied: Cell[] } | null {
  const measured = table.cells.filter((cell) => !Number.isNaN(cell[axis]));
  if (measured.length === 0) return null;
  const best = measured.reduce((top, cell) => (table.sign * (cell[axis] - top[axis]) > 0 ? cell : top));
  const deviation = table.noise?.[axis].deviation ?? LOSS_NOISE;
  const luck = ({ sound }: Cell): number => selectionBias(deviation, measured.length, sound.length);
  const tied = measured.filter(
    (cell) =>
      cell !== best &&
      table.sign * (best[axis] - cell[axis]) <=
        2 * differenceError(deviation, best.sound.length, cell.sound.length) + Math.max(0, luck(best) - luck(cell)),
  );
  return { best, tied };
}

/**
 * Of a winner and its ties, where the next stage began: leaving it would waste those runs for nothing that can be told. Elsewhere the best so far: what noise cannot
 * tell apart is not equal, and taking the largest batch of the ties cost 0.3 points on average on four real grids. Of cells with one value, the largest batch.
 */
export function preferred({ best, tied }: { readonly best: Cell; readonly tied: readonly Cell[] }): Cell {
  const isFaster = (cell: Cell, top: Cell) =>
    cell.byExamples === top.byExamples && (cell.batch ?? 0) > (top.batch ?? 0);
  return tied.reduce(
    (top, cell) => (cell.decayed > top.decayed || (cell.decayed === top.decayed && isFaster(cell, top)) ? cell : top),
    best,
  );
}
