/**
 * Preloaded into the engine (`NODE_OPTIONS=--import`) by benchmarks that ask for the longest pause of its main thread.
 *
 * The first SIGUSR2 begins to measure; the second writes the longest delay of the event loop, in milliseconds, to the file
 * that TUNEBOARD_PAUSES_FILE names. Reading threads inherit the option and must not measure themselves.
 */
import { renameSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const file = process.env.TUNEBOARD_PAUSES_FILE;
const RESOLUTION_MS = 1;

if (isMainThread && file !== undefined) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let isMeasuring = false;
  process.on("SIGUSR2", () => {
    if (isMeasuring) {
      delays.disable();
      // The timer's own period is part of what it measures.
      writeFileSync(`${file}.draft`, String(Math.max(0, delays.max / 1e6 - RESOLUTION_MS)));
      renameSync(`${file}.draft`, file);
    } else delays.enable();
    isMeasuring = !isMeasuring;
  });
}
