/** Scrolling over fifty cards, each drawn as it comes near; and a page of a thousand selected runs. */
import type { Browser } from "@playwright/test";
import { percentile, report } from "../processes.ts";
import { framesWhile, newPage } from "./pages.ts";

const NOTCHES = 120;
const NOTCH_PIXELS = 60;

/** `url`: an engine with 100 runs of fifty tags. */
export async function measureScrolling(browser: Browser, url: string): Promise<void> {
  const { page, close } = await newPage(browser);
  await page.goto(`${url}/?smoothing=0`);
  const plot = page.locator("[data-testid=plot][data-drawn=true]").first();
  await plot.waitFor();
  await page.waitForTimeout(2000);
  await plot.hover();
  const frames = await framesWhile(page, async () => {
    for (let i = 0; i < NOTCHES; i++) {
      await page.mouse.wheel(0, NOTCH_PIXELS);
      await page.waitForTimeout(16);
    }
    await page.waitForTimeout(500);
  });
  const [p95, longest] = [percentile(frames, 0.95), Math.max(...frames)];
  report("scrolling 50 cards", `frame p95 ${p95.toFixed(1)}, longest ${longest.toFixed(0)} ms`, {
    says: "p95 50, longest 120 ms",
    isMet: p95 <= 50 && longest <= 120,
  });
  await close();
}

/** `url`: an engine with 1,000 runs; all of them are selected. */
export async function measureManyRuns(browser: Browser, url: string): Promise<void> {
  const { page, close } = await newPage(browser);
  const start = performance.now();
  await page.goto(`${url}/?runs=all`, { waitUntil: "commit" });
  await page.locator("[data-testid=plot][data-drawn=true]").first().waitFor();
  const seconds = (performance.now() - start) / 1000;
  await page.waitForFunction(
    () => document.querySelector("[data-testid=plot]")?.getAttribute("data-curves") === "1000",
  );
  const whole = (performance.now() - start) / 1000;
  const hint = (await page.getByTestId("hint").allTextContents())[0] ?? "none";
  report("1,000 runs: first chart", `${seconds.toFixed(2)} s, all curves ${whole.toFixed(2)} s, hint: ${hint}`, {
    says: "3 s",
    isMet: seconds <= 3,
  });
  await close();
}
