/**
 * The guide's whole path, on a task whose answer matters: six learning rates, and from then on every training is one that the advice on those before asked for. What
 * comes out is held against the best of a grid of all settings (`fixtures/grids`).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { buildEngineIn } from "../../fixtures/builders/engine.ts";
import type { AdviceAnswer, SweepAdvice } from "../core/advice.ts";

const EXAMPLE = fileURLToPath(new URL("../../fixtures/plans/tuneboard.yaml", import.meta.url));
const GRID = fileURLToPath(new URL("../../fixtures/grids/spirals.json", import.meta.url));
/** Stages that may ask for more runs twice, and then some. */
const MOST_LAUNCHES = 8;

const folder = mkdtempSync(join(tmpdir(), "tuneboard-journey-"));
const runs = join(folder, "runs");
const plan = join(folder, "tuneboard.yaml");
let program: string;

beforeAll(async () => {
  program = await buildEngineIn(folder);
  // The example that users are shown, as it is but for where it logs.
  const example = parse(readFileSync(EXAMPLE, "utf8"));
  const spirals = { ...example.projects.spirals, directory: join(dirname(EXAMPLE), "../.."), logdir: runs };
  writeFileSync(plan, JSON.stringify({ projects: { spirals }, sweeps: { rates: example.sweeps.rates } }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

function cli(...args: string[]): string {
  const all = [program, ...args, "--state-dir", join(folder, "state")];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

function advice(): SweepAdvice {
  const answer: AdviceAnswer = JSON.parse(cli("advise", "--logdir", runs, "--json"));
  expect(answer.sweeps).toHaveLength(1);
  return answer.sweeps[0];
}

const namesOfRuns = (): string[] => readdirSync(join(runs, "rates"));

/** Dev accuracy at the end of a run, by the last line of what it printed. */
function accuracies(launches: readonly { readonly id: string }[]): number[] {
  return launches.map(({ id }) => Number([...cli("logs", id).matchAll(/dev_acc=(\S+)/g)].at(-1)?.[1]));
}

it("from six learning rates to decay, each stage launched by the advice of the one before, ends within half a point of the best of a whole grid", () => {
  cli("launch", plan, "--sweep", "rates");
  const stages: string[] = [];
  let last: { readonly launches: readonly { readonly id: string }[] } = { launches: [] };
  let launched = 0;
  while (stages.at(-1) !== "done") {
    expect(launched++).toBeLessThan(MOST_LAUNCHES);
    const { stage } = advice();
    stages.push(stage?.at ?? "none");
    const before = namesOfRuns().length;
    last = JSON.parse(cli("launch", plan, "--next", "rates", "--logdir", runs, "--yes", "--json"));
    expect(namesOfRuns().length).toBe(before + last.launches.length);
  }
  expect([...new Set(stages)]).toEqual(["batch size and momentum", "decay", "done"]);
  // What it ends with are the settings that came out, with seeds that chose nothing.
  const ends = accuracies(last.launches);
  expect(ends).toHaveLength(3);
  const grid: { readonly confirmed: readonly { readonly mean: number }[] } = JSON.parse(readFileSync(GRID, "utf8"));
  const best = Math.max(...grid.confirmed.map(({ mean }) => mean));
  expect(ends.reduce((sum, end) => sum + end, 0) / ends.length).toBeGreaterThan(best - 0.005);
}, 600_000);
