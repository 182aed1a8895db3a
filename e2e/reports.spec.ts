/** Reports: written on the board, frozen, printed, and opened from a file where there is no server. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import type { Engine } from "./engine.ts";
import { enter, expect, test } from "./journey.ts";
import { pdfPages } from "./pdf-text.ts";

const HOSTILE = "</script><img src=x onerror=alert(1)>";

/** Logs in and begins a report, of which the address is returned once it is kept. */
async function beginReport(page: Page, { url, login }: Engine, title: string): Promise<string> {
  await enter(page, login);
  await page.goto(`${url}/?screen=reports`);
  await page.getByRole("button", { name: "New report" }).click();
  await page.getByRole("textbox", { name: "Title", exact: true }).fill(title);
  await isSaved(page);
  return page.url();
}

const isSaved = (page: Page): Promise<void> =>
  expect(page.getByTestId("save-state")).toHaveAttribute("data-saved", "true");

const add = (page: Page, what: string): Promise<void> =>
  page.getByRole("group", { name: "Add", exact: true }).getByRole("button", { name: what }).click();

const blocks = (page: Page) => page.getByTestId("block-editor");

test("a chart goes from its menu into a report, as it stands", async ({ page, start, logdir }) => {
  logdir.begin("a", curve("loss", [9, 8, 7]));
  logdir.begin("b", curve("loss", [5, 4, 3]));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.open(`${engine.url}/?runFilter=a&y=log&smoothing=0`, "loss");
  await board.card("loss").hover();
  await board.card("loss").getByRole("button", { name: /^Take/ }).click();
  await page.getByRole("button", { name: "Add to a report" }).click();
  await page.getByRole("button", { name: "New report with this chart" }).click();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByTestId("report-plot")).toHaveAttribute("data-curves", "1");
  await expect(page.getByTestId("report-block").getByText("a", { exact: true })).toBeVisible();
  await page.getByRole("radio", { name: "Edit" }).click();
  await page.getByText("Settings").click();
  await expect(page.getByRole("checkbox", { name: "Log y" })).toBeChecked();
  await expect(page.getByRole("textbox", { name: "Name (regex)" })).toHaveValue("a");
});

test("a frozen chart stays while a live one follows its logs", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", [9, 8, 7]));
  await beginReport(page, await start({ logdir: logdir.path }), "Still and moving");
  await add(page, "Table of runs");
  await add(page, "Table of runs");
  for (const block of [0, 1]) {
    const settings = blocks(page).nth(block);
    await settings.getByText("Settings").click();
    await settings.getByRole("combobox", { name: "Add Columns" }).selectOption("last:loss");
  }
  const cell = (block: number) =>
    page
      .getByTestId("report-table")
      .nth(block)
      .getByText(/^[\d.]+$/)
      .last();
  await expect(cell(1)).toHaveText("7");
  await blocks(page).first().getByRole("button", { name: "Freeze at this moment" }).click();
  await expect(
    blocks(page)
      .first()
      .getByText(/as it was at/),
  ).toBeVisible();
  logdir.append("run", curve("loss", [6, 5], { from: 3 }));
  await expect(cell(1)).toHaveText("5", { timeout: 15_000 });
  await expect(cell(0)).toHaveText("7");
  await isSaved(page);
  logdir.remove("run");
  await page.reload();
  await expect(cell(0)).toHaveText("7");
});

test("blocks move by keyboard and by hand, and every step can be taken back", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", [1, 2]));
  await beginReport(page, await start({ logdir: logdir.path }), "Order");
  for (const text of ["three", "two", "one"]) {
    await add(page, "Text");
    await blocks(page).first().getByRole("textbox").fill(text);
  }
  const order = () =>
    blocks(page)
      .getByRole("textbox")
      .evaluateAll((boxes) => boxes.map((box) => "value" in box && box.value));
  expect(await order()).toEqual(["one", "two", "three"]);
  await blocks(page).first().getByRole("textbox").press("Alt+ArrowDown");
  expect(await order()).toEqual(["two", "one", "three"]);
  await page.keyboard.press("Alt+ArrowDown"); // the focus went along
  expect(await order()).toEqual(["two", "three", "one"]);
  await blocks(page)
    .nth(2)
    .getByRole("button", { name: /Drag to move/ })
    .dragTo(blocks(page).first());
  expect(await order()).toEqual(["one", "two", "three"]);
  await page.keyboard.press("Control+z");
  expect(await order()).toEqual(["two", "three", "one"]);
  await blocks(page).first().getByRole("textbox").press("Control+z");
  expect(await order()).toEqual(["two", "one", "three"]);
  await blocks(page).first().getByRole("button", { name: "Delete this block" }).click();
  expect(await order()).toEqual(["one", "three"]);
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await order()).toEqual(["two", "one", "three"]);
  await isSaved(page);
  await page.reload();
  await page.getByRole("radio", { name: "Edit" }).click();
  await expect.poll(order).toEqual(["two", "one", "three"]);
});

