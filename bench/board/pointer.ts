/** What the pointer costs over charts of many curves: hover on one card, the crosshair on twenty, zoom by wheel and drag. */
import type { Browser, Page } from "@playwright/test";
import { percentile, report } from "../processes.ts";
import { framesWhile, newPage, type OpenedPage, workedSeconds } from "./pages.ts";

const MOVES = 150;
const WHEELS = 60;
/** Room for twenty cards and more. */
const WALL = { width: 2400, height: 2200 };

/** `url`: an engine with 100 runs of twenty tags and 2,000 steps. */
export async function measurePointer(browser: Browser, url: string): Promise<void> {
  await onOneCard(await newPage(browser), url);
  await onTwentyCards(await newPage(browser, WALL), url);
}

async function onOneCard(opened: OpenedPage, url: string): Promise<void> {
  const { page, cdp } = opened;
  await page.goto(`${url}/?tagFilter=train%2Floss&smoothing=0`);
  const { left, top, width, height } = await drawnPlot(page);
  const along = (share: number, at = 0.5): [number, number] => [left + width * (0.1 + 0.8 * share), top + height * at];

  const before = await workedSeconds(cdp);
  const hover = await framesWhile(page, async () => {
    for (let i = 0; i < MOVES; i++) {
      await page.mouse.move(...along(i / MOVES, 0.4 + 0.2 * Math.sin(i / 7)));
      await nextFrame(page);
    }
  });
  const work = (1000 * (await workedSeconds(cdp)) - 1000 * before) / MOVES;
  sayFrames("hover, 100 × 2,000", hover, 25, `${work.toFixed(1)} ms of main thread a move`);

  await page.keyboard.down("Alt");
  await page.mouse.move(...along(0.5));
  const wheel = await framesWhile(page, async () => {
    for (let i = 0; i < WHEELS; i++) {
      await page.mouse.wheel(0, i < WHEELS / 2 ? -40 : 40);
      await nextFrame(page);
    }
  });
  await page.keyboard.up("Alt");
  sayFrames("zoom by wheel", wheel, 70);
  await page.mouse.dblclick(...along(0.5));
  await page.waitForTimeout(500);
  await page.keyboard.down("Shift");
  await page.mouse.move(...along(0.5));
  await page.mouse.down();
  const drag = await framesWhile(page, async () => {
    for (let i = 0; i < WHEELS; i++) {
      await page.mouse.move(...along(0.5 + 0.3 * Math.sin(i / 8)));
      await nextFrame(page);
    }
  });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  sayFrames("zoom moved by drag", drag, 70);
  await opened.close();
}

async function onTwentyCards(opened: OpenedPage, url: string): Promise<void> {
  const { page, cdp } = opened;
  await page.goto(`${url}/?smoothing=0&cards=small`);
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=plot][data-drawn=true]").length >= 20);
  await page.waitForTimeout(2000);
  const { left, top, width, height } = await drawnPlot(page);
  const before = await workedSeconds(cdp);
  const frames = await framesWhile(page, async () => {
    for (let i = 0; i < MOVES; i++) {
      await page.mouse.move(left + width * (0.1 + (0.8 * i) / MOVES), top + height / 2);
      await nextFrame(page);
    }
  });
  const work = (1000 * (await workedSeconds(cdp)) - 1000 * before) / MOVES;
  report("crosshair over 20 cards", `${work.toFixed(1)} ms a move, ${describe(frames)}`, {
    says: "15 ms a move",
    isMet: work <= 15,
  });
  await opened.close();
}

/** Where the first chart stands, once it is drawn and nothing moves any more. */
async function drawnPlot(page: Page): Promise<DOMRect> {
  const plot = page.locator("[data-testid=plot][data-drawn=true]").first();
  await plot.waitFor();
  await page.waitForTimeout(2000);
  return plot.evaluate((element) => element.getBoundingClientRect().toJSON());
}

const nextFrame = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));

const describe = (frames: readonly number[]): string =>
  `frame p50 ${percentile(frames, 0.5).toFixed(1)}, p95 ${percentile(frames, 0.95).toFixed(1)} ms`;

/** Reports frames against the bar of their 95th percentile. */
function sayFrames(name: string, frames: readonly number[], bar: number, also = ""): void {
  const isMet = percentile(frames, 0.95) <= bar;
  report(name, `${describe(frames)}${also && `, ${also}`}`, { says: `p95 ${bar} ms`, isMet });
}
