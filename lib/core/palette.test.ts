import { describe, expect, it } from "vitest";
import { paletteColour, rampColour } from "./palette.ts";

describe("run colours", () => {
  // The order of TensorBoard's palette, as its source lists it.
  it("are TensorBoard's, in its order, and begin again after seven", () => {
    const light = ["#425066", "#12b5cb", "#e52592", "#f9ab00", "#9334e6", "#7cb342", "#e8710a"];
    expect(Array.from({ length: 9 }, (_, ordinal) => paletteColour(ordinal, "light"))).toEqual([
      ...light,
      ...light.slice(0, 2),
    ]);
  });

  it("differ for slate alone when it is dark", () => {
    expect(paletteColour(0, "dark")).toBe("#8e98a3");
    expect(paletteColour(1, "dark")).toBe(paletteColour(1, "light"));
  });
});

describe("the ramp", () => {
  it("goes from its first to its last colour and stays there beyond", () => {
    expect([rampColour(0, "light"), rampColour(1, "light")]).toEqual(["#3b3fb6", "#cf432d"]);
    expect(rampColour(2, "light")).toBe(rampColour(1, "light"));
  });

  it("has as many different colours as a sweep has values", () => {
    const colours = Array.from({ length: 18 }, (_, i) => rampColour(i / 17, "dark"));
    expect(new Set(colours).size).toBe(18);
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });
});
