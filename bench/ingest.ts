/**
 * From process start to everything loaded and served: seconds, points a second, resident bytes a point.
 *
 *   npm run bench -- ingest                      100 runs × 10 tags × 2,000 steps, written by the benchmark itself
 *   npm run bench -- ingest --runs 1000          the 20 million points of the yardstick
 *   npm run bench -- ingest --logdir DIR --rounds 5
 *   npm run bench -- ingest --cached             also the second start, from the columns cache
 *   npm run bench -- ingest --rustboard PATH     TensorBoard's Rust data server; else on the PATH,
 *   npm run bench -- ingest --tensorboard PATH   or the one that belongs to this or the installed TensorBoard
 *
 * Both programs take turns in one run, so that they share the machine's moods. RustBoard keeps all points and checks no
 * data checksum; we check. Memory is the process's resident set over that of a Node process that does nothing. The longest
 * pause of our main thread, from the address on the screen to the last point loaded, is measured in a round of its own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunsAnswer } from "../lib/core/api.ts";
import { readArguments } from "./arguments.ts";
import { writeCorpus } from "./corpus.ts";
import { longestPauseMs, withStateDir } from "./longest-pause.ts";
import { findRustboard, loadInRustboard, NO_RUSTBOARD, type RustboardLoad, startTuneboard } from "./peers.ts";
import { emptyProcess, median, report, residentOf, sayHowBusy, untilCached, untilLoaded } from "./processes.ts";

const { values: args } = readArguments({
  options: {
    logdir: { type: "string" },
    runs: { type: "string", default: "100" },
    tags: { type: "string", default: "10" },
    steps: { type: "string", default: "2000" },
    rounds: { type: "string", default: "3" },
    cached: { type: "boolean", default: false },
    rustboard: { type: "string" },
    tensorboard: { type: "string" },
  },
});

interface Round {
  readonly seconds: number;
  readonly points: number;
  readonly residentBytes: number;
}

/** Starts the engine, waits until all of `logdir` can be asked for, and ends it. */
async function measure(logdir: string, stateDir: string): Promise<Round> {
  const start = performance.now();
  const engine = await startTuneboard(logdir, stateDir);
  try {
    await untilLoaded(engine.url);
    const runs: RunsAnswer = await (await fetch(`${engine.url}/api/runs`)).json();
    const seconds = (performance.now() - start) / 1000;
    const points = runs.runs.reduce((sum, run) => sum + run.points.reduce((a, b) => a + b, 0), 0);
    await sleep(500);
    return { seconds, points, residentBytes: residentOf(engine.process.pid ?? 0) };
  } finally {
    engine.stop();
  }
}

const firstStart = (logdir: string): Promise<Round> => withStateDir((stateDir) => measure(logdir, stateDir));

/** Fills the cache in `stateDir`, as a first start does. */
async function fillCache(logdir: string, stateDir: string): Promise<void> {
  const engine = await startTuneboard(logdir, stateDir);
  try {
    await untilCached(stateDir);
  } finally {
    engine.stop();
  }
}

const rustboard = findRustboard(args.rustboard, args.tensorboard);
const own = args.logdir === undefined ? mkdtempSync(join(tmpdir(), "tuneboard-bench-")) : null;
const logdir = own ?? args.logdir ?? "";
const cacheDir = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
try {
  if (own !== null) {
    writeCorpus(own, { runs: Number(args.runs), tags: Number(args.tags), steps: Number(args.steps) });
  }
  const empty = emptyProcess();
  if (args.cached) await fillCache(logdir, cacheDir);
  const first: Round[] = [];
  const second: Round[] = [];
  const theirs: RustboardLoad[] = [];
  for (let i = 0; i < Number(args.rounds); i++) {
    first.push(await firstStart(logdir));
    if (args.cached) second.push(await measure(logdir, cacheDir));
    if (rustboard !== null) theirs.push(await loadInRustboard(rustboard, logdir));
  }
  const pauseMs = await longestPauseMs(logdir);
  show(first, second, theirs, empty, pauseMs);
} finally {
  for (const folder of [own, cacheDir]) if (folder !== null) rmSync(folder, { recursive: true, force: true });
}

function show(
  first: readonly Round[],
  second: readonly Round[],
  theirs: readonly RustboardLoad[],
  empty: number,
  pauseMs: number,
): void {
  const [{ points }] = first;
  const each = (rounds: readonly { readonly seconds: number }[]): string =>
    rounds.map((round) => round.seconds.toFixed(2)).join(", ");
  const seconds = median(first.map((round) => round.seconds));
  const perSecond = (s: number): string => `${(points / s / 1e6).toFixed(2)} million`;
  const perPoint = (bytes: number): number => (bytes - empty) / points;
  const bytes = median(first.map((round) => round.residentBytes));
  /** The bars are of 20 million points: with fewer, the start itself is most of what is measured. */
  const bar = (says: string, isMet: boolean) => (points >= 10e6 ? { says, isMet } : null);
  console.log(`${points.toLocaleString("en")} points, median of ${first.length} rounds`);
  sayHowBusy();
  report("start to served", `${seconds.toFixed(2)} s   (${each(first)})`, null);
  report("points a second", perSecond(seconds), null);
  report(
    "bytes a point",
    `${perPoint(bytes).toFixed(1)}   (${(bytes / 1e6).toFixed(0)} MB)`,
    bar("28", perPoint(bytes) <= 28),
  );
  report("longest pause", `${pauseMs.toFixed(0)} ms`, bar("50 ms", pauseMs <= 50));
  const again = second.length === 0 ? null : median(second.map((round) => round.seconds));
  if (again !== null) {
    report("second start", `${again.toFixed(2)} s   (${each(second)})`, null);
    if (second.some((round) => round.points !== points)) throw new Error("the cache gives another number of points");
  }
  if (theirs.length === 0) {
    console.log(`\n${NO_RUSTBOARD}`);
    return;
  }
  const peer = median(theirs.map((load) => load.seconds));
  const peerBytes = median(theirs.map((load) => load.residentBytes)) / points;
  console.log("");
  report("RustBoard, start to loaded", `${peer.toFixed(2)} s   (${each(theirs)})`, null);
  report("RustBoard, its load cycle", theirs.map(({ cycle }) => cycle).join(", "), null);
  report("RustBoard, points a second", perSecond(peer), null);
  report("RustBoard, bytes a point", peerBytes.toFixed(1), null);
  const ratio = peer / seconds;
  report("points a second, ratio", `${ratio.toFixed(1)} times theirs`, bar("3 times", ratio >= 3));
  if (again !== null) {
    const part = again / peer;
    report("second start, ratio", `${(100 * part).toFixed(0)} % of their time`, bar("10 %", part <= 0.1));
  }
}
