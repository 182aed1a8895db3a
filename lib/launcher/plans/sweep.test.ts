/** Sweep forms and the trials that they stand for. */
import { describe, expect, it } from "vitest";
import { sayAll } from "../../core/text.ts";
import { parsePlan } from "./plan.ts";
import { type Axis, SweepForm } from "./plan-schema.ts";
import type { Project } from "./project.ts";
import { planSweep } from "./sweep.ts";
import { settingsOf } from "./trial.ts";

const PLAN = `
projects:
  mlp:
    command: train {lr} {batch_size} {optimizer} {dropout} {num_steps} {seed}
    parameters:
      lr: 0.03
      batch_size: { type: integer, default: 64 }
      optimizer: { choices: [sgd, adam], default: sgd }
      dropout: 0.5
      num_steps: { type: integer, default: 3000 }
      seed: { type: integer, default: 0 }
    without_regularisation: { dropout: 0 }
  plain:
    command: train {lr}
    parameters: { lr: 0.1 }
`;

const plan = parsePlan(PLAN, { file: "tuneboard.yaml", directory: "/work", home: "/" });
if (plan.kind !== "plan") throw new Error(plan.problems.join("\n"));
const projectNamed = (name: string): Project => {
  const found = plan.plan.projects.get(name);
  if (found === undefined) throw new Error(name);
  return found;
};
const mlp = projectNamed("mlp");

/** The sweep as it comes from a file or a form. */
const planned = (form: object, project = mlp) =>
  sayAll(planSweep(project, SweepForm.parse({ project: project.name, ...form })), null);

function trialsOf(form: object, project = mlp) {
  const sweep = planned(form, project);
  if (sweep.kind !== "trials") throw new Error(sweep.because);
  return sweep.trials;
}

const ratesOf = (axis: Axis) => trialsOf({ vary: { lr: axis } }).map(({ hparams }) => hparams.lr);

describe("the values of a parameter", () => {
  it.each<{ axis: Axis; values: unknown[]; because: string }>([
    { axis: { guide: "six" }, values: [1, 0.1, 0.01, 0.001, 0.0001, 0.00001], because: "rule R9 of the guide" },
    {
      axis: { guide: "twelve" },
      values: [1, 0.1, 0.05, 0.03, 0.01, 0.007, 0.005, 0.003, 0.001, 0.0005, 0.0001, 0.00001],
      because: "with the six of rule R10",
    },
    { axis: { half_decades: [0.001, 0.1] }, values: [0.001, 0.00316, 0.01, 0.0316, 0.1], because: "√10 is 3.16…" },
    { axis: { half_decades: [0.3, 3] }, values: [0.3, 0.949, 3], because: "0.3 · 3.1623 = 0.949" },
    { axis: { insert_around: 0.01 }, values: [0.00316, 0.0316], because: "half a decade to both sides" },
    {
      axis: { insert_around: [0.01, 0.1] },
      values: [0.00316, 0.0316, 0.316],
      because: "what lies between stands once",
    },
    { axis: [0.5, 0.1, 0.5], values: [0.5, 0.1], because: "a value is tried once" },
    { axis: 0.2, values: [0.2], because: "one value" },
    { axis: { range: [0, 1], step: 0.25 }, values: [0, 0.25, 0.5, 0.75, 1], because: "the end is hit" },
    { axis: { range: [0, 1], step: 0.4 }, values: [0, 0.4, 0.8], because: "the end is not hit" },
    { axis: { range: [3, 1], step: -1 }, values: [3, 2, 1], because: "downwards" },
    { axis: { range: [0.1, 0.3], step: 0.1 }, values: [0.1, 0.2, 0.3], because: "no dust of binary fractions" },
    { axis: { linspace: [0, 1], count: 5 }, values: [0, 0.25, 0.5, 0.75, 1], because: "both ends" },
    { axis: { linspace: [2, 4], count: 1 }, values: [2], because: "one is the first" },
    { axis: { logspace: [1, 0.0001], count: 5 }, values: [1, 0.1, 0.01, 0.001, 0.0001], because: "decades down" },
  ])("$axis: $because", ({ axis, values }) => {
    expect(ratesOf(axis)).toEqual(values);
  });

  it.each<{ vary: Record<string, Axis>; because: string }>([
    {
      vary: { lr: { range: [0, 1], step: -1 } },
      because: "lr cannot be varied so: the step does not lead from the start to the end.",
    },
    { vary: { lr: { range: [0, 1], step: 0 } }, because: "lr cannot be varied so: that is Infinity values." },
    { vary: { lr: { range: [0, 1], step: 1e-5 } }, because: "lr cannot be varied so: that is 100001 values." },
    {
      vary: { lr: { logspace: [0, 1], count: 3 } },
      because: "lr cannot be varied so: a logarithmic axis has values above 0.",
    },
    {
      vary: { lr: { half_decades: [1, 0.1] } },
      because: "lr cannot be varied so: half decades go from a value above 0 to a larger one.",
    },
    { vary: { batch_size: [32, 48.5] }, because: "The parameter batch_size is a whole number, not 48.5." },
    { vary: { optimizer: ["sgd", "lion"] }, because: "The parameter optimizer is one of sgd, adam, not lion." },
    { vary: { speed: [1] }, because: "speed is no parameter of mlp." },
  ])("are refused: $because", ({ vary, because }) => {
    expect(planned({ vary })).toEqual({ kind: "unusable", because });
  });
});

