import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { eventually, type OrderedRun, orderRun, startWaitingShim } from "../../../fixtures/builders/shim.ts";

const claimantOf = ({ files }: OrderedRun): number => JSON.parse(readFileSync(files.claim, "utf8")).shim.pid;

function waitingShim() {
  const shim = startWaitingShim();
  const gone = new Promise<number | null>((resolve) => shim.once("exit", resolve));
  let words = "";
  shim.stdout?.on("data", (chunk) => {
    words += chunk;
  });
  return {
    shim,
    gone,
    send: ({ folder }: OrderedRun) => shim.stdin?.write(`${folder}\n`),
    words: (expected: string) => eventually(() => expect(words).toBe(expected)),
  };
}

it("a waiting shim looks after one run after the other, and none has anything of the one before", async () => {
  const { shim, send, words, gone } = waitingShim();
  const busy = "let i = 0; while (process.cpuUsage().user < 400_000) i++";
  const first = orderRun([process.execPath, "-e", busy], { timeLimitSecs: 60 });
  const second = orderRun(["sh", "-c", "echo second; exit 4"]);
  send(first);
  expect(await first.ended()).toMatchObject({ outcome: { kind: "exited", exitCode: 0 }, stoppedBy: null });
  await words("free\n");
  send(second);
  const ended = await second.ended();
  expect(ended).toMatchObject({ outcome: { kind: "exited", exitCode: 4 }, stoppedBy: null });
  expect(ended.elapsedSecs).toBeLessThan((await second.ended()).at - (await first.ended()).at);
  expect((await first.ended()).use.userSecs).toBeGreaterThan(0.3);
  expect(ended.use.userSecs).toBeLessThan(0.2);
  expect(second.output()).toBe("second\n");
  expect([first, second].map(claimantOf)).toEqual([shim.pid, shim.pid]);
  await words("free\nfree\n");
  shim.stdin?.end();
  expect(await gone).toBe(0);
});

it("a shim whose run somebody stopped takes no other: a late signal must not reach it", async () => {
  const { shim, send, words, gone } = waitingShim();
  const run = orderRun(["sleep", "1000"]);
  send(run);
  await run.started();
  writeFileSync(run.files.stop, JSON.stringify({ by: "user" }));
  shim.kill("SIGTERM");
  expect(await run.ended()).toMatchObject({ outcome: { signal: "SIGTERM" }, stoppedBy: "user" });
  await words("last\n");
  expect(await gone).toBe(0);
});

it("a shim that was sent a folder when its engine goes looks after that run, and goes then", async () => {
  const { shim, send, gone } = waitingShim();
  const run = orderRun(["sh", "-c", "sleep 0.3; exit 3"]);
  send(run);
  shim.stdin?.end();
  expect(await run.ended()).toMatchObject({ outcome: { kind: "exited", exitCode: 3 } });
  expect(await gone).toBe(0);
});

it("a shim that nobody needs goes with its engine, or when it is killed by hand", async () => {
  const [left, killed] = [waitingShim(), waitingShim()];
  left.shim.stdin?.end();
  expect(await left.gone).toBe(0);
  const run = orderRun(["true"]);
  killed.send(run);
  await killed.words("free\n");
  killed.shim.kill("SIGTERM");
  expect(await killed.gone).toBeNull();
  expect(existsSync(run.files.ended)).toBe(true);
});
