/** The board while logs grow, and while the engine is away. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { curve, eventFile, scalar } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { packageRoot } from "./engine.ts";
import { expect, test } from "./journey.ts";

const now = (): number => Date.now() / 1000;
const falling = (steps: number): number[] => Array.from({ length: steps }, (_, i) => 5 * 0.97 ** i);

test("every point comes onto the screen by itself, without a reload", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", falling(100), { wallTime: now() - 10 }));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "loss");
  const took: number[] = [];
  for (let i = 0; i < 10; i++) {
    await page.waitForTimeout(150 + 37 * i); // not in step with any timer of the page
    const point = scalar("loss", 110 + 10 * i, 5 - 0.4 * i, { wallTime: now() });
    took.push(await board.msUntilRepainted("loss", () => logdir.append("run", [point])));
  }
  took.sort((a, b) => a - b);
  test.info().annotations.push({ type: "milliseconds until repainted", description: took.map(Math.round).join(" ") });
  // How quickly is a matter for `npm run bench -- live`: here the machine may be busy with anything.
  expect(took.length).toBe(10);
});

test("the value that was written is the value that is read", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", [4, 3], { wallTime: now() - 10 }));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(`${url}/?smoothing=0`, "loss");
  await board.msUntilRepainted("loss", () => logdir.append("run", [scalar("loss", 2, 2.125, { wallTime: now() })]));
  const box = await board.plot("loss").boundingBox();
  if (box === null) throw new Error("the chart is not on the screen");
  await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2);
  const tip = page.getByTestId("tooltip");
  await expect(tip).toContainText("run");
  await expect(tip).toContainText("2.125");
});

test("a new run and a new tag appear by themselves", async ({ page, start, logdir }) => {
  logdir.begin("first", curve("loss", falling(20)));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "loss");
  await board.hasCurves("loss", 1);
  logdir.begin("deep/down/second", curve("loss", falling(30)));
  await board.hasCurves("loss", 2);
  await expect(board.run("deep/down/second")).toBeVisible();
  logdir.append("first", [scalar("dev/acc", 20, 0.5)]);
  await board.drawn("dev/acc");
});

test("a run that begins between the first answer and the first greeting appears", async ({ page, start, logdir }) => {
  logdir.begin("early", curve("loss", falling(10)));
  const { url } = await start({ logdir: logdir.path });
  let letEventsCome: () => void = () => {};
  const mayCome = new Promise<void>((resolve) => {
    letEventsCome = resolve;
  });
  await page.route("**/events-worker.js", (route) => route.abort()); // what a worker asks for cannot be held back
  await page.route("**/api/events", async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.route("**/api/runs", async (route) => {
    const response = await route.fetch();
    await page.unroute("**/api/runs");
    logdir.begin("late", curve("loss", falling(10)));
    await expect(async () => {
      const runs: unknown = await (await page.request.get(`${url}/data/runs`)).json();
      expect(runs).toContain("late");
    }).toPass();
    const greeted = page.waitForResponse("**/api/events");
    letEventsCome();
    await greeted;
    await page.waitForTimeout(1000); // the greeting has come, and nothing on the page shows it before the answer
    await route.fulfill({ response });
  });
  const board = new Board(page);
  await board.open(url, "loss");
  await board.hasCurves("loss", 2);
  await expect(board.run("late")).toBeVisible();
});

test("a directory that was empty shows its first run", async ({ page, start, logdir }) => {
  const { url } = await start({ logdir: logdir.path });
  await page.goto(url);
  await expect(page.getByTestId("empty")).toBeVisible();
  logdir.begin("run", curve("loss", falling(10)));
  await new Board(page).drawn("loss");
});

