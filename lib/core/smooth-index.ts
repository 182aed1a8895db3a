/** TensorBoard's smoothing at chosen points of a series that grows, without smoothing all of it each time. */
import type { Series } from "./series.ts";
import { BLOCK } from "./series-index.ts";

/**
 * Exponential moving average of a series, corrected for its start at zero, exactly as TensorBoard draws it, beginning
 * anew at each attempt: what came before a restart says nothing about what follows it.
 *
 * `weight` 0.99 averages over about the last hundred points (points, not steps). NaN and infinities pass through without
 * feeding the average, so one diverged point leaves one gap. An attempt whose values are all equal is left as it is.
 * The average is remembered at the beginning of every block; the first call reads the whole series, later ones what is new.
 *
 * @see TensorBoard, line_chart_v2, `classicSmoothing`; Kingma & Ba, "Adam", 2015, section 3, for the correction by 1 − weightⁿ.
 */
export class SmoothIndex {
  private readonly weight: number;
  /** From so many values on 1 − weightⁿ rounds to 1. */
  private readonly settledAfter: number;
  /** Before the first point of each block: the running sum, and how many finite values fed it. */
  private sums = new Float64Array(0);
  private counts = new Uint32Array(0);
  private known = 0;
  private sum = 0;
  private count = 0;
  private attempt = -1;
  /** By attempt, whether all its values so far are equal. */
  private readonly isConstant: boolean[] = [];

  /** A weight outside (0, 0.999…] is clamped; one that is not a number smooths nothing. */
  constructor(
    private readonly series: Series,
    weight: number,
  ) {
    this.weight = Number.isFinite(weight) ? Math.min(Math.max(weight, 0), 1 - Number.EPSILON) : 0;
    this.settledAfter = this.weight === 0 ? 0 : Math.ceil((-54 * Math.LN2) / Math.log(this.weight));
  }

  /** Calls `take` with the smoothed value at each of `positions`, which ascend. `attempts`: the first point of each attempt. */
  at(positions: Uint32Array, attempts: readonly number[], take: (place: number, smoothed: number) => void): void {
    this.update(attempts);
    const { values } = this.series;
    let attempt = 0;
    let at = -1;
    let sum = 0;
    let count = 0;
    let smoothed = NaN;
    for (let place = 0; place < positions.length; place++) {
      const position = positions[place];
      const block = Math.floor(position / BLOCK);
      if (at < block * BLOCK) {
        at = block * BLOCK - 1;
        sum = this.sums[block];
        count = this.counts[block];
      }
      while (attempt + 1 < attempts.length && attempts[attempt + 1] <= Math.max(at, 0)) attempt += 1;
      while (at < position) {
        at += 1;
        if (at === attempts[attempt + 1]) {
          attempt += 1;
          sum = 0;
          count = 0;
        }
        const value = values[at];
        if (value - value !== 0) {
          smoothed = value;
          continue;
        }
        sum = sum * this.weight + (1 - this.weight) * value;
        count += 1;
        smoothed = count < this.settledAfter ? sum / (1 - this.weight ** count) : sum;
      }
      take(place, this.isConstant[attempt] ? values[position] : smoothed);
    }
  }

  private update(attempts: readonly number[]): void {
    const { values, length } = this.series;
    const blocks = Math.ceil(length / BLOCK);
    if (blocks > this.sums.length) this.grow(Math.max(blocks, Math.ceil(this.sums.length * 1.5)));
    for (; this.known < length; this.known++) {
      const at = this.known;
      if (at === attempts[this.attempt + 1]) {
        this.attempt += 1;
        this.sum = 0;
        this.count = 0;
        this.isConstant[this.attempt] = true;
      }
      if (at % BLOCK === 0) {
        this.sums[at / BLOCK] = this.sum;
        this.counts[at / BLOCK] = this.count;
      }
      const value = values[at];
      if (value !== values[attempts[this.attempt]]) this.isConstant[this.attempt] = false;
      if (value - value !== 0) continue;
      this.sum = this.sum * this.weight + (1 - this.weight) * value;
      this.count += 1;
    }
  }

  private grow(blocks: number): void {
    const sums = new Float64Array(blocks);
    const counts = new Uint32Array(blocks);
    sums.set(this.sums);
    counts.set(this.counts);
    this.sums = sums;
    this.counts = counts;
  }
}
