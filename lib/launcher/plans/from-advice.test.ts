/** What the advisor proposes, as trials; from real advice on the bundled sweep, and at the edges. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadCase, sweepAdviceOn } from "../../../fixtures/cases/load-case.ts";
import type { NextRun } from "../../core/advice.ts";
import type { Hparams } from "../../core/series.ts";
import { sayAll } from "../../core/text.ts";
import { toCommand } from "../commands/template.ts";
import { cloneTrial, nextOf, trialsFromAdvice } from "./from-advice.ts";
import { parsePlan } from "./plan.ts";
import type { Project } from "./project.ts";

const PLAN = `
projects:
  mlp:
    command: train --lr {lr} --bs {batch_size} --dropout {dropout} --steps {num_steps} --seed {seed} --amp {amp} --opt {optimizer}
    parameters:
      lr: 0.03
      batch_size: { type: integer, default: 64 }
      dropout: 0.5
      num_steps: { type: integer, default: 3000 }
      seed: { type: integer, default: 0 }
      amp: false
      optimizer: sgd
    without_regularisation: { dropout: 0 }
  epochs:
    command: train --lr {lr} --epochs {epochs}
    parameters: { lr: 0.1, epochs: 3 }
`;

function projectNamed(name: string): Project {
  const read = parsePlan(PLAN, { file: "plan", directory: "/work", home: "/" });
  const project = read.kind === "plan" ? read.plan.projects.get(name) : undefined;
  if (project === undefined) throw new Error(JSON.stringify(read));
  return project;
}
const mlp = projectNamed("mlp");

const next = (hparams: Hparams, more: Partial<NextRun> = {}): NextRun => ({
  why: "because",
  hparams,
  steps: null,
  seeds: [],
  command: null,
  ...more,
});

/** As a logger may have written them. */
const BASE: Hparams = {
  "optimizer.lr": "0.1",
  batch_size: 128,
  dropout: 0.2,
  num_steps: 500,
  seed: 3,
  amp: "True",
  logdir: "/old",
  git: "abc",
};

describe("trials from advice", () => {
  it("have the settings of the run that they start from, with what the advice changes, once a seed", () => {
    expect(trialsFromAdvice(mlp, [next({ lr: 0.0316 }, { steps: 6000, seeds: [4, 5] })], BASE)).toEqual({
      kind: "trials",
      trials: [4, 5].map((seed) => ({
        hparams: { lr: 0.0316, batch_size: 128, dropout: 0.2, amp: true },
        seed,
        steps: 6000,
        note: "because",
      })),
    });
  });

  it("keep seed and length of that run where the advice says nothing about them", () => {
    expect(trialsFromAdvice(mlp, [next({})], BASE)).toMatchObject({
      trials: [{ seed: 3, steps: 500, hparams: { lr: 0.1 } }],
    });
  });

  it("know a setting under another of its names", () => {
    expect(trialsFromAdvice(mlp, [next({ learning_rate: 0.5, "trainer.batch-size": 32 })], {})).toMatchObject({
      trials: [{ hparams: { lr: 0.5, batch_size: 32 } }],
    });
  });

  it("switch regularisation off for the first stages, and on again", () => {
    const dropout = (regularisation: "off" | "on") => {
      const read = trialsFromAdvice(mlp, [next({ lr: 1 })], BASE, regularisation);
      const command = read.kind === "trials" ? toCommand(mlp, read.trials[0], "/logs") : null;
      const argv = command?.kind === "command" ? command.command.argv : [];
      return argv[argv.indexOf("--dropout") + 1];
    };
    expect([dropout("off"), dropout("on")]).toEqual(["0", "0.5"]);
  });

  it("need no parameter for what the advice leaves as it was", () => {
    expect(trialsFromAdvice(mlp, [next({ lr: 1, git: "abc" })], BASE)).toMatchObject({
      trials: [{ hparams: { lr: 1 } }],
    });
  });

  it.each([
    {
      project: "mlp",
      run: next({ warmup: 100 }),
      because: "warmup is to change, and the project mlp has no parameter for it.",
    },
    { project: "mlp", run: next({ batch_size: 48.5 }), because: "The parameter batch_size cannot be 48.5." },
    {
      project: "epochs",
      run: next({ lr: 1 }, { steps: 600 }),
      because: "The advice is to train for 600 steps, and epochs has no parameter for them.",
    },
    {
      project: "epochs",
      run: next({ lr: 1 }, { seeds: [1] }),
      because: "The project epochs has no parameter for the seed.",
    },
  ])("are none where the project cannot express them: $because", ({ project, run, because }) => {
    expect(sayAll(trialsFromAdvice(projectNamed(project), [run], BASE), null)).toEqual({ kind: "unusable", because });
  });
});

describe("a clone of a run", () => {
  it("is the same run but for the changes", () => {
    expect(cloneTrial(mlp, BASE, { batch_size: 256 }, "twice the batch")).toEqual({
      kind: "trials",
      trials: [
        {
          hparams: { lr: 0.1, batch_size: 256, dropout: 0.2, amp: true },
          seed: 3,
          steps: 500,
          note: "twice the batch",
        },
      ],
    });
  });
});

describe("what is proposed for real sweeps", () => {
  const ids = readdirSync(new URL("../../../fixtures/cases", import.meta.url)).flatMap((name) =>
    /^\d+\.json$/.test(name) ? [Number(name.slice(0, -5))] : [],
  );

  it("can be started by a project with those parameters, as many runs as proposed, each as its advice says", () => {
    let proposed = 0;
    for (const id of ids) {
      const runs = nextOf(sweepAdviceOn(id));
      const keys = new Set([...runs.flatMap(({ hparams }) => Object.keys(hparams)), "num_steps", "seed"]);
      const values = Object.assign({ num_steps: 1000, seed: 0 }, ...runs.map(({ hparams }) => hparams));
      const command = ["train", ...[...keys].map((key) => `--${key}={${key}}`)];
      const parameters = Object.fromEntries([...keys].map((key) => [key, { default: values[key] }]));
      const plan = parsePlan(JSON.stringify({ projects: { it: { command, parameters } } }), {
        file: "plan",
        directory: "/",
        home: "/",
      });
      if (plan.kind !== "plan") throw new Error(plan.problems.join("\n"));
      const project = plan.plan.projects.get("it");
      const read = project === undefined ? null : trialsFromAdvice(project, runs, loadCase(id)[0].hparams);
      if (project === undefined || read?.kind !== "trials") throw new Error(`case ${id}: ${JSON.stringify(read)}`);
      expect(read.trials).toHaveLength(runs.reduce((sum, { seeds }) => sum + Math.max(1, seeds.length), 0));
      proposed += read.trials.length;
      const [first] = runs;
      const built = first === undefined ? null : toCommand(project, read.trials[0], "/logs");
      for (const [key, value] of Object.entries(first?.hparams ?? {}))
        expect(built?.kind === "command" ? built.command.argv : built).toContain(`--${key}=${value}`);
    }
    expect(proposed).toBeGreaterThan(40);
  });
});
