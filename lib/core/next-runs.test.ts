import { describe, expect, it } from "vitest";
import type { NextRun } from "./advice.ts";
import { areAmong, costOf, settingsOf } from "./next-runs.ts";

const run = (lr: number, more: Partial<NextRun> = {}): NextRun => ({
  why: "",
  hparams: { lr },
  steps: 1000,
  seeds: [0],
  command: null,
  ...more,
});

it("settings are told as people type them", () => {
  expect(settingsOf(run(0.00005, { hparams: { batch_size: 16, lr: 0.00005 } }))).toBe("batch_size=16 lr=0.00005");
  expect(settingsOf({ hparams: {} })).toBe("");
});

describe("what a plan costs", () => {
  it("counts every seed as a run, and its steps as often", () => {
    expect(costOf([run(0.1), run(0.2, { seeds: [1, 2, 3] })])).toEqual({ runs: 4, steps: 4000, gpuHours: null });
  });

  it("adds the hours up where the clock says them for all", () => {
    const timed = { costSteps: 500, gpuHours: 0.25 };
    expect(costOf([run(0.1, timed), run(0.2, timed)])).toEqual({ runs: 2, steps: 1000, gpuHours: 0.5 });
  });

  it("does not tell a part for the whole where one run's length is open", () => {
    expect(costOf([run(0.1), run(0.2, { steps: null })]).steps).toBeNull();
  });
});

describe("runs that are proposed twice", () => {
  it("are the same with settings that the other proposal names beside theirs", () => {
    expect(areAmong([run(0.1)], [run(0.2), run(0.1, { hparams: { lr: 0.1, batch_size: 64 } })])).toBe(true);
  });

  it.each([
    { other: run(0.2), because: "another rate" },
    { other: run(0.1, { steps: 2000 }), because: "another length" },
    { other: run(0.1, { seeds: [1] }), because: "another seed" },
    { other: run(0.1, { hparams: {} }), because: "a setting that is missing" },
  ])("are not the same with $because", ({ other }) => {
    expect(areAmong([run(0.1)], [other])).toBe(false);
  });
});
