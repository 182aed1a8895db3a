import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvenColumns, evenStepsOf } from "./even-steps.ts";

it.each([
  { steps: [0, 1, 2, 3], even: [0, 1], because: "every step was logged" },
  { steps: [100, 200, 300], even: [100, 100], because: "every hundredth was" },
  { steps: [7, 7, 7], even: [7, 0], because: "the counter stands still" },
  { steps: [3, 2, 1], even: [3, -1], because: "it counts down" },
  { steps: [5], even: [5, 0], because: "one point is even by itself" },
  { steps: [-(2 ** 31), 2 ** 31 - 1], even: [-(2 ** 31), 2 ** 32 - 1], because: "a stride may be wider than a step" },
  { steps: [0, 1, 3], even: null, because: "one is missing" },
  { steps: [0, 1, 2, 0], even: null, because: "it started again" },
  { steps: [], even: null, because: "there is nothing to tell" },
])("$steps: $because", ({ steps, even }) => {
  expect(evenStepsOf(Int32Array.from(steps), steps.length)).toEqual(even);
});

it("leaves columns of doubles as they are", () => {
  expect(evenStepsOf(Float64Array.of(0, 1, 2), 3)).toBeNull();
});

it("looks at the points, and not at the room behind them", () => {
  expect(evenStepsOf(Int32Array.of(0, 10, 20, 0, 0), 3)).toEqual([0, 10]);
});

describe("columns that are told", () => {
  it("are those that they were told from", () => {
    const told = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1000, max: 1000 }), fc.nat(50));
    fc.assert(
      fc.property(fc.array(told), (all) => {
        const columns = new EvenColumns();
        for (const [start, stride, length] of all) columns.announce([start, stride], length);
        for (const [start, stride, length] of all) {
          const expected = Array.from({ length }, (_, at) => start + stride * at);
          expect([...columns.column([start, stride], length)]).toEqual(expected);
        }
      }),
      { seed: 1 },
    );
  });

  it("lie in one memory when they are the same, whatever their lengths", () => {
    const columns = new EvenColumns();
    for (const length of [3, 5]) columns.announce([0, 10], length);
    expect(columns.column([0, 10], 3).buffer).toBe(columns.column([0, 10], 5).buffer);
  });
});