test("a half-written record waits for its rest", async ({ page, start, logdir }) => {
  const whole = eventFile(curve("loss", [4, 3, 2]));
  logdir.writeBytes("run", whole.slice(0, whole.length - 9));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "loss");
  await expect(board.run("run").getByRole("button", { name: /problem/ })).toHaveCount(0);
  const before = await board.picture("loss");
  logdir.appendBytes("run", whole.slice(whole.length - 9));
  await board.changesFrom("loss", before);
  await expect(board.run("run").getByRole("button", { name: /problem/ })).toHaveCount(0);
});

test("a run that starts again goes on in the same chart", async ({ page, start, logdir }) => {
  logdir.begin("run", curve("loss", falling(60)));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "loss");
  const before = await board.picture("loss");
  logdir.append("run", curve("loss", [3, 2.5, 2, 1.5], { from: 40, every: 10 }));
  await board.changesFrom("loss", before);
  await board.hasCurves("loss", 1);
});

test("what a run did before it went back is there, faded, or left out, as its reader likes and as a link says", async ({
  page,
  start,
  logdir,
}) => {
  logdir.begin("run", curve("loss", [9, 8, 7, 6, 5, 4, 3, 2]));
  logdir.append("run", curve("loss", [9, 8, 7], { from: 4 }));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(`${url}/?smoothing=0`, "loss");
  const both = await board.picture("loss");
  const earlier = page.getByRole("switch", { name: "Earlier attempts" });
  await page.getByRole("button", { name: "Axes & smoothing" }).click();
  await expect(earlier).toBeChecked();
  await earlier.click();
  await board.changesFrom("loss", both);
  await expect(page).toHaveURL(/attempts=latest/);
  const latest = await board.picture("loss");
  await page.reload();
  await board.drawn("loss");
  await page.getByRole("button", { name: "Axes & smoothing" }).click();
  await expect(earlier).not.toBeChecked();
  await expect(async () => expect(await board.picture("loss")).toBe(latest)).toPass();
  await earlier.click();
  await board.changesFrom("loss", latest);
  await expect(page).not.toHaveURL(/attempts/);
  const answer = await page.request.get(`${url}/data/plugin/scalars/scalars?run=run&tag=loss`);
  expect(await answer.json()).toHaveLength(11); // nothing was ever deleted
});

test("an engine that is killed is missed, and its successor continues the same view", async ({
  page,
  start,
  logdir,
  complaints,
}) => {
  complaints.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  logdir.copy("digits_mlp");
  const engine = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(`${engine.url}/?runFilter=_s0&smoothing=0&y=log`, "train/loss");
  await board.hasCurves("train/loss", 12);
  const seen = await board.picture("train/loss");

  await engine.kill();
  await expect(page.getByTestId("status")).toHaveAttribute("data-link", "lost");
  await expect(page.getByText("No answer from the engine")).toBeVisible();
  expect(await board.picture("train/loss"), "what was drawn stays on the screen").toBe(seen);

  await start({ logdir: logdir.path, port: engine.port });
  await expect(page.getByTestId("status")).toHaveAttribute("data-link", "open", { timeout: 15_000 });
  await board.hasCurves("train/loss", 12);
  await expect.poll(() => board.picture("train/loss")).toBe(seen);

  await page.reload();
  await board.drawn("train/loss");
  await board.hasCurves("train/loss", 12);
  await expect.poll(() => board.picture("train/loss"), "the address holds the whole view").toBe(seen);
});

test("a real training is followed while it runs", async ({ page, start, logdir }) => {
  const { url } = await start({ logdir: logdir.path });
  await page.goto(url);
  const program = join(packageRoot, "fixtures/programs/train-mlp.mjs");
  const args = [program, "--logdir", join(logdir.path, "lr0.1"), "--lr", "0.1", "--steps", "400", "--delay-ms", "5"];
  const training = spawn(process.execPath, args, { stdio: "ignore" });
  const board = new Board(page);
  await board.drawn("train/loss");
  await expect(board.run("lr0.1").locator("[data-state=live]")).toBeVisible();
  const early = await board.picture("train/loss");
  await board.changesFrom("train/loss", early);
  await once(training, "exit");
  await board.drawn("update_ratio");
});
