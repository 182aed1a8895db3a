/** Everybody can use every screen and dialog: axe finds nothing in either theme, and the keyboard reaches everything. */
import type { Page } from "@playwright/test";
import { curve } from "../fixtures/builders/event-file.ts";
import { findingsOf } from "./accessible.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

const ACC = "dev/acc";
const card = (page: Page) => new Board(page).card(ACC);

/** From the board with the runs of `digits_mlp`, to what is looked at. */
const places: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  "the board": async () => {},
  "the keyboard shortcuts": (page) => page.keyboard.press("?"),
  "the commands": (page) => page.keyboard.press("Control+k"),
  "axes and smoothing": (page) => page.getByRole("button", { name: "Axes & smoothing" }).click(),
  "own charts": (page) => page.getByRole("button", { name: "Own charts" }).click(),
  "the limits of a chart": (page) => card(page).getByRole("button", { name: "Limits of" }).press("Enter"),
  "a chart to be taken away": (page) => card(page).getByRole("button", { name: "Take dev/acc away" }).press("Enter"),
  "a chart on the full screen": async (page) => {
    await card(page).getByRole("button", { name: "Full screen" }).press("Enter");
    await expect(page.getByRole("region", { name: "Values under the crosshair" })).toBeVisible();
  },
  "values under the pointer": async (page) => {
    await new Board(page).plot(ACC).hover();
    await expect(page.getByTestId("tooltip")).toBeVisible();
  },
  "the table of runs": async (page) => {
    await page.keyboard.press("r");
    await expect(page.getByTestId("run-table").getByTestId("run").first()).toBeVisible();
  },
  "the columns of the table": async (page) => {
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Columns" }).click();
  },
  "the best runs": async (page) => {
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Best runs" }).click();
  },
  "labels and colours for many runs": async (page) => {
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Label, colour or hide" }).click();
  },
  "what can be asked of runs": async (page) => {
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "What can be asked" }).click();
  },
  "the details of a run": (page) =>
    new Board(page).runs.first().getByRole("button", { name: "Details" }).press("Enter"),
  "a comment on a chart": (page) => card(page).getByTestId("comment-button").press("Enter"),
  "the reading list": (page) => page.keyboard.press("n"),
  "who may do what": (page) => page.getByRole("button", { name: "Who may do what" }).click(),
  "choices for the advice": (page) => page.getByRole("button", { name: "Choices" }).click(),
  "pictures and sliders of the advice": async (page) => {
    await page.getByText("The evidence in pictures").click();
    await page.getByText("What if the thresholds were others?").click();
  },
  "no run selected": (page) =>
    page.getByRole("region", { name: "Runs" }).getByRole("button", { name: "None", exact: true }).click(),
  "a filter that is none": async (page) => {
    await page.getByRole("textbox", { name: "Filter runs" }).fill("((");
    await expect(page.getByText("Not a regular expression")).toBeVisible();
  },
  "runs averaged over seeds": async (page) => {
    await page.keyboard.press("g");
    await expect(card(page).getByTestId("legend")).toBeVisible();
  },
  hyperparameters: async (page) => {
    await page.getByRole("radio", { name: "Hparams" }).click();
    await expect(page.locator("main canvas").first()).toBeVisible();
  },
  launches: async (page) => {
    await page.getByRole("radio", { name: "Launches" }).click();
    await expect(page.getByText("Nothing was launched from here yet")).toBeVisible();
  },
  reports: async (page) => {
    await page.getByRole("radio", { name: "Reports" }).click();
    await expect(page.getByText("No reports yet")).toBeVisible();
  },
};

