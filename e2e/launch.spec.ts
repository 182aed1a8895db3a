/** From the browser to running trainings and back: log in, launch, watch, stop, try again. */
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import type { AdviceAnswer } from "../lib/core/advice.ts";
import { Board } from "./board.ts";
import { bundledLogs, packageRoot } from "./engine.ts";
import { enter, expect, test } from "./journey.ts";

/** A real training, slowed down so that one can see it run. */
const PLAN = (logdir: string, delayMs: number): string => `
projects:
  spirals:
    directory: ${packageRoot}
    logdir: ${logdir}
    command: >-
      node fixtures/programs/train-mlp.mjs --logdir {logdir} --lr {lr} --steps {steps} --seed {seed} --delay-ms ${delayMs}
    parameters:
      lr: 0.03
      steps: { type: integer, default: 20000 }
      seed: { type: integer, default: 0 }
    resources: { gpus: 0 }
sweeps:
  rates: { project: spirals, vary: { lr: { guide: six } }, steps: 100 }
`;

const launch = (page: Page, name: string): Locator => page.locator(`[data-testid=launch][data-name="${name}"]`);

async function open(page: Page, screen: "Curves" | "Launches"): Promise<void> {
  await page.getByRole("radio", { name: screen }).click();
}

test("who is not logged in sees how; the link opens it, once", async ({ page, start, logdir }) => {
  const { url, login } = await start({ logdir: logdir.path });
  await page.goto(`${url}/?screen=launches`);
  await expect(page.getByRole("heading", { name: "This browser may look, but not launch yet" })).toBeVisible();
  await expect(page.getByText("tuneboard login")).toBeVisible();
  await enter(page, login);
  expect(page.url()).not.toContain("code=");
  await open(page, "Launches");
  await expect(page.getByText("Nothing was launched from here yet.")).toBeVisible();
  await page.getByRole("button", { name: "New launch" }).first().click();
  await expect(page.getByTestId("no-plans")).toContainText("tuneboard.yaml");
  await expect(page.getByTestId("no-plans")).toContainText(logdir.path);
});

test("two runs are launched, draw their curves and write their console; one is stopped and tried again", async ({
  page,
  start,
  logdir,
}) => {
  test.setTimeout(120_000);
  writeFileSync(join(logdir.path, "tuneboard.yaml"), PLAN(logdir.path, 2));
  const { login } = await start({ logdir: logdir.path });
  await enter(page, login);
  await open(page, "Launches");
  await page.getByRole("button", { name: "New launch" }).first().click();
  const preview = page.getByTestId("preview");
  await expect(preview.getByRole("heading", { name: "6 runs" })).toBeVisible();
  await page.getByLabel("How the values of lr are chosen").selectOption("values");
  await page.getByLabel("Values of lr", { exact: true }).fill("0.03, 0.003");
  await page.getByLabel(/^Folder/).fill("try");
  await expect(preview.getByRole("heading", { name: "2 runs" })).toBeVisible();
  await expect(preview).toContainText(
    `node fixtures/programs/train-mlp.mjs --logdir ${logdir.path}/try/lr=0.03 --lr 0.03 --steps 20000 --seed 0 --delay-ms 2`,
  );
  await expect(preview).toContainText("How long it takes is not known");
  await page.getByTestId("launch-now").dblclick();
  await expect(page.getByTestId("launch")).toHaveCount(2);
  const first = launch(page, "try/lr=0.03");
  const second = launch(page, "try/lr=0.003");
  await expect(first).toHaveAttribute("data-state", "running");
  await expect(page.getByTestId("launch-details")).toBeVisible();
  await expect(page.getByRole("log", { name: "Console output" })).toContainText(/\d/, { timeout: 30_000 });

  await expect(first).toContainText(/step [\d,]+ of 20,000/);

  await open(page, "Curves");
  const board = new Board(page);
  await board.drawn("train/loss");
  await expect(board.run("try/lr=0.03")).toBeVisible();
  await page.goBack();
  await expect(first).toBeVisible();

  await page.getByRole("button", { name: "Stop try/lr=0.03" }).first().click();
  await expect(first).toHaveAttribute("data-state", "ended");
  await expect(first).toContainText("stopped");
  rmSync(join(logdir.path, "try/lr=0.03"), { recursive: true }); // the script starts over only in an empty folder
  await page.getByRole("button", { name: "Try try/lr=0.03 again" }).click();
  await expect(first).toContainText("attempt 2");
  await expect(first).toHaveAttribute("data-state", /starting|running/);

  await page.getByRole("button", { name: "Machine" }).click();
  await expect(page.getByTestId("machine")).toContainText("no GPUs");
  await expect(page.getByTestId("machine")).toContainText("try/lr=0.03");
  await page.getByRole("button", { name: "Queue and runs" }).click();
  for (const name of ["try/lr=0.03", "try/lr=0.003"])
    await page.getByRole("button", { name: `Stop ${name}`, exact: true }).click();
  await expect(second).toHaveAttribute("data-state", "ended");
  await expect(first).toHaveAttribute("data-state", "ended");
});

