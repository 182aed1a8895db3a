import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { Annotations } from "../store/annotations.ts";
import { Store } from "../store/store.ts";
import { type LiveEvent, LiveStream } from "./live.ts";

const folder = mkdtempSync(join(tmpdir(), "tuneboard-live-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("says that the logs are read after the points that were read with them: those are no news of a run", async () => {
  const store = new Store([{ name: "", path: "/logs", error: null, passedOver: [] }]);
  const stream = new LiveStream(store, 1, new Annotations(store, folder));
  const heard: LiveEvent[] = [];
  stream.connect((event) => heard.push(event));
  const series = {
    length: 1,
    steps: new Int32Array([0]),
    wallTimes: new Float64Array([1.6e9]),
    values: new Float32Array([1]),
  };
  store.appendPoints(store.ensureRun("", "old"), "events", [{ tag: "loss", series }]);
  store.setLoading(null);
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(1));
  stream.close();
  const greetings = heard.filter((event) => event.name === "hello").map(({ data }) => data.loading);
  expect(greetings.at(-1)).toBeNull();
  expect(heard.map(({ name }) => name)).toEqual(["hello", "runs", "points", "hello"]);
});
