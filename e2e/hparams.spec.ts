/** What the settings did: importance, differences, parallel coordinates and scatter plots over the table of runs. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";
import type { ScriptedLogdir } from "./scripted-logdir.ts";

const ACC = "dev/acc";
const RATES = [1e-4, 1e-3, 1e-2, 1e-1];
const SIZES = [32, 64, 128, 256];

/** Sixteen runs, four learning rates by four batch sizes: the rate decides, the size does next to nothing. */
function beginSweep(logdir: ScriptedLogdir): void {
  for (const [r, lr] of RATES.entries()) {
    for (const [b, size] of SIZES.entries()) {
      const best = 0.5 + 0.12 * r + 0.001 * ((b * 7 + r * 3) % 4);
      const values = Array.from({ length: 40 }, (_, i) => best * (1 - Math.exp(-(i + 1) / 8)));
      const losses = values.map((value) => 2 - value);
      const events = curve(ACC, values).map((event, i) => ({
        ...event,
        scalars: [...(event.scalars ?? []), { tag: "train/loss", value: losses[i] ?? 0 }],
      }));
      logdir.begin(`sweep/r${r}b${b}`, events, { lr, batch_size: size, momentum: 0.9 });
    }
  }
}

const plot = (page: Page, name: RegExp): Locator => page.getByRole("img", { name });

test.beforeEach(async ({ page, start, logdir }) => {
  beginSweep(logdir);
  const { url } = await start({ logdir: logdir.path });
  await new Board(page).open(url, ACC);
  await page.getByRole("radio", { name: "Hparams" }).click();
  await expect(plot(page, /^Parallel coordinates of 16 runs/)).toHaveAttribute("data-drawn", "true");
});

test("the screen has the table, both plots, and a place in the history", async ({ page }) => {
  await expect(page.getByTestId("run-table").getByTestId("run").first()).toBeVisible();
  await expect(plot(page, /^Scatter plots of 16 runs/)).toHaveAttribute("data-drawn", "true");
  await expect(page).toHaveURL(/screen=hparams/);
  await page.goBack();
  await expect(new Board(page).card(ACC)).toBeVisible();
});

test("importance names the setting that decided, and not the one that did nothing", async ({ page }) => {
  const importance = page.getByTestId("importance");
  await expect(importance).toContainText(/lr \(\d+(\.\d+)? %\) explains? the order of 16 runs/);
  await expect(importance.locator("div", { has: page.getByText("batch_size", { exact: true }) })).toContainText(
    "as chance would",
  );
});

test("two runs side by side show what differs, and only that, until one asks for more", async ({ page }) => {
  const differences = page.getByTestId("differences");
  await expect(differences).toContainText("16 are selected");
  await page.getByRole("textbox", { name: "Where" }).fill("lr=0.01 batch_size=32|64");
  await expect(differences.locator("[data-row='setting:batch_size']")).toHaveText(/batch_size\s*32\s*64/);
  await expect(differences.locator("[data-row='setting:lr']")).toHaveCount(0);
  await differences.getByRole("switch", { name: "What agrees too" }).click();
  await expect(differences.locator("[data-row='setting:lr']")).toHaveText(/lr\s*0\.01\s*0\.01/);
});

test("a mark on an axis chooses the runs that pass through it", async ({ page }) => {
  const canvas = plot(page, /^Parallel coordinates/);
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("the plot is not on the screen");
  // The first axis is that of the batch size, from 0 to 300: its upper half holds 256 and nothing else.
  const x = box.x + 56;
  const [top, bottom] = [box.y + 40, box.y + box.height - 20];
  await page.mouse.move(x, top - 4);
  await page.mouse.down();
  await page.mouse.move(x, (top + bottom) / 2, { steps: 8 });
  await page.mouse.up();
  await page.getByRole("button", { name: "Select these 4 runs" }).click();
  await expect(page.getByText("4 of 16 shown")).toBeVisible();
  await expect(plot(page, /^Parallel coordinates of 4 runs/)).toBeVisible();
});

test("nothing that varies is said in words", async ({ page }) => {
  await page.getByRole("textbox", { name: "Filter runs" }).fill("r0b0");
  await expect(page.getByText("The selected runs differ in no setting")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`there is no serious accessibility finding in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  });
}
