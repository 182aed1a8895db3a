import { describe, expect, it } from "vitest";
import { AS_OWNER } from "../../fixtures/builders/access.ts";
import { emptyStore, HOST, served } from "../../fixtures/builders/served.ts";
import { decodeFrame } from "../core/series-frame.ts";

const QUESTION = { tag: "loss", columns: 100, x: "step", range: null, smoothing: 0 };

function startApp() {
  const store = emptyStore();
  const run = store.ensureRun("logs", "run");
  const series = {
    length: 2,
    steps: Int32Array.of(0, 1),
    wallTimes: Float64Array.of(1, 2),
    values: Float32Array.of(3, 4),
  };
  store.appendPoints(run, "events", [{ tag: "loss", series }]);
  const { ask, failures } = served({ store });
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
    ask("/api/annotations", { method: "PATCH", headers: AS_OWNER, body: JSON.stringify(body) }, headers);

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
