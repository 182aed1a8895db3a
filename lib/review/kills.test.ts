/** The promise that nothing that was said is lost: the server is killed again and again in a storm of comments. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEngineIn, startEngine } from "../../fixtures/builders/engine.ts";
import { openReview, storeOf } from "../../fixtures/builders/review.ts";
import type { ReviewAnswer, RunVerdict } from "../core/review.ts";
import { openDatabase } from "../store/database.ts";

const ROUNDS = Number(process.env.TUNEBOARD_KILL_ROUNDS ?? 20);
const WRITERS = 4;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-comments-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

it(
  `after ${ROUNDS} kills in a storm of comments and verdicts the database is whole, and every answered one is there`,
  async () => {
    const engine = await buildEngineIn(folder);
    const [logdir, stateDir] = [join(folder, "logs"), join(folder, "state")];
    mkdirSync(join(logdir, "run"), { recursive: true });
    writeFileSync(join(logdir, "run/metrics.csv"), "step,loss\n1,2\n2,1\n");
    const ask = async (url: string, method: string, path: string, body?: unknown) => {
      const Authorization = `Bearer ${readFileSync(join(stateDir, "token"), "utf8")}`;
      const headers = { Authorization, "Content-Type": "application/json" };
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${url}${path}`, { method, headers, ...init });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const answered = new Set<string>();
    const sent = new Set<string>();
    let verdicts = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startEngine(engine, logdir, stateDir);
      let run: string | undefined;
      while (run === undefined) {
        ({
          runs: [{ id: run } = { id: undefined }],
        } = await ask(server.url, "GET", "/api/runs"));
        if (run === undefined) await sleep(20);
      }
      const before: ReviewAnswer = await ask(server.url, "GET", "/api/review");
      const kept = new Set(before.threads.flatMap(({ comments }) => comments.map(({ id }) => id)));
      for (const id of answered) expect(kept.has(id), `${id} was answered before round ${round}`).toBe(true);
      for (const id of kept) expect(sent.has(id)).toBe(true);
      expect(kept.size).toBeLessThanOrEqual(answered.size + WRITERS * round); // what was under way at a kill may be there
      let isUp = true;
      const storm = async (writer: number): Promise<void> => {
        const thread = `thread-${round}-${writer}`;
        for (let i = 0; isUp; i++) {
          const comment = `${thread}-${i}`;
          sent.add(comment);
          const text = `comment ${i} of writer ${writer} `.repeat(40);
          const anchor = { kind: "run", runs: [run] };
          const wish: Promise<unknown> =
            i === 0
              ? ask(server.url, "POST", "/api/review/threads", { id: thread, comment, anchor, text })
              : ask(server.url, "POST", `/api/review/threads/${thread}/comments`, { id: comment, text });
          await wish.then(
            () => answered.add(comment),
            () => {},
          );
        }
      };
      const judging = async (): Promise<void> => {
        let was: RunVerdict["position"] | null = before.runVerdicts[0]?.position ?? null;
        while (isUp) {
          const wish: object = { subject: { kind: "run", run }, verdict: "candidate", because: "a storm", was };
          const answer: ReviewAnswer | null = await ask(server.url, "PUT", "/api/review/verdict", wish).catch(
            () => null,
          );
          was = answer?.runVerdicts[0]?.position ?? was;
          verdicts += answer === null ? 0 : 1;
        }
      };
      const writing = [...Array.from({ length: WRITERS }, (_, writer) => storm(writer)), judging()];
      await sleep(30 + ((round * 53) % 400));
      await server.kill();
      isUp = false;
      await Promise.all(writing);
      const database = await openDatabase(join(stateDir, "tuneboard.db"));
      expect(database.prepare("PRAGMA integrity_check").raw().all()).toEqual([["ok"]]);
      expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
      database.close();
    }
    expect(answered.size).toBeGreaterThan(2 * ROUNDS);
    expect(verdicts).toBeGreaterThan(0);
    console.log(`${ROUNDS} kills: ${answered.size} comments and ${verdicts} verdicts answered, none missing`);
  },
  60_000 + ROUNDS * 15_000,
);

it("wherever the write-ahead log was cut off, what is left is a beginning of what was said", async () => {
  const state = join(folder, "cut");
  mkdirSync(state);
  const store = storeOf("/logs", [{ path: "a", startsAt: 1000 }]);
  const { review, idOf } = await openReview(state, store);
  const said: string[] = [];
  for (let i = 0; i < 12; i++) {
    const id = `thread-${String(i).padStart(3, "0")}`;
    said.push(`${id}-1`);
    const anchor = { kind: "run", runs: [idOf("a")] } as const;
    review.begin({ id, comment: `${id}-1`, anchor, title: "a", text: "words ".repeat(100) }, "ada");
  }
  const path = join(state, "tuneboard.db");
  const log = readFileSync(`${path}-wal`);
  const counts = new Set<number>();
  const lengths = Array.from({ length: Math.floor(log.length / 1031) }, (_, i) => i * 1031);
  for (const length of [...lengths, log.length]) {
    const copy = join(folder, "copy.db");
    for (const rest of ["", "-wal", "-shm"]) if (existsSync(copy + rest)) rmSync(copy + rest);
    copyFileSync(path, copy);
    writeFileSync(`${copy}-wal`, log.subarray(0, length));
    const database = await openDatabase(copy);
    expect(database.prepare("PRAGMA integrity_check").raw().all()).toEqual([["ok"]]);
    const left = database.prepare("SELECT id FROM comments ORDER BY position").raw().all().flat();
    expect(left).toEqual(said.slice(0, left.length));
    expect(database.prepare("SELECT 1 FROM threads WHERE id NOT IN (SELECT thread FROM comments)").all()).toEqual([]);
    counts.add(left.length);
    database.close();
  }
  expect(Math.max(...counts)).toBe(said.length);
  expect(counts.size).toBeGreaterThan(6);
});
