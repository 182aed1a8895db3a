import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockOf, edgeOf, smoothBlocks, toBlocks, toGrid } from "./blocks.ts";
import { cleanCurve } from "./curve.ts";
import { followLaw, toSeries } from "./run-log-builder.ts";

const curve = (steps: number[], values: number[]) => cleanCurve(toSeries(steps, values), "run", "loss");

describe("toBlocks", () => {
  it("averages what falls into a block", () => {
    const { means, peaks, last } = toBlocks(
      curve([0, 1, 2, 3, 4, 5, 6, 7], [1, 3, 5, 7, 2, 4, 6, 8]),
      toGrid(0, 8, 2),
      100,
    );
    expect([...means]).toEqual([4, 5]);
    expect([...peaks]).toEqual([7, 8]);
    expect(last).toBe(1);
  });
  it("clips before it averages", () => {
    expect(toBlocks(curve([0, 1], [2, 1e28]), toGrid(0, 1, 1), 10).means[0]).toBe(6);
  });
  it("bridges gaps and makes nothing up after the end", () => {
    const { means, last } = toBlocks(curve([1, 5], [10, 30]), toGrid(0, 8, 8), 100);
    expect([...means]).toEqual([10, 10, 15, 20, 25, 30, Number.NaN, Number.NaN]);
    expect(last).toBe(5);
  });
  it("leaves non-finite values out", () => {
    expect([...toBlocks(curve([0, 1, 2], [1, Number.NaN, 3]), toGrid(0, 2, 3), 100).means]).toEqual([1, 2, 3]);
  });
  it("does not mistake one grid or clip for another", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 30 }),
        fc.array(
          fc.tuple(fc.constantFrom(7, 20, 29), fc.constantFrom(1, 4, 9), fc.double({ min: -9, max: 12, noNaN: true })),
          {
            minLength: 2,
            maxLength: 8,
          },
        ),
        (values, questions) => {
          const asked = curve(
            values.map((_, i) => i),
            values,
          );
          for (const [to, points, cap] of questions) {
            const fresh = curve(
              values.map((_, i) => i),
              values,
            );
            expect(toBlocks(asked, toGrid(0, to, points), cap)).toEqual(toBlocks(fresh, toGrid(0, to, points), cap));
          }
        },
      ),
      { seed: 5 },
    );
  });
  it("finds nothing where nothing is", () => expect(toBlocks(curve([], []), toGrid(0, 9, 9), 1).last).toBe(-1));
});

describe("grids", () => {
  it("give every block back by its edge", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 500 }),
        (from, span, points) => {
          const grid = toGrid(from, from + span, points);
          expect(grid.count).toBeLessThanOrEqual(240);
          for (let block = 0; block < grid.count; block++) {
            const middle = (edgeOf(grid, block) + edgeOf(grid, block + 1)) / 2;
            expect(blockOf(grid, middle)).toBe(block);
          }
        },
      ),
      { seed: 4, numRuns: 30 },
    );
  });
});

describe("smoothBlocks", () => {
  it("leaves no trace of a spike of two blocks", () => {
    const flat = new Float64Array(240).fill(1);
    flat[100] = 50;
    flat[101] = 80;
    expect([...smoothBlocks(flat, 240)]).toEqual([...new Float64Array(240).fill(1)]);
  });
  it("keeps a curve of 30 epochs apart from a line", () => {
    const epochs = toBlocks(
      cleanCurve(
        followLaw((step) => Math.exp(-step / 3), { to: 30, every: 1 }),
        "r",
        "t",
      ),
      toGrid(0, 30, 31),
      9,
    ).means;
    const smooth = smoothBlocks(epochs, 31);
    expect(smooth[5]).toBeCloseTo(epochs[5], 1);
  });
});
