/** Two engines over the same logs, and what both leave alone. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEngineIn, type EngineProcess, startEngine } from "../../fixtures/builders/engine.ts";
import type { HealthAnswer } from "../core/api.ts";
import type { ReviewAnswer } from "../core/review.ts";

let folder: string;
let engine: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-two-"));
  engine = await buildEngineIn(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const LOGS = join(import.meta.dirname, "../../fixtures/logs/digits_mlp");

const isRead = async ({ url }: EngineProcess): Promise<void> => {
  for (;;) {
    const health: HealthAnswer = await (await fetch(`${url}/api/health`)).json();
    if (health.loading === null) return;
    await sleep(20);
  }
};
const exported = (logdir: string, stateDir: string): string => {
  const done = spawnSync(process.execPath, [engine, "export", "--logdir", logdir, "--state-dir", stateDir], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(done.stderr).toBe("");
  return done.stdout;
};

/** Everything about a directory tree that reading must not change, the names of its files included. */
const factsOf = (path: string): unknown[] =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { size, mtimeMs, ctimeMs, mode, nlink, ino } = statSync(join(path, name));
      return [name, size, mtimeMs, ctimeMs, mode, nlink, ino];
    });

it("two engines over the same logs and the same state leave the logs as they are, and show each other's comments", async () => {
  const [logdir, stateDir] = [join(folder, "logs"), join(folder, "state")];
  cpSync(LOGS, logdir, { recursive: true });
  const before = factsOf(logdir);
  const [first, second] = [await startEngine(engine, logdir, stateDir), await startEngine(engine, logdir, stateDir)];
  await Promise.all([isRead(first), isRead(second)]);
  const headers = {
    Authorization: `Bearer ${readFileSync(join(stateDir, "token"), "utf8")}`,
    "Content-Type": "application/json",
  };
  const { runs } = await (await fetch(`${first.url}/api/runs`, { headers })).json();
  const anchor = { kind: "run", runs: [runs[0].id] };
  const wish = { id: "thread-one", comment: "comment-one", anchor, text: "seen by both" };
  const told = await fetch(`${second.url}/api/events`, { headers });
  const reader = told.body?.pipeThrough(new TextDecoderStream()).getReader();
  const posted = await fetch(`${first.url}/api/review/threads`, {
    method: "POST",
    headers,
    body: JSON.stringify(wish),
  });
  expect(posted.status).toBe(200);
  for (let heard = ""; !heard.includes("event: review"); ) heard += (await reader?.read())?.value ?? "";
  await reader?.cancel();
  const answer: ReviewAnswer = await (await fetch(`${second.url}/api/review`, { headers })).json();
  expect(answer.threads[0]?.comments[0]?.text).toBe("seen by both");
  await Promise.all([first.kill(), second.kill()]);
  expect(factsOf(logdir)).toEqual(before);
}, 120_000);

it("with its cache deleted while it runs, and made anew, every point is exported to the same byte", async () => {
  const [logdir, stateDir] = [join(folder, "cached-logs"), join(folder, "cached-state")];
  cpSync(LOGS, logdir, { recursive: true });
  const truth = exported(logdir, join(folder, "never-cached"));
  for (const round of [1, 2]) {
    const server = await startEngine(engine, logdir, stateDir);
    await isRead(server);
    rmSync(join(stateDir, "cache"), { recursive: true, force: true });
    const run = join(logdir, `later-${round}`);
    mkdirSync(run);
    writeFileSync(join(run, "metrics.csv"), "step,loss\n1,2\n2,1\n");
    server.process.kill("SIGTERM");
    await new Promise((resolve) => server.process.once("exit", resolve));
    rmSync(run, { recursive: true });
    expect(exported(logdir, stateDir) === truth, `round ${round}`).toBe(true);
  }
}, 120_000);
