/** Arithmetic of learning-rate schedules (rules R31 to R35): how fast they fall, and what that leaves at the old best step. */
import type { PlannedSchedule } from "../../core/advice.ts";

/** How often a linear schedule is recomputed: the guide's 100 steps, or a twentieth of a short run. The interval is not sensitive. */
export const linearInterval = (steps: number): number => Math.max(1, Math.min(100, Math.round(steps / 20)));

/** The lazy way: from `rate` at step 0 in a line to 0 at `steps`, recomputed every `every` steps. */
export function lazyLinear(rate: number, steps: number, every = linearInterval(steps)): PlannedSchedule {
  return { shape: "linear", rate, startStep: 0, endStep: steps, every, factor: 1 };
}

/** Constant up to `startStep`, then in a line to 0 at `endStep`. */
export function cooldown(rate: number, startStep: number, endStep: number): PlannedSchedule {
  return {
    shape: "cooldown",
    rate,
    startStep,
    endStep,
    every: linearInterval(Math.max(1, endStep - startStep)),
    factor: 1,
  };
}

/** How much a linear or cooldown schedule takes off per step: 2e-6 for 0.01 over 5,000 steps. */
export const perStep = ({ rate, startStep, endStep }: PlannedSchedule): number =>
  endStep > startStep ? rate / (endStep - startStep) : rate;

/** The learning rate in force at `step`. After the end of a linear or cooldown schedule it is 0; an exponential one goes on. */
export function rateAt(plan: PlannedSchedule, step: number): number {
  const { shape, rate, startStep, endStep, every, factor } = plan;
  if (step < startStep) return rate;
  const drops = Math.floor((step - startStep) / every);
  if (shape === "exponential") return rate * factor ** drops;
  return step >= endStep ? 0 : rate * Math.max(0, 1 - (drops * every) / (endStep - startStep));
}

/** Halvings from full rate to 1 %. */
const TO_ONE_PERCENT = Math.log2(100);

export interface Exponential {
  readonly plan: PlannedSchedule;
  /** Drops from the start up to the peak. */
  readonly drops: number;
  readonly halfLife: number;
  /** The step at which 1 % of the rate is left: what is trained afterwards is wasted. */
  readonly usefulEnd: number;
  /** Rule R31: a smaller factor than this ends before 0.8 × the steps or 1.3 × the peak. */
  readonly leastFactor: number;
  /** Both bounds hold: half by the peak, and not spent long before the end. */
  readonly lastsToTheEnd: boolean;
}

/**
 * The slowest exponential decay that starts at `startStep`, drops every `every` steps, and has halved the rate by `peakStep`
 * (rule R33: factor ≤ 0.5^(1/drops)). Null when no drop fits between start and peak: the interval is too long.
 */
export function exponentialByPeak(
  rate: number,
  { startStep, peakStep, every, steps }: Record<"startStep" | "peakStep" | "every" | "steps", number>,
): Exponential | null {
  const drops = Math.floor((peakStep - startStep) / every);
  if (!(drops >= 1)) return null;
  const factor = 0.5 ** (1 / drops);
  const halfLife = every * drops;
  const usefulEnd = startStep + TO_ONE_PERCENT * halfLife;
  const shouldLast = Math.max(0.8 * steps, 1.3 * peakStep);
  const leastFactor = 0.01 ** (every / Math.max(every, shouldLast - startStep));
  const endStep = Math.max(peakStep, Math.min(steps, Math.ceil(usefulEnd)));
  return {
    plan: { shape: "exponential", rate, startStep, endStep, every, factor },
    drops,
    halfLife,
    usefulEnd,
    leastFactor,
    lastsToTheEnd: factor >= leastFactor,
  };
}

/** Starts and half-lives as shares of the peak step, all of which halve the rate by the peak; the guide's own is the first. */
const FAMILY = [
  [0.9, 0.1],
  [0.7, 0.3],
  [0.5, 0.5],
] as const;

/** The exponential decays that halve the rate by `peakStep`, from the guide's late and steep one to an early and gentle one; 3 drops to a halving. */
export function exponentialFamily(rate: number, peakStep: number, steps: number): Exponential[] {
  return FAMILY.flatMap(([start, halfLife]) => {
    const startStep = Math.round(start * peakStep);
    const every = Math.max(1, Math.floor((peakStep - startStep) / 3));
    const found = exponentialByPeak(rate, { startStep, peakStep, every, steps });
    return found !== null && halfLife * peakStep >= 1 ? [found] : [];
  });
}

const MOST_STAIRS = 40;

/** The schedule as points (step, rate) for a line: corners of straight parts, stairs where there are few of them, else their slope. */
export function pointsOf(plan: PlannedSchedule): (readonly [number, number])[] {
  const { shape, rate, startStep, endStep, every, factor } = plan;
  const start: (readonly [number, number])[] = startStep > 0 ? [[0, rate]] : [];
  if (shape !== "exponential") return [...start, [startStep, rate], [endStep, 0]];
  const drops = Math.floor((endStep - startStep) / every);
  const points = [...start, [startStep, rate] as const];
  if (drops > MOST_STAIRS) {
    for (let i = 1; i <= MOST_STAIRS; i++) {
      const step = startStep + ((endStep - startStep) * i) / MOST_STAIRS;
      points.push([step, rate * factor ** ((step - startStep) / every)]);
    }
    return points;
  }
  for (let i = 1; i <= drops; i++) {
    const step = startStep + i * every;
    points.push([step, rate * factor ** (i - 1)], [step, rate * factor ** i]);
  }
  return [...points, [endStep, rate * factor ** drops]];
}
