import fc from "fast-check";
import { expect, it, vi } from "vitest";
import type { Series } from "./series.ts";
import { concatSeries, SeriesBuilder } from "./series-builder.ts";

type Point = readonly [step: number, wallTime: number, value: number];

const point: fc.Arbitrary<Point> = fc.tuple(
  fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(2 ** 31, 2 ** 40)),
  fc.double(),
  fc.oneof(fc.double(), fc.constantFrom(0, -0, 0.5, NaN)),
);

const pointsOf = ({ length, steps, wallTimes, values }: Series): Point[] =>
  Array.from({ length }, (_, i) => [steps[i], wallTimes[i], values[i]]);

function built(points: readonly Point[]): SeriesBuilder {
  const series = new SeriesBuilder();
  for (const [step, wallTime, value] of points) series.push(step, wallTime, value, false);
  return series;
}

it("gives back every point exactly, however many come in whatever batches", () => {
  fc.assert(
    fc.property(fc.array(fc.array(point, { maxLength: 150 }), { maxLength: 5 }), (batches) => {
      const whole = new SeriesBuilder();
      for (const batch of batches) whole.append(built(batch));
      expect(pointsOf(whole)).toEqual(batches.flat());
      expect(pointsOf(concatSeries(batches.map(built)))).toEqual(batches.flat());
    }),
    { seed: 11 },
  );
});

it("moves a long series into more room piece by piece, and loses nothing on the way", () => {
  const BATCH = 10_000;
  const BATCHES = 100;
  const copied = vi.spyOn(Float64Array.prototype, "set");
  const series = new SeriesBuilder();
  for (let i = 0; i < BATCHES; i++) {
    const steps = Int32Array.from({ length: BATCH }, (_, at) => i * BATCH + at);
    // The middle batch takes wider columns than those before it.
    const values = i < BATCHES / 2 ? Float32Array.from(steps) : Float64Array.from(steps, (step) => step + 0.1);
    series.append({ length: BATCH, steps, wallTimes: Float64Array.from(steps, (step) => 2 * step), values });
  }
  const ofWallTimes = copied.mock.calls.map(([source]) => source.length);
  copied.mockRestore();
  expect(series.length).toBe(BATCHES * BATCH);
  const wrong = pointsOf(series).filter(([step, wallTime, value], at) => {
    const isRight = at < (BATCHES * BATCH) / 2 ? value === at : value === at + 0.1;
    return step !== at || wallTime !== 2 * at || !isRight;
  });
  expect(wrong).toEqual([]);
  // Up to a quarter of a million points, all are copied at once; a million would be.
  expect(Math.max(...ofWallTimes)).toBeLessThan(330_000);
});

it("does not change the parts that it joins", () => {
  const first = built([[1, 1, 1]]);
  concatSeries([first, built([[2, 2, 2]])]);
  expect(pointsOf(first)).toEqual([[1, 1, 1]]);
});

it("keeps small numbers small", () => {
  const series = built([[1, 1, 0.5]]);
  expect([series.steps, series.values].map((column) => column.BYTES_PER_ELEMENT)).toEqual([4, 4]);
  series.push(2 ** 31, 1, 0.1, false);
  expect([series.steps, series.values].map((column) => column.BYTES_PER_ELEMENT)).toEqual([8, 8]);
});

it("lets go of columns that it took over, and keeps its own", () => {
  const taken = {
    length: 1,
    steps: Int32Array.of(7),
    wallTimes: Float64Array.of(1.5),
    values: Float32Array.of(2.5),
  };
  const builder = new SeriesBuilder();
  builder.append(taken);
  builder.clear();
  builder.push(1, 2, 3, true);
  expect([taken.steps[0], taken.wallTimes[0], taken.values[0]]).toEqual([7, 1.5, 2.5]);
  const own = builder.steps;
  builder.clear();
  builder.push(1, 2, 3, true);
  expect(builder.steps).toBe(own);
});
