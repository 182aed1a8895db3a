import { expect, it } from "vitest";
import { readLimits, toInterval, typedEnd } from "./typed-limits.ts";

const PLAIN = { isLog: false, isTime: false };
const LOG = { isLog: true, isTime: false };
const TIME = { isLog: false, isTime: true };

it.each([
  { low: "0", high: "2.5", kind: PLAIN, is: [0, 2.5], because: "two numbers" },
  { low: "", high: "1e-3", kind: PLAIN, is: [null, 0.001], because: "an end may stay open" },
  { low: " -3 ", high: "", kind: PLAIN, is: [-3, null], because: "spaces mean nothing" },
  { low: "1e-5", high: "0.1", kind: LOG, is: [1e-5, 0.1], because: "logarithmic axes are typed in their units" },
  { low: "2023-11-14T22:13:20Z", high: "", kind: TIME, is: [1_700_000_000, null], because: "times are typed as dates" },
  { low: "1700000000", high: "", kind: TIME, is: [1_700_000_000, null], because: "or in seconds" },
])("reads $low to $high: $because", ({ low, high, kind, is }) => {
  expect(readLimits(low, high, kind)).toEqual({ kind: "limits", limits: is });
});

it.each([
  { low: "1,5", high: "2", kind: PLAIN, problem: { because: "limitsNumber", text: "1,5" } },
  { low: "0", high: "Infinity", kind: PLAIN, problem: { because: "limitsNumber", text: "Infinity" } },
  { low: "2", high: "2", kind: PLAIN, problem: { because: "limitsOrder", text: "" } },
  { low: "0", high: "1", kind: LOG, problem: { because: "limitsPositive", text: "0" } },
  { low: "", high: "noon", kind: TIME, problem: { because: "limitsTime", text: "noon" } },
])("says what is wrong with $low to $high: $problem.because", ({ low, high, kind, problem }) => {
  expect(readLimits(low, high, kind)).toEqual({ kind: "problem", problem });
});

it("keeps an open end where the chart shows it, in exponents of ten on a logarithmic axis", () => {
  expect(toInterval([0.001, null], [-5, 2], true)).toEqual([-3, 2]);
  expect(toInterval([null, 8], [1, 4], false)).toEqual([1, 8]);
  expect(toInterval([null, null], [1, 4], false)).toBeNull();
});

it("has no interval where the typed end lies beyond the one that stays", () => {
  expect(toInterval([9, null], [1, 4], false)).toBeNull();
});

it("writes ends as they can be typed again", () => {
  expect(typedEnd(0.1 + 0.2, false)).toBe("0.3");
  expect(readLimits(typedEnd(1_700_000_000, true), "", TIME)).toEqual({
    kind: "limits",
    limits: [1_700_000_000, null],
  });
});
