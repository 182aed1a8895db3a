/** Colleagues at one board: who gets in, what they see, and what ends when it is taken away. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { bundledLogs } from "./engine.ts";
import { enter, expect, test } from "./journey.ts";

const CLOSED = ["--trusted-proxy", "127.0.0.1"];

async function openAccess(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Who may do what" }).click();
  return page.getByRole("dialog", { name: "Who may do what" });
}

/** A link to what is chosen in `sheet`: it is shown this once. */
async function makeLink(sheet: Locator, to: string): Promise<string> {
  await sheet.getByLabel("Who it is for").fill(to);
  await sheet.getByRole("button", { name: "Make a link" }).click();
  return sheet.getByTestId("shown-once").locator("code").innerText();
}

test("a user is added on the board, logs in by the link, has that role, and is removed", async ({
  page,
  start,
  browser,
  complaints,
}) => {
  complaints.allow(/40[13]/);
  const { url, logIn } = await start({ logdir: bundledLogs, more: CLOSED });
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "Log in to Tuneboard" })).toBeVisible();
  await logIn(page.context());
  await page.goto(url);
  const sheet = await openAccess(page);
  await expect(sheet.getByText(/You are .* \(admin\)/)).toBeVisible();
  await sheet.getByLabel("Name of the user").fill("grace");
  await sheet.getByRole("button", { name: "Add" }).click();
  await expect(sheet.getByTestId("user")).toContainText("never logged in");
  const link = await sheet.getByTestId("shown-once").locator("code").innerText();

  const hers = await (await browser.newContext()).newPage();
  await enter(hers, link);
  await expect(hers).toHaveURL(`${url}/`);
  await hers.getByRole("button", { name: "Who may do what" }).click();
  await expect(hers.getByText("You are grace (viewer).")).toBeVisible();
  await expect(hers.getByRole("heading", { name: "Users" })).toBeHidden();
  await hers.getByLabel("What it is for").fill("nightly");
  await hers.getByRole("button", { name: "Make", exact: true }).click();
  const token = await hers.getByTestId("shown-once").locator("code").innerText();
  const asScript = () => fetch(`${url}/data/runs`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await asScript()).status).toBe(200);

  await sheet.getByRole("button", { name: "Remove" }).click();
  await expect(sheet.getByTestId("user")).toHaveCount(0);
  expect((await asScript()).status).toBe(401);
  await hers.reload();
  await expect(hers.getByRole("heading", { name: "Log in to Tuneboard" })).toBeVisible();
  await sheet.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in to Tuneboard" })).toBeVisible();
});

test("a sheet that is closed gives the focus back to what opened it", async ({ page, start }) => {
  const { url } = await start({ logdir: bundledLogs });
  await page.goto(url);
  for (const name of ["Who may do what", "Keyboard shortcuts"]) {
    const opener = page.getByRole("button", { name });
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
});

test("a share link opens the runs that were shown, and no other, until it is taken back", async ({
  page,
  start,
  browser,
  complaints,
}) => {
  complaints.allow(/40[13]/);
  const { url, logIn } = await start({ logdir: bundledLogs, more: CLOSED });
  await logIn(page.context());
  await page.goto(url);
  await expect(page.getByTestId("run").first()).toBeVisible();
  const sheet = await openAccess(page);
  await sheet.getByLabel("What is shared").selectOption({ index: 1 });
  const link = await makeLink(sheet, "the reviewers");
  await expect(sheet.getByTestId("share-link")).toContainText("the reviewers");

  const theirs = await (await browser.newContext()).newPage();
  await enter(theirs, link);
  await expect(theirs.getByTestId("run").first()).toBeVisible();
  const all = await (await page.request.get(`${url}/api/runs`)).json();
  const seen = await (await theirs.request.get(`${url}/api/runs`)).json();
  expect(seen.runs.length).toBeGreaterThan(0);
  expect(seen.runs.length).toBeLessThan(all.runs.length);
  await expect(theirs.getByTestId("answer")).toBeVisible();
  await expect(theirs.getByRole("button", { name: /^Launch (this|these)/ })).toHaveCount(0);
  await theirs.keyboard.press("n"); // whoever has no name has no reading list
  await expect(theirs.getByRole("dialog")).toHaveCount(0);
  await theirs.getByRole("radio", { name: "Launches" }).click();
  await expect(theirs.getByRole("heading", { name: "You may not see this" })).toBeVisible();
  await sheet.getByRole("button", { name: "Take back" }).click();
  await expect(sheet.getByTestId("share-link")).toHaveCount(0);
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: "There is no such share link" })).toBeVisible();
});

test("a report is shared alone, and a guest reads it, its live chart included", async ({
  page,
  start,
  browser,
  complaints,
}) => {
  complaints.allow(/40[134]/);
  const { url, logIn } = await start({ logdir: bundledLogs, more: CLOSED });
  await logIn(page.context());
  await page.goto(`${url}/?screen=reports`);
  await page.getByRole("button", { name: "New report" }).click();
  await page.getByRole("textbox", { name: "Title", exact: true }).fill("For the reviewers");
  await page.getByRole("group", { name: "Add", exact: true }).getByRole("button", { name: "Chart" }).click();
  await expect(page.getByTestId("save-state")).toHaveAttribute("data-saved", "true");
  await expect(page.getByTestId("report-time")).toHaveCount(1);
  const sheet = await openAccess(page);
  await sheet.getByLabel("What is shared").selectOption({ label: "Report: For the reviewers" });
  await expect(sheet.getByTestId("share-extent")).toContainText("no other run and no other report");
  const link = await makeLink(sheet, "the reviewers");
  await expect(sheet.getByTestId("share-link")).toContainText("report For the reviewers");

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(link);
  await expect(theirs.getByText("the reviewers")).toBeVisible();
  await theirs.getByRole("button", { name: "Open" }).click();
  await expect(theirs.getByRole("heading", { name: "For the reviewers" })).toBeVisible();
  await expect(theirs.getByTestId("drawn-plot")).toHaveAttribute("data-drawn", "true");
  await theirs.getByRole("radio", { name: "Curves" }).click();
  await expect(theirs.getByRole("heading", { name: "You may not see this" })).toBeVisible();
  expect((await (await theirs.request.get(`${url}/api/runs`)).json()).runs).toEqual([]);
});

for (const [language, texts] of [
  ["en", { login: "Log in to Tuneboard", wrong: "This link does not work any more" }],
  ["zh-CN", { login: "登录 Tuneboard", wrong: "这个链接已失效" }],
] as const) {
  test.describe(`the pages before the board in ${language}`, () => {
    test.use({ locale: language });

    test("say what to do, and have no serious accessibility finding", async ({ page, start, complaints }) => {
      complaints.allow(/40[13]/);
      const { url } = await start({ logdir: bundledLogs, more: CLOSED });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(url);
        await expect(page.getByRole("heading")).toHaveText(texts.login);
        await page.getByRole("textbox").fill("not-a-code");
        await page.getByRole("button").click();
        await expect(page.getByRole("heading")).toHaveText(texts.wrong);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(serious.map(({ id }) => id)).toEqual([]);
      }
    });
  });
}
