/** A colour stands for a run, all day: whatever else is shown, and when it is looked at again. */
import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

const RUNS = 20;
const nameOf = (n: number): string => `run${String(n).padStart(2, "0")}`;

test("twenty runs have twenty colours, which stay when others come, go or are filtered, and after a reload", async ({
  page,
  start,
  logdir,
}) => {
  for (let n = 0; n < RUNS; n++)
    logdir.begin(nameOf(n), curve("loss", [n + 1, n], { wallTime: 1_700_000_000 + n * 60 }));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  const colourOf = (n: number): Promise<string> =>
    board
      .run(nameOf(n))
      .getByRole("checkbox")
      .evaluate((box) => getComputedStyle(box).borderColor);
  await page.setViewportSize({ width: 1280, height: 1100 });
  await board.open(url, "loss");
  await board.hasCurves("loss", RUNS);
  const all = await Promise.all(Array.from({ length: RUNS }, (_, n) => colourOf(n)));
  expect(new Set(all).size).toBe(RUNS);

  logdir.begin("newcomer", curve("loss", [3, 2], { wallTime: 1_600_000_000 })); // older, and first in the list
  await board.hasCurves("loss", RUNS + 1);
  await board.runFilter.fill("1[0-9]$");
  await expect(board.runs).toHaveCount(10);
  expect(await colourOf(12)).toBe(all[12]);
  await page.reload();
  await board.drawn("loss");
  expect(await colourOf(12)).toBe(all[12]);
  await board.runFilter.fill("");
  await expect(board.run(nameOf(3))).toBeVisible();
  expect(await colourOf(3)).toBe(all[3]);
});
