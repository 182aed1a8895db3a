/** Reviewing together: comments where they belong, verdicts, and what somebody missed. Two browsers at once. */
import type { Browser, Page } from "@playwright/test";
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import type { Engine } from "./engine.ts";
import { enter, expect, test } from "./journey.ts";

test.setTimeout(90_000); // two browsers and an engine, on machines that do other things as well

const DOWN = [9, 7, 5, 4, 3.5, 3.2, 3, 2.9, 2.85, 2.8];

/** Another browser, which shares nothing with the first one but the engine. */
async function another(browser: Browser, { url }: Engine, cookiesOf: Page | null): Promise<Board> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  if (cookiesOf !== null) await context.addCookies(await cookiesOf.context().cookies());
  const board = new Board(await context.newPage());
  await board.open(url, "loss");
  return board;
}

/** Puts the pointer on the chart of `tag`, at a share of its width, and presses a key. */
async function pressOn(board: Board, tag: string, share: number, key: string): Promise<void> {
  const box = await board.plot(tag).boundingBox();
  if (box === null) throw new Error(`there is no chart of ${tag}`);
  await board.page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
  await board.page.keyboard.press(key);
}

const sheet = (page: Page) => page.getByRole("dialog", { name: "Comments" });
const box = (page: Page, name = "New comment") => page.getByRole("textbox", { name });

