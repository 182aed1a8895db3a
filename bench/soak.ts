/**
 * A dashboard left open: memory, open files and answers while many runs train and many people look, hour after hour.
 *
 *   npm run bench -- soak                                    200 runs, 20 viewers, one hour
 *   npm run bench -- soak --minutes 10 --runs 50 --viewers 5
 *
 * Every run logs three tags every `--every` seconds, staggered. A viewer holds the stream of news open, asks for the list of runs and for curves of all runs when
 * something came (at most every 5 s, as the board does), and for the advice every minute. Memory is fitted by a line over what was resident after the first quarter: points
 * are kept, so some growth is theirs and said apart. Needs Linux: memory and files are read from /proc.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventFile, eventRecords, fileVersion, scalar } from "../fixtures/builders/event-file.ts";
import type { RunsAnswer } from "../lib/core/api.ts";
import { readArguments } from "./arguments.ts";
import { withStateDir } from "./longest-pause.ts";
import { startTuneboard } from "./peers.ts";
import { cpuSecondsOf, percentile, report, residentOf, sayHowBusy, until, untilLoaded } from "./processes.ts";

const { values: args } = readArguments({
  options: {
    minutes: { type: "string", default: "60" },
    runs: { type: "string", default: "200" },
    viewers: { type: "string", default: "20" },
    every: { type: "string", default: "10" },
  },
});
const [minutes, runs, viewers, everySecs] = [args.minutes, args.runs, args.viewers, args.every].map(Number);
const TAGS = ["train/loss", "dev/accuracy", "lr"];
/** The `series-index` and columns of a point, as `npm run bench -- ingest` measures them. */
const BYTES_A_POINT = 21.5;
const LOOK_MS = 5000;
const ADVICE_EVERY_MS = 60_000;
const SAMPLE_MS = 10_000;
const MB = 2 ** 20;

const logdir = mkdtempSync(join(tmpdir(), "tuneboard-soak-"));
const fileOf = (run: number): string => join(logdir, "sweep", `lr=${(10 ** (-4 + (3 * run) / runs)).toPrecision(4)}`);
const log = (run: number): string => join(fileOf(run), "events.out.tfevents.1700000000.soak.0");
const stop = new AbortController();
let points = 0;
let unanswered = 0;

function write(): void {
  for (let run = 0; run < runs; run++) {
    mkdirSync(fileOf(run), { recursive: true });
    writeFileSync(log(run), eventFile([fileVersion(Date.now() / 1000)]));
  }
  for (let run = 0; run < runs; run++) {
    let step = 0;
    const append = (): void => {
      const values = [2 * Math.exp(-step / 300) + 0.3 + run / runs, 1 - Math.exp(-step / 500), 0.1];
      const wallTime = Date.now() / 1000;
      const events = TAGS.map((tag, at) => scalar(tag, step, values[at], { wallTime }));
      appendFileSync(log(run), eventRecords(events));
      points += TAGS.length;
      step += 1;
    };
    const begin = setTimeout(
      () => {
        append();
        const timer = setInterval(append, 1000 * everySecs);
        stop.signal.addEventListener("abort", () => clearInterval(timer));
      },
      (1000 * everySecs * run) / runs,
    );
    stop.signal.addEventListener("abort", () => clearTimeout(begin));
  }
}

/** One page that is open: it hears of news, and asks for what it shows. */
async function view(url: string): Promise<void> {
  let news = true;
  const stream = await fetch(`${url}/api/events`, { signal: stop.signal });
  const hear = async (): Promise<void> => {
    for await (const _ of stream.body ?? []) news = true;
  };
  hear().catch(() => {}); // ended with the soak
  let advisedAt = 0;
  while (!stop.signal.aborted) {
    try {
      await look();
    } catch {
      unanswered += 1; // a connection that was kept open too long; the board asks again, too
    }
    await sleep(LOOK_MS * (0.5 + Math.random()));
  }

  async function look(): Promise<void> {
    if (news) {
      news = false;
      const { runs: known }: RunsAnswer = await (await fetch(`${url}/api/runs`)).json();
      const body = {
        tag: TAGS[0],
        runs: known.map(({ id }) => id),
        columns: 600,
        x: "step",
        range: null,
        smoothing: 0.6,
      };
      const headers = { "Content-Type": "application/json" };
      await (await fetch(`${url}/api/series`, { method: "POST", headers, body: JSON.stringify(body) })).arrayBuffer();
    }
    if (performance.now() - advisedAt > ADVICE_EVERY_MS) {
      advisedAt = performance.now();
      await (await fetch(`${url}/api/advice`)).arrayBuffer();
    }
  }
}

/** Slope of the line of least squares through points (x, y). */
function slopeOf(all: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const along = all.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return along === 0 ? 0 : all.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / along;
}

try {
  await withStateDir(async (stateDir) => {
    write();
    const engine = await startTuneboard(logdir, stateDir);
    const pid = engine.process.pid ?? 0;
    try {
      await until("loaded", () => untilLoaded(engine.url).catch(() => null)); // a starved machine lets connections go
      const looking = Array.from({ length: viewers }, () => view(engine.url));
      const started = performance.now();
      const hours = (): number => (performance.now() - started) / 3_600_000;
      const memory: [number, number][] = [];
      const files: number[] = [];
      const latencies: number[] = [];
      let warm = { at: 0, points: 0 };
      while (hours() * 60 < minutes) {
        const asked = performance.now();
        await fetch(`${engine.url}/api/health`, { headers: { Connection: "close" } }).then(
          (answer) => answer.arrayBuffer(),
          () => {
            unanswered += 1;
          },
        );
        latencies.push(performance.now() - asked);
        if (latencies.length % (SAMPLE_MS / 1000) === 0) {
          if (hours() * 60 < minutes / 4) warm = { at: hours(), points };
          else {
            memory.push([hours(), residentOf(pid) / MB]);
            files.push(readdirSync(`/proc/${pid}/fd`).length);
          }
        }
        await sleep(1000);
      }
      const cpu = cpuSecondsOf(pid) / (3600 * hours());
      const kept = ((points - warm.points) * BYTES_A_POINT) / MB / (hours() - warm.at);
      const slope = slopeOf(memory);
      stop.abort();
      await Promise.allSettled(looking);
      console.log(`${runs} runs, ${viewers} viewers, ${(hours() * 60).toFixed(0)} minutes, ${points} points`);
      sayHowBusy();
      report(
        "memory",
        `${Math.min(...memory.map(([, mb]) => mb)).toFixed(0)} to ${Math.max(...memory.map(([, mb]) => mb)).toFixed(0)} MB`,
        null,
      );
      report("growth after the first quarter", `${slope.toFixed(1)} MB/h, ${kept.toFixed(1)} of them points`, {
        says: "< 1 MB/h besides points",
        isMet: slope - kept < 1,
      });
      report("questions that had to be asked again", String(unanswered), null);
      report("open files", `${Math.min(...files)} to ${Math.max(...files)}`, null);
      report(
        "a question meanwhile",
        `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
        {
          says: "p99 ≤ 50 ms",
          isMet: percentile(latencies, 0.99) <= 50,
        },
      );
      report("processor", `${(100 * cpu).toFixed(1)} % of one core`, null);
    } finally {
      engine.stop();
    }
  });
} finally {
  stop.abort();
  rmSync(logdir, { recursive: true, force: true });
}
process.exit(0);
