import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Series } from "./series.ts";
import { SeriesBuilder } from "./series-builder.ts";
import { SmoothIndex } from "./smooth-index.ts";

const seriesOf = (values: readonly number[]): Series => ({
  length: values.length,
  steps: Int32Array.from(values, (_, i) => i),
  wallTimes: new Float64Array(values.length),
  values: Float64Array.from(values),
});

function smoothed(
  series: Series,
  weight: number,
  attempts: readonly number[] = [0],
  index = new SmoothIndex(series, weight),
) {
  const out: number[] = [];
  index.at(
    Uint32Array.from({ length: series.length }, (_, i) => i),
    attempts,
    (place, value) => {
      out[place] = value;
    },
  );
  return out;
}

/** TensorBoard's formula, word for word. */
function literally(values: readonly number[], weight: number): number[] {
  if (values.every((value) => value === values[0])) return [...values];
  let last = 0;
  let finite = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    last = last * weight + (1 - weight) * value;
    finite += 1;
    return last / (1 - weight ** finite);
  });
}

const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(NaN, Infinity, 0, 1));
const weight = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe("smoothing", () => {
  it("is TensorBoard's formula worked by hand: values 1, 2, 4 at weight 0.5", () => {
    // last: 0.5, 1.25, 2.625; divided by 1 − 0.5ⁿ, which is 0.5, 0.75, 0.875.
    expect(smoothed(seriesOf([1, 2, 4]), 0.5)).toEqual([1, 1.25 / 0.75, 3]);
  });

  it("lets non-finite values through without feeding them to the average", () => {
    expect(smoothed(seriesOf([1, NaN, 2, Infinity, 4]), 0.5)).toEqual([1, NaN, 1.25 / 0.75, Infinity, 3]);
  });

  it("leaves a constant curve as it is", () => {
    expect(smoothed(seriesOf([0.1, 0.1, 0.1]), 0.9)).toEqual([0.1, 0.1, 0.1]);
  });

  it("returns the curve itself for a weight of zero, or one that is no number", () => {
    expect(smoothed(seriesOf([3, 5, 4]), 0)).toEqual([3, 5, 4]);
    expect(smoothed(seriesOf([3, 5, 4]), NaN)).toEqual([3, 5, 4]);
  });

  it("equals the formula computed literally, attempt by attempt, at any positions, however the series grew", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 4 }),
        weight,
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.nat(),
        (parts, w, wanted, pause) => {
          const values = parts.flat();
          const starts = parts.map((_, i) => parts.slice(0, i).flat().length);
          const expected = parts.flatMap((part) => literally(part, w));
          const growing = new SeriesBuilder();
          const index = new SmoothIndex(growing, w);
          const early = pause % values.length;
          for (const [i, y] of values.entries()) {
            growing.push(i, 0, y, false);
            if (i === early)
              smoothed(
                growing,
                w,
                starts.filter((start) => start <= i),
                index,
              );
          }
          const positions = Uint32Array.from(new Set(wanted.map((n) => n % values.length))).sort();
          index.at(positions, starts, (place, y) => expect(y).toBe(expected[positions[place]]));
          expect(smoothed(growing, w, starts, index)).toEqual(expected);
        },
      ),
      { seed: 5 },
    );
  });
});
