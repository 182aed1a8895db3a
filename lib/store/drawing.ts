/** What was found out about a series while drawing it, kept as long as the series is. */
import type { AlongX } from "../core/downsample.ts";
import type { Series } from "../core/series.ts";
import { SeriesIndex } from "../core/series-index.ts";
import { SmoothIndex } from "../core/smooth-index.ts";
import {
  gaussianAt,
  gaussianKernel,
  medianWidth,
  type Smoother,
  type Stretch,
  stretchesOf,
  timeWeighted,
} from "../core/smoothers.ts";
import { runningMedian } from "../core/statistics.ts";

/** How a curve is to be smoothed. `axis` names the column that distances are taken on: it matters to `twema` only. */
export interface Smoothing {
  readonly kind: Smoother;
  readonly weight: number;
  readonly axis: string;
}

/** Up to here a Gaussian over all points costs no more than over those that are drawn, and zooming can use it again. */
const WHOLE_COLUMN = 8192;

/** A column over all points, and for which state of the series it holds. */
interface Held {
  readonly key: string;
  readonly column: Float64Array;
}

class Drawing {
  readonly index: SeriesIndex;
  private average: { readonly weight: number; readonly index: SmoothIndex } | null = null;
  /** The smoothing of one kind and weight at a time: charts of a tag share theirs. */
  private held: Held | null = null;

  constructor(private readonly series: Series) {
    this.index = new SeriesIndex(series);
  }

  /** The smoothed values at `positions`, which ascend, computed over all points of their attempt. */
  smoothed(positions: Uint32Array, smoothing: Smoothing, along: AlongX): Float64Array {
    const { kind, weight } = smoothing;
    const starts = this.index.attempts("steps");
    const out = new Float64Array(positions.length);
    const { values, length } = this.series;
    switch (kind) {
      case "ema":
        this.averages(weight).at(positions, starts, (place, value) => {
          out[place] = value;
        });
        return out;
      case "gaussian": {
        if (length <= WHOLE_COLUMN) return picked(this.wholeColumn(smoothing, along), positions);
        const kernel = gaussianKernel(weight);
        const stretches = stretchesOf(starts, length);
        let stretch = 0;
        positions.forEach((at, place) => {
          while (at >= stretches[stretch].end) stretch += 1;
          out[place] = gaussianAt(values, stretches[stretch], at, kernel);
        });
        return out;
      }
      case "twema":
      case "median":
        return picked(this.wholeColumn(smoothing, along), positions);
    }
  }

  private averages(weight: number): SmoothIndex {
    if (this.average?.weight !== weight) this.average = { weight, index: new SmoothIndex(this.series, weight) };
    return this.average.index;
  }

  private wholeColumn({ kind, weight, axis }: Smoothing, along: AlongX): Float64Array {
    const { length } = this.series;
    const key = JSON.stringify([kind, weight, kind === "twema" ? axis : "", length]);
    if (this.held?.key === key) return this.held.column;
    const column = new Float64Array(length);
    const range = kind === "twema" ? widthOf(along) : 0;
    for (const stretch of stretchesOf(this.index.attempts("steps"), length)) {
      if (kind === "twema") timeWeighted(this.series.values, along.xs, stretch, weight, range, column);
      else if (kind === "gaussian") this.gaussian(stretch, gaussianKernel(weight), column);
      else this.median(stretch, medianWidth(weight), column);
    }
    this.held = { key, column };
    return column;
  }

  private gaussian(stretch: Stretch, kernel: Float64Array, column: Float64Array): void {
    for (let at = stretch.start; at < stretch.end; at++) {
      column[at] = gaussianAt(this.series.values, stretch, at, kernel);
    }
  }

  /** Values that are not finite stay, and the window reaches over them. */
  private median({ start, end }: Stretch, width: number, column: Float64Array): void {
    const { values } = this.series;
    const finite: number[] = [];
    for (let at = start; at < end; at++) {
      if (Number.isFinite(values[at])) finite.push(at);
      else column[at] = values[at];
    }
    const medians = runningMedian(
      finite.map((at) => values[at]),
      width,
    );
    finite.forEach((at, place) => {
      column[at] = medians[place];
    });
  }
}

const picked = (column: Float64Array, positions: Uint32Array): Float64Array =>
  Float64Array.from(positions, (at) => column[at]);

function widthOf({ xs, length }: AlongX): number {
  const [low, high] = extentOf({ xs, starts: [], length }, "linear") ?? [0, 0];
  return high - low;
}

/** Smallest and largest x that has a place; null when none has. */
export function extentOf({ xs, length }: AlongX, scale: "linear" | "log"): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < length; at++) {
    const x = xs[at];
    if (!Number.isFinite(x) || (scale === "log" && x <= 0)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return low <= high ? [low, high] : null;
}

const drawings = new WeakMap<Series, Drawing>();

/** The one drawing of a series. */
export function drawingOf(series: Series): Drawing {
  let drawing = drawings.get(series);
  if (drawing === undefined) {
    drawing = new Drawing(series);
    drawings.set(series, drawing);
  }
  return drawing;
}
