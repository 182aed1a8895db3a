/**
 * What a chart asks for: many long runs thinned to the width of a screen, over HTTP, again and again.
 *
 *   npm run bench -- series                      100 runs × 200,000 points to 1,000 columns, 40 requests
 *   npm run bench -- series --runs 20 --steps 50000 --columns 500 --requests 100
 *   npm run bench -- series --runs 1 --steps 100000000 --requests 5     one series of 5 GB; takes minutes
 *
 * The engine makes the columns of very large answers wider, to stay within their bar; how wide is said. Also checks, against the generator of the points and not against our own reading, that of every run and pixel column the
 * smallest and the largest value are among the points sent.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunSummary, RunsAnswer, SeriesRequest } from "../lib/core/api.ts";
import { decodeFrame, type FrameCurve, type SeriesFrame } from "../lib/core/series-frame.ts";
import { readArguments } from "./arguments.ts";
import { type CorpusSize, runNumber, writeCorpus, writtenValues } from "./corpus.ts";
import { type Server, startTuneboard } from "./peers.ts";
import { peakOf, percentile, report, residentOf, sayHowBusy, untilLoaded } from "./processes.ts";

const { values: args } = readArguments({
  options: {
    runs: { type: "string", default: "100" },
    steps: { type: "string", default: "200000" },
    columns: { type: "string", default: "1000" },
    requests: { type: "string", default: "40" },
  },
});
const size: CorpusSize = { runs: Number(args.runs), tags: 1, steps: Number(args.steps) };
const columns = Number(args.columns);

/** Sends the request and returns the answer with the milliseconds until its last byte. */
async function ask(url: string, request: SeriesRequest): Promise<{ ms: number; body: ArrayBuffer }> {
  const start = performance.now();
  const answer = await fetch(`${url}/api/series`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
  const body = await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the engine answered ${answer.status}: ${new TextDecoder().decode(body)}`);
  return { ms: performance.now() - start, body };
}

/** How many pixel columns of one curve lack their smallest or their largest value. */
function columnsWrong(frame: SeriesFrame, { start, length }: FrameCurve, written: Float32Array): number {
  const { columns } = frame;
  const columnOf = (step: number): number =>
    Math.min(columns - 1, Math.floor(step * (columns / Math.max(1, size.steps - 1))));
  const low = new Float32Array(columns).fill(Infinity);
  const high = new Float32Array(columns).fill(-Infinity);
  for (let step = 0; step < written.length; step++) {
    const column = columnOf(step);
    low[column] = Math.min(low[column], written[step]);
    high[column] = Math.max(high[column], written[step]);
  }
  const sentLow = new Float32Array(columns).fill(Infinity);
  const sentHigh = new Float32Array(columns).fill(-Infinity);
  for (let i = start; i < start + length; i++) {
    const column = columnOf(frame.steps[i]);
    if (written[frame.steps[i]] !== frame.values[i])
      throw new Error(`a point that nobody wrote: step ${frame.steps[i]}`);
    sentLow[column] = Math.min(sentLow[column], frame.values[i]);
    sentHigh[column] = Math.max(sentHigh[column], frame.values[i]);
  }
  return low.filter((value, column) => value !== sentLow[column] || high[column] !== sentHigh[column]).length;
}

/** `start`: when the engine was started, as `performance.now()` says. */
async function measure({ url, process: { pid = 0 } }: Server, bytesOnDisk: number, start: number): Promise<void> {
  await untilLoaded(url);
  const seconds = (performance.now() - start) / 1000;
  const { runs, tags }: RunsAnswer = await (await fetch(`${url}/api/runs`)).json();
  const request = (smoothing: number): SeriesRequest => ({
    tag: tags[0],
    runs: runs.map(({ id }) => id),
    columns,
    x: "step",
    range: null,
    smoothing,
  });
  console.log(`${runs.length} runs × ${size.steps.toLocaleString("en")} points to ${columns} columns`);
  sayHowBusy();
  const points = size.runs * size.steps;
  const memory = (bytes: number): string =>
    `${(bytes / 1e6).toFixed(0)} MB, ${(bytes / points).toFixed(1)} bytes a point`;
  report(
    "start to all read",
    `${(bytesOnDisk / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, ${(points / seconds / 1e6).toFixed(1)} million points/s`,
    null,
  );
  report("memory, then", memory(residentOf(pid)), null);
  report("memory at most until then", memory(peakOf(pid)), null);
  for (const smoothing of [0, 0.6]) {
    const times: number[] = [];
    let bytes = 0;
    for (let i = 0; i < Number(args.requests); i++) {
      const { ms, body } = await ask(url, request(smoothing));
      times.push(ms);
      bytes = body.byteLength;
    }
    const p95 = percentile(times, 0.95);
    const name = smoothing === 0 ? "as logged" : `smoothed by ${smoothing}`;
    const shown = `p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, first ${times[0].toFixed(0)} ms`;
    report(name, shown, smoothing === 0 ? { says: "p95 150 ms", isMet: p95 <= 150 } : null);
    const sent = `${(bytes / 1e6).toFixed(2)} MB`;
    report("", sent, smoothing === 0 ? { says: "2 MB", isMet: bytes <= 2e6 } : null);
  }
  const frame = decodeFrame((await ask(url, request(0))).body);
  const numberOf = new Map(runs.map((run: RunSummary) => [run.id, runNumber(run.name)]));
  const wrong = frame.curves.map((curve) =>
    columnsWrong(frame, curve, writtenValues(size, numberOf.get(curve.run) ?? -1, 0)),
  );
  const total = wrong.reduce((sum, count) => sum + count, 0);
  const says = "minima and maxima exact";
  report("columns told apart", `${frame.columns} of ${columns}`, null);
  report("columns checked", `${frame.curves.length * frame.columns}, ${total} of them wrong`, {
    says,
    isMet: total === 0,
  });
  if (total > 0 || frame.curves.length !== size.runs) process.exitCode = 1;
}

const logdir = mkdtempSync(join(tmpdir(), "tuneboard-bench-"));
const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
try {
  const bytesOnDisk = writeCorpus(logdir, size);
  const start = performance.now();
  const engine = await startTuneboard(logdir, stateDir);
  await measure(engine, bytesOnDisk, start).finally(() => engine.stop());
} finally {
  for (const folder of [logdir, stateDir]) rmSync(folder, { recursive: true, force: true });
}
