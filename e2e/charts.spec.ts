/** A reader arranges charts: axes, groups over seeds, charts of several tags, and takes them away. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

test("axes, limits and smoothing are chosen in one place, and a link opens them again", async ({ page, bundled }) => {
  const board = new Board(page);
  await board.open(bundled.url, "dev/acc");
  const plain = await board.picture("dev/acc");
  await page.getByRole("button", { name: "Axes & smoothing" }).click();
  await page.getByRole("switch", { name: "Log x" }).click();
  await expect(page).toHaveURL(/xScale=log/);
  await board.changesFrom("dev/acc", plain);
  const logarithmic = await board.picture("dev/acc");
  await page.getByRole("combobox", { name: "Smoothing" }).selectOption({ label: "Running median" });
  await expect(page).toHaveURL(/smoother=median/);
  await page.getByRole("group", { name: "Vertical" }).getByLabel("to", { exact: true }).fill("0.5");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/yLimits=_0.5/);
  await board.changesFrom("dev/acc", logarithmic);
  await expect(board.card("dev/acc").getByTestId("hint")).toContainText("no place on this axis"); // step 0
  await page.keyboard.press("Escape");
  await expect(async () => {
    const before = await board.picture("dev/acc");
    await page.reload();
    await board.drawn("dev/acc");
    expect(await board.picture("dev/acc")).toBe(before);
  }).toPass();
});

test("runs over seeds become their mean, which is that of the numbers in the logs", async ({ page, start, logdir }) => {
  const seeds = [
    [4, 2, 1],
    [6, 4, 3],
    [8, 3, 2],
  ];
  for (const [seed, values] of seeds.entries()) logdir.begin(`lr=0.1_seed=${seed}`, curve("loss", values));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(`${url}/?smoothing=0&x=step`, "loss");
  await board.hasCurves("loss", 3);
  await page.keyboard.press("g");
  await board.hasCurves("loss", 1);
  await expect(page).toHaveURL(/group=seed/);
  await expect(board.card("loss").getByTestId("legend")).toContainText("n=3");
  const layer = board.plot("loss").locator("canvas[role=img]");
  await layer.focus();
  for (let presses = 0; presses < 11; presses++) await page.keyboard.press("Shift+ArrowRight");
  // At the last step (1 + 3 + 2) / 3 = 2, deviation √((1 + 1 + 0) / 2) = 1.
  const tip = page.getByTestId("tooltip");
  await expect(tip).toContainText("1 … 3");
  await expect(tip.locator("tbody td").nth(1)).toHaveText("2");
  await layer.press("m");
  await expect(page).toHaveURL(/marked=2/);
  await board.card("loss").getByRole("button", { name: "Full screen" }).click();
  await expect(page.getByRole("region", { name: "Values under the crosshair" })).toContainText("1 … 3");
});

test("a chart of several tags is made by a pattern, pinned, and kept in the link", async ({ page, bundled }) => {
  const board = new Board(page);
  await board.open(bundled.url, "dev/loss");
  await page.getByRole("button", { name: "Own charts" }).click();
  const pattern = page.getByLabel("Tags (regex)", { exact: true });
  await pattern.fill("(train|dev)/(");
  await expect(page.getByRole("dialog", { name: "Own charts" })).toContainText("Not a regular expression");
  await pattern.fill("(train|dev)/loss");
  await expect(page.getByRole("dialog", { name: "Own charts" })).toContainText("2 tags: dev/loss, train/loss");
  await page.getByLabel("Name", { exact: true }).fill("both losses");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await board.drawn("both losses");
  await expect(board.card("both losses").getByTestId("legend")).toContainText("train/loss");
  await board.card("both losses").hover();
  await board.card("both losses").getByRole("button", { name: "Pin to the top" }).click();
  await expect(page.getByRole("region", { name: "Pinned" })).toContainText("both losses");
  await expect(page).toHaveURL(/pinned=/);
  await page.reload();
  await board.drawn("both losses");
  await expect(page.getByRole("region", { name: "Pinned" })).toContainText("both losses");
});

test("a chart is taken away as picture, points, table and script", async ({ page, context, start, logdir }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  logdir.begin("a", curve("loss", [3, 2, 1]));
  logdir.begin("b", curve("loss", [5, 4, Number.NaN]));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "loss");
  await board.hasCurves("loss", 2);
  const choose = async (text: string): Promise<void> => {
    await board.card("loss").hover();
    await board.card("loss").getByRole("button", { name: "Take loss away" }).click();
    await page.getByRole("button", { name: text }).click();
  };
  const download = async (text: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent("download"), choose(text)]);
    return readFileSync(await file.path());
  };
  const svg = (await download("Picture (SVG)")).toString();
  expect(svg).toContain(">a</text>");
  expect(svg).toContain("<clipPath");
  const png = await download("Picture (PNG)");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.length).toBeGreaterThan(5000);
  const csv = (await download("All points of this chart")).toString();
  expect(csv.split("\n")[0]).toBe("run,tag,step,wall_time,value");
  expect(csv.trim().split("\n")).toHaveLength(7);
  const zip = await download("All runs and tags");
  expect(zip.subarray(0, 2).toString()).toBe("PK");
  const copied = async (text: string): Promise<string> => {
    await choose(text);
    await expect(page.getByRole("button", { name: text })).toHaveCount(0); // closed: it was copied
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied("Copy as Markdown")).toContain("| a | 1 | 2 | 1 | 3 |");
  expect(await copied("Copy as Python")).toContain(`engine = "${url}"`);
});

test("an axis of times says that a log has none, and shows no year of 1970", async ({ page, start, logdir }) => {
  writeFileSync(join(logdir.path, "plain.csv"), "step,loss\n0,3\n1,2\n2,1\n");
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(`${url}/?x=wall`, "loss");
  await expect(board.card("loss")).toContainText("state no times");
});

test("everything is found by typing: a command, a chart, and a view that was saved by name", async ({
  page,
  bundled,
}) => {
  const board = new Board(page);
  await board.open(bundled.url, "dev/acc");
  const type = async (text: string): Promise<void> => {
    await page.keyboard.press("Control+k");
    await expect(page.getByPlaceholder("Type a command")).toBeFocused(); // so that one can type at once
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await expect(page.getByPlaceholder("Type a command")).toHaveCount(0);
  };
  await type("Logarithmic horizontal");
  await expect(page).toHaveURL(/xScale=log/);
  await type("my view");
  await type("Logarithmic horizontal");
  await expect(page).not.toHaveURL(/xScale=log/);
  await type("Open the view my view");
  await expect(page).toHaveURL(/xScale=log/);
  await type("(train|dev)/acc");
  await board.drawn("(train|dev)/acc");
  await type("Chart train/loss");
  await expect(page).toHaveURL(/card=/);
});
