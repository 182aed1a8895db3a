import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
import { eventually, program } from "../../../fixtures/builders/shim.ts";
import { sayAll } from "../../core/text.ts";
import { markerOf } from "../launch.ts";
import { parsePlan } from "../plans/plan.ts";
import { planLaunches } from "../plans/plan-launches.ts";
import { processesOf } from "../processes/run-processes.ts";
import { attemptFiles } from "../shim/attempt-files.ts";
import { placeOnCpus, withinMemory } from "./slots.ts";

const output = (id: string, attempt = 1): string =>
  readFileSync(attemptFiles(join(stateDir, "launches", id, String(attempt))).output, "utf8");

describe("a queued launch", () => {
  it("runs, and its end is known", async () => {
    const { queue, table } = await openQueue(2);
    const submission = submissionOf([orderOf(["echo", "hello"]), orderOf([program("exits-3.sh")])]);
    const [good, bad] = idsOf(queue.submit(submission, "tester"));
    expect(await endOf(table, good)).toEqual({ kind: "completed" });
    expect(await endOf(table, bad)).toEqual({ kind: "exited", exitCode: 3 });
    expect([output(good), output(bad)]).toEqual(["hello\n", "no such dataset\n"]);
    expect(table.get(bad)).toMatchObject({ failure: "exited", attempt: 1 });
  });

  it("gets its arguments byte for byte, and of our environment only what training needs", async () => {
    process.env.TUNEBOARD_TEST_SECRET = "secret";
    process.env.NODE_OPTIONS_TEST = "--inspect";
    const args = ["1; rm -rf ~", "$(id)", "a b\n'\"", "–dash", "--", "*", "%d", "\\", "ü", "", "x".repeat(100_000)];
    const { queue, table } = await openQueue(1);
    const order = orderOf([process.execPath, program("echo-args.mjs"), ...args], {
      command: { argv: [process.execPath, program("echo-args.mjs"), ...args], cwd: "/tmp", env: { EXTRA: "yes" } },
      logdir: join(stateDir, "log"),
    });
    const [id] = idsOf(queue.submit(submissionOf([order]), "tester"));
    expect(await endOf(table, id)).toEqual({ kind: "completed" });
    const seen = JSON.parse(output(id));
    expect(seen.args).toEqual(args);
    expect(seen.cwd).toBe("/tmp");
    expect(seen.env).toMatchObject({ EXTRA: "yes", PATH: process.env.PATH, TUNEBOARD_RUN: `${id}.1` });
    const foreign = Object.keys(seen.env).filter((name) => /^(npm_|NODE_|VITEST|SSH_|TUNEBOARD_TEST)/.test(name));
    expect(foreign).toEqual([]);
  });

  it("that cannot start frees its slot, and the queue goes on", async () => {
    const { queue, table } = await openQueue(1);
    const [bad, good] = idsOf(queue.submit(submissionOf([orderOf(["no-such-program"]), says("next")]), "tester"));
    expect(await endOf(table, bad)).toMatchObject({ kind: "not started", because: expect.stringContaining("PATH") });
    expect(await endOf(table, good)).toEqual({ kind: "completed" });
    expect(table.get(bad)?.attempt).toBe(1);
  });
});

describe("two launches that would write into one folder", () => {
  const writing = () => submissionOf([says("x", { logdir: "/logs/one" })], { project: "twice" });

  it("are refused in words while one of them waits or runs, and not after it has ended", async () => {
    const { queue, table } = await openQueue(1);
    queue.setPause({ because: "the test fills it" });
    const [first] = idsOf(queue.submit(writing(), "tester"));
    expect(sayAll(queue.submit(writing(), "tester"), null)).toEqual({
      kind: "refused",
      because: `run 0 (${first}) has not ended and writes to /logs/one as well: two runs in one folder cannot be told apart.`,
    });
    queue.setPause(null);
    await endOf(table, first);
    expect(queue.submit(writing(), "tester")).toMatchObject({ kind: "queued" });
  });

  it("are allowed when one goes on where the other has ended", async () => {
    const { queue } = await openQueue(1);
    queue.setPause({ because: "the test fills it" });
    const [first] = idsOf(queue.submit(writing(), "tester"));
    const [launch] = writing().launches;
    const resumed = { ...writing(), launches: [{ ...launch, after: [first] }] };
    expect(queue.submit(resumed, "tester")).toMatchObject({ kind: "queued" });
  });
});

