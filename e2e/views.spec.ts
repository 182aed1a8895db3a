/** Views get names, which everybody finds; and one chart gets limits that somebody typed. */
import type { Page } from "@playwright/test";
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { enter, expect, test } from "./journey.ts";

const palette = (page: Page) => page.getByPlaceholder("Type a command");
const option = (page: Page, name: string) => page.getByRole("option", { name });

/** Opens the palette once the list of views is the engine's. */
async function openPalette(page: Page): Promise<void> {
  const read = page.waitForResponse(/\/api\/views$/);
  await page.keyboard.press("Control+k");
  await read;
}

test("a view saved by name is there for others, and goes and comes back", async ({ page, browser, start, logdir }) => {
  logdir.begin("run", curve("loss", [9, 5, 3, 2], { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await page.goto(`${engine.url}/?y=log`);
  await new Board(page).drawn("loss");
  await openPalette(page);
  await palette(page).fill("before the login");
  await option(page, "Save this view as").click();
  await expect(palette(page)).toHaveCount(0);
  await enter(page, engine.login);
  await new Board(page).drawn("loss");
  await openPalette(page); // hands over what the browser kept
  await expect(option(page, "Open the view before the login")).toContainText(/^(?!.*this browser)/);

  const reader = await (await browser.newContext()).newPage();
  await reader.goto(engine.url);
  await new Board(reader).drawn("loss");
  await openPalette(reader);
  await expect(option(reader, "Forget the view")).toHaveCount(0); // who only reads takes nothing away
  await option(reader, "Open the view before the login").click();
  await expect(reader).toHaveURL(/y=log/);

  await palette(page).fill("Forget the view before");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(async () => {
    const { views } = await (await page.request.get(`${engine.url}/api/views`)).json();
    expect(views).toMatchObject([{ name: "before the login", query: "y=log" }]);
  }).toPass();
  await reader.context().close();
});

test("who saves under a name that another just took is told, and overwrites only when asked again", async ({
  page,
  start,
  logdir,
  complaints,
}) => {
  complaints.allow(/409/);
  logdir.begin("run", curve("loss", [9, 5, 3, 2], { every: 100 }));
  const engine = await start({ logdir: logdir.path });
  await enter(page, engine.login);
  const mate = await page.context().newPage();
  await mate.goto(`${engine.url}/?x=wall`);
  for (const one of [mate, page]) {
    await one.bringToFront(); // what nobody sees is not drawn
    await new Board(one).drawn("loss");
    await openPalette(one);
    await palette(one).fill("ours");
  }
  await option(page, "Save this view as “ours”").click();
  await expect(palette(page)).toHaveCount(0);
  await mate.bringToFront();
  await option(mate, "Save this view as “ours”").click();
  const said = mate.getByRole("dialog").getByRole("alert");
  await expect(said).toContainText("Somebody else changed the view “ours”");
  await option(mate, "Save this view as “ours”").click();
  await expect(palette(mate)).toHaveCount(0);
  const { views } = await (await page.request.get(`${engine.url}/api/views`)).json();
  expect(views).toMatchObject([{ name: "ours", query: "x=wall" }]);
});

test("the limits of one chart are typed, what cannot be is said, and a link opens them", async ({ page, bundled }) => {
  const board = new Board(page);
  await board.open(`${bundled.url}/?y=log`, "dev/acc");
  const plain = await board.picture("dev/acc");
  await page.getByRole("button", { name: "Limits of dev/acc" }).click();
  const vertical = page.getByRole("group", { name: "Vertical" });
  await vertical.getByLabel("from").fill("0");
  await page.keyboard.press("Enter");
  await expect(vertical.getByRole("alert")).toHaveText("A logarithmic axis has no place for 0.");
  await vertical.getByLabel("from").fill("0.5");
  await page.keyboard.press("Enter");
  await expect(vertical.getByRole("alert")).toHaveCount(0);
  await expect(page).toHaveURL(/zoom=/);
  await board.changesFrom("dev/acc", plain);
  await page.getByRole("button", { name: "The same for all charts" }).click();
  await expect(page).toHaveURL(/yLimits=0.5/);
  await expect(page).not.toHaveURL(/zoom=/);
});
