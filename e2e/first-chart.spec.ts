/** A page that is being opened: curves first, the rest around them after. */
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

/** A word that is in the code of the charts and nowhere else. */
const CHARTS_CODE = "tuneboardTrace";

test("a chart stands and answers to the pointer before the chart library has come, and looks the same on it", async ({
  page,
  bundled,
}) => {
  let letThrough = (): void => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes(CHARTS_CODE)) await held;
    await route.fulfill({ response });
  });
  const board = new Board(page);
  await page.goto(`${bundled.url}/?advicePanel=closed`);
  const tag = "dev/acc";
  await expect(board.plot(tag)).toHaveAttribute("data-drawn", "true");
  await expect(page.getByRole("combobox", { name: "Colour by" })).toBeVisible(); // the list of runs is there as well
  await board.plot(tag).hover();
  await expect(page.getByTestId("tooltip")).toBeVisible();
  await page.mouse.move(0, 0);
  const first = await pixels(board, tag);
  letThrough();
  await board.drawn(tag);
  const later = await pixels(board, tag);
  expect(later.length).toBe(first.length);
  const moved = later.filter((value, i) => Math.abs(value - (first[i] ?? 0)) > 40).length;
  expect(moved / later.length).toBeLessThan(0.005);
});

/** Red, green, blue and opacity of what is drawn below the layer for the pointer. */
const pixels = (board: Board, tag: string): Promise<number[]> =>
  board.plot(tag).evaluate((plot) => {
    const canvases = [...plot.querySelectorAll<HTMLCanvasElement>("canvas:not([role=img])")];
    const { width = 1, height = 1 } = canvases[0] ?? {};
    const pen = new OffscreenCanvas(width, height).getContext("2d");
    for (const canvas of canvases) pen?.drawImage(canvas, 0, 0);
    return [...(pen?.getImageData(0, 0, width, height).data ?? [])];
  });
