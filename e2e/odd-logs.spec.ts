/** The board over logs that are empty, damaged, gone or otherwise not as one expects. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curve, eventFile } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

test.describe("logs with something wrong", () => {
  test("an empty directory says what is watched and how to begin", async ({ page, start, logdir }) => {
    const { url } = await start({ logdir: logdir.path });
    await page.goto(url);
    await expect(page.getByTestId("empty")).toContainText("No runs yet");
    await expect(page.getByTestId("empty")).toContainText(logdir.path);
  });

  test("damage is shown at its run and costs nothing else", async ({ page, start, logdir }) => {
    logdir.writeBytes(
      "hurt",
      eventFile(curve("loss", [5, 4, 3, 2, 1]), { faults: [{ kind: "bad data checksum", at: 3 }] }),
    );
    logdir.begin("whole", curve("loss", [5, 4, 3, 2, 1]));
    const { url } = await start({ logdir: logdir.path });
    const board = new Board(page);
    await board.open(url, "loss");
    await board.hasCurves("loss", 2);
    await expect(board.run("whole").getByRole("button", { name: /problem/ })).toHaveCount(0);
    const sign = board.run("hurt").getByRole("button", { name: /problem/ });
    for (const open of [() => sign.press("Enter"), () => sign.click()]) {
      await open();
      await expect(page.getByTestId("findings")).toContainText(/record left out .* at byte \d+/);
      await page.keyboard.press("Escape");
      await expect(page.getByTestId("findings")).toHaveCount(0);
    }
    await board.hasCurves("loss", 2);
  });

  test("in Chinese damage is told in Chinese, and so is what was left aside", async ({ page, start, logdir }) => {
    logdir.writeBytes(
      "hurt",
      eventFile(curve("loss", [5, 4, 3, 2, 1]), { faults: [{ kind: "bad data checksum", at: 3 }] }),
    );
    writeFileSync(join(logdir.path, "notes.csv"), "a,b\n1,2\n");
    const { url } = await start({ logdir: logdir.path });
    const board = new Board(page);
    await board.open(url, "loss");
    await page.getByRole("button", { name: "中文" }).click();
    await board.run("hurt").getByRole("button", { name: "1 个问题" }).click();
    await expect(page.getByTestId("findings")).toContainText(/略去 1 条记录：数据与校验和不符，第一处在第 \d+ 字节。/);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "1 个文件或文件夹未读取" }).click();
    await expect(page.getByTestId("findings")).toContainText("没有步数或轮数列。");
    await page.screenshot({ path: test.info().outputPath("left-aside-zh.png") });
  });

  test("points that are all at one step are drawn by their number", async ({ page, start, logdir }) => {
    const scalars = [5, 4, 3].map((value) => ({ step: 0, scalars: [{ tag: "loss", value }] }));
    logdir.begin("stepless", scalars);
    const { url } = await start({ logdir: logdir.path });
    const board = new Board(page);
    await board.open(url, "loss");
    await board.hasCurves("loss", 1);
    await expect(page.getByTestId("hint")).toHaveText("by number of the point: all are at step 0");
  });

  test("a run whose files are deleted stays, says so, and is let go of with one click", async ({
    page,
    context,
    start,
    logdir,
  }) => {
    logdir.begin("going", curve("loss", [5, 4, 3, 2, 1]));
    logdir.begin("staying", curve("loss", [5, 4, 3, 2, 1]));
    const engine = await start({ logdir: logdir.path });
    await engine.logIn(context);
    const board = new Board(page);
    await board.open(engine.url, "loss");
    await board.hasCurves("loss", 2);
    rmSync(join(logdir.path, "going"), { recursive: true });
    await expect(board.run("going").getByRole("img", { name: /gone/ })).toBeVisible();
    await board.hasCurves("loss", 2);
    await page.getByRole("button", { name: "1 gone: forget" }).click();
    await expect(board.run("going")).toHaveCount(0);
    await board.hasCurves("loss", 1);
  });

  test("what was left aside is said in words, also when nothing else is there", async ({ page, start, logdir }) => {
    writeFileSync(join(logdir.path, "tuneboard.yaml"), "console:\n  patterns: ['no group']\n");
    const { url } = await start({ logdir: logdir.path });
    await page.goto(url);
    await page.getByRole("button", { name: "1 file or folder left aside" }).click();
    await expect(page.getByTestId("findings")).toContainText("The pattern no group cannot be used");
  });

  test("curves without times say so on an axis of times", async ({ page, start, logdir }) => {
    writeFileSync(join(logdir.path, "metrics.csv"), "step,loss\n0,3\n1,2\n2,1\n");
    const { url } = await start({ logdir: logdir.path });
    const board = new Board(page);
    await board.open(url, "loss");
    await page
      .getByRole("button", { name: "Wall" })
      .or(page.getByRole("radio", { name: "Wall" }))
      .click();
    await expect(board.card("loss")).toContainText("state no times");
  });

  test("NaN is marked and does not stop the curve", async ({ page, start, logdir }) => {
    logdir.begin("a", curve("loss", [5, 4, Number.NaN, 2, 1]));
    logdir.begin("all-nan", curve("loss", [Number.NaN, Number.NaN]));
    const { url } = await start({ logdir: logdir.path });
    const board = new Board(page);
    await board.open(url, "loss");
    await board.hasCurves("loss", 2);
    await board.run("all-nan").getByRole("checkbox").uncheck();
    await board.hasCurves("loss", 1);
  });

  test("names and tags are text, whatever they hold", async ({ page, start, logdir }) => {
    const name = `<img src=x onerror="document.title='taken'">`; // without a slash: it is a folder's name too
    logdir.begin("x", curve(name, [1, 2]), { note: name });
    logdir.begin(name, curve("loss", Array(50).fill(1)));
    const { url } = await start({ logdir: logdir.path });
    const board = new Board(page);
    await board.open(url, "loss");
    await board.plot("loss").hover();
    await expect(page.getByTestId("tooltip")).toContainText("<img");
    await expect(page.locator("img[src=x]")).toHaveCount(0);
    await expect(page).toHaveTitle("Tuneboard");
  });
});