test("of two who write at once neither overwrites the other", async ({ page, context, start, logdir, complaints }) => {
  complaints.allow(/409/); // what the second of two is told
  logdir.begin("run", curve("loss", [1, 2]));
  const address = await beginReport(page, await start({ logdir: logdir.path }), "Ours");
  const other = await context.newPage();
  await other.goto(address);
  await other.getByRole("radio", { name: "Edit" }).click();
  const title = (of: Page) => of.getByRole("textbox", { name: "Title", exact: true });
  await title(other).fill("Theirs");
  await expect(title(page)).toHaveValue("Theirs"); // whoever only looks follows
  // The other's change is on its way while this one types.
  await page.route("**/api/reports/*", (route) =>
    route.request().method() === "GET" ? route.abort() : route.continue(),
  );
  complaints.allow(/ERR_FAILED|Failed to load/);
  await title(other).fill("Theirs again");
  await isSaved(other);
  await page.unroute("**/api/reports/*");
  await title(page).fill("Mine");
  await expect(page.getByTestId("conflict")).toBeVisible();
  await expect(title(page)).toHaveValue("Mine");
  await expect(title(other)).toHaveValue("Theirs again");
  await page.getByRole("button", { name: "Keep mine as a copy" }).click();
  await page.getByRole("button", { name: "All reports" }).click();
  await expect(page.getByTestId("listed-report").getByText(/^(Mine|Theirs again)$/)).toHaveText([
    "Mine",
    "Theirs again",
  ]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`there is no serious accessibility finding in ${colorScheme}, read or written`, async ({
    page,
    start,
    logdir,
  }) => {
    logdir.begin("run", curve("loss", [1, 2]), { lr: 0.1 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await beginReport(page, await start({ logdir: logdir.path }), "For everybody");
    for (const what of ["Advice", "Table of runs", "Chart", "Text"]) await add(page, what);
    await page
      .getByRole("textbox", { name: "Text (Markdown)" })
      .fill("# One\n\n## Two\n\n## Three\n\n`code` [link](https://example.org)");
    await page.getByText("Settings").evaluateAll((all) => all.map((one) => one instanceof HTMLElement && one.click()));
    await expect(page.getByTestId("report-time")).toHaveCount(3);
    for (const view of ["Edit", "Read"]) {
      await page.getByRole("radio", { name: view }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
  });
}

test("a report is copied, renamed, deleted, and had back", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", [1, 2]));
  await beginReport(page, await start({ logdir: logdir.path }), "First");
  await page.getByRole("button", { name: "All reports" }).click();
  await page.getByRole("button", { name: "Duplicate: First" }).click();
  await expect(page.getByRole("textbox", { name: "Title", exact: true })).toHaveValue("Copy of First");
  await page.getByRole("button", { name: "All reports" }).click();
  await page.getByRole("button", { name: "Rename: Copy of First" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Second");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("listed-report").getByText("Second", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Delete: First" }).click();
  await expect(page.getByTestId("listed-report")).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByTestId("listed-report")).toHaveCount(2);
});

test("who is not logged in reads reports and cannot write them", async ({ page, browser, start, logdir }) => {
  logdir.begin("run", curve("loss", [1, 2]));
  const address = await beginReport(page, await start({ logdir: logdir.path }), "Read me");
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(address);
  await expect(stranger.getByRole("heading", { name: "Read me" })).toBeVisible();
  await expect(stranger.getByRole("radio", { name: "Edit" })).toHaveCount(0);
  const refused = await stranger.request.put(`${new URL(address).origin}/api/reports/anything`, { data: {} });
  expect(refused.status()).toBe(401);
});

test("in print a report has pages with its words, and charts as pictures that no page cuts", async ({
  page,
  start,
  logdir,
}) => {
  logdir.begin("sweep/lr=0.1", curve("loss", [9, 8, 7]));
  await beginReport(page, await start({ logdir: logdir.path }), "Printed");
  for (let at = 0; at < 4; at++) await add(page, "Chart");
  await add(page, "Text");
  await page.getByRole("textbox", { name: "Text (Markdown)" }).fill("# Question\n\nWhy so slow?\n\n# Answer\n\n# End");
  await isSaved(page);
  await page.getByRole("radio", { name: "Read" }).click();
  await expect(page.getByTestId("report-plot")).toHaveCount(4);
  await expect(page.getByTestId("report-time")).toHaveCount(4);
  const pages = pdfPages(await page.pdf({ preferCSSPageSize: true }));
  expect(pages.length).toBeGreaterThanOrEqual(2);
  const whole = pages.join("\n");
  for (const word of ["Printed", "Contents", "Question", "Whysoslow?", "sweep/lr=0.1"]) expect(whole).toContain(word);
  expect(whole).not.toContain("Curves"); // the board's own head stays off the paper
  const charts = pages.map((text) => text.split("sweep/lr=0.1").length - 1);
  expect(charts.reduce((sum, count) => sum + count)).toBe(4);
  expect(charts.every((count) => count <= 3)).toBe(true); // three pictures of a third of a page each fit, a fourth goes on
});

test("an exported report opens from a file with the engine's numbers, asks nobody, and runs nothing of its texts", async ({
  page,
  context,
  start,
  logdir,
  complaints,
}, testInfo) => {
  logdir.begin("plain", curve("loss", [0.1, 1 / 3, Number.NaN, Math.PI]));
  logdir.begin(HOSTILE.replaceAll("/", "_"), curve("loss", [5, 4, 3]));
  const engine = await start({ logdir: logdir.path });
  await beginReport(page, engine, HOSTILE);
  await add(page, "Chart");
  await add(page, "Text");
  await page
    .getByRole("textbox", { name: "Text (Markdown)" })
    .fill(`${HOSTILE}\n\n<script>alert(2)</script> [link](javascript:alert(3)) [board](/api/runs)`);
  await isSaved(page);
  await expect(page.getByTestId("report-plot")).toHaveAttribute("data-curves", "2");
  expect(await page.locator("img[src=x], a[href^=javascript]").count()).toBe(0);

  const path = testInfo.outputPath("report.html");
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "One page (HTML)" }).click(),
  ]);
  await download.saveAs(path);
  expect(readFileSync(path, "utf8").match(/^<script/gm)).toHaveLength(2);
  await engine.stop();
  complaints.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|events/); // of the board, whose engine has gone

  const file = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  file.on("request", (request) => asked.push(request.url()));
  file.on("dialog", (dialog) => said.push(dialog.message()));
  file.on("console", (message) => said.push(message.text()));
  file.on("pageerror", (error) => said.push(error.message));
  await file.goto(`file://${path}`);
  await expect(file.getByTestId("drawn-plot")).toHaveAttribute("data-drawn", "true");
  await expect(file.getByTestId("report-plot")).toHaveAttribute("data-curves", "2");
  await expect(file.getByRole("heading", { level: 1, name: HOSTILE })).toBeVisible();
  expect(await file.locator("img, a[href^=javascript]").count()).toBe(0);
  await file.getByRole("link", { name: "board" }).click();
  expect([asked, said, file.url()]).toEqual([[`file://${path}`], [], `file://${path}`]);

  // The last point is read out from the chart by keys, as a reader would by pointing.
  const plot = file.getByRole("img", { name: /Chart|loss/ });
  await plot.focus();
  for (let step = 0; step < 12; step++) await plot.press("Shift+ArrowRight");
  await expect(file.getByTestId("tooltip")).toContainText("3.142");
});

