import { describe, expect, it } from "vitest";
import { findDateAt, parseWallTime, toWallTimeSecs } from "./wall-times.ts";

describe("wall times as numbers", () => {
  it.each([
    { value: 1700000000.5, secs: 1700000000.5, because: "seconds" },
    { value: 1700000000500, secs: 1700000000.5, because: "milliseconds" },
    { value: 1700000000500000, secs: 1700000000.5, because: "microseconds" },
    { value: 0.35, secs: null, because: "the seconds that a step took" },
    { value: 86400, secs: null, because: "seconds since the start" },
    { value: -1700000000, secs: null, because: "before the epoch" },
    { value: NaN, secs: null, because: "nothing" },
    { value: Infinity, secs: null, because: "no time" },
  ])("$value is $secs: $because", ({ value, secs }) => {
    expect(toWallTimeSecs(value)).toBe(secs);
  });
});

describe("wall times as dates", () => {
  const utc = Date.UTC(2023, 10, 14, 22, 13, 20) / 1000;
  const local = new Date(2023, 10, 14, 22, 13, 20).getTime() / 1000;
  it.each([
    { text: "2023-11-14T22:13:20Z", secs: utc },
    { text: "2023-11-14 22:13:20.25+00:00", secs: utc + 0.25 },
    { text: "2023-11-15T00:13:20+0200", secs: utc },
    { text: "2023-11-14 22:13:20", secs: local },
    { text: "2023/11/14 22:13:20,5", secs: local + 0.5 },
    { text: "2023-11-14", secs: null },
    { text: "2023-11-14 22:13:20 and more", secs: null },
    { text: "0001-01-01 00:00:00Z", secs: null },
    { text: "", secs: null },
  ])("$text is $secs", ({ text, secs }) => {
    expect(parseWallTime(text)).toBe(secs);
  });

  it("tells where a date ends", () => {
    expect(findDateAt("[2023-11-14T22:13:20Z] step", 1)).toEqual({ secs: utc, end: 21 });
    expect(findDateAt("[2023-11-14T22:13:20Z] step", 0)).toBe(null);
  });
});
