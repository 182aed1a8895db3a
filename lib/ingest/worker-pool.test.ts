import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { buildEngineIn } from "../../fixtures/builders/engine.ts";
import { curve, eventFile, padding } from "../../fixtures/builders/event-file.ts";
import type { LogFile } from "./followed-file.ts";
import type { FileId } from "./worker-messages.ts";
import { WorkerPool } from "./worker-pool.ts";

const folder = mkdtempSync(join(tmpdir(), "tuneboard-pool-"));
let workerUrl: URL;
beforeAll(async () => {
  workerUrl = pathToFileURL(join(await buildEngineIn(folder), "../ingest-worker.mjs"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let pool: WorkerPool;
const pointsOf = new Map<FileId, number>();
afterEach(async () => {
  await pool.close();
  pointsOf.clear();
});

function openPool(): WorkerPool {
  pool = new WorkerPool(
    workerUrl,
    (id, update) => {
      if (update.kind !== "points") return;
      const points = update.points.reduce((sum, { series }) => sum + series.length, 0);
      pointsOf.set(id, (pointsOf.get(id) ?? 0) + points);
    },
    (error) => expect.unreachable(error.message),
  );
  return pool;
}

/** A log of three points, large enough that sixty of them are worth a second thread. */
function log(name: string): LogFile {
  mkdirSync(join(folder, "logs"), { recursive: true });
  const path = join(folder, "logs", name);
  writeFileSync(path, eventFile([...curve("x", [1, 2, 3]), padding(512 * 1024)]));
  return { path, name, format: "tfevents", tag: null, patterns: [], isRotated: false };
}

const IDS = Array.from({ length: 60 }, (_, id) => id);
const eventually = (claim: () => void) => vi.waitFor(claim, { timeout: 20_000, interval: 10 });

it("gives each file to one thread, however often it is asked for before a thread is free", async () => {
  openPool();
  const logs = IDS.map((id) => log(`events.${id}`));
  for (let times = 0; times < 3; times++) for (const id of IDS) pool.look(id, logs[id]);
  await eventually(() => expect(pointsOf.size).toBe(IDS.length));
  await pool.settle(); // by now all threads have said what they read
  expect([...pointsOf.values()].filter((points) => points !== 3)).toEqual([]);
});

it("reports every file once, some at a time, however many there are", async () => {
  openPool();
  const small = join(folder, "small.tfevents");
  writeFileSync(small, eventFile(curve("x", [1])));
  const one: LogFile = { ...log("events.0"), path: small };
  const ids = Array.from({ length: 1000 }, (_, id) => id);
  for (const id of ids) pool.look(id, { ...one, name: `${id}` });
  await eventually(() => expect(pointsOf.size).toBe(ids.length));
  await pool.settle();
  const parts: (readonly FileId[])[] = [];
  await pool.report((files) => parts.push(files.map(({ id }) => id)));
  expect(parts.flat().sort((a, b) => a - b)).toEqual(ids);
  expect(parts.length).toBeGreaterThan(1);
});

it("brings every file home, some at a time, however many another thread had", async () => {
  openPool();
  const small = join(folder, "small.tfevents");
  writeFileSync(small, eventFile(curve("x", [1])));
  const one: LogFile = { ...log("events.0"), path: small };
  const ids = Array.from({ length: 3000 }, (_, i) => IDS.length + i);
  for (const id of ids) pool.look(id, { ...one, name: `${id}` });
  for (const id of IDS) pool.look(id, log(`events.${id}`)); // they come first, and are worth another thread
  await eventually(() => expect(pointsOf.size).toBe(ids.length + IDS.length));
  await pool.settle();
  const told: FileId[] = [];
  await pool.report((files) => told.push(...files.map(({ id }) => id)));
  expect(told.sort((a, b) => a - b)).toEqual([...IDS, ...ids]);
});

it("has room for new files when others were forgotten before they were read", async () => {
  openPool();
  for (const id of IDS) pool.look(id, log(`events.${id}`));
  for (const id of IDS) pool.forget(id);
  pool.look(IDS.length, log("events.new"));
  await eventually(() => expect(pointsOf.get(IDS.length)).toBe(3));
});

it("starts no thread once it is closed, even when files were on their way from one to another", async () => {
  const logs = IDS.map((id) => log(`events.${id}`));
  const threadsBefore = process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort");
  for (let round = 0; round < 12; round++) {
    openPool();
    for (const id of IDS) pool.look(id, logs[id]);
    await eventually(() => expect(pointsOf.size).toBe(IDS.length));
    const settling = pool.settle();
    for (const end = performance.now() + 4 * round; performance.now() < end; ); // the files arrive while nobody listens
    await Promise.all([pool.close(), settling]);
    pointsOf.clear();
  }
  await sleep(200); // a thread that was begun would be there by now
  expect(process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort")).toEqual(threadsBefore);
});