describe("the order of starts", () => {
  it("is that of priority, then of submission", async () => {
    const { queue, table } = await openQueue(1);
    queue.setPause({ because: "the test fills it" });
    const low = idsOf(queue.submit(submissionOf([says("third"), says("fourth")], { priority: -1 }), "tester"));
    queue.submit(submissionOf([says("first"), says("second")]), "tester");
    queue.setPause(null);
    await endOf(table, low[1]);
    expect(said()).toEqual(["first", "second", "third", "fourth"]);
  });

  it("leaves no more running at once than there are slots, or than a project allows", async () => {
    const { queue, table } = await openQueue(3);
    const slow = (atOnce: number | null) => orderOf(["sleep", "0.3"], { needs: { atOnce } });
    const limited = idsOf(queue.submit(submissionOf([slow(1), slow(1), slow(1)], { project: "limited" }), "tester"));
    const free = idsOf(queue.submit(submissionOf([slow(null), slow(null), slow(null)]), "tester"));
    let most = 0;
    let mostLimited = 0;
    queue.subscribe(() => {
      const active = table.active();
      most = Math.max(most, active.length);
      mostLimited = Math.max(mostLimited, active.filter(({ project }) => project === "limited").length);
    });
    await Promise.all([...limited, ...free].map((id) => endOf(table, id)));
    expect([most, mostLimited]).toEqual([3, 1]);
  });

  it("promises no more memory than there is, and all of it to who needs more", async () => {
    const { queue, table } = await openQueue(9, { place: withinMemory(1000, placeOnCpus(9)) });
    const needs = (memoryMb: number | null) => orderOf(["sleep", "0.4"], { needs: { memoryMb } });
    const orders = [needs(600), needs(400), needs(400), needs(5000), needs(null)];
    const ids = idsOf(queue.submit(submissionOf(orders), "tester"));
    await Promise.all(ids.map((id) => endOf(table, id)));
    const spans = ids.map((id) => {
      const phase = table.get(id)?.phase;
      if (phase?.state !== "ended" || phase.startedAt === null) throw new Error(`${id} did not run`);
      return { from: phase.startedAt, to: phase.endedAt };
    });
    const [first, second, third, huge] = spans;
    expect(second.from).toBeLessThan(first.to);
    expect(third.from).toBeGreaterThanOrEqual(Math.min(first.to, second.to));
    expect(huge.from).toBeGreaterThanOrEqual(Math.max(first.to, second.to, third.to));
  });

  it("waits for what a launch needs, and gives up what waits for a failure", async () => {
    const { queue, table } = await openQueue(4);
    const chain = submissionOf([says("a"), says("b"), orderOf(["false"]), says("never")]);
    const launches = chain.launches.map((launch, i) => ({ ...launch, after: i === 0 ? [] : [`#${i - 1}`] }));
    const ids = idsOf(queue.submit({ ...chain, launches }, "tester"));
    const because = `${ids[2]}, which it waited for, did not complete`;
    expect(sayAll(await endOf(table, ids[3]), null)).toEqual({ kind: "cancelled", because });
    expect(said()).toEqual(["a", "b"]);
  });

  it("refuses to wait for what is not there, or for itself", async () => {
    const { queue } = await openQueue(1);
    for (const needed of ["nobody", "#0", "#7"])
      expect(sayAll(queue.submit(submissionOf([says("x")], { after: [needed] }), "tester"), null)).toEqual({
        kind: "refused",
        because: `There is no launch ${needed} to wait for.`,
      });
    expect(queue.isIdle()).toBe(true);
  });
});

it("a double click is one launch", async () => {
  const { queue, table } = await openQueue(1);
  const submission = submissionOf([says("once")]);
  const first = queue.submit(submission, "tester");
  const second = queue.submit(submission, "tester");
  expect([first, second]).toMatchObject([{ isNew: true }, { isNew: false }]);
  expect(idsOf(second)).toEqual(idsOf(first));
  await endOf(table, idsOf(first)[0]);
  queue.submit(submission, "tester"); // the browser's back button, an hour later
  expect(table.counts()).toEqual({ queued: 0, starting: 0, running: 0, ended: 1 });
  expect(said()).toEqual(["once"]);
});

