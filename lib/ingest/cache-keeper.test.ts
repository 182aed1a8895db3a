import { appendFileSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  curve,
  eventFile,
  eventRecords,
  padding,
  type ScalarForm,
  scalar,
} from "../../fixtures/builders/event-file.ts";
import { close, eventually, open, points, root, write } from "../../fixtures/builders/opened-logs.ts";
import { fillColumns } from "../store/column-slices.ts";
import { readColumns } from "../store/columns-cache.ts";

const DOUBLE: ScalarForm = { tensor: "double", in: "content" };

describe("the columns cache", () => {
  const cachePath = () => join(root, "../", `${basename(root)}-cache`, "logs.columns");
  afterEach(() => rmSync(dirname(cachePath()), { recursive: true, force: true }));

  /** Opens the logs, waits for the cache to be written, and ends. */
  async function openAndCache(): Promise<void> {
    await open(root, true, cachePath());
    await eventually(() => expect(existsSync(cachePath())).toBe(true));
    await close();
  }

  const cachedBy = (madeBy: string) => readColumns(cachePath(), madeBy, fillColumns);

  const twoFiles = () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    return write(
      "run/events.out.tfevents.2",
      eventFile([scalar("x", 2n ** 60n + 1n, 4), scalar("d", 0, 0.1, { form: DOUBLE })]),
    );
  };

  it("gives the same points as the logs, to the last digit", async () => {
    twoFiles();
    const before = await open(root, false);
    const expected = before.runs()[0].pointsOf("run/events.out.tfevents.2");
    await close();
    await openAndCache();
    const after = await open(root, false, cachePath());
    expect(points(after, "run", "x")).toEqual(points(before, "run", "x"));
    expect(after.runs()[0].pointsOf("run/events.out.tfevents.2")).toEqual(expected);
    expect(after.runs()[0].startedAt()).toBe(before.runs()[0].startedAt());
  });

  it("is really used: points that only it holds appear", async () => {
    const file = twoFiles();
    await openAndCache();
    const { size, mtime, atime } = statSync(file);
    const bytes = readFileSync(file);
    bytes[Math.floor(size / 2)] ^= 0xff; // between the two places whose content is compared
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    const store = await open(root, false, cachePath());
    expect(points(store, "run", "x").length).toBe(4);
    expect(store.runs()[0].problems()).toEqual([]);
  });

  it("holds every file, also when several threads read them", async () => {
    for (let i = 0; i < 40; i++)
      write(`run${i}/events.out.tfevents.1`, eventFile([...curve("x", [i]), padding(512 * 1024)]));
    await openAndCache();
    expect(await cachedBy("this engine")).toHaveLength(40);
  });

  it("goes on where it ends when a file has grown since", async () => {
    const file = twoFiles();
    await openAndCache();
    appendFileSync(file, eventRecords([scalar("x", 7, 5)]));
    const store = await open(root, true, cachePath());
    expect(points(store, "run", "x").map(([, value]) => value)).toEqual([1, 2, 3, 4, 5]);
  });

  it("is put aside for a file that was written anew", async () => {
    const file = twoFiles();
    await openAndCache();
    writeFileSync(file, eventFile(curve("x", [8, 9])));
    const store = await open(root, false, cachePath());
    expect(points(store, "run", "x").map(([, value]) => value)).toEqual([1, 2, 3, 8, 9]);
  });

  it("is put aside when another engine made it", async () => {
    twoFiles();
    await openAndCache();
    expect(await cachedBy("another engine")).toBeNull();
    expect(await cachedBy("this engine")).toHaveLength(2);
  });

  it("is put aside as a whole when it is damaged or cut anywhere", async () => {
    twoFiles();
    await openAndCache();
    const whole = readFileSync(cachePath());
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const damaged = Uint8Array.from(whole);
      damaged[at] ^= 1;
      writeFileSync(cachePath(), damaged);
      expect(await cachedBy("this engine"), `byte ${at}`).toBeNull();
    }
    writeFileSync(cachePath(), whole.subarray(0, whole.length - 1));
    const store = await open(root, false, cachePath());
    expect(points(store, "run", "x").length).toBe(4);
  });
});
