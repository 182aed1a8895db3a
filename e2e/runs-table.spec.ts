/** The table of runs: finding, ordering, comparing and naming them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import { expect, test } from "./journey.ts";
import type { ScriptedLogdir } from "./scripted-logdir.ts";

const ACC = "dev/acc";

/** Three runs whose accuracies and settings a person can order by eye. */
function beginSweep(logdir: ScriptedLogdir): void {
  logdir.begin("sweep/a", curve(ACC, [0.2, 0.9, 0.8]), { lr: 0.1, opt: "sgd" });
  logdir.begin("sweep/b", curve(ACC, [0.3, 0.5, 0.72]), { lr: 0.01, opt: "adam" });
  logdir.begin("sweep/c", curve(ACC, [0.1, 0.2, 0.3]), { lr: 0.001, opt: "adam" });
}

/** Two boards over the same sweep, as somebody who may write has them open in two tabs. */
async function openTwice(journey: {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly start: (options: EngineOptions) => Promise<Engine>;
  readonly logdir: ScriptedLogdir;
}) {
  beginSweep(journey.logdir);
  const { url, logIn } = await journey.start({ logdir: journey.logdir.path });
  await logIn(journey.context);
  const board = new Board(journey.page);
  await board.open(url, ACC);
  const other = new Board(await journey.context.newPage()); // not before: a tab in the background draws nothing
  await other.open(url, ACC);
  return { url, board, other };
}

const table = (page: Page): Locator => page.getByTestId("run-table");
const head = (page: Page, column: string): Locator => page.locator(`th[data-column="${column}"]`);
const names = (page: Page): Promise<(string | null)[]> =>
  table(page)
    .getByTestId("run")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-run")));

