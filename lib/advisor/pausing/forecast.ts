/** Where a curve will end, from what was seen of it: closed-form fits of saturating laws, and an interval measured on real curves. */
import { median, robustDeviation } from "../../core/statistics.ts";
import type { ScaledRun } from "../runs/run-state.ts";

export interface Forecast {
  readonly value: number;
  /** About nine in ten measured curves ended inside. */
  readonly interval: readonly [number, number];
}

const FEWEST = 5;
const MOST_POINTS = 60;

/**
 * The least half-width for 90 %, in units of half a point, when a share `seen` of the run was seen: what is left weighs as many times more as it is
 * longer than what was seen. Where the forecast moves further than that from the last value, the half-width is that move. Measured on
 * curves of six problems, each counting the same, memorising ones among them; docs/decisions tells how.
 */
const leastHalfWidth = (seen: number): number => 1.2 + (2.8 * (1 - seen)) / seen;

/** Shapes that fall from t = 0 towards 0: powers, shifted powers, a logarithm, stretched exponentials; t in shares of what was seen. */
const BASES: readonly ((t: number) => number)[] = [
  ...[0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2].map((a) => (t: number) => (t + 0.01) ** -a),
  ...[0.05, 0.2, 0.5, 1].flatMap((b) => [0.5, 1, 2].map((a) => (t: number) => (t + b) ** -a)),
  (t) => 1 / Math.log(t * 100 + Math.E),
  ...[0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 6, 8].flatMap((k) =>
    [0.5, 0.75, 1].map((d) => (t: number) => Math.exp(-k * t ** d)),
  ),
];

/** What is forecast of a run's dev metric, a share, for its planned end; null where no plan is stated or nothing can be forecast. */
export function forecastOfPlan({ replicate: { dev, unit, devUnit, experiment } }: ScaledRun): Forecast | null {
  if (dev === null || unit !== devUnit || experiment.plannedSteps === null) return null;
  const column = (from: ArrayLike<number>) => Array.from({ length: dev.length }, (_, i) => from[i]);
  return forecast(column(dev.steps), column(dev.values), experiment.plannedSteps);
}

/**
 * The value at `end` of a curve that was seen on `steps` (rising, at least 5) and saturates under a constant learning rate; null when it was not
 * seen for 5 % of the way, or no law fits. `unit`: what half a point is on the curve's scale, the least that an interval is built from.
 * `bounds`: what the metric can reach; a law with a limit beyond is no law of this curve. Invalid across a scheduled change of the learning rate, and for late collapses.
 */
export function forecast(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  end: number,
  unit = 0.005,
  bounds: readonly [number, number] = [0, 1],
): Forecast | null {
  const n = Math.min(steps.length, values.length);
  if (n < FEWEST || !(steps[n - 1] > steps[0])) return null;
  const from = steps[0];
  const length = steps[n - 1] - from;
  const seen = length / (end - from);
  if (!(seen >= 0.05)) return null;
  const last = median(Array.from({ length: Math.max(1, Math.round(n / 10)) }, (_, i) => values[n - 1 - i]));
  if (seen >= 1) return { value: last, interval: [last - unit, last + unit] };
  const stride = Math.max(1, Math.ceil(n / MOST_POINTS));
  const points: { t: number; y: number; w: number }[] = [];
  for (let i = (n - 1) % stride; i < n; i += stride) {
    const t = (steps[i] - from) / length;
    if (Number.isFinite(values[i])) points.push({ t, y: values[i], w: 10 ** t }); // the last point counts ten times the first
  }
  if (points.length < FEWEST) return null;
  const fits = BASES.flatMap((base) => fitTo(base, points, 1 / seen, bounds) ?? []);
  if (fits.length === 0) return null;
  const best = Math.min(...fits.map(({ error }) => error));
  const spread = Math.max(best / points.length, (unit / 10) ** 2);
  let sum = 0;
  let weights = 0;
  for (const { error, change } of fits) {
    const weight = Math.exp(-(error - best) / (2 * spread));
    sum += weight * change;
    weights += weight;
  }
  const value = last + sum / weights; // the mix passes through the last tenth
  const half = Math.hypot(
    Math.max(Math.abs(value - last), leastHalfWidth(seen) * unit),
    NINE_IN_TEN * jitterOf(values, n),
  );
  return Number.isFinite(value) && Number.isFinite(half) ? { value, interval: [value - half, value + half] } : null;
}

/** Normal deviations within which nine in ten fall. */
const NINE_IN_TEN = 1.645;

/**
 * The deviation of single late values, from neighbours. Where a curve stands now and where it will end are each read off a few of them, whose errors together are about that of one.
 * NaN counts as absent; 0 for fewer than two.
 */
function jitterOf(values: ArrayLike<number>, n: number): number {
  const late = Array.from({ length: n - (n >> 1) }, (_, i) => values[(n >> 1) + i]).filter(Number.isFinite);
  const steps = Float64Array.from(late.slice(1), (value, i) => value - late[i]);
  return steps.length === 0 ? 0 : robustDeviation(steps) / Math.SQRT2;
}

/** Weighted line y = c − aφ(t); the change from t = 1 to `until` and the squared error; null for a law without slope. */
function fitTo(
  base: (t: number) => number,
  points: readonly { t: number; y: number; w: number }[],
  until: number,
  [least, most]: readonly [number, number],
): { change: number; error: number } | null {
  let w = 0;
  let x1 = 0;
  let y1 = 0;
  for (const point of points) {
    w += point.w;
    x1 += point.w * base(point.t);
    y1 += point.w * point.y;
  }
  const cx = x1 / w;
  const cy = y1 / w;
  let xx = 0;
  let xy = 0;
  for (const point of points) {
    const dx = base(point.t) - cx;
    xx += point.w * dx * dx;
    xy += point.w * dx * (point.y - cy);
  }
  if (!(xx > 1e-15)) return null;
  const slope = xy / xx;
  let error = 0;
  for (const point of points)
    error += (point.w / w) * points.length * (point.y - cy - slope * (base(point.t) - cx)) ** 2;
  const limit = cy - slope * cx; // every law goes to 0, but for the logarithm, which goes there slowly
  if (limit < least || limit > most) return null;
  const change = slope * (base(until) - base(0.95)); // the last tenth has its middle there
  return Number.isFinite(change) && Number.isFinite(error) ? { change, error } : null;
}