test("a live chart that is zoomed into shows all its points, a frozen one says that it holds fewer", async ({
  page,
  start,
  logdir,
}) => {
  // So many curves that their points have to be thinned to fit.
  for (let run = 0; run < 12; run++)
    logdir.begin(
      `run${run}`,
      curve(
        "loss",
        Array.from({ length: 6000 }, (_, i) => Math.sin(i * (run + 1.3)) + 5 / (i + 1)),
      ),
    );
  await beginReport(page, await start({ logdir: logdir.path }), "Closer");
  await add(page, "Chart");
  await isSaved(page);
  await page.getByRole("radio", { name: "Read" }).click();
  const plot = page.getByTestId("drawn-plot");
  await expect(plot).toHaveAttribute("data-drawn", "true");
  const zoomIn = async (): Promise<void> => {
    const box = await plot.boundingBox();
    if (box === null) throw new Error("there is no chart");
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.45, box.y + 160, { steps: 6 });
    await page.mouse.up();
  };
  const asked = page.waitForRequest((request) => {
    const { question } = request.url().endsWith("/api/reports/data") ? request.postDataJSON() : { question: null };
    return question?.chart?.xLimits[0] !== null && question?.chart?.xLimits[0] !== undefined;
  });
  await zoomIn();
  const [from, to] = (await asked).postDataJSON().question.chart.xLimits;
  expect(to - from).toBeGreaterThan(100);
  expect(to - from).toBeLessThan(1000); // a twentieth of 6,000 steps, as far as the hand is exact
  await expect(page.getByTestId("held-columns")).toHaveCount(0);

  await page.getByRole("radio", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Freeze at this moment" }).click();
  await isSaved(page);
  await page.getByRole("radio", { name: "Read" }).click();
  await expect(plot).toHaveAttribute("data-drawn", "true");
  await zoomIn();
  await expect(page.getByTestId("held-columns")).toContainText("zooming shows no others");
});
