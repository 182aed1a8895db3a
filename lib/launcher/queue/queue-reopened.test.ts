/** A queue after its engine or its machine ended: what ran, what ended meanwhile, and whose a number is now. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  endOf,
  idsOf,
  openQueue,
  orderOf,
  runningOf,
  said,
  says,
  stateDir,
  submissionOf,
} from "../../../fixtures/builders/queue.ts";
import { eventually, isAlive, program } from "../../../fixtures/builders/shim.ts";
import { attemptFiles } from "../shim/attempt-files.ts";

describe("a queue that is opened again", () => {
  it("finds what runs, and knows how ended what ended meanwhile", async () => {
    const before = await openQueue(3);
    const orders = [orderOf(["sleep", "1000"]), orderOf(["sh", "-c", "sleep 0.3; exit 7"]), orderOf(["true"])];
    const [long, short] = idsOf(before.queue.submit(submissionOf(orders), "tester"));
    const { pid } = await runningOf(before.table, long);
    await eventually(() => readFileSync(attemptFiles(join(stateDir, "launches", short, "1")).claim));
    before.queue.close();
    await eventually(() => readFileSync(attemptFiles(join(stateDir, "launches", short, "1")).ended));
    const { queue, table } = await openQueue(3);
    expect(await endOf(table, short)).toEqual({ kind: "exited", exitCode: 7 });
    expect((await runningOf(table, long)).pid).toBe(pid);
    expect(isAlive(pid)).toBe(true);
    expect(queue.pause).toBeNull();
    queue.stop(long, "tester");
    expect(await endOf(table, long)).toEqual({ kind: "stopped", by: "user" });
  });

  it("begins again what was reserved and had no shim yet, and not what had one", async () => {
    const first = await openQueue(2);
    first.queue.setPause({ because: "the test fills it" });
    const [id] = idsOf(first.queue.submit(submissionOf([says("ran")]), "tester"));
    first.table.reserve(id, { slot: { kind: "cpu", cpus: 1 }, shim: null, process: null });
    first.queue.setPause(null);
    first.queue.close(); // killed between the reservation and the start
    const { table } = await openQueue(2);
    expect(await endOf(table, id)).toEqual({ kind: "completed" });
    expect(table.get(id)?.attempt).toBe(2);
    expect(said()).toEqual(["ran"]);
  });

  it("waits for a word after a restart of the machine, and calls lost what ran then", async () => {
    const first = await openQueue(1);
    const [id, next] = idsOf(first.queue.submit(submissionOf([orderOf(["sleep", "1000"]), says("next")]), "tester"));
    const { pid, phase } = await runningOf(first.table, id);
    first.queue.close();
    // What a reboot leaves: the same folder, another boot, and a number that some other process has.
    const { claim, started } = attemptFiles(join(stateDir, "launches", id, "1"));
    for (const path of [claim, started]) {
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.replace(/"bootId":"[^"]*"/, '"bootId":"another boot"'));
    }
    const second = await openQueue(1, { bootId: "a later boot" });
    expect(await endOf(second.table, id)).toEqual({ kind: "lost", because: "reboot" });
    expect(isAlive(pid)).toBe(true); // never signalled: it is not ours to the best of our knowledge
    expect(second.queue.pause).toEqual({ because: expect.stringContaining("machine was restarted") });
    expect(second.table.get(next)?.phase.state).toBe("queued");
    second.queue.setPause(null);
    expect(await endOf(second.table, next)).toEqual({ kind: "completed" });
    const shim = phase.state === "running" ? phase.progress.shim : null;
    if (shim === null) return expect.unreachable("no shim");
    process.kill(shim.pid, "SIGTERM");
    await eventually(() => expect([pid, shim.pid].filter(isAlive)).toEqual([]));
  });

  it("takes a dead shim's number for nobody's, whoever has it now", async () => {
    const first = await openQueue(1);
    const [id] = idsOf(first.queue.submit(submissionOf([orderOf(["sleep", "1000"])]), "tester"));
    const { pid, phase } = await runningOf(first.table, id);
    first.queue.close();
    if (phase.state !== "running" || phase.progress.shim === null) return expect.unreachable("no shim");
    process.kill(phase.progress.shim.pid, "SIGKILL");
    process.kill(pid, "SIGKILL");
    await eventually(() => expect(isAlive(pid)).toBe(false));
    const { claim, started } = attemptFiles(join(stateDir, "launches", id, "1"));
    for (const path of [claim, started]) {
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.replace(/"pid":\d+/, `"pid":${process.pid}`)); // alive, but it started at another time
    }
    const { table } = await openQueue(1);
    expect(await endOf(table, id)).toEqual({ kind: "lost", because: "its shim was killed" });
  });

  it("looks after a run whose shim was killed, until it ends or is stopped", async () => {
    const { queue, table } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([orderOf([program("ignores-term.sh")])]), "tester"));
    const { pid, phase } = await runningOf(table, id);
    if (phase.state !== "running" || phase.progress.shim === null) return expect.unreachable("no shim");
    process.kill(phase.progress.shim.pid, "SIGKILL");
    await eventually(() => expect(phase.progress.shim !== null && isAlive(phase.progress.shim.pid)).toBe(false));
    expect(table.get(id)?.phase.state).toBe("running");
    queue.stop(id, "tester");
    expect(await endOf(table, id)).toEqual({ kind: "stopped", by: "user" });
    expect(isAlive(pid)).toBe(false);
  });
});
