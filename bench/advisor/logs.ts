/** Event files as the advisor gets them from the engine. */
import type { RunLog } from "../../lib/advisor/input.ts";
import { Ingest } from "../../lib/ingest/ingest.ts";
import { toRunLogs } from "../../lib/server/advice-cache.ts";
import { Store } from "../../lib/store/store.ts";

/** Every run below `path`, read to its end by the engine's own reading threads. `workerUrl`: their bundle. */
export async function readRuns(path: string, workerUrl: URL): Promise<RunLog[]> {
  const store = new Store([{ name: "logs", path, error: null, passedOver: [] }]);
  const now = () => Date.now() / 1000;
  const report = (sentence: string) => console.error(sentence);
  const ingest = new Ingest(store, { workerUrl, follow: false, cache: null, now, report });
  await ingest.start();
  await ingest.loaded;
  const logs = toRunLogs(store.runs(), now());
  await ingest.close();
  return logs;
}
