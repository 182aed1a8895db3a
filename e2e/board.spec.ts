import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

const RUNS = 30;
const ACCURACY = "dev/acc";
const LOSS = "train/loss";

test.describe("the bundled logs", () => {
  test("are drawn as soon as the board opens, with every run listed", async ({ page, bundled }) => {
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    await board.hasCurves(ACCURACY, RUNS);
    await expect(page.getByText(`${RUNS} of ${RUNS} shown`)).toBeVisible();
    await expect(board.run("digits_mlp/lr0.01_s0")).toBeVisible();
    await expect(page.getByTestId("status")).toHaveAttribute("data-link", "open");
  });

  test("are answered: the advice is the first sentence, with its doubt, and its marks are on the curves", async ({
    page,
    bundled,
  }) => {
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    const answer = page.getByTestId("answer");
    await expect(answer).toContainText(/learning rate 0\.\d+/i);
    await expect(answer.getByTestId("confidence").first()).toHaveText(/clear|likely|tentative/);
    await expect.poll(() => board.paintedOver(ACCURACY)).toBeGreaterThan(0);

    const painted = await board.paintedOver(ACCURACY);
    const evidence = page.getByTestId("evidence").first();
    await evidence.click();
    await expect(evidence).toHaveAttribute("aria-pressed", "true");
    await expect
      .poll(() => board.paintedOver(ACCURACY), "pinned evidence veils the other curves")
      .toBeGreaterThan(painted);
    await page.getByRole("button", { name: "Show all marks" }).click();
    await expect(evidence).toHaveAttribute("aria-pressed", "false");
  });

  test("offer the next sweep's answer", async ({ page, bundled }) => {
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    const answer = page.getByTestId("answer");
    await expect(answer).toContainText("1 of 2");
    const first = await answer.textContent();
    await answer.getByRole("button", { name: "Next sweep" }).click();
    await expect(answer).toContainText("2 of 2");
    expect(await answer.textContent()).not.toBe(first);
  });
});

test.describe("choosing runs", () => {
  test("a regular expression filters the list and the charts, and a broken one says so", async ({ page, bundled }) => {
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    await board.runFilter.fill("digits.*lr0\\.01_");
    await expect(board.runs).toHaveCount(1);
    await board.hasCurves(ACCURACY, 1);
    await board.runFilter.fill("lr0.01(");
    await expect(page.getByText("Not a regular expression")).toBeVisible();
    await board.runFilter.fill("");
    await board.hasCurves(ACCURACY, RUNS);
  });

  test("a link with an expression that would never end is not followed, and says so", async ({
    page,
    logdir,
    start,
  }) => {
    const name = `${"a".repeat(60)}!`;
    for (const run of [name, `${name}!`]) logdir.begin(run, [{ step: 0, scalars: [{ tag: LOSS, value: 1 }] }]);
    const { url } = await start({ logdir: logdir.path });
    await page.goto(`${url}/?runFilter=${encodeURIComponent("(a+)+$")}`);
    await expect(page.getByText("could take for ever")).toBeVisible();
    const board = new Board(page);
    await board.runFilter.fill("!!$");
    await expect(board.runs).toHaveCount(1);
  });

  test("one, all or none of them", async ({ page, bundled }) => {
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    const run = board.run("digits_mlp/lr0.01_s0");
    await run.hover();
    await run.getByRole("button", { name: "Show only digits_mlp/lr0.01_s0" }).click();
    await board.hasCurves(ACCURACY, 1);
    await expect(page.getByText(`1 of ${RUNS} shown`)).toBeVisible();

    await board.run("digits_mlp/lr0.03_s0").getByRole("checkbox").check();
    await board.hasCurves(ACCURACY, 2);

    const list = page.getByRole("region", { name: "Runs" });
    await list.getByRole("button", { name: "None", exact: true }).click();
    await expect(page.getByText("No run is selected")).toBeVisible();
    await list.getByRole("button", { name: "All", exact: true }).click();
    await board.hasCurves(ACCURACY, RUNS);
  });
});

