import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thinPath } from "./thin-path.ts";

type Point = readonly [number, number];

/** How far `point` is from the nearest of the straight pieces of `line`. */
function distanceTo([x, y]: Point, line: readonly Point[]): number {
  const pieces = line.slice(1).map((end, i) => [line[i], end] as const);
  return Math.min(
    ...pieces.map(([[ax, ay], [bx, by]]) => {
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
    }),
  );
}

describe("a thinned line", () => {
  it("keeps corners and forgets what lies between them", () => {
    expect(
      thinPath(
        [
          [0, 0],
          [1, 0.1],
          [2, 0],
          [3, 5],
          [4, 10],
        ],
        0.3,
      ),
    ).toEqual([
      [0, 0],
      [2, 0],
      [4, 10],
    ]);
  });

  it("keeps one that comes back to where it began", () => {
    expect(
      thinPath(
        [
          [0, 0],
          [5, 5],
          [0, 0],
        ],
        0.3,
      ),
    ).toHaveLength(3);
  });

  it("leaves a point and a stroke as they are", () => {
    expect(thinPath([], 1)).toEqual([]);
    expect(
      thinPath(
        [
          [1, 1],
          [2, 2],
        ],
        1,
      ),
    ).toHaveLength(2);
  });

  it("is never farther from what it leaves out than was asked for", () => {
    const rising = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 300 })), {
        minLength: 2,
        maxLength: 60,
      })
      .map((steps) => {
        let x = 0;
        return steps.map(([step, y]): Point => {
          x += step;
          return [x, y];
        });
      });
    fc.assert(
      fc.property(rising, (line) => {
        const thin = thinPath(line, 0.5);
        expect(Math.max(...line.map((point) => distanceTo(point, thin)))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
      { seed: 7 },
    );
  });
});
