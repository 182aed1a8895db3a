/** The advice as a reader works with it: where the tuning stands, the runs to start, and decisions that the answer follows. */
import { expect, test } from "@playwright/test";
import { Board } from "./board.ts";
import { bundledLogs, type Engine, startEngine } from "./engine.ts";

let engine: Engine;
test.beforeAll(async () => {
  engine = await startEngine({ logdir: bundledLogs });
});
test.afterAll(() => engine.stop());

test("the path says what is settled, where the tuning stands, and what to run with its cost", async ({ page }) => {
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  const path = page.getByRole("region", { name: "The path of the guide" });
  await expect(path.getByRole("listitem").filter({ hasText: "Learning rate and steps" })).toContainText(
    "learning rate 0.001",
  );
  await expect(path.locator("[aria-current=step]")).toHaveText("Batch size and momentum (here)");
  await expect(path.getByTestId("next-run").first()).toContainText("steps");
  await expect(path.getByRole("button", { name: "Copy settings" }).first()).toBeVisible();
});

test("what to run now stands beside the answer, with its cost, and is not told twice", async ({ page }) => {
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  const next = page.getByTestId("next-line");
  await expect(next).toHaveText("Run now11 runs · 17,425 steps in allfor: Batch size and momentum");
  const cells = page.getByRole("article", { name: "Batch size and momentum" });
  await expect(cells.getByTestId("next-run")).toHaveCount(0); // the path has them
  await cells.getByRole("button", { name: "Run next: 11 runs" }).click();
  await expect(page.getByTestId("guide-path")).toBeFocused();
  const rates = page.getByRole("article", { name: "Learning rate", exact: true });
  await rates.getByText("Alternatives").first().click();
  await expect(rates).toContainText("0.0005: same within noise");
  const schedule = page.getByRole("article", { name: "Decay schedule" });
  await schedule.getByText("As code").click();
  await expect(schedule.getByTestId("code")).toContainText("from torch.optim.lr_scheduler import LambdaLR");
  await schedule.getByLabel("Framework").selectOption("JAX");
  await expect(schedule.getByTestId("code")).toContainText("optax.linear_schedule(0.001, 0.0, transition_steps=1700)");
});

test("a mark leads to its sentence, and a sentence to its mark by keyboard too", async ({ page }) => {
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  const start = page.getByRole("article", { name: "Decay start" }).getByTestId("evidence").first();
  const bare = await board.paintedOver("dev/acc");
  await start.focus();
  await expect.poll(() => board.paintedOver("dev/acc"), "the other curves are veiled").toBeGreaterThan(2 * bare);
  await start.blur();
  await expect.poll(() => board.paintedOver("dev/acc")).toBeLessThan(2 * bare);
  const plot = board.plot("dev/acc").getByRole("img");
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart has no place");
  const said = page.locator("[data-said]");
  await expect(async () => {
    for (let x = box.width / 4; x < box.width / 2 && (await said.count()) === 0; x += 4)
      await page.mouse.move(box.x + x, box.y + box.height / 2);
    await expect(said.first()).toContainText("1,000", { timeout: 500 });
  }).toPass();
});

test("a run that is left out with a reason counts no more, until it is taken back", async ({ page, context }) => {
  await engine.logIn(context);
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  const path = page.getByTestId("guide-path");
  await expect(path).toContainText("learning rate 0.001");
  await page.getByRole("button", { name: "Choices" }).click();
  const sheet = page.getByRole("dialog", { name: "Your choices for the advice" });
  for (const seed of [0, 1, 2]) {
    await sheet.getByLabel("Run", { exact: true }).selectOption(`digits_mlp/lr0.001_s${seed}`);
    await sheet.getByLabel("Because").fill("wrong data");
    await sheet.getByRole("button", { name: "Leave out" }).click();
    await expect(sheet.getByTestId("left-out")).toHaveCount(seed + 1);
  }
  await expect(sheet.getByTestId("left-out").first()).toContainText("wrong data");
  await sheet.getByRole("button", { name: "Close" }).click();
  await expect(page.getByTestId("answer")).not.toContainText("learning rate 0.001");

  await page.getByRole("button", { name: "Choices" }).click();
  for (const left of [2, 1, 0]) {
    if (left === 2) await sheet.getByRole("button", { name: "Undo" }).click();
    else await sheet.getByRole("button", { name: "Take back" }).first().click();
    await expect(sheet.getByTestId("left-out")).toHaveCount(left);
  }
  await sheet.getByRole("button", { name: "Close" }).click();
  await expect(page.getByTestId("answer")).toContainText("learning rate 0.001");
});

test("a sweep gets a name of its own and its own metric, and is taken apart again", async ({ page, context }) => {
  await engine.logIn(context);
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  await page.getByRole("button", { name: "Choices" }).click();
  const sheet = page.getByRole("dialog", { name: "Your choices for the advice" });
  await sheet.getByLabel("Name of this sweep").fill("first try");
  await sheet.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByTestId("answer")).toContainText("first try");
  await sheet.getByLabel("Metric").selectOption("dev/loss");
  await expect(sheet.getByText("Judged by, in this sweep only")).toBeVisible();
  await expect(sheet.getByLabel("Better is")).toContainText("automatic: lower");
  await sheet.getByRole("button", { name: "Group these runs automatically again" }).click();
  await expect(page.getByTestId("answer")).toContainText("digits_mlp");
});

test("on a phone, Escape closes the choices and leaves the advice open", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(engine.url);
  await page.getByTestId("next-line").click();
  const advice = page.getByRole("dialog", { name: "Advice" });
  await advice.getByRole("button", { name: "Choices" }).click();
  const choices = page.getByRole("dialog", { name: "Your choices for the advice" });
  await expect(choices.getByLabel("Name of this sweep")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(choices).toHaveCount(0);
  await expect(advice).toBeVisible();
});

test("other thresholds are tried by sliders, which say for which range the answer stays", async ({ page }) => {
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  await page.getByText("What if the thresholds were others?").click();
  const whatIf = page.getByTestId("what-if");
  await expect(whatIf.getByTestId("range").last()).toContainText("default 1.5× · the answer is the same from");
  const margin = whatIf.getByRole("slider", { name: "Margin on the converged step" });
  await margin.focus();
  await margin.press("End");
  await expect(page.getByTestId("what-if-answer")).toContainText("Train for 4,400 steps"); // 4 × 1,100, where dev/acc turns
  await expect(page.getByTestId("answer")).toContainText("Train for 1,700 steps"); // nothing is kept
  await whatIf.getByRole("button", { name: "Back to the defaults" }).click();
  await expect(page.getByTestId("what-if-answer")).toHaveCount(0);
});

test("the evidence stands in pictures, and the report can be taken away", async ({ page }, info) => {
  const board = new Board(page);
  await board.open(engine.url, "dev/acc");
  await page.getByText("The evidence in pictures").click();
  const rates = page.locator("[data-testid=figure][data-kind=rates]");
  await expect(rates).toContainText("bars are two standard errors");
  await expect(
    rates
      .locator("path title")
      .filter({ hasText: /^0\.001: 95\.2 %.*chosen$/ })
      .first(),
  ).toBeAttached();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "HTML" }).click();
  const file = info.outputPath("report.html");
  await (await download).saveAs(file);
  await page.goto(`file://${file}`);
  await expect(page.getByRole("heading", { name: "Tuning report: digits_mlp" })).toBeVisible();
  await expect(page.getByRole("img").first()).toBeVisible();
});
