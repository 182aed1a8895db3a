import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NO_CHOICES } from "../core/choices.ts";
import { decodeFrame } from "../core/series-frame.ts";
import { Annotations } from "../store/annotations.ts";
import { RunDigests } from "../store/run-digests.ts";
import { Store } from "../store/store.ts";
import { allowedHosts } from "./allowed-hosts.ts";
import { createApp } from "./app.ts";
import { LiveStream } from "./live.ts";

const HOST = "localhost:6006";
const QUESTION = { tag: "loss", columns: 100, x: "step", range: null, smoothing: 0 };

function startApp() {
  const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  const run = store.ensureRun("logs", "run");
  const series = {
    length: 2,
    steps: Int32Array.of(0, 1),
    wallTimes: Float64Array.of(1, 2),
    values: Float32Array.of(3, 4),
  };
  store.appendPoints(run, "events", [{ tag: "loss", series }]);
  const failures: Error[] = [];
  const annotations = new Annotations(store, join(tmpdir(), "tuneboard-nothing-is-written"));
  const app = createApp({
    engine: {
      store,
      live: new LiveStream(store, 0, annotations),
      annotations,
      digests: new RunDigests(store),
      advise: () => Promise.resolve({ version: 1, sweeps: [] }),
      study: () => Promise.reject(new Error("nothing is studied here")),
      choices: { current: () => NO_CHOICES, keep: async () => {} },
      now: () => 0,
    },
    allowedHosts: () => allowedHosts("127.0.0.1", 6006, [], []),
    files: () => null,
    report: (error) => failures.push(error),
  });
  const ask = (path: string, init: RequestInit, rawHeaders: readonly string[] = []) =>
    app.request(path, init, { incoming: { rawHeaders: ["Host", HOST, ...rawHeaders] } });
  return { ask, failures, runId: run.id };
}

describe("a page of another site", () => {
  const { ask, runId } = startApp();
  const body = JSON.stringify({ ...QUESTION, runs: [runId] });

  it.each(["https://attacker.example", "null", "http://localhost:8888"])("cannot make us work: %s", async (origin) => {
    for (const type of ["text/plain", "application/json"]) {
      const init = { method: "POST", body, headers: { "Content-Type": type } };
      expect((await ask("/api/series", init, ["Origin", origin])).status).toBe(403);
    }
    for (const path of ["/", "/api/runs", "/api/events", "/data/runs"])
      expect((await ask(path, {}, ["oRIGIN", origin])).status, path).toBe(403);
  });

  it("is told from ours, and from a script that is no page", async () => {
    expect((await ask("/api/series", { method: "POST", body }, ["Origin", `http://${HOST}`])).status).toBe(200);
    expect((await ask("/api/series", { method: "POST", body })).status).toBe(200);
  });
});

describe("what people say of a run", () => {
  const { ask, runId } = startApp();
  const patch = (body: unknown, headers: readonly string[] = []) =>
    ask("/api/annotations", { method: "PATCH", body: JSON.stringify(body) }, headers);

  it("cannot be changed by a page of another site", async () => {
    const body = { changes: [{ run: runId, set: { note: "x" } }] };
    expect((await patch(body, ["Origin", "https://attacker.example"])).status).toBe(403);
  });

  it.each([
    ["a colour that is none", { changes: [{ run: "x", set: { colour: "red;}" } }] }, /changes\.0\.set\.colour/],
    ["a field that does not exist", { changes: [{ run: "x", set: { files: "rm" } }] }, /changes\.0\.set/],
    ["no change", { changes: [] }, /changes/],
  ])("is refused with %s, and the place is named", async (_, body, place) => {
    const answer = await patch(body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(place);
  });

  it("names a run that there is", async () => {
    expect((await patch({ changes: [{ run: "nobody", set: { note: "x" } }] })).status).toBe(404);
  });
});

describe("the summary of a tag", () => {
  it("has every run with points of it, and an empty list for a tag that nobody logged", async () => {
    const { ask, runId } = startApp();
    const body = JSON.stringify({ tags: ["loss", "nothing"] });
    const { tags } = await (await ask("/api/summary", { method: "POST", body })).json();
    expect(tags[0]).toEqual({
      tag: "loss",
      runs: [runId],
      last: [4],
      lastStep: [1],
      min: [3],
      minStep: [0],
      max: [4],
      maxStep: [1],
      mean: [3.5],
    });
    expect(tags[1]).toMatchObject({ tag: "nothing", runs: [] });
  });
});

describe("a question", () => {
  it("that is too large is refused as such, and is no failure of ours", async () => {
    const { ask, failures } = startApp();
    const answer = await ask("/api/series", { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    expect(failures).toEqual([]);
  });

  it("that names a run a thousand times is answered once", async () => {
    const { ask, runId } = startApp();
    const body = JSON.stringify({ ...QUESTION, runs: new Array(1000).fill(runId) });
    const answer = await ask("/api/series", { method: "POST", body });
    expect(decodeFrame(await answer.arrayBuffer()).curves.map(({ run }) => run)).toEqual([runId]);
  });

  it("for the live stream's headers alone is answered to its end", async () => {
    const answer = await startApp().ask("/api/events", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});
