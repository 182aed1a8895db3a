import { describe, expect, it } from "vitest";
import { listedRun } from "../../fixtures/builders/listed-run.ts";
import { NO_ANNOTATION } from "../core/annotations.ts";
import { inactiveColour, paletteColour, rampColour, type Theme } from "../core/palette.ts";
import type { HparamValue } from "../core/series.ts";
import type { ListedRun } from "./listed-run.ts";
import { colourRuns, orderedSettings } from "./run-colours.ts";

const run = (ordinal: number, hparams: Readonly<Record<string, HparamValue>>): ListedRun =>
  listedRun(`r${ordinal}`, hparams, { ordinal });

const scheme = (colourBy: string, theme: Theme = "light") => ({ colourBy, theme, palette: "tensorboard" }) as const;

describe("the colour of a run", () => {
  it("is the one that somebody gave it, whatever runs are coloured by", () => {
    const given = { ...run(0, { lr: 1 }), annotation: { ...NO_ANNOTATION, colour: "#123456" } };
    for (const colourBy of ["", "lr", "regex:r"])
      expect(colourRuns([given], scheme(colourBy))(given), colourBy).toBe("#123456");
  });

  it("goes with what the groups of a pattern match, and a run that comes later changes none", () => {
    const named = (ordinal: number, name: string) => {
      const listed = run(ordinal, {});
      return { ...listed, run: { ...listed.run, name } };
    };
    const runs = [named(2, "adam_s0"), named(0, "sgd_s0"), named(1, "sgd_s1"), named(3, "other")];
    const expected = [paletteColour(1, "light"), paletteColour(0, "light"), paletteColour(0, "light")];
    const by = scheme("regex:(ADAM|sgd|lion)_");
    expect(runs.slice(0, 3).map(colourRuns(runs, by))).toEqual(expected);
    expect(colourRuns(runs, by)(named(3, "other"))).toBe(inactiveColour("light"));
    expect(runs.slice(0, 3).map(colourRuns([named(9, "lion_s0"), ...runs], by))).toEqual(expected);
  });

  it("stays grey where a pattern would take for ever, or is none", () => {
    for (const colourBy of ["regex:(a+)+$", "regex:("])
      expect(colourRuns([run(0, {})], scheme(colourBy))(run(0, {})), colourBy).toBe(inactiveColour("light"));
  });

  it("tells settings apart that are words", () => {
    const runs = [run(0, { opt: "sgd" }), run(1, { opt: "adam" }), run(2, { opt: "sgd" })];
    expect(runs.map(colourRuns(runs, scheme("opt")))).toEqual([0, 1, 0].map((at) => paletteColour(at, "light")));
  });

  it("is its own, whatever other runs there are", () => {
    expect(colourRuns([], scheme("", "dark"))(run(3, { lr: 1 }))).toBe(paletteColour(3, "dark"));
  });

  it("goes with the rank of its setting, so that 1e-5 and 1e-4 are as far apart as 0.1 and 1", () => {
    const runs = [run(0, { lr: 1 }), run(1, { lr: 1e-5 }), run(2, { lr: 0.1 }), run(3, { lr: 0.1 })];
    expect(runs.map(colourRuns(runs, scheme("lr")))).toEqual(
      [1, 0, 0.5, 0.5].map((share) => rampColour(share, "light")),
    );
  });

  it("is grey where the run does not say", () => {
    const runs = [run(0, { lr: 1 }), run(1, {})];
    expect(runs.map(colourRuns(runs, scheme("lr")))[1]).toBe(inactiveColour("light"));
  });

  it("does not take a name that every object has for a setting", () => {
    expect(colourRuns([run(0, {})], scheme("constructor"))(run(0, {}))).toBe(inactiveColour("light"));
  });
});

it("settings that vary can be coloured by: numbers first, and what varies most before others", () => {
  const runs = [
    run(0, { lr: 1, seed: 0, batch: 64, opt: "sgd" }),
    run(1, { lr: 2, seed: 1, batch: 64, opt: "adam" }),
    run(2, { lr: 3, seed: 1 }),
  ];
  expect(orderedSettings(runs)).toEqual(["lr", "seed", "opt"]);
});