describe("stopping", () => {
  it("ends all processes of a run, once, whoever asks how often", async () => {
    const { queue, table } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([orderOf([program("escapes.sh")])]), "tester"));
    const { pid } = await runningOf(table, id);
    await eventually(() => expect(output(id)).toMatch(/\d/));
    expect(queue.stop(id, "one")).toMatchObject({ kind: "done" });
    expect(queue.stop(id, "two")).toMatchObject({ kind: "already" });
    expect(await endOf(table, id)).toEqual({ kind: "stopped", by: "user" });
    expect(processesOf(pid, markerOf(id, 1))).toEqual([]);
    expect(sayAll(queue.stop(id, "three"), null)).toEqual({ kind: "already", text: "It had ended already." });
    expect(queue.stop("nobody", "one")).toEqual({ kind: "unknown launch" });
  });

  it("of a queued launch means that it never starts", async () => {
    const { queue, table } = await openQueue(1);
    const [first, second] = idsOf(queue.submit(submissionOf([orderOf(["sleep", "1000"]), says("ran")]), "tester"));
    await runningOf(table, first);
    queue.stop(second, "tester");
    queue.stop(first, "tester");
    await endOf(table, first);
    expect(sayAll(await endOf(table, second), null)).toEqual({ kind: "cancelled", because: "by tester" });
    expect(() => said()).toThrow();
  });

  it("in the moment of the start leaves nothing running", async () => {
    const { queue, table } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([orderOf(["sleep", "1000"])]), "tester"));
    await eventually(() => expect(table.get(id)?.phase.state).not.toBe("queued"));
    queue.stop(id, "tester");
    expect(await endOf(table, id)).toEqual({ kind: "stopped", by: "user" });
    expect(processesOf(-1, markerOf(id, 1))).toEqual([]);
  });

  it("ten thousand queued launches takes less time than anybody notices", async () => {
    const { queue, table } = await openQueue(1);
    queue.setPause({ because: "the test fills it" });
    const order = orderOf(["true"]);
    queue.submit(submissionOf(Array.from({ length: 10_000 }, () => order)), "tester");
    expect(table.counts().queued).toBe(10_000);
    expect(queue.cancelQueued(null, "tester")).toBe(10_000);
    expect(table.counts()).toMatchObject({ queued: 0, ended: 10_000 });
  });
});

