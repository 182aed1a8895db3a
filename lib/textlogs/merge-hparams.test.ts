import { expect, it } from "vitest";
import { mergeHparams, valuesOf } from "./merge-hparams.ts";

it("takes each name from the most trusted source that states it", () => {
  const merged = mergeHparams({
    "run name": { lr: 1, bs: 2, seed: 3, opt: "adam" },
    "command line": { lr: 4, bs: 5, seed: 6 },
    "settings file": { lr: 7, bs: 8 },
    log: { lr: 9 },
  });
  expect(Object.fromEntries(merged)).toEqual({
    lr: { value: 9, source: "log" },
    bs: { value: 8, source: "settings file" },
    seed: { value: 6, source: "command line" },
    opt: { value: "adam", source: "run name" },
  });
  expect(valuesOf(merged)).toEqual({ lr: 9, bs: 8, seed: 6, opt: "adam" });
});

it("aliases stay apart, and sources that state nothing add nothing", () => {
  expect(valuesOf(mergeHparams({ log: null, "settings file": { learning_rate: 1 }, "run name": { lr: 1 } }))).toEqual({
    learning_rate: 1,
    lr: 1,
  });
  expect(mergeHparams({}).size).toBe(0);
});
