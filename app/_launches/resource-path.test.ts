import { describe, expect, it } from "vitest";
import { mostOf, resourcePath } from "./resource-path.ts";

const memory = (at: number[], values: (number | null)[]) => ({ quantity: "residentBytes", at, values }) as const;

describe("a line in a picture of 160 by 32", () => {
  it.each([
    { at: [5, 10], values: [0, 8], path: "M80 32L160 0", because: "time runs to the last sample, values from zero up" },
    { at: [4, 8, 16], values: [8, null, 4], path: "M40 0h1M160 16h1", because: "what was not told is a gap" },
    { at: [4, 8, 16], values: [8, 8, 4], path: "M40 0L80 0L160 16", because: "a slow sample does not move the others" },
    { at: [], values: [], path: "", because: "nothing was recorded" },
  ])("is $path: $because", ({ at, values, path }) => {
    expect(resourcePath(memory(at, values), 8)).toBe(path);
  });

  it("of a quantity that stays zero lies at the bottom", () => {
    const idle = memory([1, 2], [0, 0]);
    expect(resourcePath(idle, mostOf(idle))).toBe("M80 32L160 32");
  });
});
