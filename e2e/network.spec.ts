/** The board as colleagues reach it: by this machine's own address on its network, over plain HTTP, where browsers keep things back. */
import { networkInterfaces } from "node:os";
import { bundledLogs } from "./engine.ts";
import { enter, expect, test } from "./journey.ts";

/** An address of this machine that is not loopback; null where it has none. */
const address =
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4")?.address ?? null;

test("by an address of the network everybody logs in, and is told once that it can be read on its way", async ({
  page,
  start,
  complaints,
}) => {
  test.skip(address === null, "this machine has no address but its own");
  complaints.allow(/401|Cross-Origin-Opener-Policy header has been ignored/);
  const { login, port } = await start({ logdir: bundledLogs, more: ["--host", "0.0.0.0"] });
  const board = `http://${address}:${port}`;
  for (const path of ["/", "/api/runs", "/api/events", "/data/runs"])
    expect((await page.request.get(`${board}${path}`)).status(), path).toBe(401);
  expect((await page.request.get(`http://localhost:${port}/api/runs`)).status()).toBe(401); // here too, from then on

  await enter(page, login.replace(/^http:\/\/[^/]+/, board));
  expect(
    await page.evaluate(() => [
      ...[isSecureContext, typeof crypto.randomUUID, typeof crypto.subtle, typeof navigator.clipboard],
      ...[typeof navigator.serviceWorker, typeof navigator.locks],
    ]),
  ).toEqual([false, "undefined", "undefined", "undefined", "undefined", "undefined"]);
  await expect(page.getByTestId("plot").first()).toHaveAttribute("data-drawn", "true");
  const line = page.getByTestId("plain-http");
  await expect(line).toContainText("plain HTTP");

  await page.getByRole("button", { name: "Who may do what" }).click();
  const sheet = page.getByRole("dialog", { name: "Who may do what" });
  await sheet.getByLabel("What it is for").fill("nightly");
  await sheet.getByRole("button", { name: "Make", exact: true }).click();
  await expect(sheet.getByTestId("shown-once")).toBeVisible();
  await sheet.getByRole("button", { name: "Copy" }).click(); // without the clipboard that secure pages have
  await page.keyboard.press("Escape");
  await page.getByTestId("comment-button").first().click();
  await page.getByRole("textbox", { name: "New comment" }).fill("by the network");
  await page.keyboard.press("Control+Enter"); // its id is made without crypto.randomUUID
  await expect(page.getByTestId("thread")).toContainText("by the network");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.keyboard.press("Escape");
  for (const screen of ["Hparams", "Launches", "Reports", "Curves"]) {
    await page.getByRole("radio", { name: screen }).click();
    await expect(page.getByRole("radio", { name: screen })).toBeChecked();
  }

  await line.getByRole("button", { name: "Close" }).click();
  await expect(line).toHaveCount(0);
  await expect(page).not.toHaveURL(/screen=/); // the address follows a moment later
  await page.reload();
  await expect(page.getByTestId("plot").first()).toHaveAttribute("data-drawn", "true");
  await expect(line).toHaveCount(0);
});

test("on a phone everything of the top line is in one menu", async ({ page, start }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const engine = await start({ logdir: bundledLogs });
  await enter(page, engine.login);
  await expect(page.getByTestId("plot").first()).toHaveAttribute("data-drawn", "true");
  await expect(page.getByTestId("plain-http")).toHaveCount(0); // what is sent stays on this machine
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Who may do what" }).click();
  await expect(page.getByRole("dialog", { name: "Who may do what" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Switch to Chinese" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
