/** Robust statistics of short columns. Every function skips nothing: hand it finite numbers. */

/** Anything that reads like a column of numbers. */
export type Numbers = ArrayLike<number>;

/** Arithmetic mean; NaN of an empty column. */
export function mean(values: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Middle value, the mean of the two middle ones for an even length; NaN of an empty column. `values` is left as it was. */
export function median(values: Numbers): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** 1.4826 × the median distance from the median: the standard deviation of normal noise, deaf to outliers. NaN when empty. */
export function robustDeviation(values: Numbers): number {
  const centre = median(values);
  return 1.4826 * median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}

/**
 * How far single values jump from one to the next: the deviation of their noise by second differences, which no slope adds to and which are √6 times as wide.
 * NaN for fewer than 3 values.
 */
export function jumpDeviation(values: Numbers): number {
  const second = Array.from(
    { length: Math.max(0, values.length - 2) },
    (_, i) => values[i] - 2 * values[i + 1] + values[i + 2],
  );
  return robustDeviation(second) / Math.sqrt(6);
}

/**
 * Running median over `width` neighbours, `width` odd; the result is as long as `values`. At both ends the window is cut,
 * not padded. The window is kept sorted, so the cost is O(n · width) moves and no sorting.
 */
export function runningMedian(values: Numbers, width: number): Float64Array {
  const half = width >> 1;
  const out = new Float64Array(values.length);
  const window: number[] = [];
  for (let i = -half; i < values.length; i++) {
    const entering = i + half;
    if (entering < values.length) window.splice(placeOf(window, values[entering]), 0, values[entering]);
    const leaving = i - half - 1;
    if (leaving >= 0) window.splice(placeOf(window, values[leaving]), 1);
    if (i < 0) continue;
    const middle = window.length >> 1;
    out[i] = window.length % 2 === 1 ? window[middle] : (window[middle - 1] + window[middle]) / 2;
  }
  return out;
}

function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Running mean over `width` neighbours, `width` odd; the window is cut at both ends. Each window is summed afresh: a running
 * sum would keep the rounding error of one huge value for ever, and turn a diverged curve into a perfect one.
 */
export function runningMean(values: Numbers, width: number): Float64Array {
  const half = width >> 1;
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const from = Math.max(0, i - half);
    const to = Math.min(values.length - 1, i + half);
    let sum = 0;
    for (let j = from; j <= to; j++) sum += values[j];
    out[i] = sum / (to - from + 1);
  }
  return out;
}

/** Spearman's rank correlation of two columns of one length, ties at their mean rank; 0 when a column is constant or short. */
export function rankCorrelation(a: Numbers, b: Numbers): number {
  const x = ranks(a);
  const y = ranks(b);
  const centre = (a.length + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - centre) * (y[i] - centre);
    xx += (x[i] - centre) ** 2;
    yy += (y[i] - centre) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

function ranks(values: Numbers): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const out = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end += 1;
    for (let k = start; k <= end; k++) out[order[k]] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return out;
}

/**
 * Share of a standard normal distribution below `z`, to 1e-7.
 *
 * @see Abramowitz & Stegun, "Handbook of Mathematical Functions", 26.2.17.
 */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z > 0 ? 1 - tail : tail;
}
