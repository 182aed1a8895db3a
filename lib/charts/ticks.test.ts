import { describe, expect, it } from "vitest";
import { formatDuration, formatStep, formatValue, xTicks, yTicks } from "./ticks.ts";

const labels = (ticks: readonly { readonly label: string }[]) => ticks.map(({ label }) => label);

describe("numbers for people", () => {
  it.each([
    [0, "0"],
    [0.123456, "0.1235"],
    [1234.56, "1235"],
    [0.00012345, "1.234e-4"],
    [12345678, "1.235e7"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%s is written %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it("steps are exact", () => {
    expect(formatStep(1234567)).toBe("1,234,567");
  });

  it.each([
    [0.5, "0.5 s"],
    [59.94, "59.94 s"],
    [60, "1 m"],
    [4320, "1 h 12 m"],
    [90061, "1 d 1 h"],
    [-75, "−1 m 15 s"],
  ])("%s seconds are %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("are told in the units of a language", () => {
    expect(formatDuration(3600 + 12 * 60 + 30, ["天", "小时", "分", "秒"])).toBe("1 小时 12 分");
    expect(formatDuration(5, ["天", "小时", "分", "秒"])).toBe("5 秒");
  });
});

describe("ticks", () => {
  it("of steps stand at whole, round numbers", () => {
    expect(labels(xTicks("step", [0, 6000], 380))).toEqual(["0", "1k", "2k", "3k", "4k", "5k", "6k"]);
  });

  it("of steps are never fractions, however few steps there are", () => {
    expect(xTicks("step", [0, 3], 1000).every(({ at }) => Number.isInteger(at))).toBe(true);
  });

  it("of time stand at distances that clocks have", () => {
    expect(labels(xTicks("relative", [0, 3600], 320))).toEqual(["0 s", "15 m", "30 m", "45 m", "1 h"]);
  });

  it("never read the same as their neighbour, however narrow the domain", () => {
    const texts = labels(yTicks([0.93005, 0.93025], false, 230));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(2);
  });

  it("of a logarithmic axis are powers of ten", () => {
    expect(labels(yTicks([-3.2, 1.3], true, 230))).toEqual(["0.001", "0.01", "0.1", "1", "10"]);
  });

  it("of less than two decades are round numbers between them", () => {
    const ticks = yTicks([Math.log10(0.2), Math.log10(0.9)], true, 230);
    expect(ticks.length).toBeGreaterThan(2);
    for (const { at, label } of ticks) expect(10 ** at).toBeCloseTo(Number(label), 6);
  });
});
