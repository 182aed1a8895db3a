/**
 * The main screens as a reader of the documentation sees them, of the bundled logs. `npm run pictures` writes them into
 * `docs/`; otherwise they are taken all the same, and kept with the journeys' results.
 */
import { join } from "node:path";
import { Board } from "./board.ts";
import { type Engine, type EngineOptions, packageRoot } from "./engine.ts";
import { expect, test } from "./journey.ts";
import type { ScriptedLogdir } from "./scripted-logdir.ts";

const isForDocs = process.env.TUNEBOARD_PICTURES !== undefined;
const place = (name: string): string => (isForDocs ? join(packageRoot, "docs", name) : test.info().outputPath(name));

/** The bundled logs at a place that says nothing of the machine. */
const begin = async (logdir: ScriptedLogdir, start: (options: EngineOptions) => Promise<Engine>): Promise<string> => {
  for (const task of ["digits_mlp", "pylines_text"]) logdir.copy(task);
  const { url } = await start({ logdir: logdir.path });
  return url;
};

test.use({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });

test("the board, with the answer over the curves that it stands on", async ({ page, start, logdir }) => {
  const board = new Board(page);
  await board.open(await begin(logdir, start), "dev/acc");
  await expect(page.getByTestId("answer")).toContainText("learning rate");
  await expect.poll(() => board.paintedOver("dev/acc")).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelector("[data-scrolls]")?.scrollTo(0, 0));
  await page.screenshot({ path: place("board.png") });
});

test("the board in the dark, in Chinese", async ({ page, start, logdir }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const board = new Board(page);
  await board.open(await begin(logdir, start), "dev/acc");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByTestId("answer")).toContainText("学习率");
  await expect.poll(() => board.paintedOver("dev/acc")).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelector("[data-scrolls]")?.scrollTo(0, 0));
  await page.screenshot({ path: place("board-dark-zh.png") });
});

test("settings and results of all runs", async ({ page, start, logdir }) => {
  await page.goto(`${await begin(logdir, start)}/?screen=hparams`);
  await expect(page.getByText("Parallel coordinates")).toBeVisible();
  await expect(page.locator("main canvas").first()).toBeVisible();
  await expect(page.getByTestId("next-run").first()).toBeVisible(); // the advice beside it has come
  await page.screenshot({ path: place("hparams.png") });
});
