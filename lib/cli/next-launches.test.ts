/** `tuneboard launch --next` as people type it: from logs of real trainings to the commands that their advice asks for, and to a run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildEngineIn } from "../../fixtures/builders/engine.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import type { PreviewAnswer } from "../core/launches.ts";

vi.setConfig({ testTimeout: 120_000 }); // each command is a process, and machines may be slow

const TRAINING = fileURLToPath(new URL("../../fixtures/programs/train-mlp.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tuneboard-next-"));
const runs = join(folder, "runs");
const plan = join(folder, "tuneboard.yaml");
let program: string;

beforeAll(async () => {
  program = await buildEngineIn(folder);
  for (const lr of ["0.1", "0.01", "0.001"])
    train("--logdir", join(runs, "sweep", `lr${lr}`), "--lr", lr, "--steps", "400");
  const flags = ["--lr={lr}", "--steps={steps}", "--seed={seed}", "--batch-size={batch_size}", "--momentum={momentum}"];
  const command = [process.execPath, TRAINING, "--logdir", "{logdir}", ...flags];
  const project = {
    command,
    logdir: runs,
    parameters: { lr: 0.03, steps: 100, seed: 0, batch_size: 64, momentum: 0.9 },
    resources: { gpus: 0 },
  };
  writeFileSync(plan, JSON.stringify({ projects: { spirals: project } }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const train = (...args: string[]) => expect(spawnSync(process.execPath, [TRAINING, ...args]).status).toBe(0);

function cli(...args: string[]) {
  const all = [program, ...args, "--state-dir", join(folder, "state")];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8", timeout: 100_000 });
  return { status, stdout, stderr };
}

const next = (...args: string[]) => cli("launch", plan, "--next", "sweep", "--logdir", runs, ...args);

describe("launch --next", () => {
  it("shows the commands that the advice asks for, and then runs them beside those of the sweep", () => {
    const advice: AdviceAnswer = JSON.parse(cli("advise", "--logdir", runs, "--json").stdout);
    const proposed = advice.sweeps[0].stage?.next ?? [];
    const { status, stdout } = next("--dry-run", "--json");
    expect({ status }).toEqual({ status: 0 });
    const preview: PreviewAnswer = JSON.parse(stdout);
    expect(preview.count).toBe(proposed.reduce((sum, { seeds }) => sum + Math.max(1, seeds.length), 0));
    const [first] = proposed;
    expect(preview.commands[0].command).toContain(`--lr=${first.hparams.lr} --steps=${first.steps ?? 400}`);
    expect(readdirSync(join(runs, "sweep"))).toHaveLength(3); // nothing was started

    expect(next("--yes")).toMatchObject({ status: 0 });
    expect(readdirSync(join(runs, "sweep"))).toHaveLength(3 + preview.count);
    const after: AdviceAnswer = JSON.parse(cli("advise", "--logdir", runs, "--json").stdout);
    expect(after.sweeps[0].runs).toHaveLength(3 + preview.count); // the advice sees all of them side by side
  });

  it.each([
    { args: ["--next", "nothing", "--logdir", runs], says: "--next nothing is no sweep; there is sweep" },
    { args: ["--next", "sweep"], says: "--next is about logs: --logdir names the directory that holds them." },
    { args: ["--next", "sweep", "--logdir", runs, "--project", "cnn"], says: "--project cnn is none of" },
  ])("$args says what is missing", ({ args, says }) => {
    expect(cli("launch", plan, ...args, "--dry-run")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(says),
    });
  });
});
