/**
 * A report of 50 runs × 10 charts as one page: how long the engine takes, how large the page is, and whether its numbers are those that were written.
 *
 *   npm run bench -- report-export                      50 runs × 10 tags × 2,000 points
 *   npm run bench -- report-export --steps 100000
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DEFAULT_CURVE_VIEW } from "../lib/charts/curve-view.ts";
import { curvesOf } from "../lib/report/chart-scene.ts";
import { PAYLOAD_ID } from "../lib/report/exported-page.ts";
import type { ChartData, ChartSpec, Report, ReportText } from "../lib/report/parts.ts";
import type { ReportPayload } from "../lib/server/report-export.ts";
import { readArguments } from "./arguments.ts";
import { type CorpusSize, runNumber, tagNames, writeCorpus, writtenValues } from "./corpus.ts";
import { startTuneboard } from "./peers.ts";
import { median, report, sayHowBusy, untilLoaded } from "./processes.ts";

const { values: args } = readArguments({
  options: {
    runs: { type: "string", default: "50" },
    charts: { type: "string", default: "10" },
    steps: { type: "string", default: "2000" },
    rounds: { type: "string", default: "5" },
  },
});
const size: CorpusSize = { runs: Number(args.runs), tags: Number(args.charts), steps: Number(args.steps) };
const SECONDS = 5;
const MEGABYTES = 10;

const chartOf = (tag: string): ChartSpec => ({
  title: "",
  tags: [tag],
  runs: { kind: "matching", pattern: "", where: "" },
  ...DEFAULT_CURVE_VIEW,
  colourBy: "",
});

/** How many of the page's points are not those that were written. */
function wrongPoints({ data }: ReportPayload): { readonly points: number; readonly wrong: number } {
  let [points, wrong] = [0, 0];
  for (const [, one] of data) {
    if (one.kind !== "chart") continue;
    const { lines, chart }: ChartData = one;
    const tag = tagNames(size.tags).indexOf(chart.tags[0]);
    const curves = curvesOf(one).get(chart.tags[0]);
    for (const { id, name } of lines) {
      const written = writtenValues(size, runNumber(name), tag);
      const curve = curves?.get(id);
      curve?.steps.forEach((step, at) => {
        points += 1;
        if (!Object.is(curve.values[at], written[step])) wrong += 1;
      });
    }
  }
  return { points, wrong };
}

const folder = mkdtempSync(join(tmpdir(), "tuneboard-bench-report-"));
try {
  const logdir = join(folder, "logs");
  writeCorpus(logdir, size);
  const stateDir = join(folder, "state");
  const engine = await startTuneboard(logdir, stateDir);
  try {
    await untilLoaded(engine.url);
    const Authorization = `Bearer ${readFileSync(join(stateDir, "token"), "utf8").trim()}`;
    const send = (path: string, body?: ReportText): Promise<Response> =>
      fetch(`${engine.url}/api/reports${path}`, {
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
        headers: { Authorization, "Content-Type": "application/json" },
      });
    const blocks = tagNames(size.tags).map((tag, at) => ({
      id: `b${at}`,
      kind: "chart" as const,
      caption: "",
      frozen: null,
      chart: chartOf(tag),
    }));
    const text: ReportText = { title: "bench", author: "", language: "en", blocks };
    const made: Report = await (await send("", text)).json();
    console.log(`${size.runs} runs × ${size.tags} charts × ${size.steps.toLocaleString("en-US")} points`);
    sayHowBusy();
    const seconds: number[] = [];
    let page = "";
    for (let round = 0; round < Number(args.rounds); round++) {
      const start = performance.now();
      const answer = await send(`/${made.id}/export?format=html`);
      page = await answer.text();
      seconds.push((performance.now() - start) / 1000);
      if (!answer.ok) throw new Error(`the engine answered ${answer.status}: ${page}`);
    }
    const packed = new RegExp(`id="${PAYLOAD_ID}">([^<]*)<`).exec(page)?.[1] ?? "";
    const { points, wrong } = wrongPoints(JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()));
    const [first = Number.NaN] = seconds;
    const megabytes = Buffer.byteLength(page) / 1e6;
    report("first export", `${first.toFixed(2)} s`, { says: `${SECONDS} s`, isMet: first <= SECONDS });
    report("later ones, median", `${median(seconds.slice(1)).toFixed(2)} s`, null);
    report("size", `${megabytes.toFixed(2)} MB`, { says: `${MEGABYTES} MB`, isMet: megabytes <= MEGABYTES });
    report("points that differ", `${wrong} of ${points}`, { says: "0", isMet: wrong === 0 && points > 0 });
  } finally {
    await engine.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