test("a comment on a step is drawn on the chart of everybody, and its thread is one click away", async ({
  page,
  browser,
  start,
  logdir,
}) => {
  logdir.begin("run", curve("loss", DOWN, { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.drawn("loss");
  const reader = await another(browser, engine, null);

  await pressOn(board, "loss", 0.5, "c");
  await expect(sheet(page)).toBeVisible();
  await expect(page.getByLabel("From step")).toHaveValue(/^[45]00$/);
  await page.getByLabel("to", { exact: true }).fill("700");
  await box(page).fill("a **bump** here\n\n<img src=x onerror=alert(1)>");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("thread")).toBeVisible();

  await expect(reader.card("loss").getByTestId("comment-sign")).toBeVisible({ timeout: 1000 }); // live: within a second
  await expect(reader.card("loss").getByTestId("comment-band")).toBeVisible();
  await reader.card("loss").getByTestId("comment-sign").click();
  const thread = reader.page.getByTestId("thread");
  await expect(thread.locator("strong")).toHaveText("bump");
  await expect(thread.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
  await expect(reader.page.getByText("To comment, log in")).toBeVisible(); // they may read, not write

  await thread.page().keyboard.press("Escape");
  await page.getByTestId("thread").getByRole("button", { name: "Resolve" }).click();
  await expect(reader.card("loss").getByTestId("comment-sign")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(reader.card("loss").getByTestId("comment-sign")).toBeVisible();
  await reader.page.context().close();
});

test("a comment is sent from its preview, and the box is there again for the next", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", DOWN, { every: 100 }));
  await enter(page, (await start({ logdir: logdir.path })).login);
  const board = new Board(page);
  await board.drawn("loss");
  await board.card("loss").getByTestId("comment-button").click();
  await box(page).fill("a _second_ thought");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(sheet(page).locator("form em")).toHaveText("second");
  await sheet(page).getByRole("button", { name: "Comment", exact: true }).click();
  await expect(page.getByTestId("comment").locator("em")).toHaveText("second");
  await expect(box(page)).toHaveValue("");
});

test("of two who change one comment, the second sees both texts and overwrites nothing unseen", async ({
  page,
  browser,
  start,
  logdir,
  complaints,
}) => {
  complaints.allow(/409/);
  logdir.begin("run", curve("loss", DOWN, { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.drawn("loss");
  await board.card("loss").getByTestId("comment-button").click();
  await box(page).fill("first words");
  await sheet(page).getByRole("button", { name: "Comment", exact: true }).click();
  await expect(page.getByTestId("comment")).toContainText("first words");

  const desk = await another(browser, engine, page);
  await desk.card("loss").getByTestId("comment-button").click();
  for (const one of [page, desk.page]) {
    await one.getByTestId("comment").hover();
    await one.getByRole("button", { name: "Change this comment" }).click();
  }
  await box(page, "Change this comment").fill("from the laptop");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByTestId("comment")).toContainText("from the laptop");

  await expect(desk.page.getByTestId("conflict")).toContainText("from the laptop");
  await expect(box(desk.page, "Change this comment")).toHaveValue("first words");
  await box(desk.page, "Change this comment").fill("from the laptop and the desk");
  await desk.page.getByRole("button", { name: "Save mine over it" }).click();
  await expect(page.getByTestId("comment")).toContainText("from the laptop and the desk");
  await page.getByTestId("comment").hover();
  await page.getByRole("button", { name: "What it said before" }).click();
  await expect(page.getByRole("region", { name: "What it said before" })).toContainText("first words");
  await desk.page.context().close();
});

test("what was begun is there again after a reload, and after the engine was away", async ({
  page,
  start,
  logdir,
  complaints,
}) => {
  complaints.allow(/Failed to|ERR_|refused|request:/i);
  logdir.begin("run", curve("loss", DOWN, { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.drawn("loss");
  await board.card("loss").getByTestId("comment-button").click();
  await box(page).fill("written on a train");
  await engine.kill();
  await page.keyboard.press("Control+Enter");
  await expect(sheet(page).getByRole("alert")).toBeVisible();
  await expect(box(page)).toHaveValue("written on a train");
  await start({ logdir: logdir.path, port: engine.port });
  await page.reload();
  await board.drawn("loss");
  await board.card("loss").getByTestId("comment-button").click();
  await expect(sheet(page)).toContainText("To comment, log in"); // another engine with a state of its own
});

test("a verdict stands in the table, can be filtered by, leaves the run out of the advice, and can be taken back", async ({
  page,
  start,
  logdir,
}) => {
  logdir.copy("digits_mlp");
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.runs.first().waitFor(); // the list comes after the first chart
  const [name] = await board.runs.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-run") ?? ""));
  await board.run(name).hover();
  await board
    .run(name)
    .getByRole("button", { name: /^Details/ })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "rejected" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("the wrong data");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("given-verdict")).toContainText("the wrong data");
  await page.keyboard.press("Escape");

  await page.keyboard.press("r");
  await expect(board.run(name).getByTestId("verdict").last()).toHaveText("rejected");
  await page.getByRole("textbox", { name: "Where" }).fill("verdict=rejected");
  await expect(board.runs).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect
    .poll(async () => JSON.stringify(await (await page.request.get(`${engine.url}/api/advice`)).json()))
    .toContain("the wrong data");
  await page.getByRole("textbox", { name: "Where" }).fill("");
  await page.keyboard.press("Tab");
  await expect(async () => {
    await page.keyboard.press("Control+z"); // filter, table, and before them the verdict
    await expect(board.run(name).getByTestId("verdict")).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

test("what somebody missed waits in their reading list until they have read it", async ({ page, start, logdir }) => {
  logdir.begin("old", curve("loss", DOWN, { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.drawn("loss");
  await expect(page.getByTestId("news-button")).toHaveAttribute("aria-label", "What changed since you last looked");
  const news = async () => (await page.request.get(`${engine.url}/api/review/news`)).json();
  await expect.poll(async () => (await news()).isWatched, { timeout: 20_000 }).toBe(true); // what is there now is known
  logdir.begin("young", curve("loss", DOWN, { every: 100 }));
  await expect(page.getByTestId("news-button")).toHaveAttribute("aria-label", "1 unread", { timeout: 15_000 });
  await page.keyboard.press("n");
  await expect(page.getByTestId("happening")).toContainText("A new run");
  await expect(page.getByTestId("happening")).toContainText("young");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByText("Nothing that you have not seen.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("news-button")).toHaveAttribute("aria-label", "1 unread");
});

test("a viewer comments, and neither judges nor launches", async ({ page, browser, start, logdir, complaints }) => {
  complaints.allow(/40[13]/);
  logdir.begin("run", curve("loss", DOWN, { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.drawn("loss");
  await page.getByRole("button", { name: "Who may do what" }).click();
  const access = page.getByRole("dialog", { name: "Who may do what" });
  await access.getByLabel("Name of the user").fill("grace");
  await access.getByRole("button", { name: "Add" }).click();
  const link = await access.getByTestId("shown-once").locator("code").innerText();
  await page.keyboard.press("Escape");

  const hers = new Board(await (await browser.newContext({ locale: "en-US" })).newPage());
  await enter(hers.page, link);
  await hers.drawn("loss");
  await hers.card("loss").getByTestId("comment-button").click();
  await box(hers.page).fill("looks fine to me");
  await hers.page.keyboard.press("Control+Enter");
  await expect(hers.page.getByRole("article", { name: "Comment by grace" })).toContainText("looks fine to me");
  await expect(page.getByTestId("news-button")).toHaveAttribute("aria-label", "1 unread");
  await hers.page.keyboard.press("Escape");
  await hers.run("run").hover();
  await hers
    .run("run")
    .getByRole("button", { name: /^Details/ })
    .click();
  await expect(hers.page.getByRole("heading", { name: "Comments" })).toBeVisible();
  await expect(hers.page.getByRole("button", { name: "rejected" })).toHaveCount(0);
  const launch = await hers.page.request.post(`${engine.url}/api/launches/pause`, { data: {} });
  expect(launch.status()).toBe(403);
  await hers.page.context().close();
});

test("a thread has a link that opens it, on its own curve, and a link to none says so", async ({
  page,
  browser,
  start,
  logdir,
}) => {
  logdir.begin("one", curve("loss", DOWN, { every: 100 }));
  logdir.begin("two", curve("loss", [...DOWN].reverse(), { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const board = new Board(page);
  await board.drawn("loss");
  await page.goto(`${engine.url}/?runFilter=one`);
  await board.drawn("loss");
  await pressOn(board, "loss", 0.5, "c");
  await box(page).fill("only this one \u202Egnp.exe");
  await page.keyboard.press("Control+Enter");
  const thread = page.getByTestId("thread");
  await expect(thread).toContainText("only this one gnp.exe"); // nothing is turned around
  await page.keyboard.press("Escape");
  await page.goto(engine.url);
  await board.drawn("loss");
  await expect(board.card("loss").getByTestId("comment-dot")).toHaveCount(1);
  await board.card("loss").getByTestId("comment-sign").click();
  await expect.poll(() => new URL(page.url()).searchParams.get("thread")).not.toBeNull();
  await page.getByRole("button", { name: "Copy link" }).click();
  const link = page.url();

  const reader = await (await browser.newContext()).newPage();
  await reader.goto(link);
  await expect(reader.getByTestId("thread")).toContainText("only this one");
  await reader.keyboard.press("Escape");
  await expect.poll(() => new URL(reader.url()).searchParams.get("thread")).toBeNull();
  await reader.goto(`${engine.url}/?thread=not-a-thread`);
  await expect(reader.getByText("This thread is not here")).toBeVisible();
  await reader.context().close();
});