test.describe("a sweep in the table", () => {
  test.beforeEach(async ({ page, start, logdir }) => {
    beginSweep(logdir);
    const { url } = await start({ logdir: logdir.path });
    await new Board(page).open(`${url}/?table=open`, ACC);
    await expect(table(page)).toContainText("0.72");
  });

  test("shows settings and metrics, and sorts by them with what is best first", async ({ page }) => {
    const board = new Board(page);
    await expect(board.run("sweep/a")).toContainText("0.9");
    await expect(board.run("sweep/a")).toContainText("sgd");
    await head(page, `best:${ACC}`).getByRole("button").click();
    await expect(head(page, `best:${ACC}`)).toHaveAttribute("aria-sort", "descending");
    await expect.poll(() => names(page)).toEqual(["sweep/a", "sweep/b", "sweep/c"]);
    await head(page, `best:${ACC}`).getByRole("button").click();
    await expect.poll(() => names(page)).toEqual(["sweep/c", "sweep/b", "sweep/a"]);
    await expect(page).toHaveURL(/sort=best/);
    await head(page, "setting:lr").getByRole("button").click();
    await expect.poll(() => names(page)).toEqual(["sweep/c", "sweep/b", "sweep/a"]);
  });

  test("finds runs by setting and by metric, and says what is wrong with a condition", async ({ page }) => {
    const board = new Board(page);
    const where = page.getByRole("textbox", { name: "Where" });
    await where.fill(`lr<0.05 last(${ACC})>0.5`);
    await expect(board.runs).toHaveCount(1);
    await board.hasCurves(ACC, 1);
    await where.fill("opt=adam|lion");
    await expect(board.runs).toHaveCount(2);
    await where.fill("momentum>0");
    await expect(table(page)).toContainText("No run has a setting or metric called “momentum”");
    await page.getByRole("button", { name: "What can be asked" }).click();
    await expect(page.getByRole("dialog", { name: "Which runs" })).toContainText("duration>1h30m");
  });

  test("compares every run with a baseline, in percent", async ({ page }) => {
    const board = new Board(page);
    await board.run("sweep/b").hover();
    await board.run("sweep/b").getByRole("button", { name: "Details" }).click();
    await page.getByRole("button", { name: "Compare all with this one" }).click();
    await page.keyboard.press("Escape");
    const difference = board.run("sweep/a").getByTestId("difference").first();
    await expect(difference).toHaveText("+25 %"); // 0.9 against 0.72
    await expect(difference).toHaveAttribute("title", "better than the baseline");
    await expect(board.run("sweep/c").getByTestId("difference").first()).toHaveText("−58.3 %"); // 0.3 against 0.72
    await expect(page).toHaveURL(/baseline=/);
  });

  test("selects the best runs, and Ctrl-Z takes it back", async ({ page }) => {
    const board = new Board(page);
    await page.getByRole("button", { name: "Best runs" }).click();
    await page.getByRole("spinbutton", { name: "How many" }).fill("2");
    await page.getByRole("button", { name: "Select 2 runs" }).click();
    await board.hasCurves(ACC, 2);
    await expect(board.run("sweep/c").getByRole("checkbox")).not.toBeChecked();
    await page.keyboard.press("Control+z");
    await board.hasCurves(ACC, 3);
    await page.keyboard.press("Control+Shift+z");
    await board.hasCurves(ACC, 2);
  });

  test("gets the columns that somebody chose, in their order, and a link brings them along", async ({
    page,
    context,
  }) => {
    await page.getByRole("button", { name: "Columns" }).click();
    const sheet = page.getByRole("dialog", { name: "Columns" });
    await sheet.getByRole("button", { name: `mean ${ACC}` }).click();
    await sheet.getByRole("checkbox", { name: "Duration" }).uncheck();
    await page.keyboard.press("Escape");
    await expect(head(page, `mean:${ACC}`)).toBeVisible();
    await expect(page).toHaveURL(/column=mean/);
    await expect(new Board(page).run("sweep/c")).toContainText("0.2"); // (0.1 + 0.2 + 0.3) / 3
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(head(other, `mean:${ACC}`)).toBeVisible();
    await expect(head(other, "duration")).toHaveCount(0);
  });

  test("folds the runs of a folder and selects all of them at once", async ({ page }) => {
    const board = new Board(page);
    await page.getByRole("button", { name: "Runs below their folders" }).click();
    await page.getByRole("button", { name: "Fold sweep" }).click();
    await expect(board.runs).toHaveCount(0);
    await page.getByRole("checkbox", { name: "All runs in sweep" }).uncheck();
    await expect(page.getByText("No run is selected")).toBeVisible();
    await page.getByRole("button", { name: "Fold sweep" }).click();
    await expect(board.runs).toHaveCount(3);
  });

  test("has no serious accessibility finding, in both themes", async ({ page }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
  });
});

test("what is said of a run is there in other tabs at once and after a reload, and no file of the logs changes", async ({
  page,
  context,
  start,
  logdir,
}) => {
  const { url, board, other } = await openTwice({ page, context, start, logdir });

  await board.run("sweep/a").hover();
  await board.run("sweep/a").getByRole("button", { name: "Details" }).click();
  const sheet = page.getByRole("dialog", { name: "Details" });
  await sheet.getByRole("textbox", { name: "Name" }).fill("the good one");
  await sheet.getByRole("textbox", { name: "Labels" }).fill("paper, good");
  await sheet.getByRole("textbox", { name: "Note" }).fill("lr a little lower next time");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toBeHidden();
  for (const seen of [board, other]) await expect(seen.run("sweep/a")).toContainText("the good one");

  await other.run("sweep/c").hover();
  await other.run("sweep/c").getByRole("button", { name: "Details" }).click();
  await other.page.getByRole("switch", { name: "Hide this run" }).click();
  await other.page.getByRole("button", { name: "Save" }).click();
  await expect(board.run("sweep/c")).toHaveCount(0);
  await board.hasCurves(ACC, 2);
  await page.getByRole("button", { name: "1 hidden" }).click();
  await board.hasCurves(ACC, 3);

  await page.goto(`${url}/?table=open&where=label%3Dgood`);
  await expect(board.runs).toHaveCount(1);
  await expect(board.run("sweep/a")).toContainText("the good one");
  await board.runFilter.fill("GOOD one");
  await expect(board.runs).toHaveCount(1);
});

