import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeriesBuilder } from "./series-builder.ts";
import { SeriesIndex } from "./series-index.ts";

const anyValue = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(NaN, Infinity, -Infinity, 0.1, -1e300));
const anyStep = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constantFrom(-1));

function naiveExtrema(values: readonly number[], from: number, to: number) {
  const part = values.slice(from, to);
  const finite = part.filter(Number.isFinite);
  const position = (at: number) => (at < 0 ? -1 : at + from);
  return {
    lowest: finite.length === 0 ? null : Math.min(...finite),
    highest: finite.length === 0 ? null : Math.max(...finite),
    notFinite: position(part.findIndex((value) => !Number.isFinite(value))),
  };
}

describe("the index of a series", () => {
  it("finds what reading all points finds, in any part, also after it has grown and after its values were widened", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyStep, anyValue), { minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 10 }),
        (points, pause, ranges) => {
          const series = new SeriesBuilder();
          const index = new SeriesIndex(series);
          for (const [i, [step, value]] of points.entries()) {
            series.push(step, 0, value, false);
            if (i === pause % points.length) {
              index.extrema(0, i + 1);
              index.attempts("steps");
            }
          }
          const steps = points.map(([step]) => step);
          const values = points.map(([, value]) => value);
          expect(index.attempts("steps")).toEqual(
            steps.flatMap((step, i) => (i === 0 || step < steps[i - 1] ? [i] : [])),
          );
          expect(index.extent("steps")).toEqual([Math.min(...steps), Math.max(...steps)]);
          for (const [a, b] of [[0, points.length - 1], ...ranges]) {
            const from = Math.min(a % points.length, b % points.length);
            const to = Math.max(a % points.length, b % points.length) + 1;
            const expected = naiveExtrema(values, from, to);
            const { lowest, highest, notFinite } = index.extrema(from, to);
            expect(lowest < 0 ? null : values[lowest]).toBe(expected.lowest);
            expect(highest < 0 ? null : values[highest]).toBe(expected.highest);
            expect(notFinite).toBe(expected.notFinite);
            for (const at of [lowest, highest]) if (at >= 0) expect(at >= from && at < to).toBe(true);
          }
        },
      ),
      { seed: 9 },
    );
  });

  it("knows nothing of an empty series", () => {
    const index = new SeriesIndex(new SeriesBuilder());
    expect([index.attempts("steps"), index.extent("steps")]).toEqual([[], null]);
  });
});