describe("another attempt", () => {
  const failsOnce = () => {
    const mark = join(stateDir, "tried");
    return `if [ -e ${mark} ]; then echo fine; else touch ${mark}; echo "torch.OutOfMemoryError: CUDA out of memory" >&2; exit 1; fi`;
  };

  it("is made of the failures that were named", async () => {
    const { queue, table } = await openQueue(1);
    const retry = { failures: ["GPU out of memory"], times: 2, backoffSecs: 0.1 };
    const [id] = idsOf(queue.submit(submissionOf([orderOf(["sh", "-c", failsOnce()], { retry })]), "tester"));
    expect(await endOf(table, id)).toEqual({ kind: "completed" });
    expect(table.get(id)?.attempt).toBe(2);
    expect([output(id, 1), output(id, 2)]).toEqual(["torch.OutOfMemoryError: CUDA out of memory\n", "fine\n"]);
  });

  it("is not made by itself, but when somebody asks", async () => {
    const { queue, table } = await openQueue(1);
    const [id] = idsOf(queue.submit(submissionOf([orderOf(["sh", "-c", failsOnce()])]), "tester"));
    expect(await endOf(table, id)).toEqual({ kind: "exited", exitCode: 1 });
    expect(table.get(id)?.failure).toBe("GPU out of memory");
    queue.retry(id, "tester");
    await eventually(() => expect(table.get(id)).toMatchObject({ attempt: 2, phase: { state: "ended" } }));
    expect(await endOf(table, id)).toEqual({ kind: "completed" });
  });

  it("leaves the dead attempt's log alone, and what goes on by itself goes on in its folder", async () => {
    const { queue, table } = await openQueue(2);
    const plan = (resume: string) =>
      `projects: { p: { logdir: ${stateDir}/logs/${resume.length}, command: [sh, ${join(stateDir, "train.sh")}, "{logdir}", "{lr}"], parameters: { lr: 0.1 }, resources: { gpus: 0 }, resume: ${resume} } }\nsweeps: { s: { project: p } }`;
    writeFileSync(
      join(stateDir, "train.sh"),
      'mkdir -p $1; test -e $1/log && [ "$3" = --again ] && { echo "went on at $2" >> $1/log; exit 0; }; echo died >> $1/log; exit 1',
    );
    const ids = ["false", "[--again]"].map((resume) => {
      const read = parsePlan(plan(resume), { file: "tuneboard.yaml", directory: stateDir, home: stateDir });
      const planned =
        read.kind === "plan"
          ? planLaunches(read.plan, [], { plan: "/p.yaml", priority: 0, isTaken: existsSync, memoryMb: 1e6 })
          : read;
      if (planned.kind === "unusable") throw new Error(JSON.stringify(planned));
      return idsOf(queue.submit({ key: `with ${resume}`, launches: [...planned.launches] }, "tester"))[0];
    });
    for (const id of ids) expect(await endOf(table, id)).toEqual({ kind: "exited", exitCode: 1 });
    for (const id of ids) queue.retry(id, "tester");
    await eventually(() => {
      for (const id of ids) expect(table.get(id)).toMatchObject({ attempt: 2, phase: { state: "ended" } });
    });
    const log = (path: string) => readFileSync(join(stateDir, "logs", path, "log"), "utf8");
    expect([log("5/s/lr=0.1"), log("5/s/lr=0.1-2")]).toEqual(["died\n", "died\n"]);
    expect(table.get(ids[0])?.order).toMatchObject({
      logdir: `${stateDir}/logs/5/s/lr=0.1-2`,
      earlierLogdirs: [`${stateDir}/logs/5/s/lr=0.1`],
    });
    expect(log("9/s/lr=0.1")).toBe("died\nwent on at 0.1\n");
    expect(table.commandLinesAfter(0).map(({ logdir, hparams }) => [logdir.slice(stateDir.length), hparams])).toEqual([
      ["/logs/5/s/lr=0.1", { lr: 0.1 }],
      ["/logs/5/s/lr=0.1-2", { lr: 0.1 }],
      ["/logs/9/s/lr=0.1", { lr: 0.1 }],
    ]);
  });

  it("ends with the last failure when there have been enough", async () => {
    const { queue, table } = await openQueue(1);
    const retry = { failures: ["exited"], times: 1, backoffSecs: 0 };
    const [id] = idsOf(queue.submit(submissionOf([orderOf([program("exits-3.sh")], { retry })]), "tester"));
    await eventually(() => expect(table.get(id)).toMatchObject({ attempt: 2, phase: { state: "ended" } }));
    expect(await endOf(table, id)).toEqual({ kind: "exited", exitCode: 3 });
  });
});

it("a run that has made its steps is asked to end", async () => {
  let steps = 10;
  const { queue, table } = await openQueue(1, { stepsOf: () => steps });
  const order = orderOf(["sleep", "1000"], { logdir: join(stateDir, "log"), limits: { steps: 100 } });
  const [id] = idsOf(queue.submit(submissionOf([order]), "tester"));
  await runningOf(table, id);
  steps = 100;
  expect(await endOf(table, id)).toEqual({ kind: "stopped", by: "step limit" });
});

it("a state directory that cannot be written refuses launches with the reason, and goes on when it can again", async () => {
  mkdirSync(join(stateDir, "launches"), { recursive: true });
  const { queue, table, reports } = await openQueue(1);
  rmSync(join(stateDir, "launches"), { recursive: true });
  writeFileSync(join(stateDir, "launches"), "in the way");
  const [id] = idsOf(queue.submit(submissionOf([says("ran")]), "tester"));
  await eventually(() => expect(reports.length).toBeGreaterThan(0));
  rmSync(join(stateDir, "launches"));
  expect(await endOf(table, id)).toEqual({ kind: "completed" });
  expect(execFileSync("cat", [join(stateDir, "said")], { encoding: "utf8" })).toBe("ran\n");
});
