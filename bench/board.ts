/**
 * The page in a real Chromium: how soon its charts are there (beside TensorBoard), what pointer, wheel, scrolling and growing runs cost.
 *
 *   npm run bench -- board                                  all of it
 *   npm run bench -- board --only opening,pointer           parts of it: opening, pointer, scrolling, many, live
 *   npm run bench -- board --only live --ticks 1800         the heap after half an hour of growing runs
 *   npm run bench -- board --tensorboard PATH               else TensorBoard from the PATH
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "../scripts/chromium.mjs";
import { readArguments } from "./arguments.ts";
import { measureLive } from "./board/live.ts";
import { measureOpening } from "./board/opening.ts";
import { launchBrowser } from "./board/pages.ts";
import { measurePointer } from "./board/pointer.ts";
import { measureManyRuns, measureScrolling } from "./board/scrolling.ts";
import { type CorpusSize, tagNames, writeCorpus } from "./corpus.ts";
import { findProgram, type Server, startTensorBoard, startTuneboard } from "./peers.ts";
import { sayHowBusy, until, untilLoaded } from "./processes.ts";

const { values } = readArguments({
  options: {
    only: { type: "string", default: "opening,pointer,scrolling,many,live" },
    rounds: { type: "string", default: "3" },
    /** Seconds of live updates after which the heap is looked at again. */
    ticks: { type: "string", default: "60" },
    tensorboard: { type: "string" },
  },
});
const parts = new Set(values.only.split(","));
const scratch = mkdtempSync(join(tmpdir(), "tuneboard-bench-board-"));
const chromium = findChromium();
if (chromium === null) {
  console.log("There is no Chromium: nothing was measured. Install one, or set TUNEBOARD_CHROMIUM to the path of one.");
  process.exit(0);
}
const browser = await launchBrowser(chromium);
sayHowBusy();

const OPENED: CorpusSize = { runs: 100, tags: 10, steps: 2000 };

if (parts.has("opening")) {
  await served(OPENED, async ({ url, logdir }) => {
    const program = findProgram("tensorboard", values.tensorboard);
    if (program === null)
      console.log("TensorBoard is not installed (or --tensorboard names nothing): only our side is shown.");
    const peer = program === null ? null : await startTensorBoard(program, logdir);
    try {
      if (peer !== null) await untilTensorBoardHasRead(peer.url, OPENED.runs);
      await measureOpening(browser, url, peer?.url ?? null, Number(values.rounds));
    } finally {
      peer?.stop();
    }
  });
}
if (parts.has("pointer")) await served({ ...OPENED, tags: 20 }, ({ url }) => measurePointer(browser, url));
if (parts.has("scrolling")) {
  await served({ runs: 100, tags: 50, steps: 200 }, ({ url }) => measureScrolling(browser, url));
}
if (parts.has("many")) await served({ runs: 1000, tags: 2, steps: 500 }, ({ url }) => measureManyRuns(browser, url));
if (parts.has("live")) {
  await served(OPENED, ({ url, logdir }) => {
    const files = readdirSync(logdir, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.includes("tfevents"),
    );
    const grown = { files: files.map((name) => join(logdir, name)), tags: tagNames(OPENED.tags), from: OPENED.steps };
    return measureLive(browser, url, grown, Number(values.ticks));
  });
}
await browser.close();
rmSync(scratch, { recursive: true, force: true });

interface Served extends Server {
  readonly logdir: string;
}

/** Lets our engine read a corpus of its own, and does something with it. */
async function served(size: CorpusSize, act: (engine: Served) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(scratch, "corpus-"));
  const logdir = join(folder, "logs");
  mkdirSync(logdir);
  writeCorpus(logdir, size);
  const engine = await startTuneboard(logdir, join(folder, "state"));
  try {
    await untilLoaded(engine.url);
    await act({ ...engine, logdir });
  } finally {
    engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function untilTensorBoardHasRead(url: string, runs: number): Promise<true> {
  return until("TensorBoard has read", async () => {
    const names: string[] = await (await fetch(`${url}/data/runs`)).json();
    return names.length >= runs ? true : null;
  });
}
