import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Detail, thin } from "./downsample.ts";
import type { Series } from "./series.ts";
import { SeriesIndex } from "./series-index.ts";

const seriesOf = (values: readonly number[], steps: readonly number[] = values.map((_, i) => i)): Series => ({
  length: values.length,
  steps: Int32Array.from(steps),
  wallTimes: Float64Array.from(steps, (step) => 1000 + step),
  values: Float32Array.from(values),
});

function thinSteps(series: Series, range: [number, number] | null, columns: number, detail?: Detail) {
  const index = new SeriesIndex(series);
  return thin(series, index, "steps", range ?? index.extent("steps") ?? [0, 1], columns, detail);
}

describe("thinning", () => {
  it("keeps first, last, minimum and maximum of every pixel column", () => {
    const anyValue = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constantFrom(NaN, Infinity, -Infinity));
    fc.assert(
      fc.property(
        fc.array(anyValue, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (values, columns) => {
          const series = seriesOf(values);
          const { indices } = thinSteps(series, null, columns);
          const kept = new Set(indices);
          const last = values.length - 1;
          const columnOf = (i: number) => (last === 0 ? 0 : Math.min(columns - 1, Math.floor((i * columns) / last)));
          for (let column = 0; column < columns; column++) {
            const members = values.map((_, i) => i).filter((i) => columnOf(i) === column);
            if (members.length === 0) continue;
            const finite = members.filter((i) => Number.isFinite(values[i]));
            const keptFinite = finite.filter((i) => kept.has(i)).map((i) => values[i]);
            expect(kept.has(members[0])).toBe(true);
            expect(kept.has(members[members.length - 1])).toBe(true);
            if (finite.length > 0) {
              expect(Math.min(...keptFinite)).toBe(Math.min(...finite.map((i) => values[i])));
              expect(Math.max(...keptFinite)).toBe(Math.max(...finite.map((i) => values[i])));
            }
            if (finite.length < members.length)
              expect(members.some((i) => kept.has(i) && !Number.isFinite(values[i]))).toBe(true);
          }
          expect([...indices]).toEqual([...kept].sort((a, b) => a - b));
          expect(indices.length).toBeLessThanOrEqual(5 * columns);
        },
      ),
      { seed: 3 },
    );
  });

  it("loses no extremum and no end of the curve where the ends of pixel columns are left out", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (v, columns) => {
          const last = v.length - 1;
          const columnOf = (i: number) => (last === 0 ? 0 : Math.min(columns - 1, Math.floor((i * columns) / last)));
          const { indices } = thinSteps({ ...seriesOf(v), values: Float64Array.from(v) }, null, columns, "extrema");
          const among = (all: Iterable<number>, column: number) =>
            [...all].filter((i) => columnOf(i) === column).map((i) => v[i]);
          for (let column = 0; column < columns; column++) {
            const [members, kept] = [among(v.keys(), column), among(indices, column)];
            expect(Math.min(...kept)).toBe(Math.min(...members));
            expect(Math.max(...kept)).toBe(Math.max(...members));
          }
          expect([indices[0], indices.at(-1)]).toEqual([0, last]);
          expect(indices.length).toBeLessThanOrEqual(2 * columns + 2);
        },
      ),
      { seed: 3 },
    );
  });

  it("keeps one point beyond either end of the visible range", () => {
    const { indices } = thinSteps(seriesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), [3, 5], 100);
    expect([...indices]).toEqual([2, 3, 4, 5, 6]);
  });

  it("shows the line that crosses a range without a point of its own", () => {
    const { indices } = thinSteps(seriesOf([0, 1], [0, 100]), [40, 60], 100);
    expect([...indices]).toEqual([0, 1]);
  });

  it("lifts the pen where steps go back, and keeps both attempts", () => {
    const { indices, restarts } = thinSteps(seriesOf([1, 2, 3, 4, 5], [0, 1, 2, 1, 2]), null, 100);
    expect([...indices]).toEqual([0, 1, 2, 3, 4]);
    expect(restarts).toEqual([3]);
  });

  it("keeps every point at one and the same step that an extremum or an end needs", () => {
    const { indices, restarts } = thinSteps(seriesOf([5, 1, 9, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0, 0]), null, 10);
    expect([...indices]).toEqual([0, 1, 2, 6]);
    expect(restarts).toEqual([]);
  });

  it("leaves out points that have no place on the axis", () => {
    const series = { ...seriesOf([1, 2, 3, 4]), wallTimes: Float64Array.of(10, NaN, 12, NaN) };
    const index = new SeriesIndex(series);
    expect([...thin(series, index, "wallTimes", [10, 12], 100).indices]).toEqual([0, 2]);
    const timeless = { ...series, wallTimes: new Float64Array(4).fill(NaN) };
    expect([...thin(timeless, new SeriesIndex(timeless), "wallTimes", [0, 1], 100).indices]).toEqual([]);
  });

  it("has nothing to say about an empty series", () => {
    expect(thinSteps(seriesOf([]), null, 10)).toEqual({ indices: new Uint32Array(0), restarts: [] });
  });
});
