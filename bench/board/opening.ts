/** From asking for the page to the first chart with curves, and to the last visible one; beside TensorBoard where it is installed. */
import type { Browser } from "@playwright/test";
import { median, report } from "../processes.ts";
import { inkedCanvases, newPage, watchInk } from "./pages.ts";

export interface Opening {
  /** Seconds from asking for the page. */
  readonly first: number;
  readonly all: number;
  /** Visible charts with curves in the end. */
  readonly charts: number;
  readonly scriptBytes: number;
  readonly dataBytes: number;
}

/**
 * What Chromium still does for the page before, and for a new window (its frame is a page of its own, with 280 scripts), is
 * no part of opening this one: whoever opens a dashboard has had a browser before.
 */
const REST_MS = 1500;

/** Opens `url` with empty caches. `settleMs`: as long as no further chart gets colour, to call the page complete. */
async function open(browser: Browser, url: string, settleMs: number): Promise<Opening> {
  const { page, bytes, close } = await newPage(browser);
  await watchInk(page);
  await page.waitForTimeout(REST_MS);
  await page.goto(url, { waitUntil: "commit" });
  const { first, all, count } = await inkedCanvases(page, settleMs);
  await close();
  return { first: first / 1000, all: all / 1000, charts: count, scriptBytes: bytes.script, dataBytes: bytes.data };
}

const SETTLE_MS = 3000;
const THEIR_SETTLE_MS = 8000;

/** `ours` and `theirs`: addresses of programs that have read the same 100 runs × 10 tags × 2,000 steps. */
export async function measureOpening(browser: Browser, ours: string, theirs: string | null, rounds: number) {
  const [our, their]: [Opening[], Opening[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    our.push(await open(browser, ours, SETTLE_MS));
    if (theirs !== null) their.push(await open(browser, `${theirs}/#timeseries`, THEIR_SETTLE_MS));
  }
  const [first, all] = [middle(our, "first"), middle(our, "all")];
  const [script, data] = [middle(our, "scriptBytes"), middle(our, "dataBytes")];
  report("first chart", `${first.toFixed(2)} s`, { says: "0.8 s", isMet: first <= 0.8 });
  report("all visible charts", `${all.toFixed(2)} s (${middle(our, "charts")})`, { says: "2 s", isMet: all <= 2 });
  report("JavaScript", kilobytes(script), { says: "450 kB", isMet: script <= 450_000 });
  report("data of the first screen", kilobytes(data), { says: "3 MB", isMet: data <= 3_000_000 });
  if (theirs === null) return;
  const [theirFirst, theirAll] = [middle(their, "first"), middle(their, "all")];
  const what = `${theirFirst.toFixed(2)} s, all ${middle(their, "charts")} in ${theirAll.toFixed(2)} s`;
  report("TensorBoard: first chart", what, null);
  report(
    "TensorBoard: script, data",
    `${kilobytes(middle(their, "scriptBytes"))}, ${kilobytes(middle(their, "dataBytes"))}`,
    null,
  );
  const ratio = all / theirAll;
  report("all charts, ours to theirs", `${ratio.toFixed(2)}`, { says: "a third", isMet: ratio <= 1 / 3 });
}

const middle = (openings: readonly Opening[], key: keyof Opening): number => median(openings.map((one) => one[key]));
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
