import { describe, expect, it } from "vitest";
import type { SeriesRequest } from "../core/api.ts";
import type { Series } from "../core/series.ts";
import { decodeFrame, encodeFrame } from "../core/series-frame.ts";
import { drawnCurves } from "./drawn-curves.ts";
import { Store } from "./store.ts";

const seriesOf = (values: readonly number[], steps: readonly number[] = values.map((_, i) => i)): Series => ({
  length: values.length,
  steps: Int32Array.from(steps),
  wallTimes: Float64Array.from(steps, (step) => 1_700_000_000 + step / 4),
  values: Float64Array.from(values),
});

function storeOf(runs: Record<string, Series>): Store {
  const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  for (const [name, series] of Object.entries(runs)) {
    const run = store.ensureRun("logs", name);
    store.appendPoints(run, "events", [{ tag: "loss", series }]);
    store.describeFile(run, "events", {
      problems: [],
      facts: { hparams: null, ending: null },
      format: null,
      writtenAt: null,
      startedAt: series.wallTimes[0] - 10,
    });
  }
  return store;
}

const ask = async (store: Store, more: Partial<SeriesRequest> = {}) => {
  const runs = store.runs().map(({ id }) => id);
  const request = { tag: "loss", runs, columns: 100, x: "step" as const, range: null, smoothing: 0, ...more };
  return decodeFrame(encodeFrame(await drawnCurves(store, request)).buffer);
};

describe("curves for drawing", () => {
  it("hold every point when the pixels can show every point", async () => {
    const frame = await ask(storeOf({ a: seriesOf([3, 2, 1]), b: seriesOf([NaN, Infinity]) }));
    expect(frame.curves.map(({ start, length, total }) => [start, length, total])).toEqual([
      [0, 3, 3],
      [3, 2, 2],
    ]);
    expect([...frame.steps]).toEqual([0, 1, 2, 0, 1]);
    expect([...frame.values]).toEqual([3, 2, 1, NaN, Infinity]);
    expect([...frame.relative]).toEqual([10, 10.25, 10.5, 10, 10.25]);
  });

  it("share the pixels of one x axis: a short run is not given more of them than it takes", async () => {
    const long = seriesOf(Array.from({ length: 1000 }, (_, i) => Math.sin(i)));
    const short = seriesOf(Array.from({ length: 100 }, (_, i) => Math.cos(i)));
    const [ofLong, ofShort] = (await ask(storeOf({ a: long, b: short }), { columns: 10 })).curves;
    expect(ofLong.length).toBeLessThanOrEqual(40);
    expect(ofShort.length).toBeLessThanOrEqual(4);
  });

  it("smooth over all points before any are left out", async () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 500 ? 100 : i % 2));
    const few = await ask(storeOf({ a: seriesOf(values) }), { columns: 5, smoothing: 0.9 });
    const all = await ask(storeOf({ a: seriesOf(values) }), { columns: 10_000, smoothing: 0.9 });
    expect(few.steps.length).toBeLessThan(30);
    for (const [i, step] of few.steps.entries()) expect(few.smoothed[i]).toBe(all.smoothed[step]);
  });

  it("begin smoothing anew at a restart", async () => {
    const frame = await ask(storeOf({ a: seriesOf([10, 10, 0, 1], [0, 5, 2, 3]) }), { smoothing: 0.5 });
    expect(frame.curves[0].restarts).toEqual([2]);
    expect([...frame.smoothed].slice(2)).toEqual([0, 0.5 / 0.75]);
  });

  it("take wider pixel columns, and say so, when all of them together would be too much", async () => {
    const noise = Array.from({ length: 5000 }, (_, i) => Math.sin(i * i));
    const runs = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`r${i}`, seriesOf(noise)]));
    const frame = await ask(storeOf(runs), { columns: 2000 });
    expect(frame.columns).toBeLessThan(2000);
    expect(frame.steps.length).toBeLessThanOrEqual(150_000);
    const one = frame.values.subarray(0, frame.curves[0].length);
    expect([Math.min(...one), Math.max(...one)]).toEqual([Math.min(...noise), Math.max(...noise)]);
    expect((await ask(storeOf({ a: seriesOf(noise) }), { columns: 2000 })).columns).toBe(2000);
  });

  it("leave out what is not there", async () => {
    const store = storeOf({ a: seriesOf([1]) });
    expect((await ask(store, { tag: "accuracy" })).curves).toEqual([]);
    expect((await ask(store, { runs: ["nobody"] })).curves).toEqual([]);
  });

  it("keep doubles as doubles, and floats as floats", async () => {
    expect((await ask(storeOf({ a: seriesOf([1e300]) }))).values).toBeInstanceOf(Float64Array);
    const floats = { ...seriesOf([1]), values: Float32Array.of(1) };
    expect((await ask(storeOf({ a: floats }))).values).toBeInstanceOf(Float32Array);
  });
});
