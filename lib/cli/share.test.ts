/** What is shared from the command line: a sweep as it grows, runs as they were, a report; real processes over a real state directory. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngineIn, type EngineProcess, runCommand, startEngine } from "../../fixtures/builders/engine.ts";
import { linkIn, openLink, type Session } from "../../fixtures/builders/sessions.ts";
import { eventually } from "../../fixtures/builders/shim.ts";
import type { BlockData, Question } from "../report/parts.ts";

let place: string;
let program: string;
let server: EngineProcess;

const share = (...args: readonly string[]) =>
  runCommand(program, ["share", ...args, "--state-dir", join(place, "state")]);

function log(run: string, rate: number): void {
  const folder = join(place, "logs", run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "hparams.json"), JSON.stringify({ lr: rate }));
  writeFileSync(join(folder, "metrics.csv"), `step,loss\n0,3\n1,${2 + rate}\n2,${1 + rate}\n`);
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "tuneboard-share-"));
  program = await buildEngineIn(join(place, "tuneboard"));
  for (const [at, run] of ["sweep/a", "sweep/b", "other/c", "other/d"].entries()) log(run, 0.1 * (at + 1));
  server = await startEngine(program, join(place, "logs"), join(place, "state"));
  await eventually(async () => expect((await ask("/api/advice", owner())).sweeps).toHaveLength(2));
}, 60_000);
afterAll(async () => {
  await server.kill();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const owner = (): Session => ({
  headers: {
    Authorization: `Bearer ${readFileSync(join(place, "state/token"), "utf8")}`,
    "Content-Type": "application/json",
  },
});
const send = (path: string, { headers }: Session, body?: unknown): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    headers,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
const ask = async (path: string, who: Session, body?: unknown) => (await send(path, who, body)).json();
const namesSeenBy = async (who: Session): Promise<string[]> =>
  (await ask("/api/runs", who)).runs.map(({ name }: { name: string }) => name);

describe("a link", () => {
  it("to a sweep shows its runs, those that come later as well, and no other", async () => {
    const made = await share("sweep", "sweep", "--for", "the reviewers", "--days", "1");
    expect([made.status, made.stderr]).toEqual([0, ""]);
    expect(made.stdout).toContain("2 runs now, and those to come");
    const guest = await openLink(linkIn(made.stdout));
    expect(await namesSeenBy(guest)).toEqual(["sweep/a", "sweep/b"]);
    expect((await ask("/api/advice", guest)).sweeps.map(({ title }: { title: string }) => title)).toEqual(["sweep"]);
    const stream = (await fetch(`${server.url}/api/events`, { headers: guest.headers })).body?.getReader();
    let heard = "";
    const listening = (async () => {
      for (let part = await stream?.read(); part?.done === false; part = await stream?.read())
        heard += new TextDecoder().decode(part.value);
    })();
    log("sweep/later", 0.5);
    log("other/e", 0.6);
    await eventually(
      async () => expect(await namesSeenBy(guest)).toEqual(["sweep/a", "sweep/b", "sweep/later"]),
      30_000,
    );
    await eventually(async () => {
      log("sweep/later", 0.5 + Math.random()); // whoever looks is told with the next point
      expect(heard).toContain("event: runs");
    }, 30_000);
    await stream?.cancel();
    await listening;
    expect((await share("list")).stdout).toContain("the reviewers");
  });

  it("to runs stays as it was", async () => {
    const made = await share("runs", "other/[cd]");
    const guest = await openLink(linkIn(made.stdout));
    expect(await namesSeenBy(guest)).toEqual(["other/c", "other/d"]);
    log("other/f", 0.7);
    await eventually(async () => expect(await namesSeenBy(owner())).toContain("other/f"));
    expect(await namesSeenBy(guest)).toEqual(["other/c", "other/d"]);
    expect(await ask("/api/reports", guest)).toEqual({ reports: [], unreadable: [] });
  });

  it("to a report shows what its blocks ask for, in any part of the axis, and nothing else", async () => {
    const chart = (pattern: string, xLimits: readonly [number | null, number | null] = [null, null]): Question => ({
      kind: "chart",
      chart: {
        ...{ title: "", tags: ["loss"], runs: { kind: "matching", pattern, where: "" }, x: "step", logX: false },
        ...{ logY: false, smoothing: 0, smoother: "ema", ignoreOutliers: true, showsEarlier: true, groupBy: "" },
        ...{ band: "std", colourBy: "", xLimits, yLimits: [null, null] },
      },
    });
    const write = async (title: string, pattern: string) => {
      const frozen = await ask("/api/reports/frozen", owner(), { question: chart(pattern) });
      const blocks = [
        { id: "live", caption: "", frozen: null, ...chart(pattern) },
        { id: "then", caption: "", frozen, ...chart(pattern) },
      ];
      return ask("/api/reports", owner(), { title, author: "Ada", language: "en", blocks });
    };
    const [mine, secret] = [await write("Mine", "^sweep/a$"), await write("Secret", "^other/c$")];
    const made = await share("report", "Mine");
    expect(made.stderr).toBe("");
    const guest = await openLink(linkIn(made.stdout));
    const { reports } = await ask("/api/reports", guest);
    expect(reports.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
    expect(await namesSeenBy(guest)).toEqual([]);
    expect((await ask("/api/advice", guest)).sweeps).toEqual([]);

    const linesOf = (data: BlockData): string[] => (data.kind === "chart" ? data.lines.map(({ name }) => name) : []);
    expect(linesOf(await ask("/api/reports/data", guest, { question: chart("^sweep/a$") }))).toEqual(["sweep/a"]);
    expect(linesOf(await ask("/api/reports/data", guest, { question: chart("^sweep/a$", [0, 1]) }))).toEqual([
      "sweep/a",
    ]);
    expect((await send("/api/reports/data", guest, { question: chart("") })).status).toBe(404);
    const frozenOf = ({ blocks }: typeof mine): string => blocks[1].frozen.id;
    expect((await send(`/api/reports/frozen/${frozenOf(mine)}`, guest)).status).toBe(200);
    expect((await send(`/api/reports/frozen/${frozenOf(secret)}`, guest)).status).toBe(404);
    expect((await send(`/api/reports/${mine.id}`, guest)).status).toBe(200);
    const page = await send(`/api/reports/${mine.id}/export?format=md`, guest);
    expect(page.status).toBe(200);
    for (const path of [`/api/reports/${secret.id}`, `/api/reports/${secret.id}/export`])
      expect((await send(path, guest)).status).toBe(404);
    for (const path of ["/api/reports", "/api/reports/frozen"])
      expect((await send(path, guest, { question: chart("") })).status).toBe(403);
  });

  it.each([
    [["sweep", "nothing"], 1, "There is no sweep nothing; there are other, sweep"],
    [["report", "nothing"], 1, "There is no report nothing"],
    [["runs", "nothing/*"], 1, "nothing/* matches no run"],
    [["runs"], 2, "needs a pattern"],
    [["runs", "sweep/*", "--days", "91"], 2, "none of 1 to 90"],
    [["frobnicate"], 2, "share knows runs, sweep, report, list and revoke"],
  ])("is not made by tuneboard share %s", async (args, status, sentence) => {
    const done = await share(...args);
    expect([done.status, done.stderr]).toEqual([status, expect.stringContaining(sentence)]);
  });
});
