import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { curve, eventFile, eventRecords, scalar } from "../../fixtures/builders/event-file.ts";
import { close, eventually, names, open, points, root, workerUrl, write } from "../../fixtures/builders/opened-logs.ts";
import { Store } from "../store/store.ts";
import { Ingest } from "./ingest.ts";

describe("following", () => {
  it("shows what is appended, once, and only when its record is complete", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2])));
    const store = await open(root, true);
    expect(points(store, "run", "x")).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const more = eventRecords([scalar("x", 2, 3), scalar("y", 0, 9)]);
    appendFileSync(file, more.slice(0, 20));
    appendFileSync(file, more.slice(20));
    await eventually(() => expect(points(store, "run", "y")).toEqual([[0, 9]]));
    expect(points(store, "run", "x")).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(store.runs()[0].problems()).toEqual([]);
  });

  it("notices new runs, however deep, and new files of a run", async () => {
    const store = await open(root, true);
    expect(names(store)).toEqual([]);
    write("a/b/c/events.out.tfevents.1", eventFile(curve("x", [1])));
    await eventually(() => expect(points(store, "a/b/c", "x")).toEqual([[0, 1]]));
    write("a/b/c/events.out.tfevents.2", eventFile(curve("x", [5], { from: 1 })));
    await eventually(() =>
      expect(points(store, "a/b/c", "x")).toEqual([
        [0, 1],
        [1, 5],
      ]),
    );
  });

  it("follows two writers of one run at the same time", async () => {
    const first = write("run/events.out.tfevents.1", eventFile(curve("train", [1])));
    const second = write("run/events.out.tfevents.2", eventFile(curve("dev", [1])));
    const store = await open(root, true);
    appendFileSync(second, eventRecords([scalar("dev", 1, 2)]));
    appendFileSync(first, eventRecords([scalar("train", 1, 2)]));
    await eventually(() => {
      expect(points(store, "run", "train")).toEqual([
        [0, 1],
        [1, 2],
      ]);
      expect(points(store, "run", "dev")).toEqual([
        [0, 1],
        [1, 2],
      ]);
    });
  });

  it("reads a file anew that was replaced, without doubling a point", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    const store = await open(root, true);
    const longer = write("elsewhere", eventFile(curve("x", [7, 8, 9, 10])));
    renameSync(longer, file);
    await eventually(() => expect(points(store, "run", "x").map(([, value]) => value)).toEqual([7, 8, 9, 10]));
  });

  it("reads a file anew that was cut and written again", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    const store = await open(root, true);
    truncateSync(file, 0);
    await eventually(() => expect(points(store, "run", "x")).toEqual([]));
    writeFileSync(file, eventFile(curve("x", [4])));
    await eventually(() => expect(points(store, "run", "x")).toEqual([[0, 4]]));
  });

  it("follows a link at once, and never round a loop", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "tuneboard-elsewhere-"));
    const file = join(elsewhere, "events.out.tfevents.1");
    writeFileSync(file, eventFile(curve("x", [1])));
    const store = await open(root, true);
    symlinkSync(elsewhere, join(root, "linked"));
    symlinkSync(root, join(elsewhere, "loop"));
    await eventually(() => expect(names(store)).toEqual(["linked"]));
    appendFileSync(file, eventRecords([scalar("x", 1, 2)]));
    await eventually(() => expect(points(store, "linked", "x").length).toBe(2));
    mkdirSync(join(root, "more"));
    write("more/events.out.tfevents.1", eventFile(curve("x", [1])));
    await eventually(() => expect(names(store)).toEqual(["linked", "more"]));
    rmSync(elsewhere, { recursive: true });
  });

  it.each([
    { to: "a larger size", values: [7, 8, 9, 10, 11] },
    { to: "the same size", values: [7, 8, 9] },
  ])("reads a file anew that was written over to $to between two looks", async ({ values }) => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2, 3])));
    const store = await open(root, true);
    writeFileSync(file, eventFile(curve("x", values)));
    await eventually(() => expect(points(store, "run", "x").map(([, value]) => value)).toEqual(values));
  });

  it("shows no point twice when a better source of the same run appears", async () => {
    const lines = (...rows: string[]) => new TextEncoder().encode(`${rows.join("\n")}\n`);
    write("run/metrics.csv", lines("step,loss", "0,3", "1,2"));
    const store = await open(root, true);
    expect(points(store, "run", "loss").length).toBe(2);
    write("run/events.out.tfevents.1", eventFile(curve("loss", [3, 2, 1])));
    await eventually(() =>
      expect(points(store, "run", "loss")).toEqual([
        [0, 3],
        [1, 2],
        [2, 1],
      ]),
    );
    expect(store.runs()[0].format()).toBe("tfevents");
  });

  it("reads a last line without an end once its file has long been silent", async () => {
    const file = write("run/metrics.csv", new TextEncoder().encode("step,loss\n0,3\n1,2"));
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(file, anHourAgo, anHourAgo);
    expect(points(await open(root, false), "run", "loss")).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it("leaves a text log alone that is mostly a hole, says so, and reads the others", async () => {
    const sparse = write("sparse/metrics.csv", new TextEncoder().encode("step,loss\n0,3\n1,2\n"));
    truncateSync(sparse, 2 ** 40);
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    const store = await open(root, false);
    expect(points(store, "run", "x")).toEqual([[0, 1]]);
    const [problem] = store.runAt("logs", "sparse")?.problems() ?? [];
    expect(problem.text).toContain("mostly a hole");
  });

  it("reads a rotated log on in its new file, and shows its whole history once to who comes later", async () => {
    const lines = (...rows: string[]) => new TextEncoder().encode(`${rows.join("\n")}\n`);
    const file = write("run/train.log", lines("step 0 loss 9", "step 1 loss 8"));
    const store = await open(root, true);
    appendFileSync(file, lines("step 2 loss 7"));
    renameSync(file, `${file}.1`);
    writeFileSync(file, lines("step 3 loss 6"));
    const all = [9, 8, 7, 6].map((loss, step) => [step, loss]);
    await eventually(() => expect(points(store, "run", "loss")).toEqual(all));
    await eventually(() =>
      expect(store.logdirs()[0].passedOver).toEqual([
        { path: "run/train.log.1", text: "It is an older part of train.log and read with it." },
      ]),
    );
    appendFileSync(file, lines("step 4 loss 5"));
    await eventually(() => expect(points(store, "run", "loss")).toEqual([...all, [4, 5]]));
    await close();
    expect(points(await open(root, false), "run", "loss")).toEqual([...all, [4, 5]]);
  });

  it("finds a training that begins long after its program, and keeps it whatever is said later", async () => {
    const text = (line: string, times: number) => new TextEncoder().encode(`${line}\n`.repeat(times));
    const training = new TextEncoder().encode("step 0/9 loss 3.5\nstep 1/9 loss 2.5\n");
    const file = write("run/train.log", text("downloading a part of the data set", 5000));
    const store = await open(root, true);
    expect(names(store)).toEqual([]);
    expect(store.logdirs()[0].passedOver[0].text).toContain("looks like a training");
    appendFileSync(file, text("preparing it", 15_000));
    appendFileSync(file, training);
    const both = [
      [0, 3.5],
      [1, 2.5],
    ];
    await eventually(() => expect(points(store, "run", "loss")).toEqual(both));
    appendFileSync(file, text("cleaning up", 40_000));
    write("run/later.csv", new TextEncoder().encode("name,size\n"));
    await eventually(() => expect(store.logdirs()[0].passedOver.map(({ path }) => path)).toEqual(["run/later.csv"]));
    expect(points(store, "run", "loss")).toEqual(both);
  });

  it("says that a run is gone when its files are, and the others stay", async () => {
    write("stays/events.out.tfevents.1", eventFile(curve("x", [1])));
    write("goes/events.out.tfevents.1", eventFile(curve("x", [1])));
    const store = await open(root, true);
    rmSync(join(root, "goes"), { recursive: true });
    await eventually(() => expect(store.runs().map((run) => run.isGone())).toEqual([true, false]));
    expect(names(store)).toEqual(["goes", "stays"]);
  });

  it("watches nothing when it was closed before it had begun", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    const store = new Store([{ name: "logs", path: root, error: null, passedOver: [] }]);
    for (let i = 0; i < 20; i++) write(`more${i}/events.out.tfevents.1`, eventFile(curve("x", [1])));
    const portsBefore = process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort");
    const early = new Ingest(store, {
      workerUrl,
      follow: true,
      cache: null,
      now: () => 0,
      report: () => {},
    });
    const starting = early.start();
    await early.close();
    await starting;
    await sleep(300); // a watch that was begun would be there by now
    const left = process.getActiveResourcesInfo();
    expect(left.filter((kind) => kind === "FSEventWrap" || kind === "MessagePort")).toEqual(portsBefore);
  });

  it("calls a run live while it grows", async () => {
    const file = write("run/events.out.tfevents.1", eventFile(curve("x", [1, 2])));
    const store = await open(root, true);
    const now = Date.now() / 1000;
    expect(store.runs()[0].stateAt(now)).toBe("unknown");
    appendFileSync(file, eventRecords([scalar("x", 2, 3)]));
    await eventually(() => expect(store.runs()[0].stateAt(now)).toBe("live"));
    expect(store.runs()[0].stateAt(now + 4000)).toBe("stalled");
  });
});
