/** A series in a few numbers, kept up as it grows: what a table of runs shows of it. */
import type { Series } from "./series.ts";

/** Numbers of the points that count. `least` and `most` over finite values, NaN when there is none; likewise `mean`. */
export interface SeriesSummary {
  /** Points that count: those that no later attempt did again. */
  readonly points: number;
  readonly last: number;
  readonly lastStep: number;
  readonly least: number;
  readonly leastStep: number;
  readonly most: number;
  readonly mostStep: number;
  readonly mean: number;
}

/**
 * Sums up a series that only grows at its end. Where steps go back another attempt begins, and of earlier ones only the
 * points before its first step count: a run is judged by what it then did, as in the advice. While steps do not go back,
 * only new points are read; where they do, all of them are, once.
 */
export class SeriesDigest {
  #read = 0;
  #points = 0;
  #finite = 0;
  #least = Number.NaN;
  #leastStep = Number.NaN;
  #most = Number.NaN;
  #mostStep = Number.NaN;
  /** Neumaier's sum: one huge value must not swallow the small ones. */
  #sum = 0;
  #lost = 0;

  constructor(private readonly series: Series) {}

  /** Over all points there are now; null while there are none. */
  summary(): SeriesSummary | null {
    const { length, steps, values } = this.series;
    if (length === 0) return null;
    this.#readOn();
    return {
      points: this.#points,
      last: values[length - 1],
      lastStep: steps[length - 1],
      least: this.#least,
      leastStep: this.#leastStep,
      most: this.#most,
      mostStep: this.#mostStep,
      mean: this.#finite === 0 ? Number.NaN : (this.#sum + this.#lost) / this.#finite,
    };
  }

  #readOn(): void {
    const { length, steps } = this.series;
    for (; this.#read < length; this.#read++) {
      if (this.#read > 0 && steps[this.#read] < steps[this.#read - 1]) {
        this.#readAgain();
        return;
      }
      this.#take(this.#read);
    }
  }

  /** From the end, with the first step that a later attempt did again. */
  #readAgain(): void {
    const { length, steps } = this.series;
    const counted: number[] = [];
    let limit = Number.POSITIVE_INFINITY;
    for (let at = length - 1; at >= 0; at--) {
      if (steps[at] < limit) counted.push(at);
      if (at > 0 && steps[at] < steps[at - 1]) limit = Math.min(limit, steps[at]);
    }
    this.#points = 0;
    this.#finite = 0;
    this.#sum = 0;
    this.#lost = 0;
    this.#least = Number.NaN;
    this.#most = Number.NaN;
    this.#leastStep = Number.NaN;
    this.#mostStep = Number.NaN;
    for (const at of counted.reverse()) this.#take(at);
    this.#read = length;
  }

  #take(at: number): void {
    const value = this.series.values[at];
    this.#points += 1;
    if (!Number.isFinite(value)) return;
    this.#finite += 1;
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
    if (!(value >= this.#least)) {
      this.#least = value;
      this.#leastStep = this.series.steps[at];
    }
    if (!(value <= this.#most)) {
      this.#most = value;
      this.#mostStep = this.series.steps[at];
    }
  }
}
