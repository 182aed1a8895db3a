/** A Chromium as the journeys start it, and what it says of the pages in it: frames, main thread, heap, bytes. */
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";

export interface OpenedPage {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly bytes: Bytes;
  close(): Promise<void>;
}

/** Bytes on the wire so far, as they came (compressed where they were). */
export interface Bytes {
  script: number;
  data: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A window of the usual laptop. */
const LAPTOP: Size = { width: 1440, height: 900 };

export function launchBrowser(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    args: [...(isRoot ? ["--no-sandbox"] : []), "--disable-gpu", "--enable-precise-memory-info"],
  });
}

/** A page of its own profile, so that nothing is in its caches; not opened yet. */
export async function newPage(browser: Browser, viewport: Size = LAPTOP): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport, colorScheme: "light" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const bytes: Bytes = { script: 0, data: 0 };
  const kinds = new Map<string, keyof Bytes>();
  cdp.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") kinds.set(requestId, "script");
    else if (type === "Fetch" || type === "XHR") kinds.set(requestId, "data");
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind !== undefined) bytes[kind] += encodedDataLength;
  });
  await cdp.send("Network.enable");
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" }); // what other programs take must not count as ours
  return { page, cdp, bytes, close: () => context.close() };
}

/** Seconds of processor time that the main thread of the page has worked so far. */
export async function workedSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

/** Bytes of JavaScript that are alive. */
export async function liveHeap(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  return usedSize;
}

/** The part of it that is no data: what V8 has compiled, and what it noted in order to compile better. */
export async function compiledBytes(cdp: CDPSession): Promise<number> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  cdp.on("HeapProfiler.addHeapSnapshotChunk", keep);
  await cdp.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  cdp.off("HeapProfiler.addHeapSnapshotChunk", keep);
  const { snapshot, nodes }: HeapSnapshot = JSON.parse(chunks.join(""));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size, code] = [fields.indexOf("type"), fields.indexOf("self_size"), types[0].indexOf("code")];
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (nodes[at + type] === code) bytes += nodes[at + size] ?? 0;
  }
  return bytes;
}

/** What is read of a heap snapshot: a row of numbers for each object, and what they mean. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[]] };
  };
  readonly nodes: readonly number[];
}

/** Milliseconds between the frames that the page showed while `act` ran. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    const state = { times, isOn: true };
    Object.assign(window, { frameTimes: state });
    const tick = (at: number): void => {
      times.push(at);
      if (state.isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  const times = await page.evaluate((): number[] => {
    const state: { times: number[]; isOn: boolean } = Reflect.get(window, "frameTimes");
    state.isOn = false;
    return state.times;
  });
  return times.slice(1).map((at, i) => at - (times[i] ?? at));
}

/**
 * Lets the page note, from its first script on, when canvases get colour: the same question to any program. Read with
 * `inkedCanvases`.
 */
export async function watchInk(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: { readonly at: number; readonly count: number }[] = [];
    Object.assign(window, { inkSeen: seen });
    const probe = new OffscreenCanvas(120, 60);
    const pen = probe.getContext("2d", { willReadFrequently: true });
    const isInked = (canvas: HTMLCanvasElement): boolean => {
      const { width, height, bottom, top } = canvas.getBoundingClientRect();
      if (pen === null || width < 100 || height < 60 || bottom < 0 || top > innerHeight) return false;
      pen.clearRect(0, 0, probe.width, probe.height);
      try {
        pen.drawImage(canvas, 0, 0, probe.width, probe.height);
      } catch {
        return false;
      }
      const { data } = pen.getImageData(0, 0, probe.width, probe.height);
      let coloured = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(i, i + 4);
        if (alpha > 20 && Math.max(red, green, blue) - Math.min(red, green, blue) > 30) coloured++;
      }
      return coloured > 40;
    };
    const all = (root: Document | ShadowRoot): HTMLCanvasElement[] => [
      ...root.querySelectorAll("canvas"),
      ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : all(shadowRoot))),
    ];
    setInterval(() => {
      const count = all(document).filter(isInked).length;
      if (count !== (seen.at(-1)?.count ?? 0)) seen.push({ at: performance.now(), count });
    }, 50);
  });
}

/** When the first canvas had colour, and when the last visible one had got it, in milliseconds since the page was asked for. */
export async function inkedCanvases(
  page: Page,
  settleMs: number,
): Promise<{ first: number; all: number; count: number }> {
  await page.waitForFunction(() => Reflect.get(window, "inkSeen")?.length > 0, null, { timeout: 60_000 });
  for (let before = -1; ; ) {
    const now: number = await page.evaluate(() => Reflect.get(window, "inkSeen").length);
    if (now === before) break;
    before = now;
    await page.waitForTimeout(settleMs);
  }
  const seen: { at: number; count: number }[] = await page.evaluate(() => Reflect.get(window, "inkSeen"));
  const most = Math.max(...seen.map(({ count }) => count));
  return {
    first: seen[0]?.at ?? Number.NaN,
    all: seen.find(({ count }) => count === most)?.at ?? Number.NaN,
    count: most,
  };
}
