/**
 * From process start to everything loaded and served: seconds, points a second, resident bytes a point.
 *
 *   npm run bench -- ingest                      100 runs × 10 tags × 2,000 steps, written by the benchmark itself
 *   npm run bench -- ingest --logdir DIR         a directory of your own
 *   npm run bench -- ingest --rounds 5 --runs 1000
 *
 * Memory is the process's resident set over that of a Node process that does nothing.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { HealthAnswer, RunsAnswer } from "../lib/core/api.ts";
import { writeCorpus } from "./corpus.ts";

const { values: args } = parseArgs({
  options: {
    logdir: { type: "string" },
    runs: { type: "string", default: "100" },
    tags: { type: "string", default: "10" },
    steps: { type: "string", default: "2000" },
    rounds: { type: "string", default: "3" },
  },
});

interface Round {
  readonly seconds: number;
  readonly points: number;
  readonly residentBytes: number;
}

const ENGINE = join(process.cwd(), "bin/tuneboard.mjs");
const LONGEST_WAIT_MS = 120_000;

/** Starts the engine, waits until all of `logdir` can be asked for, and ends it. */
async function measure(logdir: string): Promise<Round> {
  const start = performance.now();
  const engine = spawn(process.execPath, [ENGINE, "serve", "--logdir", logdir, "--port", "0", "--no-open"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      engine.stdout.on("data", (chunk) => {
        const found = /http:\/\/\S+/.exec(String(chunk))?.[0];
        if (found !== undefined) resolve(found);
      });
      engine.on("exit", () => reject(new Error("the engine ended before it served")));
    });
    let health: HealthAnswer;
    do {
      if (performance.now() - start > LONGEST_WAIT_MS) throw new Error(`not loaded after ${LONGEST_WAIT_MS / 1000} s`);
      await sleep(5);
      health = await (await fetch(`${url}/api/health`)).json();
    } while (health.loading !== null);
    const runs: RunsAnswer = await (await fetch(`${url}/api/runs`)).json();
    const seconds = (performance.now() - start) / 1000;
    const points = runs.runs.reduce((sum, run) => sum + run.points.reduce((a, b) => a + b, 0), 0);
    await sleep(500);
    return { seconds, points, residentBytes: residentOf(engine.pid ?? 0) };
  } finally {
    engine.kill("SIGKILL");
  }
}

const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

/** Resident bytes of a Node process that does nothing. */
const emptyProcess = (): number =>
  Number(spawnSync(process.execPath, ["-e", "setTimeout(() => console.log(process.memoryUsage.rss()), 300)"]).stdout);

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const own = args.logdir === undefined ? mkdtempSync(join(tmpdir(), "tuneboard-bench-")) : null;
try {
  if (own !== null) {
    writeCorpus(own, { runs: Number(args.runs), tags: Number(args.tags), steps: Number(args.steps) });
  }
  const empty = emptyProcess();
  const rounds: Round[] = [];
  for (let i = 0; i < Number(args.rounds); i++) rounds.push(await measure(own ?? args.logdir ?? ""));
  const [{ points }] = rounds;
  const seconds = median(rounds.map((round) => round.seconds));
  const bytes = median(rounds.map((round) => round.residentBytes));
  console.log(`${points.toLocaleString("en")} points, median of ${rounds.length} rounds`);
  console.log(`start to served   ${seconds.toFixed(2)} s   (${rounds.map((r) => r.seconds.toFixed(2)).join(", ")})`);
  console.log(`points a second   ${(points / seconds / 1e6).toFixed(2)} million`);
  console.log(
    `bytes a point     ${((bytes - empty) / points).toFixed(1)}   (${(bytes / 1e6).toFixed(0)} MB, an empty process ${(empty / 1e6).toFixed(0)} MB)`,
  );
} finally {
  if (own !== null) rmSync(own, { recursive: true });
}
