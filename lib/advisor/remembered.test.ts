import { expect, it } from "vitest";
import { remembered } from "./remembered.ts";

it("computes once for an object, again for another, and remembers that there is nothing", () => {
  let computed = 0;
  const length = remembered((values: readonly number[]) => {
    computed += 1;
    return values.length > 0 ? values.length : undefined;
  });
  const some = [1, 2];
  const none: number[] = [];
  expect([length(some), length(some), length(none), length(none), length([3, 4])]).toEqual([
    2,
    2,
    undefined,
    undefined,
    2,
  ]);
  expect(computed).toBe(3);
});
