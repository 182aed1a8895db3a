/** Other ways to smooth than TensorBoard's, each with the weight that one slider gives: 0 leaves a curve as it is. */

/** `ema`: TensorBoard's, by points (`smooth-index.ts`). `twema`: Weights & Biases', by distance on x. */
export type Smoother = "ema" | "twema" | "gaussian" | "median";

/** One attempt of a run: from `start`, up to before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Attempts as stretches: smoothing begins anew at each. */
export const stretchesOf = (starts: readonly number[], length: number): readonly Stretch[] =>
  starts.map((start, attempt) => ({ start, end: starts[attempt + 1] ?? length }));

/**
 * So many points an exponential average of this weight is worth: a plain mean over as many of them has the same variance.
 * It gives Gaussian and median their width, so that one slider means the same in all of them.
 */
export const worthOf = (weight: number): number => (1 + weight) / (1 - weight);

/** A thousandth of the x range is one unit of distance. */
const RANGE_UNITS = 1000;
const LARGEST_WEIGHT = 0.999;

/**
 * Writes into `out` the moving average that forgets by distance on x and not by points, so that a curve logged twice as
 * often looks the same: the memory fades by √weight for every thousandth of `range`, the extent of x. NaN and infinities
 * pass through and feed nothing; a step of x that is unknown or goes back counts as no distance.
 *
 * @see Weights & Biases, "Smooth line plots", time-weighted exponential moving average. Its scale of the range is not
 * published; a thousandth is ours.
 */
export function timeWeighted(
  values: ArrayLike<number>,
  xs: ArrayLike<number>,
  { start, end }: Stretch,
  weight: number,
  range: number,
  out: Float64Array,
): void {
  const base = Math.min(Math.sqrt(Math.max(weight, 0)), LARGEST_WEIGHT);
  let sum = 0;
  let divisor = 0;
  let lastX = Number.NaN;
  for (let at = start; at < end; at++) {
    const value = values[at];
    if (!Number.isFinite(value)) {
      out[at] = value;
      continue;
    }
    const moved = range > 0 && xs[at] > lastX ? ((xs[at] - lastX) / range) * RANGE_UNITS : 0;
    const fade = base ** moved;
    sum = sum * fade + value;
    divisor = divisor * fade + 1;
    out[at] = sum / divisor;
    if (Number.isFinite(xs[at])) lastX = xs[at];
  }
}

/** Beyond so many deviations the bell adds nothing that one could see. */
const TRUNCATED_AT = 4;

/** The weights of a Gaussian's right half by distance in points, from 1 at its middle, as wide as `weight` is worth. */
export function gaussianKernel(weight: number): Float64Array {
  const sigma = worthOf(weight) / (2 * Math.sqrt(Math.PI));
  return Float64Array.from({ length: Math.floor(TRUNCATED_AT * sigma + 0.5) + 1 }, (_, far) =>
    Math.exp(-0.5 * (far / sigma) ** 2),
  );
}

/**
 * The mean around position `at`, weighted by `kernel`, within one stretch: at its ends, and where values are not finite,
 * the weights that are left share the whole. A value that is not finite stays what it is.
 */
export function gaussianAt(
  values: ArrayLike<number>,
  { start, end }: Stretch,
  at: number,
  kernel: Float64Array,
): number {
  if (!Number.isFinite(values[at])) return values[at];
  const reach = kernel.length - 1;
  const from = Math.max(start, at - reach);
  const to = Math.min(end, at + reach + 1);
  let sum = 0;
  let divisor = 0;
  for (let near = from; near < at; near++) {
    const value = values[near];
    if (value - value !== 0) continue;
    const share = kernel[at - near];
    sum += value * share;
    divisor += share;
  }
  for (let near = at; near < to; near++) {
    const value = values[near];
    if (value - value !== 0) continue;
    const share = kernel[near - at];
    sum += value * share;
    divisor += share;
  }
  return sum / divisor;
}

/** The odd number of points that a running median of this weight looks at. */
export const medianWidth = (weight: number): number => 2 * Math.round((worthOf(weight) - 1) / 2) + 1;
