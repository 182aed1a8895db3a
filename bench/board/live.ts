/** What growing runs cost a page: main thread a card and tick, and the heap after many ticks. */
import { appendFileSync } from "node:fs";
import type { Browser } from "@playwright/test";
import { ScalarRecords } from "../../lib/tfevents/event-writer.ts";
import { report } from "../processes.ts";
import { compiledBytes, liveHeap, newPage, workedSeconds } from "./pages.ts";

const GROWING = 20;
const POINTS_A_TICK = 5;
const WARM_UP_TICKS = 10;

/**
 * `files`: an event file a run; the first twenty grow by five points of every tag, each second, for `ticks` seconds. `from`:
 * the first step that is not in them.
 */
export async function measureLive(
  browser: Browser,
  url: string,
  logs: { readonly files: readonly string[]; readonly tags: readonly string[]; readonly from: number },
  ticks: number,
): Promise<void> {
  const { page, cdp, close } = await newPage(browser);
  await page.goto(`${url}/?smoothing=0`);
  await page.locator("[data-testid=plot][data-drawn=true]").first().waitFor();
  let step = logs.from;
  const tick = async (): Promise<void> => {
    for (const file of logs.files.slice(0, GROWING)) appendFileSync(file, points(logs.tags, step));
    step += POINTS_A_TICK;
    await page.waitForTimeout(1000);
  };
  for (let i = 0; i < WARM_UP_TICKS; i++) await tick();
  const cards = await page.locator("[data-testid=plot][data-drawn=true]").count();
  const idle = await workedDuring(1000 * 5, () => page.waitForTimeout(5000));
  const [heapBefore, codeBefore] = [await liveHeap(cdp), await compiledBytes(cdp)];
  const before = await workedSeconds(cdp);
  for (let i = 0; i < ticks; i++) await tick();
  const worked = 1000 * ((await workedSeconds(cdp)) - before);
  const [heapAfter, codeAfter] = [await liveHeap(cdp), await compiledBytes(cdp)];
  const perCard = (worked / ticks - idle) / cards;
  report("live tick, 20 of 100 runs", `${perCard.toFixed(1)} ms of main thread a card (${cards} cards)`, {
    says: "15 ms",
    isMet: perCard <= 15,
  });
  const growth = heapAfter / heapBefore - 1;
  report(`heap after ${ticks} s live`, grown(heapBefore, heapAfter), {
    says: "10 % in 30 minutes",
    isMet: growth <= 0.1,
  });
  report("  of it, compiled code", grown(codeBefore, codeAfter), null);
  report("  the rest", grown(heapBefore - codeBefore, heapAfter - codeAfter), null);
  await close();

  /** Milliseconds a second of work while nothing grows. */
  async function workedDuring(ms: number, act: () => Promise<void>): Promise<number> {
    const start = await workedSeconds(cdp);
    await act();
    return (1e6 * ((await workedSeconds(cdp)) - start)) / ms;
  }
}

const grown = (before: number, after: number): string =>
  `${(100 * (after / before - 1)).toFixed(1)} % (${(before / 1e6).toFixed(1)} to ${(after / 1e6).toFixed(1)} MB)`;

/** Records of the next few points of every tag. */
function points(tags: readonly string[], from: number): Uint8Array {
  const now = Date.now() / 1000;
  const records = tags.flatMap((tag) => {
    const writer = new ScalarRecords(tag, false);
    return Array.from({ length: POINTS_A_TICK }, (_, i) =>
      writer.encode(from + i, now, Math.exp(-from / 4000) + 0.01 * i).slice(),
    );
  });
  return Buffer.concat(records);
}
