/** Starts reading log directories: what every command does first. */
import { Ingest } from "../ingest/ingest.ts";
import { type Logdir, Store } from "../store/store.ts";

/** Seconds since the Unix epoch. */
export const now = (): number => Date.now() / 1000;

/** The reading thread's bundle, which the build puts beside this one. */
const WORKER_URL = new URL("./ingest-worker.mjs", import.meta.url);

/** A store that fills, and the ingest that fills it; with `follow` it goes on while the logs grow. */
export function openLogs(logdirs: readonly Logdir[], follow: boolean): { store: Store; ingest: Ingest } {
  const store = new Store(logdirs);
  const report = (sentence: string): void => console.error(sentence);
  return { store, ingest: new Ingest(store, { workerUrl: WORKER_URL, follow, now, report }) };
}

/** The logs as they are now, read to the end; `use` gets them, and the reading threads are gone when it is done. */
export async function withLogs<T>(logdirs: readonly Logdir[], use: (store: Store) => T | Promise<T>): Promise<T> {
  const { store, ingest } = openLogs(logdirs, false);
  try {
    await ingest.start();
    await ingest.loaded;
    return await use(store);
  } finally {
    await ingest.close();
  }
}
