import { describe, expect, it } from "vitest";
import { inactiveColour, paletteColour, rampColour } from "../../lib/core/palette.ts";
import type { HparamValue } from "../../lib/core/series.ts";
import { colourRuns, orderedSettings } from "./colours.ts";
import type { ListedRun } from "./shown-runs.ts";

const run = (ordinal: number, hparams: Readonly<Record<string, HparamValue>>): ListedRun => ({
  key: `r${ordinal}`,
  ordinal,
  run: {
    id: `r${ordinal}`,
    name: `r${ordinal}`,
    state: "unknown",
    startedAt: null,
    updatedAt: null,
    hparams,
    tagIndices: [],
    points: [],
    lastSteps: [],
    lastValues: [],
    problems: [],
  },
});

describe("the colour of a run", () => {
  it("is its own, whatever other runs there are", () => {
    expect(colourRuns([], "", "dark")(run(3, { lr: 1 }))).toBe(paletteColour(3, "dark"));
  });

  it("goes with the rank of its setting, so that 1e-5 and 1e-4 are as far apart as 0.1 and 1", () => {
    const runs = [run(0, { lr: 1 }), run(1, { lr: 1e-5 }), run(2, { lr: 0.1 }), run(3, { lr: 0.1 })];
    expect(runs.map(colourRuns(runs, "lr", "light"))).toEqual(
      [1, 0, 0.5, 0.5].map((share) => rampColour(share, "light")),
    );
  });

  it("is grey where the run does not say", () => {
    const runs = [run(0, { lr: 1 }), run(1, {}), run(2, { lr: "warm" })];
    const colours = runs.map(colourRuns(runs, "lr", "light"));
    expect(colours.slice(1)).toEqual([inactiveColour("light"), inactiveColour("light")]);
  });

  it("does not take a name that every object has for a setting", () => {
    expect(colourRuns([run(0, {})], "constructor", "light")(run(0, {}))).toBe(inactiveColour("light"));
  });
});

it("only numbers that vary can order the runs, and what varies most comes first", () => {
  const runs = [
    run(0, { lr: 1, seed: 0, batch: 64, opt: "sgd" }),
    run(1, { lr: 2, seed: 1, batch: 64, opt: "adam" }),
    run(2, { lr: 3, seed: 1 }),
  ];
  expect(orderedSettings(runs)).toEqual(["lr", "seed"]);
});
