/** Many tabs of one browser, which allows six connections to one engine: all of them stay live. */

import { curve } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

const TABS = 12;

test("twelve tabs are live over one connection, and come back together", async ({ context, start, logdir }) => {
  test.setTimeout(180_000); // it opens twelve boards
  logdir.begin("run", curve("loss", [9, 8, 7]));
  const { url, port, stop } = await start({ logdir: logdir.path });
  const boards: Board[] = [];
  for (let tab = 0; tab < TABS; tab++) {
    const board = new Board(await context.newPage());
    await board.open(url, "loss");
    boards.push(board);
  }
  const before = await Promise.all(boards.map((board) => board.picture("loss")));
  logdir.append("run", curve("loss", [6, 1, 5], { from: 3 }));
  await Promise.all(boards.map((board, tab) => board.changesFrom("loss", before[tab])));

  await stop();
  for (const board of boards) await expect(board.page.getByTestId("status")).toHaveAttribute("data-link", "lost");
  const [first] = boards;
  await expect(first.page.getByText("No answer from the engine")).toBeVisible();
  await expect(first.page.getByText("Failed to fetch")).toHaveCount(0); // said once, in words, and not by every panel
  await start({ logdir: logdir.path, port });
  for (const board of boards) await expect(board.page.getByTestId("status")).toHaveAttribute("data-link", "open");
  const back = await Promise.all(boards.map((board) => board.picture("loss")));
  logdir.append("run", curve("loss", [4, 0, 3], { from: 6 }));
  await Promise.all(boards.map((board, tab) => board.changesFrom("loss", back[tab])));
});

test("a browser without shared workers is live all the same", async ({ page, start, logdir }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "SharedWorker"));
  logdir.begin("run", curve("loss", [9, 8, 7]));
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "loss");
  const before = await board.picture("loss");
  logdir.append("run", curve("loss", [6, 1, 5], { from: 3 }));
  await board.changesFrom("loss", before);
});
