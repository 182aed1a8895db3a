import { describe, expect, it } from "vitest";
import { say } from "../core/text.ts";
import { count, counted, listed, percent, points, quantity, rate, times } from "./wording.ts";

describe("numbers in sentences", () => {
  it.each([
    [count(6000), "6,000"],
    [count(7.66), "7.7"],
    [count(1234567.8), "1,234,568"],
    [rate(0.0316227766), "0.0316"],
    [rate(0.0001), "0.0001"],
    [rate(0.00001), "1e-5"],
    [rate(3.16e-6), "3.16e-6"],
    [percent(0.9234), "92.3 %"],
    [percent(-0.0001), "0.0 %"],
    [points(0.004), "0.4 points"],
    [points(0.01), "1.0 point"],
    [points(-0.0001), "under 0.1 points"],
    [points(0), "0.0 points"],
    [times(2.63), "2.6×"],
    [quantity(12345.6), "12,350"],
    [quantity(0.000123456), "0.0001235"],
    [counted(1, "run"), "1 run"],
    [counted(1200, "run"), "1,200 runs"],
    [listed([]), ""],
    [listed(["a", "b", "c"]), "a, b and c"],
  ])("%s", (text, expected) => expect(say(text, null)).toBe(expected));
});
