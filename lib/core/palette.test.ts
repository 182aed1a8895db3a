import { describe, expect, it } from "vitest";
import { type Palette, paletteColour, paletteColours, rampColour, type Theme } from "./palette.ts";

/** Linear light of `#rrggbb`. @see IEC 61966-2-1. */
const linear = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });

const weighted = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);

/** @see Ottosson, "A perceptual color space for image processing", 2020. */
function toOklab(colour: string): readonly number[] {
  const light = linear(colour);
  const cones = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ].map((weights) => Math.cbrt(weighted(light, weights)));
  return [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ].map((weights) => weighted(cones, weights));
}

const distance = (a: string, b: string): number => {
  const other = toOklab(b);
  return Math.hypot(...toOklab(a).map((value, at) => value - (other[at] ?? 0)));
};

/** @see WCAG 2.2, relative luminance and contrast ratio. */
const luminance = (colour: string): number => weighted(linear(colour), [0.2126, 0.7152, 0.0722]);
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

/** Of all pairs, the nearest two. */
const nearest = (colours: readonly string[]): number =>
  Math.min(...colours.flatMap((a, at) => colours.slice(at + 1).map((b) => distance(a, b))));

const turn = (count: number, theme: Theme, palette: Palette): readonly string[] =>
  Array.from({ length: count }, (_, ordinal) => paletteColour(ordinal, theme, palette));

describe("run colours", () => {
  // The order of TensorBoard's palette, as its source lists it.
  it("are TensorBoard's seven, in its order, before any other", () => {
    const light = ["#425066", "#12b5cb", "#e52592", "#f9ab00", "#9334e6", "#7cb342", "#e8710a"];
    expect(turn(7, "light", "tensorboard")).toEqual(light);
    expect(turn(7, "dark", "tensorboard")).toEqual(["#8e98a3", ...light.slice(1)]);
  });

  // Two colours of TensorBoard's own palette are as near as 0.11 to each other on dark (in OKLab, where white is 1 from black).
  it.each([
    { palette: "tensorboard", theme: "light", rounds: 3, apart: 0.09 },
    { palette: "tensorboard", theme: "dark", rounds: 3, apart: 0.09 },
    { palette: "distinct", theme: "light", rounds: 3, apart: 0.06 },
    { palette: "distinct", theme: "dark", rounds: 3, apart: 0.06 },
  ] as const)("of the first three rounds can all be told apart: $palette, $theme", ({
    palette,
    theme,
    rounds,
    apart,
  }) => {
    const own = paletteColours(theme, palette);
    const colours = turn(rounds * own.length, theme, palette);
    expect(nearest(colours)).toBeGreaterThan(apart);
    expect(paletteColour(rounds * own.length, theme, palette)).toBe(own[0]); // and then they begin again
    const canvas = theme === "light" ? "#ffffff" : "#0f1114";
    const least = Math.min(...own.map((colour) => contrast(colour, canvas)));
    for (const colour of colours) expect(contrast(colour, canvas), colour).toBeGreaterThan(Math.min(3, least) - 0.01);
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
