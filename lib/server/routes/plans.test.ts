/** Launching from the form: what is previewed is what is queued, once. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AS_OWNER, accessOf } from "../../../fixtures/builders/access.ts";
import { shimPath } from "../../../fixtures/builders/shim.ts";
import type { LaunchWish } from "../../core/launch-form.ts";
import { type Launcher, openLauncher } from "../../launcher/launcher.ts";
import { readPlan } from "../../launcher/plans/plan-file.ts";
import { planLaunches } from "../../launcher/plans/plan-launches.ts";
import { launchingRoutes } from "../launching-routes.ts";

const PLAN = `
projects:
  mlp:
    command: train --lr {lr} --name {name} --token {token} --steps {steps} --seed {seed} --logdir {logdir}
    logdir: runs
    parameters: { lr: 0.1, name: "it's", token: hush, steps: 100, seed: { type: integer, default: 0 } }
    resources: { gpus: 0 }
sweeps:
  rates: { project: mlp, vary: { lr: { guide: six } } }
`;

let directory: string;
let file: string;
let launcher: Launcher;
let ask: (path: string, body?: unknown) => Promise<Response>;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "tuneboard-plans-"));
  file = join(directory, "tuneboard.yaml");
  writeFileSync(file, PLAN);
  const stateDir = join(directory, "state");
  const opened = await openLauncher({
    stateDir,
    shimPath,
    starts: false,
    now: () => Date.now() / 1000,
    stepsOf: () => null,
    report: (sentence) => expect.unreachable(sentence),
  });
  if ("heldBy" in opened) throw new Error("held");
  launcher = opened;
  const routes = launchingRoutes({
    access: accessOf(),
    launcher: () => launcher,
    stateDir,
    forms: {
      directories: [directory, join(directory, "runs")],
      hparamsOf: (run) => (run === "sweep/a" ? { lr: 0.01, name: "base", date: "today" } : null),
      directoryOf: (run) => (run === "sweep/a" ? join(directory, "runs", "sweep", "a") : null),
      pacesBelow: (below) => (below === join(directory, "runs") ? [10, 20, 90] : []),
    },
  });
  ask = async (path, body) =>
    routes.request(path, {
      method: body === undefined ? "GET" : "POST",
      headers: AS_OWNER,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
});
afterEach(() => {
  launcher.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

const sweep = (vary: Extract<LaunchWish, { kind: "sweep" }>["form"]["vary"], more = {}): LaunchWish => ({
  kind: "sweep",
  file,
  folder: "try",
  form: { project: "mlp", vary, ...more },
});

it("lists the plans that are there, with their projects, parameters and sweeps", async () => {
  const { plans, lookedIn } = await (await ask("/api/plans")).json();
  expect(lookedIn).toEqual([directory, join(directory, "runs")]);
  expect(plans).toMatchObject([{ file, problems: [], projects: [{ name: "mlp", hasSeed: true, hasSteps: true }] }]);
  expect(plans[0].sweeps).toMatchObject([{ name: "rates", form: { vary: { lr: { guide: "six" } } } }]);
  writeFileSync(file, "projects: { mlp: {} }");
  expect((await (await ask("/api/plans")).json()).plans[0].problems[0]).toMatch(/tuneboard\.yaml:1: /);
});

it("knows the plans from which there were launches, wherever they stand, while they are there", async () => {
  const elsewhere = join(directory, "projects", "vision.yaml");
  mkdirSync(join(directory, "projects"));
  writeFileSync(elsewhere, PLAN);
  const wish = { ...sweep({ lr: [1] }), file: elsewhere };
  expect((await ask("/api/plans/preview", { wish })).status).toBe(400);
  const read = await readPlan(elsewhere);
  if (read.kind === "unusable") throw new Error(read.problems.join());
  const planned = planLaunches(read.plan, ["rates"], {
    plan: elsewhere,
    priority: 0,
    isTaken: () => false,
    memoryMb: 1e6,
  });
  if (planned.kind === "unusable") throw new Error(planned.because);
  launcher.queue.submit({ key: "from the command line", launches: [...planned.launches] }, "tester");
  const files = async () => (await (await ask("/api/plans")).json()).plans.map((plan: { file: string }) => plan.file);
  expect(await files()).toEqual([file, elsewhere]);
  expect((await ask("/api/plans/preview", { wish })).status).toBe(200);
  rmSync(elsewhere);
  expect(await files()).toEqual([file]);
});

it("previews the commands as a shell would show them, blots out secrets, and estimates by the pace of known runs", async () => {
  const preview = await (await ask("/api/plans/preview", { wish: sweep({ lr: [1, 0.5] }, { seeds: 2 }) })).json();
  expect(preview.count).toBe(4);
  expect(preview.commands[0]).toMatchObject({ name: "try/lr=1_seed=0", isShell: false, cwd: directory });
  expect(preview.commands[0].command).toBe(
    `train --lr 1 --name 'it'\\''s' --token ••• --steps 100 --seed 0 --logdir ${directory}/runs/try/lr=1_seed=0`.replace(
      "•••",
      "'•••'",
    ),
  );
  expect(preview.estimate).toMatchObject({ stepsPerSec: 20, paceRuns: 3, runSecs: 20, gpuHours: null });
  expect(launcher.table.counts().queued).toBe(0);
});

it("queues a wish once, however often it comes, also when its folder is there by then", async () => {
  const wish = { wish: sweep({ lr: [1] }), key: "one double click" };
  const first = await (await ask("/api/plans/launch", wish)).json();
  mkdirSync(join(directory, "runs/try"), { recursive: true });
  expect(await (await ask("/api/plans/launch", wish)).json()).toEqual({ ids: first.ids, isNew: false });
  expect(launcher.table.counts().queued).toBe(1);
  await ask("/api/plans/launch", { ...wish, key: "on purpose again" });
  expect(launcher.table.latest(2, 0).map(({ name }) => name)).toEqual(["try-2/lr=1", "try/lr=1"]);
});

it("gives a second launch a folder of its own while the first one still waits", async () => {
  for (const key of ["the first", "the second"]) await ask("/api/plans/launch", { wish: sweep({ lr: [1] }), key });
  expect(launcher.table.latest(2, 0).map(({ name }) => name)).toEqual(["try-2/lr=1", "try/lr=1"]);
});

it("takes what the advice proposes from the run that it starts from, and a launch once more with changes", async () => {
  const runs = [{ why: "between the best two", hparams: { lr: 0.03 }, steps: 500, seeds: [1] }];
  const next = {
    kind: "next",
    file,
    project: "mlp",
    folder: "next",
    base: "sweep/a",
    runs,
    regularisation: "as before",
  };
  const { ids } = await (await ask("/api/plans/launch", { wish: next, key: "next runs" })).json();
  expect(launcher.table.get(ids[0])?.order).toMatchObject({
    hparams: { lr: 0.03, name: "base", steps: 500, seed: 1 },
    note: "between the best two",
  });
  const beside = { ...next, folder: null };
  const { ids: besideIds } = await (await ask("/api/plans/launch", { wish: beside, key: "beside them" })).json();
  expect(launcher.table.get(besideIds[0])?.order.logdir).toContain(join(directory, "runs", "sweep", "lr=0.03"));
  const clone = { kind: "clone", file, project: "mlp", folder: "again", launch: ids[0], changes: { lr: 0.3 } };
  const cloned = await (await ask("/api/plans/launch", { wish: clone, key: "clone it" })).json();
  expect(launcher.table.get(cloned.ids[0])?.order.hparams).toMatchObject({
    lr: 0.3,
    name: "base",
    steps: 500,
    seed: 1,
  });
});

it("asks twice before a large sweep, and never reads a file that is not one of the plans", async () => {
  const large = sweep({ lr: { linspace: [1, 2], count: 201 } });
  expect((await (await ask("/api/plans/preview", { wish: large })).json()).needsConfirmation).toBe(true);
  expect((await ask("/api/plans/launch", { wish: large, key: "201 of them" })).status).toBe(409);
  const elsewhere = { ...sweep({ lr: [1] }), file: "/etc/passwd" };
  const refused = await ask("/api/plans/preview", { wish: elsewhere });
  expect([refused.status, await refused.json()]).toEqual([400, { error: "There is no plan /etc/passwd." }]);
});

it.each([
  { wish: () => sweep({ depth: [1] }), text: "depth is no parameter of mlp." },
  { wish: () => sweep({ lr: ["fast"] }), text: 'The parameter lr is a number, not "fast".' },
  { wish: () => ({ ...sweep({ lr: [1] }), folder: "../out" }), text: "folder" },
  { wish: () => ({ ...sweep({ lr: [1] }), form: { project: "cnn" } }), text: "There is no project cnn" },
])("says in a sentence what is wrong: $text", async ({ wish, text }) => {
  const refused = await ask("/api/plans/preview", { wish: wish() });
  expect([refused.status, (await refused.json()).error]).toEqual([400, expect.stringContaining(text)]);
});

it("changes who goes first among those that wait", async () => {
  const { ids } = await (await ask("/api/plans/launch", { wish: sweep({ lr: [1, 2] }), key: "two of them" })).json();
  expect((await ask(`/api/launches/${ids[1]}/priority`, { priority: 5 })).status).toBe(200);
  expect(launcher.table.waiting(Date.now() / 1000, 1, 0)[0].id).toBe(ids[1]);
  await ask("/api/launches/pause", { because: "lunch" });
  const { launches } = await (await ask("/api/launches?order=queue")).json();
  expect(launches.map(({ id }: { id: string }) => id)).toEqual([ids[1], ids[0]]);
  expect(launches[0]).toMatchObject({ priority: 5, waitsFor: "the queue is paused: lunch" });
});

it("shows the machine: slots, memory, and no GPU that nobody has seen", async () => {
  const machine = await (await ask("/api/machine")).json();
  expect(machine).toMatchObject({ gpus: [], slots: launcher.slots(), slotsUsed: 0, runs: [] });
  expect(machine.memoryUsedBytes).toBeLessThan(machine.memoryBytes);
});
