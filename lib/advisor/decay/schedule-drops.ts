/** What each drop of a staircase or exponential schedule did to the loss (rule R32). */
import { type Curve, isUsable } from "../runs/curve.ts";
import { curveOf } from "../runs/experiment.ts";
import { leftAt, type ScaledRun } from "../runs/run-state.ts";
import type { CommonScale } from "../runs/scale.ts";
import { readTag } from "../runs/tags.ts";

/** A fall of the learning rate by less is a part of a slope. */
const DROP = 0.05;
const MOST_DROPS = 40;
/** Of the descent. */
const HELPED = 0.01;

export interface DropEffects {
  readonly drops: number;
  /** Share of the descent that was gained until the next drop. */
  readonly first: number;
  /** The most that any later drop gained. */
  readonly later: number;
  /** Only the first drop lowered the loss: it, or the interval, was too large. */
  readonly onlyFirst: boolean;
}

/** Steps at which the logged learning rate fell at once, in order. */
export function dropsOf({ steps, values, length }: Curve): number[] {
  const drops: number[] = [];
  for (let i = 1; i < length; i++)
    if (isUsable(values[i]) && values[i] > 0 && values[i] < (1 - DROP) * values[i - 1]) drops.push(steps[i]);
  return drops;
}

/** What the drops of `run` did; null when its learning rate is not logged as a staircase of 2 to 40 drops. */
export function dropEffects(run: ScaledRun, scale: CommonScale): DropEffects | null {
  const { columns } = run.replicate.experiment;
  const key = [...columns.keys()].find((name) => readTag(name).quantity === "learning rate");
  const rates = key === undefined ? null : curveOf(columns, key);
  const drops = rates === null ? [] : dropsOf(rates);
  if (drops.length < 2 || drops.length > MOST_DROPS) return null;
  const { loss } = run.replicate;
  const end = loss === null || loss.length === 0 ? scale.grid.to : Math.min(scale.grid.to, loss.steps[loss.length - 1]);
  const gains = drops.flatMap((drop, k) => {
    const until = Math.min(end, drops[k + 1] ?? end);
    const gain = leftAt(run, scale, drop) - leftAt(run, scale, until);
    return drop < until && !Number.isNaN(gain) ? [gain] : [];
  });
  if (gains.length < 2) return null;
  const later = Math.max(...gains.slice(1));
  return { drops: gains.length, first: gains[0], later, onlyFirst: gains[0] >= HELPED && later < HELPED };
}