test("whoever writes a note sees what somebody else wrote meanwhile, before it is replaced", async ({
  page,
  context,
  start,
  logdir,
}) => {
  const { board, other } = await openTwice({ page, context, start, logdir });
  for (const one of [board, other]) {
    await one.run("sweep/a").hover();
    await one.run("sweep/a").getByRole("button", { name: "Details" }).click();
  }
  await board.page.getByRole("textbox", { name: "Note" }).fill("mine");
  await board.page.getByRole("button", { name: "Save" }).click();
  await expect(board.page.getByRole("dialog")).toBeHidden();
  const sheet = other.page.getByRole("dialog", { name: "Details" });
  await sheet.getByRole("textbox", { name: "Note" }).fill("theirs");
  await expect(sheet.getByRole("alert")).toContainText("mine");
  await expect(sheet.getByRole("textbox", { name: "Note" })).toHaveValue("theirs");
  await sheet.getByRole("button", { name: "Save in its place" }).click();
  await expect(sheet).toBeHidden();
  await expect(board.run("sweep/a").locator("label")).toHaveAttribute("title", /theirs/);
});

test("the runs that are shown are labelled, coloured or hidden at one go, and that is taken back", async ({
  page,
  context,
  start,
  logdir,
}) => {
  beginSweep(logdir);
  const { url, logIn } = await start({ logdir: logdir.path });
  await logIn(context);
  const board = new Board(page);
  await page.goto(`${url}/?table=open&runFilter=${encodeURIComponent("sweep/[ab]")}`);
  await expect(board.runs).toHaveCount(2);
  await page.getByRole("button", { name: "Label, colour or hide" }).click();
  const sheet = page.getByRole("dialog", { name: "Label, colour or hide" });
  await expect(sheet).toContainText("The 2 runs that are shown");
  await sheet.getByRole("combobox", { name: "Label" }).fill("repeat");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("status")).toContainText("Changed 2 runs");
  const swatch = sheet.getByRole("button", { name: /^#/ }).first();
  await swatch.click();
  await expect(swatch).toHaveAttribute("aria-pressed", "true"); // which says that all of them have it
  await sheet.getByRole("button", { name: "Hide them" }).click();
  await expect(board.runs).toHaveCount(0);
  await sheet.getByRole("button", { name: "Undo" }).click();
  await expect(board.runs).toHaveCount(2);
  await page.keyboard.press("Escape");
  await page.goto(`${url}/?table=open&where=label%3Drepeat`);
  await expect(board.runs).toHaveCount(2); // the third was not shown, and keeps what it had
});

test("ten thousand runs are listed, sorted and filtered with a screenful of rows", async ({ page, start, logdir }) => {
  test.setTimeout(180_000);
  const RUNS = 10_000;
  for (let i = 0; i < RUNS; i++) {
    const folder = join(logdir.path, `many/run${i}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "metrics.csv"), `step,loss\n0,9\n1,${(i * 7919) % RUNS}\n`);
  }
  const { url } = await start({ logdir: logdir.path });
  await page.goto(`${url}/?table=open&runs=none&sort=best:loss`);
  const board = new Board(page);
  await expect(page.getByText("0 of 10,000 shown")).toBeVisible({ timeout: 120_000 });
  await expect.poll(async () => (await names(page))[0], { timeout: 60_000 }).toBe("many/run0");
  expect(await board.runs.count()).toBeLessThan(80);
  await table(page)
    .locator("[data-scrolls]")
    .evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  // 9 is the smallest value of all runs whose last one is larger, and every such run is listed.
  await expect.poll(async () => (await names(page)).length).toBeGreaterThan(5);
  await page.getByRole("textbox", { name: "Where" }).fill("last(loss)>=9998");
  await expect.poll(() => board.runs.count()).toBe(2);
  await board.runFilter.fill("run\\d{1,4}$");
  await expect(board.runs.first()).toBeVisible();
});
