import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAME } from "../../fixtures/builders/scene.ts";
import { findGaps, type Line, traceLine } from "./trace.ts";

const line = (points: readonly (readonly [number, number])[], restarts: readonly number[] = []): Line => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
  restarts,
});

/** What the pen does: `M` where it is set down, `L` where it goes. */
function strokes(drawn: Line, mapping = SAME): string {
  const moves: string[] = [];
  traceLine(drawn, mapping, {
    moveTo: (x, y) => moves.push(`M${x},${y}`),
    lineTo: (x, y) => moves.push(`L${x},${y}`),
  });
  return moves.join(" ");
}

const point = fc.tuple(
  fc.integer({ min: -50, max: 150 }),
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)),
);

describe("a traced line", () => {
  it("goes from point to point", () => {
    expect(
      strokes(
        line([
          [1, 1],
          [2, 3],
          [5, 4],
        ]),
      ),
    ).toBe("M1,1 L2,3 L5,4");
  });

  it("is broken by NaN and infinities", () => {
    expect(
      strokes(
        line([
          [1, 1],
          [2, 2],
          [3, Number.NaN],
          [4, 4],
          [5, 5],
        ]),
      ),
    ).toBe("M1,1 L2,2 M4,4 L5,5");
  });

  it("shows a number that stands alone between two gaps", () => {
    expect(
      strokes(
        line([
          [1, Number.NaN],
          [2, 2],
          [3, Number.NaN],
        ]),
      ),
    ).toBe("M2,2 L3,2");
  });

  it("lifts the pen at a restart", () => {
    expect(
      strokes(
        line(
          [
            [1, 1],
            [5, 2],
            [3, 3],
            [4, 4],
          ],
          [2],
        ),
      ),
    ).toBe("M1,1 L5,2 M3,3 L4,4");
  });

  it("enters and leaves the plot at the right angle, without drawing what lies beside it", () => {
    const drawn = line([
      [-30, 0],
      [-20, 1],
      [-10, 2],
      [50, 3],
      [120, 4],
      [130, 5],
    ]);
    expect(strokes(drawn)).toBe("M-30,0 M-20,1 M-10,2 L50,3 L120,4 M130,5");
  });

  it("has no place for zero and less on a logarithmic axis", () => {
    expect(
      strokes(
        line([
          [1, 10],
          [2, 100],
          [3, 0],
          [4, -1],
          [5, 10],
          [6, 10],
        ]),
        { ...SAME, logY: true },
      ),
    ).toBe("M1,1 L2,2 M5,1 L6,1");
  });

  it("never hands a pen something that is no number", () => {
    fc.assert(
      fc.property(fc.array(point), (points) => {
        expect(strokes(line(points))).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it("reaches every number at most once: nothing is joined over a gap or a restart", () => {
    fc.assert(
      fc.property(fc.array(point), fc.uniqueArray(fc.nat(20)), (points, cuts) => {
        const restarts = cuts.filter((at) => at > 0 && at < points.length).sort((a, b) => a - b);
        const targets = strokes(line(points, restarts)).match(/L/g)?.length ?? 0;
        const numbers = points.filter(([, y]) => Number.isFinite(y)).length;
        expect(targets).toBeLessThanOrEqual(numbers);
      }),
    );
  });
});

describe("gaps", () => {
  it("stand where the numbers ended, at their last height", () => {
    expect(
      findGaps(
        line([
          [1, 5],
          [2, 6],
          [3, Number.NaN],
          [4, Number.NaN],
          [5, 7],
        ]),
      ),
    ).toEqual([{ x: 3, y: 6, kind: "NaN" }]);
  });

  it("tell infinities from NaN", () => {
    const kinds = findGaps(
      line([
        [1, 5],
        [2, Number.POSITIVE_INFINITY],
        [3, Number.NEGATIVE_INFINITY],
        [4, Number.NaN],
      ]),
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(["Infinity", "-Infinity", "NaN"]);
  });

  it("have no height where no number came before", () => {
    expect(findGaps(line([[1, Number.NaN]]))).toEqual([{ x: 1, y: Number.NaN, kind: "NaN" }]);
  });

  it("are told again after a restart", () => {
    expect(
      findGaps(
        line(
          [
            [1, Number.NaN],
            [1, Number.NaN],
          ],
          [1],
        ),
      ),
    ).toHaveLength(2);
  });
});
