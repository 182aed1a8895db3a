/** Where Tuneboard keeps what is its own. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { toRunId } from "../core/units.ts";
import type { Logdir } from "../store/store.ts";

/**
 * The state directory: as given, else below the XDG state folder.
 *
 * @see XDG Base Directory Specification, `XDG_STATE_HOME`.
 */
export const stateDirOf = (given: string | undefined): string =>
  given === undefined
    ? join(process.env.XDG_STATE_HOME || join(homedir(), ".local/state"), "tuneboard")
    : resolve(given);

/** The columns cache of these log directories: the same directories find the same cache. */
export const cachePathOf = (stateDir: string, logdirs: readonly Logdir[]): string =>
  join(stateDir, "cache", `${toRunId("cache", logdirs.map(({ name, path }) => `${name}:${path}`).join("\0"))}.columns`);

/** What the reader of the advice decided about these log directories, in whatever order they are given. */
export const choicesPathOf = (stateDir: string, logdirs: readonly Logdir[]): string =>
  join(stateDir, "choices", `${placeIdOf(logdirs)}.json`);

/** Views that people gave a name over these log directories. */
export const viewsPathOf = (stateDir: string, logdirs: readonly Logdir[]): string =>
  join(stateDir, "choices", `${placeIdOf(logdirs)}-views.json`);

/** One name for these log directories, in whatever order they are given. */
export const placeIdOf = (logdirs: readonly Logdir[]): string => {
  const named = logdirs.map(({ name, path }) => `${name}:${path}`);
  return toRunId("place", named.sort().join("\0"));
};

/** What is remembered of past sweeps, of all log directories together. */
export const memoryPathOf = (stateDir: string): string => join(stateDir, "memory.json");