test("the queue waits with a reason, changes its order and is emptied", async ({ page, start, logdir }) => {
  writeFileSync(join(logdir.path, "tuneboard.yaml"), PLAN(logdir.path, 0));
  const { login } = await start({ logdir: logdir.path });
  await enter(page, login);
  await open(page, "Launches");
  await page.getByRole("button", { name: "Pause the queue" }).click();
  await expect(page.getByRole("button", { name: "Let it go on" })).toBeVisible();
  await page.getByRole("button", { name: "New launch" }).first().click();
  await page.getByLabel("Begin with a sweep of the plan").selectOption("rates");
  await page.getByTestId("launch-now").click();
  await expect(page.getByTestId("launch")).toHaveCount(6);
  await expect(launch(page, "rates/lr=0.001")).toContainText("the queue is paused");
  await page.getByRole("button", { name: "Start rates/lr=0.001 sooner" }).click();
  await expect(page.getByTestId("launch").first()).toHaveAttribute("data-name", "rates/lr=0.001");
  await page.getByRole("button", { name: "Take all out of the queue" }).click();
  await page.getByRole("button", { name: "Yes, take 6 launches out" }).click();
  await expect(page.getByTestId("counts")).toContainText("0 waiting");
});

test("one click on an advice shows the commands of exactly the runs that it proposes", async ({
  page,
  start,
  logdir,
}) => {
  cpSync(bundledLogs, logdir.path, { recursive: true });
  writeFileSync(
    join(logdir.path, "tuneboard.yaml"),
    `
projects:
  digits:
    logdir: new
    command: train --lr {lr} --batch_size {batch_size} --momentum {momentum} --steps {steps} --seed {seed} --logdir {logdir}
    parameters: { lr: 0.1, batch_size: 64, momentum: 0.9, steps: 100, seed: 0 }
`,
  );
  const { login } = await start({ logdir: logdir.path });
  await enter(page, login);
  const advice: AdviceAnswer = await (await page.request.get(`${new URL(login).origin}/api/advice`)).json();
  const sweep = advice.sweeps.find(({ title }) => title === "digits_mlp");
  const proposed = sweep?.stage?.next ?? [];
  expect(proposed.length).toBeGreaterThan(0);
  await page
    .getByRole("button", { name: /^Launch (this|these)/ })
    .first()
    .click();
  const preview = page.getByTestId("preview");
  await expect(preview.locator("code")).toHaveCount(proposed.length);
  for (const [i, { hparams, steps }] of proposed.entries()) {
    const command = preview.locator("code").nth(i);
    for (const [name, value] of Object.entries({ ...hparams, steps: steps ?? 100 }))
      await expect(command).toContainText(` --${name} ${value} `);
  }
});

test("who asked for it hears of a run that failed, and of nothing that was so before", async ({
  page,
  start,
  logdir,
}) => {
  const heard: unknown[] = [];
  const receiver = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      heard.push(JSON.parse(text));
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  // A folder that holds a run already is refused by the script: a failure that is real.
  logdir.begin("sweep/lr=0.03", []);
  writeFileSync(
    join(logdir.path, "tuneboard.yaml"),
    PLAN(`${logdir.path}/new`, 0).replace("{logdir} --lr", `${logdir.path}/sweep/lr=0.03 --lr`),
  );
  const hooks = [{ service: "json", url: `http://127.0.0.1:${port}/hook`, events: ["failed"] }];
  const { login, url } = await start({ logdir: logdir.path, notifications: { version: 1, hooks } });
  await enter(page, login);
  await open(page, "Launches");
  await page.getByRole("button", { name: "New launch" }).first().click();
  await page.getByLabel("How the values of lr are chosen").selectOption("values");
  await page.getByLabel("Values of lr", { exact: true }).fill("0.03");
  await page.getByTestId("launch-now").click();
  await expect(page.getByTestId("launch").first()).toContainText("exit status");
  await expect
    .poll(() => heard, { timeout: 20_000 })
    .toMatchObject([{ kind: "failed", subject: "sweep/lr=0.03", board: url }]);
  receiver.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`there is no serious accessibility finding in ${colorScheme}`, async ({ page, start, logdir }) => {
    writeFileSync(join(logdir.path, "tuneboard.yaml"), PLAN(logdir.path, 0));
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { login, url } = await start({ logdir: logdir.path });
    await page.goto(`${url}/?screen=launches`);
    await expect(page.getByText("tuneboard login")).toBeVisible();
    await expectNoSeriousFinding(page);
    await enter(page, login);
    await open(page, "Launches");
    await page.getByRole("button", { name: "New launch" }).first().click();
    await page.getByLabel("Steps").fill("50");
    await expect(page.getByTestId("launch-now")).toBeVisible();
    await expectNoSeriousFinding(page);
    await page.getByTestId("launch-now").click();
    await expect(page.getByRole("log")).toContainText(/\d/);
    await expectNoSeriousFinding(page);
    await page.getByRole("button", { name: "Machine" }).click();
    await expect(page.getByTestId("machine")).toContainText("no GPUs");
    await expectNoSeriousFinding(page);
  });
}

async function expectNoSeriousFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}
