/** The promise that runs survive us: the server is killed again and again while runs train, and nothing is lost, doubled or left over. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEngineIn, startEngine } from "../../../fixtures/builders/engine.ts";
import { allMarked } from "../../../fixtures/builders/marked-processes.ts";
import { orderOf, submissionOf } from "../../../fixtures/builders/queue.ts";
import { eventually, program } from "../../../fixtures/builders/shim.ts";
import type { LaunchesAnswer } from "../../core/launches.ts";

const ROUNDS = Number(process.env.TUNEBOARD_KILL_ROUNDS ?? 20);
const AT_ONCE = 8;
/** More than can end while the rounds last, so that eight always train. */
const RUNS = 2 * AT_ONCE + 2 * ROUNDS;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-kills-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }), 120_000); // hundreds of folders of runs

it(
  `after ${ROUNDS} kills of the server while ${AT_ONCE} runs train, each run ran once and its exit status is known`,
  async () => {
    const engine = await buildEngineIn(folder);
    const [logdir, stateDir] = [join(folder, "logs"), join(folder, "state")];
    const ledger = join(folder, "ledger");
    mkdirSync(logdir);
    const train = (i: number) => {
      const steps = `--steps ${60 + 20 * (i % 5)} --delay-ms 10`;
      const script = `echo start ${i} >> ${ledger}; node ${program("train-mlp.mjs")} --logdir ${logdir}/${i} ${steps}; echo end ${i} >> ${ledger}; exit ${i % 4}`;
      return orderOf(["sh", "-c", script], { logdir: `${logdir}/${i}` });
    };
    const submission = submissionOf(
      Array.from({ length: RUNS }, (_, i) => train(i)),
      { key: "all of them" },
    );
    const ask = async (url: string, path: string, body?: unknown) => {
      const Authorization = `Bearer ${readFileSync(join(stateDir, "token"), "utf8")}`;
      const headers = { Authorization, "Content-Type": "application/json" };
      const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const answer = await fetch(`${url}${path}`, { ...init, headers });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const list = (url: string): Promise<LaunchesAnswer> => ask(url, `/api/launches?limit=${RUNS}`);
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startEngine(engine, logdir, stateDir);
      // The same submission with each server, as an impatient client would: it is one.
      await eventually(() => ask(server.url, "/api/launches", { ...submission, confirmed: true }));
      await ask(server.url, "/api/launches/slots", { slots: AT_ONCE });
      await sleep((round * 37) % 300); // another moment each time: before, in and after starts
      await server.kill();
    }
    const server = await startEngine(engine, logdir, stateDir);
    const { launches } = await eventually(async () => {
      const answer = await list(server.url);
      expect(answer.counts).toEqual({ queued: 0, starting: 0, running: 0, ended: RUNS });
      return answer;
    }, 240_000);
    const endings = launches.map(({ name, ending }) => [name, ending]);
    const expected = submission.launches.map(({ name }, i) => [
      name,
      i % 4 === 0 ? "completed" : `exit status ${i % 4}`,
    ]);
    expect(endings.sort()).toEqual(expected.sort());
    const lines = readFileSync(ledger, "utf8").trim().split("\n");
    const each = (word: string) => Array.from({ length: RUNS }, (_, i) => `${word} ${i}`);
    expect(lines.sort()).toEqual([...each("start"), ...each("end")].sort());
    expect(allMarked(launches.map(({ id }) => id))).toEqual([]);
    await server.kill();
  },
  300_000 + ROUNDS * 5000,
);
