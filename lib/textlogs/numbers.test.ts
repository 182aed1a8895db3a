import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toLocalNumber, toNumber } from "./numbers.ts";

describe("numbers", () => {
  it("are read as they were printed, to the last bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(toNumber(String(value))).toBe(value + 0);
        expect(toNumber(value.toExponential())).toBe(value + 0);
      }),
      { seed: 7 },
    );
  });

  it.each([
    "",
    " ",
    "1 2",
    "0x10",
    "1e",
    "e5",
    ".",
    "1.2.3",
    "1,5",
    "abc",
    "--1",
    "1_000",
    "1".repeat(65),
  ])("%j is none", (text) => {
    expect(toNumber(text)).toBe(null);
  });

  it.each([
    { text: "0,5", commaIsDecimal: true, value: 0.5 },
    { text: "1.234,5", commaIsDecimal: true, value: 1234.5 },
    { text: "1,234", commaIsDecimal: true, value: 1.234 },
    { text: "1,234", commaIsDecimal: false, value: 1234 },
    { text: "1,234,567.5", commaIsDecimal: false, value: 1234567.5 },
    { text: "-0,5e-3", commaIsDecimal: false, value: -0.0005 },
    { text: "1,2,3", commaIsDecimal: true, value: null },
    { text: ",", commaIsDecimal: true, value: null },
    { text: "0.5", commaIsDecimal: true, value: 0.5 },
  ])("$text is $value where the comma is decimal: $commaIsDecimal", ({ text, commaIsDecimal, value }) => {
    expect(toLocalNumber(text, commaIsDecimal)).toBe(value);
  });
});
