/** Directories with more in them than anybody put there by hand: every log counts, and nobody waits for all of them. */
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { curve, eventFile, eventRecords, scalar } from "../../fixtures/builders/event-file.ts";
import { eventually, open, points, root, write } from "../../fixtures/builders/opened-logs.ts";
import { FileSystems } from "./file-systems.ts";
import { LogdirScan } from "./logdir-scan.ts";

const FILES = 5000;
const logOf = (i: number): string => `run/events.out.tfevents.${i}`;
const writeAll = (): void => {
  const bytes = eventFile(curve("x", [1]));
  for (let i = 0; i < FILES; i++) write(logOf(i), bytes);
};

it("reads, follows and forgets files by the thousands in one directory", async () => {
  writeAll();
  const store = await open(root, true);
  expect(points(store, "run", "x")).toHaveLength(FILES);
  appendFileSync(join(root, logOf(0)), eventRecords([scalar("x", 1, 2)]));
  write(logOf(FILES), eventFile(curve("x", [1])));
  await eventually(() => expect(points(store, "run", "x")).toHaveLength(FILES + 2));
  for (let i = 1; i <= 100; i++) rmSync(join(root, logOf(i)));
  await eventually(() => expect(points(store, "run", "x")).toHaveLength(FILES + 2 - 100));
});

it("gives others their turn while it tells of the logs of one directory", async () => {
  writeAll();
  const logdir = { name: "logs", path: root, error: null, passedOver: [] };
  let logs = 0;
  let isOver = false;
  const seenAtTurns = new Set<number>();
  const scan = new LogdirScan(
    logdir,
    {
      foundAhead: async () => null,
      ready: async () => {},
      log: () => {
        logs += 1;
        const end = performance.now() + 0.01;
        while (performance.now() < end); // about what it takes to have it followed
      },
      noLog: () => {},
      gone: () => {},
      settings: () => true,
      described: () => {},
      touched: () => false,
      unwatchable: (sentence) => expect.unreachable(sentence),
    },
    new FileSystems(),
    undefined,
  );
  const looking = scan.look().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    seenAtTurns.add(logs);
    await nextTurn();
  }
  await looking;
  scan.close();
  expect(logs).toBe(FILES);
  expect([...seenAtTurns].filter((seen) => seen > 0 && seen < FILES)).not.toEqual([]);
});
