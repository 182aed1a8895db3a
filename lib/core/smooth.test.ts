import fc from "fast-check";
import { expect, it } from "vitest";
import { smooth } from "./smooth.ts";

it("is TensorBoard's formula worked by hand: values 1, 2, 4 at weight 0.5", () => {
  // last: 0.5, 1.25, 2.625; divided by 1 − 0.5ⁿ, which is 0.5, 0.75, 0.875.
  expect([...smooth(Float64Array.of(1, 2, 4), 3, 0.5)]).toEqual([1, 1.25 / 0.75, 3]);
});

it("lets non-finite values through without feeding them to the average", () => {
  expect([...smooth(Float64Array.of(1, NaN, 2, Infinity, 4), 5, 0.5)]).toEqual([1, NaN, 1.25 / 0.75, Infinity, 3]);
});

it("leaves a constant curve as it is", () => {
  expect([...smooth(Float64Array.of(0.1, 0.1, 0.1), 3, 0.9)]).toEqual([0.1, 0.1, 0.1]);
});

it("reads no further than the length", () => {
  expect([...smooth(Float64Array.of(3, 5, 99), 2, 0)]).toEqual([3, 5]);
});

it("equals the formula computed literally, for any weight and length", () => {
  const literally = (values: readonly number[], weight: number) => {
    let last = 0;
    return values.map((value, i) => {
      last = last * weight + (1 - weight) * value;
      return last / (1 - weight ** (i + 1));
    });
  };
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 2, maxLength: 200 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (values, weight) => {
        fc.pre(values.some((v) => v !== values[0]));
        expect([...smooth(Float64Array.from(values), values.length, weight)]).toEqual(literally(values, weight));
      },
    ),
    { seed: 5 },
  );
});