test("axe finds nothing on any screen and in any dialog, light and dark", async ({ page, context, start, logdir }) => {
  test.setTimeout(600_000); // some thirty openings of the page
  for (const run of ["lr0.001_s0", "lr0.001_s1", "lr0.01_s0", "lr1_s0"]) logdir.copy(`digits_mlp/${run}`);
  const { url, logIn } = await start({ logdir: logdir.path });
  await logIn(context);
  for (const [place, go] of Object.entries(places)) {
    await test.step(place, async () => {
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await new Board(page).open(url, ACC);
      await expect(page.getByTestId("answer")).toBeVisible();
      await go(page);
      expect(await findingsOf(page), place).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      expect(await findingsOf(page, ["color-contrast"]), `${place}, dark`).toEqual([]);
    });
  }
});

test.describe("without a pointer", () => {
  test.beforeEach(async ({ page, start, logdir }) => {
    for (let n = 0; n < 60; n++) logdir.begin(`deep/run${n}`, curve(ACC, [0.1, 0.2 + n / 100]), { lr: n });
    const { url } = await start({ logdir: logdir.path });
    await new Board(page).open(url, ACC);
    await page.getByRole("textbox", { name: "Filter runs" }).focus();
  });

  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

  for (const layout of ["list", "table"] as const) {
    test(`the runs are one stop of the Tab key, and the arrow keys go through them: the ${layout}`, async ({
      page,
    }) => {
      const board = new Board(page);
      if (layout === "table") {
        await page.getByRole("button", { name: "Open the table of runs" }).click();
        await expect(page.getByTestId("run-table").getByTestId("run").first()).toBeVisible();
      }
      await board.run("deep/run0").getByRole("checkbox").focus();
      await page.keyboard.press("ArrowDown");
      await expect(board.run("deep/run1").getByRole("checkbox")).toBeFocused();
      await page.keyboard.press("Space");
      await board.hasCurves(ACC, 59);
      await page.keyboard.press("End");
      await expect(board.run("deep/run59").getByRole("checkbox")).toBeFocused();
      await expect(board.run("deep/run59").getByRole("checkbox")).toBeInViewport();
      await page.keyboard.press("Enter");
      await board.hasCurves(ACC, 1);
      await page.keyboard.press("Home");
      await expect(board.run("deep/run0").getByRole("checkbox")).toBeFocused();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await focused(page)).toBe("Details, name, labels, note deep/run0");
      await page.keyboard.press("Tab");
      expect(await focused(page)).not.toMatch(/deep.run/);
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog", { name: "Details" })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect.poll(() => focused(page)).toBe("Details, name, labels, note deep/run0"); // where one was
    });
  }

  test("folders close and open with the arrow keys", async ({ page }) => {
    await page.getByRole("button", { name: "Runs below their folders" }).click();
    await page.getByRole("checkbox", { name: "All runs in deep" }).focus();
    await page.keyboard.press("ArrowLeft");
    await expect(new Board(page).runs).toHaveCount(0);
    await page.keyboard.press("ArrowRight");
    await expect(new Board(page).run("deep/run0")).toBeVisible();
  });

  test("every dialog gives the focus back to what opened it", async ({ page }) => {
    const openers = ["Keyboard shortcuts", "Commands (Ctrl K)", "Who may do what", "Axes & smoothing", "Own charts"];
    for (const name of openers) {
      const opener = page.getByRole("button", { name, exact: true });
      await opener.focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(opener, name).toBeFocused();
    }
  });
});

for (const width of [360, 768, 1000, 1280, 1440, 1920]) {
  test.describe(`a window ${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 900 } });

    test("shows all of its controls, and nothing to be scrolled to at its side", async ({ page, bundled }) => {
      await new Board(page).open(bundled.url, ACC);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      for (const name of ["Curves", "Hparams", "Launches", "Reports"])
        await expect(page.getByRole("radio", { name, exact: true })).toBeInViewport({ ratio: 1 });
      if (width < 1280) return; // the tools may take two lines there
      const tools = await page.getByRole("toolbar", { name: "Charts" }).boundingBox();
      expect(tools?.height).toBeLessThan(50);
    });
  });
}
