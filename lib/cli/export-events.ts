/** `tuneboard export --format tfevents`: runs as TensorBoard's event files, for tools that read nothing else. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Series } from "../core/series.ts";
import { describeFailure } from "../ingest/failure.ts";
import type { Store } from "../store/store.ts";
import { ScalarRecords, versionRecord } from "../tfevents/event-writer.ts";
import { type ExportFilter, wantedSeries } from "./export.ts";
import { failed } from "./failure.ts";

const BYTES_A_WRITE = 1024 * 1024;

/**
 * Writes one event file a run below `folder`, which must be empty or not there yet, and returns the number of points. Points of different
 * tags stand in the order of their wall times, those of one tag in the order of their log.
 *
 * @throws CommandFailure when `folder` holds something or cannot be written.
 */
export async function exportEventFiles(store: Store, filter: ExportFilter, folder: string): Promise<number> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw failed(`--out: ${folder} ${describeFailure(error)}.`);
  });
  if (held.length > 0) throw failed(`--out: ${folder} is not empty; event files go into a directory of their own.`);
  let points = 0;
  for (const run of store.runs()) {
    const wanted = wantedSeries(run, filter).filter(({ series }) => series.length > 0);
    if (wanted.length === 0) continue;
    await writeRun(join(folder, run.name), wanted).catch((error: unknown) => {
      throw failed(`--out: ${join(folder, run.name)} ${describeFailure(error)}.`);
    });
    points += wanted.reduce((sum, { series }) => sum + series.length, 0);
  }
  return points;
}

async function writeRun(directory: string, wanted: ReturnType<typeof wantedSeries>): Promise<void> {
  await mkdir(directory, { recursive: true });
  const firstWallTime = Math.min(...wanted.map(({ series }) => series.wallTimes[0]).filter(Number.isFinite));
  const begun = Number.isFinite(firstWallTime) ? Math.max(0, firstWallTime) : 0;
  const name = `events.out.tfevents.${Math.floor(begun)}.tuneboard`;
  const stream = createWriteStream(join(directory, name));
  const isWritten = finished(stream);
  isWritten.catch(() => {}); // told by whoever waits for it below
  const chunk = new Uint8Array(BYTES_A_WRITE);
  let at = 0;
  const flush = async (): Promise<void> => {
    const isRoom = stream.write(chunk.slice(0, at));
    at = 0;
    if (!isRoom) await Promise.race([once(stream, "drain"), isWritten]);
  };
  const put = async (record: Uint8Array): Promise<void> => {
    if (at + record.length > chunk.length) await flush();
    if (record.length > chunk.length) stream.write(record.slice());
    else {
      chunk.set(record, at);
      at += record.length;
    }
  };
  await put(versionRecord(begun));
  for (const { records, series, at: point } of byWallTime(wanted)) {
    const { step, wallTime, value } = pointOf(series, point);
    await put(records.encode(step, wallTime, value));
  }
  await flush();
  stream.end();
  await isWritten;
}

const pointOf = (series: Series, at: number) => ({
  step: series.exactSteps?.get(at)?.toString() ?? series.steps[at],
  wallTime: series.wallTimes[at],
  value: series.values[at],
});

/** All points, the earliest of the series' next ones first. */
function* byWallTime(wanted: ReturnType<typeof wantedSeries>) {
  const heads = wanted.map(({ tag, series }) => ({
    records: new ScalarRecords(tag, series.values instanceof Float64Array),
    series,
    at: 0,
  }));
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (head.at >= head.series.length) continue;
      if (first === null || head.series.wallTimes[head.at] < first.series.wallTimes[first.at]) first = head;
    }
    if (first === null) return;
    yield first;
    first.at += 1;
  }
}
