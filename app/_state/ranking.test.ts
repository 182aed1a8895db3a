import { describe, expect, it } from "vitest";
import { listedRun as run } from "../../fixtures/builders/listed-run.ts";
import { allSettings, compareValues, defaultColumns, judges } from "../../lib/listing/columns.ts";
import { formatShare, relativeDifference, topRuns } from "./ranking.ts";

describe("the best runs", () => {
  const runs = [run("a", { q: 2 }), run("b", { q: 9 }), run("c", {}), run("d", { q: NaN }), run("e", { q: 2 })];
  const column = { kind: "setting", name: "q" } as const;
  const names = (direction: "max" | "min", count: number) =>
    topRuns(runs, column, direction, count, new Map())
      .map(({ key }) => key)
      .join("");

  it("are those with the largest or the smallest numbers; of equals the first listed", () => {
    expect(names("max", 2)).toBe("ba");
    expect(names("min", 2)).toBe("ae");
  });

  it("are never runs without a number, however many are asked for", () => {
    expect(names("max", 99)).toBe("bae");
  });
});

describe("the difference from a baseline", () => {
  it.each([
    [0.9, 0.8, "+12.5 %"], // 0.1 / 0.8
    [0.8, 0.9, "−11.1 %"], // 0.1 / 0.9
    [-3, -2, "−50 %"], // further from zero, but lower: below the baseline
    [2, 2, "±0 %"],
    [1.0004, 1, "+0.04 %"],
    [1.000001, 1, "±0 %"],
    [30, 2, "+1,400 %"],
  ])("of %s to %s is %s", (value, baseline, expected) => {
    expect(formatShare(relativeDifference(value, baseline) ?? Number.NaN)).toBe(expected);
  });

  it.each([
    [1, 0],
    [NaN, 1],
    [1, Infinity],
    [Infinity, 1],
  ])("of %s to %s says nothing", (value, baseline) => {
    expect(relativeDifference(value, baseline)).toBeNull();
  });
});

it("numbers stand before words, and words in natural order", () => {
  expect(["b10", 3, "b9", true, -1].sort(compareValues)).toEqual([-1, 3, "b9", "b10", true]);
});

describe("the columns of a table that nobody arranged", () => {
  const runs = [run("a", { lr: 1, seed: 0, bs: 64 }), run("b", { lr: 2, seed: 0, bs: 64, warmup: 10 })];

  it("hold the settings that vary, among them those that only some runs state", () => {
    expect(allSettings(runs)).toEqual({ varying: ["lr", "warmup"], common: ["bs", "seed"] });
  });

  it("begin with how the runs do and what they are judged by: held-out data first, metrics before losses", () => {
    const tags = ["train/loss", "lr", "dev/loss", "dev/acc", "grad_norm", "test/acc"];
    expect(judges(tags)).toEqual(["dev/acc", "dev/loss", "train/loss", "test/acc"]);
    expect(defaultColumns(runs, tags)).toEqual([
      "state",
      "best:dev/acc",
      "best:dev/loss",
      "best:train/loss",
      "setting:lr",
      "setting:warmup",
      "steps",
      "started",
      "duration",
    ]);
  });
});