describe("a grid", () => {
  it("has every combination, the first parameter changing slowest, and the seeds of a setting together", () => {
    const trials = trialsOf({ vary: { lr: [0.1, 0.01], batch_size: [32, 64] }, seeds: [3, 4], steps: 500 });
    expect(trials.map(({ hparams, seed }) => `${hparams.lr} ${hparams.batch_size} ${seed}`)).toEqual([
      "0.1 32 3",
      "0.1 32 4",
      "0.1 64 3",
      "0.1 64 4",
      "0.01 32 3",
      "0.01 32 4",
      "0.01 64 3",
      "0.01 64 4",
    ]);
    expect(trials.every(({ steps }) => steps === 500)).toBe(true);
  });

  it("is one run where nothing varies", () => {
    expect(trialsOf({})).toEqual([{ hparams: {}, seed: null, steps: null, note: "" }]);
  });

  it("switches regularisation off when told to, and on again, unless it is what varies", () => {
    const dropouts = (form: object) => trialsOf(form).map((trial) => settingsOf(mlp, trial).get("dropout"));
    expect(dropouts({ regularisation: "off" })).toEqual([0]);
    expect(dropouts({ regularisation: "on" })).toEqual([0.5]);
    expect(dropouts({ regularisation: "off", vary: { dropout: [0.1, 0.2] } })).toEqual([0.1, 0.2]);
  });

  it("may vary seed and steps like everything else", () => {
    const trials = trialsOf({ vary: { seed: [1, 2], num_steps: [100, 200] } });
    expect(trials.map(({ seed, steps, hparams }) => ({ seed, steps, hparams }))).toEqual([
      { seed: 1, steps: 100, hparams: {} },
      { seed: 1, steps: 200, hparams: {} },
      { seed: 2, steps: 100, hparams: {} },
      { seed: 2, steps: 200, hparams: {} },
    ]);
  });

  it.each([
    {
      form: { vary: { lr: [1] }, trials: 4 },
      because: "A grid has as many trials as it has points; `trials` is for random and quasi_random sweeps.",
    },
    {
      form: { vary: { lr: { between: [0.1, 1] } } },
      because: "lr is an interval, which a grid cannot go through: say how many values, or draw them at random.",
    },
    { form: { vary: { lr: [1] }, how: "random" }, because: "A random sweep says how many `trials` it has." },
    { form: { how: "random", trials: 3 }, because: "A random sweep varies something." },
  ])("is refused: $because", ({ form, because }) => {
    expect(planned(form)).toEqual({ kind: "unusable", because });
  });

  it("has no seeds and no steps where the project has no place for them", () => {
    expect(planned({ seeds: 2 }, projectNamed("plain"))).toMatchObject({
      because: "plain has no parameter for the seed.",
    });
    expect(planned({ steps: 2 }, projectNamed("plain"))).toMatchObject({
      because: "plain has no parameter for the number of steps.",
    });
  });
});

describe("a large sweep", () => {
  const million = { vary: { lr: { linspace: [0, 1], count: 1000 }, dropout: { linspace: [0, 1], count: 1000 } } };

  it("is counted and not made, unless its limit says that it is meant", () => {
    const form = { vary: { lr: { linspace: [0, 1], count: 101 } }, seeds: 2 };
    expect(planned(form)).toEqual({
      kind: "too many",
      count: 202,
      limit: 202,
      because: "The sweep has 202 runs; more than 200 are only started where it says `limit: 202`.",
    });
    expect(trialsOf({ ...form, limit: 202 })).toHaveLength(202);
  });

  it("is never larger than ten thousand, whatever the limit says", () => {
    expect(planned({ ...million, limit: 1e6 })).toEqual({
      kind: "too many",
      count: 1e6,
      limit: null,
      because: "The sweep has 1,000,000 runs, and no sweep may have more than 10,000.",
    });
  });
});

describe.each(["random", "quasi_random"])("a %s sweep", (how) => {
  const form = {
    how,
    trials: 64,
    vary: {
      lr: { between: [1e-4, 1], scale: "log" },
      dropout: { between: [0, 0.5] },
      batch_size: { between: [16, 19] },
      optimizer: ["sgd", "adam"],
    },
  };

  it("draws the same trials again, and others with another seed", () => {
    expect(trialsOf(form)).toEqual(trialsOf(form));
    expect(trialsOf(form)).not.toEqual(trialsOf({ ...form, random_seed: 1 }));
  });

  it("stays within its bounds and reaches every part of them", () => {
    for (const seed of [0, 1, 2, 3]) {
      const all = trialsOf({ ...form, random_seed: seed }).map(({ hparams }) => hparams);
      const decades = all.map(({ lr }) => Math.floor(Math.log10(Number(lr))));
      expect(new Set(decades)).toEqual(new Set([-4, -3, -2, -1]));
      expect(new Set(all.map(({ batch_size }) => batch_size))).toEqual(new Set([16, 17, 18, 19]));
      expect(new Set(all.map(({ optimizer }) => optimizer))).toEqual(new Set(["sgd", "adam"]));
      expect(all.every(({ dropout }) => Number(dropout) >= 0 && Number(dropout) < 0.5)).toBe(true);
    }
  });
});
