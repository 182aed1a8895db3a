/** Launches that the advice gives up: stopped as any other, kept apart from failures, resumed once and for all. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  endOf,
  idsOf,
  openQueue,
  orderOf,
  runningOf,
  says,
  stateDir,
  submissionOf,
} from "../../../fixtures/builders/queue.ts";
import { eventually, isAlive, program } from "../../../fixtures/builders/shim.ts";
import { isPaused } from "../launch.ts";
import { attemptFiles } from "../shim/attempt-files.ts";

const PAUSE = { because: "lr=1 has diverged", sweep: "s", who: "ann" };
const sleeper = (more: object = {}) => orderOf(["sleep", "1000"], more);

describe("a run that the advice gives up", () => {
  it("is asked to end, forced where it does not, and known as paused with the reason", async () => {
    const { queue, table, pauses } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([orderOf([program("ignores-term.sh")])]), "ann"));
    const { pid } = await runningOf(table, id);
    expect(queue.pauseRun(id, PAUSE)).toMatchObject({ kind: "done" });
    expect(await endOf(table, id)).toEqual({ kind: "stopped", by: "advice", because: PAUSE.because });
    expect(isAlive(pid)).toBe(false);
    const launch = table.get(id);
    expect(launch !== null && isPaused(launch)).toBe(true);
    expect(launch?.failure).toBeNull();
    expect(pauses.of(id)).toMatchObject({ launch: id, attempt: 1, sweep: "s", who: "ann" });
  });

  it("is resumed in its folder where its project says how, and is never paused again", async () => {
    const { queue, table } = await openQueue(1);
    const logdir = join(stateDir, "logs", "one");
    const script = `mkdir -p ${logdir}; echo "$0" >> ${logdir}/log; sleep 1000`;
    const order = orderOf(["sh", "-c", script, "first"], {
      logdir,
      again: { argv: ["sh", "-c", script, "resumed"], env: {}, resumes: true },
    });
    const [id] = idsOf(queue.submit(submissionOf([order]), "ann"));
    await runningOf(table, id);
    const log = () => readFileSync(join(logdir, "log"), "utf8");
    await eventually(() => expect(log()).toBe("first\n"));
    queue.pauseRun(id, PAUSE);
    await endOf(table, id);
    expect(queue.resume(id, "ann")).toMatchObject({ kind: "done", text: expect.stringContaining("goes on where") });
    await eventually(() => expect(log()).toBe("first\nresumed\n"));
    await runningOf(table, id);
    expect(queue.pauseRun(id, PAUSE)).toMatchObject({ kind: "already" });
    expect(table.get(id)).toMatchObject({ attempt: 2, phase: { state: "running", stoppedBy: null } });
    expect(queue.resume(id, "ann")).toMatchObject({ kind: "already" });
  });

  it("goes on where others wait for it", async () => {
    const { queue, table } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([sleeper()]), "ann"));
    await runningOf(table, id);
    queue.submit(submissionOf([says("after")], { after: [id] }), "ann");
    expect(queue.pauseRun(id, PAUSE)).toMatchObject({ kind: "already" });
    expect(table.get(id)?.phase).toMatchObject({ state: "running", stoppedBy: null });
  });

  it.each([
    "advice",
    "user",
  ] as const)("is stopped by the next engine where the last one was killed between the decision of %s and the signal", async (by) => {
    const first = await openQueue(1);
    const [id] = idsOf(first.queue.submit(submissionOf([sleeper()]), "ann"));
    const { pid } = await runningOf(first.table, id);
    if (by === "advice") first.pauses.add({ launch: id, attempt: 1, at: 0, ...PAUSE });
    first.table.setStopping(id, by);
    first.queue.close();
    expect(isAlive(pid)).toBe(true);
    const { table } = await openQueue(1);
    expect(await endOf(table, id)).toMatchObject({ kind: "stopped", by });
    expect(isAlive(pid)).toBe(false);
  });

  it("that ends while it is being stopped is paused all the same, and once", async () => {
    const { queue, table } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([sleeper()]), "ann"));
    await runningOf(table, id);
    expect([1, 2, 3].map(() => queue.pauseRun(id, PAUSE).kind)).toEqual(["done", "already", "already"]);
    expect(await endOf(table, id)).toMatchObject({ kind: "stopped", by: "advice" });
    const { stop } = attemptFiles(join(stateDir, "launches", id, "1"));
    expect(JSON.parse(readFileSync(stop, "utf8"))).toEqual({ by: "advice" });
  });
});
