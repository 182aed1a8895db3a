/** Starts reading log directories: what every command does first. */
import { readFileSync } from "node:fs";
import { Ingest } from "../ingest/ingest.ts";
import { type Logdir, Store } from "../store/store.ts";
import { compilePatiently } from "./compiling.ts";
import { failed } from "./failure.ts";
import { cachePathOf } from "./state-dir.ts";

/** Seconds since the Unix epoch. */
export const now = (): number => Date.now() / 1000;

/** The reading thread's bundle, which the build puts beside this one. */
const WORKER_URL = new URL("./ingest-worker.mjs", import.meta.url);

/** Less is read faster than anybody notices. */
const WORTH_CACHING_BYTES = 8 * 1024 * 1024;

/** What the build left beside this bundle to tell it from every other: a hash of the sources. */
function engineName(): string {
  try {
    return readFileSync(new URL("./engine.stamp", import.meta.url), "utf8");
  } catch {
    return `process ${process.pid}`; // a bundle of unknown origin shares its cache with nobody
  }
}

/** Which logs, and where what is known of them is kept. */
export interface LogsPlace {
  readonly logdirs: readonly Logdir[];
  readonly stateDir: string;
}

/** A store that fills, and the ingest that fills it. */
export interface OpenLogs {
  readonly store: Store;
  readonly ingest: Ingest;
}

/** Logs to be read, once `ingest` is started; with `follow` it goes on while they grow. */
export function openLogs({ logdirs, stateDir }: LogsPlace, follow: boolean): OpenLogs {
  const store = new Store(logdirs);
  const report = (sentence: string): void => console.error(sentence);
  const cache = { path: cachePathOf(stateDir, logdirs), madeBy: engineName(), worthBytes: WORTH_CACHING_BYTES };
  const ingest = new Ingest(store, { workerUrl: WORKER_URL, follow, cache, now, report });
  void compilePatiently(ingest.loaded);
  return { store, ingest };
}

/** The logs as they are now, read to the end; `use` gets them, and the reading threads are gone when it is done. */
export async function withLogs<T>(place: LogsPlace, use: (store: Store) => T | Promise<T>): Promise<T> {
  const { store, ingest } = openLogs(place, false);
  try {
    await ingest.start();
    await ingest.loaded;
    return await use(store);
  } finally {
    await ingest.close();
  }
}

/** A directory that cannot be read ends a command that only reads. */
export function refuseUnreadable(logdirs: readonly Logdir[]): void {
  for (const { error } of logdirs) if (error !== null) throw failed(`--logdir: ${error}`);
}
