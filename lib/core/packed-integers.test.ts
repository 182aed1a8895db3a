import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packIntegers, unpackIntegers } from "./packed-integers.ts";

describe("packed integers", () => {
  it("come back as they were, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), (numbers) => {
        const values = Int32Array.from(numbers);
        expect(unpackIntegers(packIntegers(values), values.length)).toEqual(values);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it.each([
    { values: [1, 2, 3], bytes: [2, 2, 2], because: "a step of one is two with its sign" },
    { values: [-1], bytes: [1], because: "signs do not cost a byte" },
    { values: [150], bytes: [0xac, 0x02], because: "300 is AC 02 in the documentation of Protocol Buffers" },
    { values: [2 ** 31 - 1, -(2 ** 31)], bytes: [0xfe, 0xff, 0xff, 0xff, 0x0f, 2], because: "differences wrap" },
  ])("$values take the bytes $bytes: $because", ({ values, bytes }) => {
    expect([...packIntegers(Int32Array.from(values))]).toEqual(bytes);
  });
});