test.describe("looking closer", () => {
  test.beforeEach(async ({ page, bundled }) => {
    await new Board(page).open(`${bundled.url}/?runFilter=digits`, LOSS);
  });

  test("smoothing changes the curves and the link", async ({ page }) => {
    const board = new Board(page);
    const before = await board.picture(LOSS);
    await page.getByRole("slider", { name: "Smoothing" }).fill("0.95");
    await board.changesFrom(LOSS, before);
    await expect(page).toHaveURL(/smoothing=0\.95/);
  });

  for (const [choice, parameter] of [
    ["Relative", "relative"],
    ["Wall", "wall"],
  ] as const) {
    test(`the horizontal axis can be ${choice.toLowerCase()} time`, async ({ page }) => {
      const board = new Board(page);
      const before = await board.picture(LOSS);
      await page.getByRole("radio", { name: choice }).click();
      await board.changesFrom(LOSS, before);
      await expect(page).toHaveURL(new RegExp(`x=${parameter}`));
    });
  }

  test("the vertical axis can be logarithmic", async ({ page }) => {
    const board = new Board(page);
    const before = await board.picture(LOSS);
    await page.getByRole("switch", { name: "Log y" }).click();
    await board.changesFrom(LOSS, before);
    await expect(page).toHaveURL(/y=log/);
  });

  test("dragging zooms into more points, a double click fits the chart again", async ({ page }) => {
    const board = new Board(page);
    const whole = await board.picture(LOSS);
    const fetched = page.waitForResponse((response) => response.url().endsWith("/api/series"));
    await board.drag(LOSS, [0.3, 0.5], [0.5, 0.5]);
    await fetched;
    await board.changesFrom(LOSS, whole);
    await expect(page).toHaveURL(/zoom=/);
    const zoomed = await board.picture(LOSS);
    await board.plot(LOSS).dblclick();
    await board.changesFrom(LOSS, zoomed);
    await expect(page).not.toHaveURL(/zoom=/);
  });

  test("the value under the pointer is named with its run and step", async ({ page }) => {
    const board = new Board(page);
    await board.plot(LOSS).hover();
    const tip = page.getByTestId("tooltip");
    await expect(tip).toBeVisible();
    await expect(tip).toContainText("lr0.001_s0");
    await expect(tip.getByRole("row")).not.toHaveCount(0);
    await page.mouse.move(0, 0);
    await expect(tip).toBeHidden();
  });

  test("arrow keys read the values without a mouse", async ({ page }) => {
    const board = new Board(page);
    await board
      .card(LOSS)
      .getByRole("img", { name: `Plot of ${LOSS}` })
      .focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByTestId("tooltip")).toContainText(/lr[\d.]+_s\d/);
  });

  test("a chart fills the screen and comes back", async ({ page }) => {
    const board = new Board(page);
    await board.card(LOSS).hover();
    await board.card(LOSS).getByRole("button", { name: "Full screen" }).click();
    const sheet = page.getByRole("dialog", { name: LOSS });
    await expect(sheet.getByTestId("plot")).toHaveAttribute("data-drawn", "true");
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
  });
});

test("a link opens the view that its sender saw, and Back undoes a zoom", async ({ page, bundled, context }) => {
  const board = new Board(page);
  await board.open(`${bundled.url}/?runFilter=lr0\\.0[13]_s0&smoothing=0&x=relative&y=log`, LOSS);
  await board.hasCurves(LOSS, 4);
  await board.drag(LOSS, [0.3, 0.5], [0.6, 0.5]);
  await expect(page).toHaveURL(/zoom=/);
  await expect(page.getByTestId("plot").first()).toHaveAttribute("data-drawn", "true");

  const other = new Board(await context.newPage());
  await other.open(page.url(), LOSS);
  await other.hasCurves(LOSS, 4);
  await expect(other.page.getByRole("switch", { name: "Log y" })).toBeChecked();
  await expect(other.page.getByRole("radio", { name: "Relative" })).toBeChecked();
  await expect(other.runFilter).toHaveValue("lr0\\.0[13]_s0");
  await expect(other.card(LOSS).getByRole("button", { name: "Fit to data" })).toBeVisible();

  await page.goBack();
  await expect(page).not.toHaveURL(/zoom=/);
  await expect(board.card(LOSS).getByRole("button", { name: "Fit to data" })).toBeHidden();
});

test.describe("looks", () => {
  test("follow the system's theme, and the reader's choice over it", async ({ page, bundled }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    const light = await background();
    const picture = await board.picture(ACCURACY);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(background).not.toBe(light);
    await board.changesFrom(ACCURACY, picture);
    await page.getByTestId("theme").click();
    await expect(page.getByTestId("theme")).toHaveAccessibleName("Theme: light");
    await expect.poll(background).toBe(light);
    await page.reload();
    await expect.poll(background).toBe(light);
  });

  test("speak Chinese when asked to", async ({ page, bundled }) => {
    await new Board(page).open(bundled.url, ACCURACY);
    await page.getByRole("button", { name: "Switch to Chinese" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    await expect(page.getByRole("switch").first()).not.toHaveText("Log y");
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`have no serious accessibility finding in ${scheme}`, async ({ page, bundled }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await new Board(page).open(bundled.url, ACCURACY);
      await expect(page.getByTestId("answer")).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }
});

test.describe("a window 360 pixels wide", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("shows curves without scrolling sideways, with the runs behind a button", async ({ page, bundled }) => {
    const board = new Board(page);
    await board.open(bundled.url, ACCURACY);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    const width = (await board.plot(ACCURACY).boundingBox())?.width ?? 0;
    expect(width).toBeGreaterThan(300);

    await page.getByRole("button", { name: "Show runs" }).click();
    const runs = page.getByRole("dialog", { name: "Runs" });
    await expect(runs.getByTestId("run").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(runs).toBeHidden();

    await page.getByRole("button", { name: "Show advice" }).click();
    await expect(page.getByRole("dialog", { name: "Advice" }).getByTestId("advice-item").first()).toBeVisible();
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(await seriousFindings(page)).toEqual([]);
  });
});

/** Axe's findings that keep somebody from using the page, each as rule and place. */
async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
