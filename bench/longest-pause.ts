/** The longest pause of the engine's main thread while it loads a log directory. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startTuneboard } from "./peers.ts";
import { until, untilLoaded } from "./processes.ts";

/** A state folder that nobody used before; `use` decides when it is done with it. */
export async function withStateDir<T>(use: (stateDir: string) => Promise<T>): Promise<T> {
  const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
  try {
    return await use(stateDir);
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** The longest pause of the main thread while `logdir` is loaded into an engine without a cache, in milliseconds. */
export const longestPauseMs = (logdir: string): Promise<number> =>
  withStateDir(async (stateDir) => {
    const file = join(stateDir, "pauses");
    const preload = pathToFileURL(join(process.cwd(), "bench/pauses.mjs")).href;
    const engine = await startTuneboard(logdir, stateDir, {
      NODE_OPTIONS: `--import ${preload}`,
      TUNEBOARD_PAUSES_FILE: file,
    });
    try {
      engine.process.kill("SIGUSR2");
      await untilLoaded(engine.url);
      engine.process.kill("SIGUSR2");
      return await until("pauses", () => readOrNull(file));
    } finally {
      engine.stop();
    }
  });

function readOrNull(path: string): number | null {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
