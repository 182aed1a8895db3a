/** Builders of run logs for tests: laws instead of literals, with noise that is the same every time. */
import type { Hparams, RunState, Series } from "../../core/series.ts";
import type { RunLog } from "../input.ts";

/** A series from its columns; `steps` and `values` have one length. Wall times count seconds. */
export function toSeries(steps: readonly number[], values: readonly number[]): Series {
  return {
    length: values.length,
    steps: Float64Array.from(steps),
    wallTimes: Float64Array.from(values, (_, i) => 1_700_000_000 + i),
    values: Float64Array.from(values),
  };
}

/** A series that follows `law` at `from`, `from + every`, … up to and including `to`. */
export function followLaw(law: (step: number) => number, { from = 0, to = 3000, every = 10 } = {}): Series {
  const steps = Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => from + i * every);
  return toSeries(steps, steps.map(law));
}

/** The loss that training cases follow: from 2.3 down to `floor` with time constant `tau`. */
export const decayTo =
  (floor: number, tau: number, start = 2.3) =>
  (step: number): number =>
    floor + (start - floor) * Math.exp(-step / tau);

/** `law` with normal noise of deviation `deviation`, drawn from a generator that starts at `seed`. */
export function withNoise(law: (step: number) => number, deviation: number, seed: number): (step: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  return (step) => law(step) + deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A finished run called `name` with the series given by tag. */
export function toRun(
  name: string,
  series: Readonly<Record<string, Series>>,
  hparams: Hparams = {},
  state: RunState = "finished",
): RunLog {
  return { name, state, hparams, series: new Map(Object.entries(series)), startedAt: null };
}
