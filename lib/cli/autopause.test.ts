/** Real trainings of which one is hopeless, a real dashboard that advises, and the commands as people type them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEngineIn, type EngineProcess, startEngine } from "../../fixtures/builders/engine.ts";
import { allMarked } from "../../fixtures/builders/marked-processes.ts";
import { eventually, program as programPath } from "../../fixtures/builders/shim.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import type { LaunchesAnswer, LaunchSummary } from "../core/launches.ts";

const PATIENCE_MS = 240_000; // five trainings on a machine that others use

/** The best three and the best with a clearly lower rate go on; the last one hardly learns. */
const RATES = [0.1, 0.05, 0.03, 0.01, 0.000001];
const HOPELESS = "rates/lr=0.000001";

const folder = mkdtempSync(join(tmpdir(), "tuneboard-autopause-"));
const [logdir, stateDir, plan] = ["logs", "state", "tuneboard.yaml"].map((name) => join(folder, name));
let program: string;
let server: EngineProcess;
beforeAll(async () => {
  program = await buildEngineIn(folder);
  mkdirSync(logdir);
  const flags = ["--logdir", "{logdir}", "--lr", "{lr}", "--steps", "{steps}", "--delay-ms", "10"];
  const spirals = {
    command: [process.execPath, programPath("train-mlp.mjs"), ...flags],
    logdir,
    parameters: { lr: 0.03, steps: { type: "integer", default: 20_000 } },
    resources: { gpus: 0 },
  };
  const rates = { project: "spirals", vary: { lr: RATES } };
  writeFileSync(plan, JSON.stringify({ projects: { spirals }, sweeps: { rates } }));
  server = await startEngine(program, logdir, stateDir);
}, 120_000);
afterAll(async () => {
  const { launches } = list();
  for (const { id, state } of launches) if (state !== "ended" && state !== "paused") cli("stop", id);
  await eventually(() => expect(allMarked(launches.map(({ id }) => id))).toEqual([]), 60_000);
  await server.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 120_000);

function cli(...args: string[]): string {
  const all = [program, ...args, "--state-dir", stateDir];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const list = (): LaunchesAnswer => JSON.parse(cli("ps", "--json"));

function launchOf(name: string): LaunchSummary {
  const found = list().launches.find((launch) => launch.name === name);
  if (found === undefined) throw new Error(`${name} was not launched`);
  return found;
}

async function givenUp(): Promise<readonly string[]> {
  const Authorization = `Bearer ${readFileSync(join(stateDir, "token"), "utf8")}`;
  const answer: AdviceAnswer = await (await fetch(`${server.url}/api/advice`, { headers: { Authorization } })).json();
  return answer.sweeps.flatMap(({ advice }) =>
    advice.flatMap(({ rule, value }) =>
      rule === "pause" && typeof value === "object" && value !== null && "pause" in value ? value.pause : [],
    ),
  );
}

/** Waits until `run` was given up by the advice for longer than two looks of whoever pauses take. */
async function givenUpForLong(run: string): Promise<void> {
  let since = Number.POSITIVE_INFINITY;
  await eventually(async () => {
    const isGivenUp = (await givenUp()).includes(run);
    since = isGivenUp ? Math.min(since, performance.now()) : Number.POSITIVE_INFINITY;
    expect(performance.now() - since).toBeGreaterThan(15_000);
  }, PATIENCE_MS);
}

it(
  "a hopeless run is paused where somebody agreed, by whichever server runs then, and goes on for good once it was resumed",
  async () => {
    cli("queue", "slots", "6");
    cli("launch", plan);
    await givenUpForLong(HOPELESS);
    expect(launchOf(HOPELESS)).toMatchObject({ state: "running" }); // nobody agreed to anything
    expect(cli("queue", "autopause")).toBe("rates: off\n");

    expect(cli("queue", "autopause", "rates", "on")).toContain("Hopeless runs of rates are paused");
    await server.kill(); // its consent outlives it
    server = await startEngine(program, logdir, stateDir);
    const paused = await eventually(() => {
      const launch = launchOf(HOPELESS);
      expect(launch.state).toBe("paused");
      return launch;
    }, PATIENCE_MS);
    expect(paused.ending).toMatch(
      /^paused by advice, because rates\/lr=0\.000001 (stands at .* of the leader's descent behind|has diverged)/,
    );
    expect(paused).toMatchObject({ isGood: null, failure: null });
    expect(allMarked([paused.id])).toEqual([]);
    expect(cli("ps")).toMatch(/paused .* rates\/lr=0\.000001 +paused by advice, because/);
    expect(cli("queue", "autopause", "rates")).toMatch(/^rates: on, by .* \(all runs\)\n {2}.* is paused, because/);
    expect(cli("audit")).toMatch(/POST \/api\/autopause.*"about":"sweep=rates on=true"/);
    expect(cli("audit")).toMatch(/"who":"the advice, for .*"act":"pause"/);

    expect(cli("resume", paused.id)).toContain("starts from the beginning");
    await givenUpForLong(`${HOPELESS}-2`);
    const states = new Map(list().launches.map(({ name, state }) => [name, state]));
    expect(states).toEqual(new Map(RATES.map((lr) => [`rates/lr=${lr}`, "running"])));
  },
  3 * PATIENCE_MS,
);
