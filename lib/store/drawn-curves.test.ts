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
      origin: null,
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

  it("of points that are all at one step stand by their number, where that is asked for", async () => {
    const frame = await ask(storeOf({ a: seriesOf([3, 1, 2], [0, 0, 0]), b: seriesOf([5, 4], [7, 9]) }), {
      x: "index",
    });
    expect([...(frame.extras.x ?? [])]).toEqual([1, 2, 3, 1, 2]);
    expect([...frame.steps]).toEqual([0, 0, 0, 7, 9]);
    expect([...frame.values]).toEqual([3, 1, 2, 5, 4]);
    expect(frame.curves.map(({ restarts }) => restarts)).toEqual([[], []]);
  });

  it("share the pixels of one x axis: a short run is not given more of them than it takes", async () => {
    const long = seriesOf(Array.from({ length: 1000 }, (_, i) => Math.sin(i)));
    const short = seriesOf(Array.from({ length: 100 }, (_, i) => Math.cos(i)));
    const [ofLong, ofShort] = (await ask(storeOf({ a: long, b: short }), { columns: 10 })).curves;
    expect(ofLong.length).toBeLessThanOrEqual(40);
    expect(ofShort.length).toBeLessThanOrEqual(4);
  });

  it("of five million points hold the ends and the extrema of every pixel column, in less than 200 kB", async () => {
    const POINTS = 5_000_000;
    const COLUMNS = 1000;
    const values = Float32Array.from({ length: POINTS }, (_, i) => Math.sin(i * 12.9898) + 1e6 / (i + 1));
    const steps = Int32Array.from({ length: POINTS }, (_, i) => i);
    const wallTimes = Float64Array.from({ length: POINTS }, (_, i) => 1_700_000_000 + i / 4);
    const store = storeOf({ a: { length: POINTS, steps, wallTimes, values } });
    const runs = store.runs().map(({ id }) => id);
    const asked = { tag: "loss", runs, columns: COLUMNS, x: "step" as const, range: null, smoothing: 0 };
    const bytes = encodeFrame(await drawnCurves(store, asked));
    expect(bytes.length).toBeLessThan(200_000);
    const frame = decodeFrame(bytes.buffer);
    expect([frame.steps[0], frame.steps.at(-1)]).toEqual([0, POINTS - 1]);
    const columnOf = (step: number): number => Math.min(COLUMNS - 1, Math.floor(step * (COLUMNS / (POINTS - 1))));
    const extrema = (at: ArrayLike<number>, of: ArrayLike<number>) => {
      const low = new Float64Array(COLUMNS).fill(Number.POSITIVE_INFINITY);
      const high = new Float64Array(COLUMNS).fill(Number.NEGATIVE_INFINITY);
      for (let i = 0; i < at.length; i++) {
        const column = columnOf(at[i]);
        low[column] = Math.min(low[column], of[i]);
        high[column] = Math.max(high[column], of[i]);
      }
      return { low, high };
    };
    expect(extrema(frame.steps, frame.values)).toEqual(extrema(steps, values));
  }, 60_000);

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

  it("leave the ends of pixel columns out before they make them wider", async () => {
    const noise = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i * i));
    const runs = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`r${i}`, { ...seriesOf([...noise]), values: noise }]),
    );
    const frame = await ask(storeOf(runs), { columns: 1000 });
    expect(frame.columns).toBe(1000);
    expect(encodeFrame(frame).length).toBeLessThan(2e6);
    for (const { length } of frame.curves) expect(length).toBeLessThanOrEqual(2002);
    const [{ length }] = (await ask(storeOf({ a: { ...seriesOf([...noise]), values: noise } }), { columns: 1000 }))
      .curves;
    expect(length).toBeGreaterThan(3000); // alone it has room for them
    // A card of a hundred runs could take them, at twice the time for each of the cards of a page.
    const card = await ask(storeOf(runs), { columns: 200 });
    expect(card.columns).toBe(200);
    expect(encodeFrame(card).length).toBeLessThan(600_000);
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

describe("curves over other axes", () => {
  const tagged = (points: Record<string, Series>): Store => {
    const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
    const run = store.ensureRun("logs", "bs=32");
    store.appendPoints(
      run,
      "events",
      Object.entries(points).map(([tag, series]) => ({ tag, series })),
    );
    return store;
  };

  it("stand where a metric was last logged, and points before it have no place", async () => {
    const store = tagged({ loss: seriesOf([9, 8, 7, 6]), epoch: seriesOf([0.5, 1], [1, 3]) });
    const frame = await ask(store, { x: "tag:epoch" });
    expect([...(frame.extras.x ?? [])]).toEqual([0.5, 0.5, 1]);
    expect([...frame.values]).toEqual([8, 7, 6]);
    expect(frame.curves[0].unplaced).toBe(1);
  });

  it("count examples where the batch size is known", async () => {
    const frame = await ask(tagged({ loss: seriesOf([9, 8, 7]) }), { x: "samples" });
    expect([...(frame.extras.x ?? [])]).toEqual([0, 32, 64]);
  });

  it("share pixels by the logarithm, where 0 has no place", async () => {
    const values = Array.from({ length: 1001 }, (_, i) => Math.sin(i));
    const frame = await ask(storeOf({ a: seriesOf(values) }), { logX: true, columns: 30 });
    expect(frame.curves[0].unplaced).toBe(1);
    expect(frame.steps[0]).toBe(1);
    // 30 columns over three decades: ten a decade, so every step below 10 is alone or with a few.
    expect([...frame.steps].filter((step) => step <= 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(frame.curves[0].length).toBeLessThan(150);
  });

  it("keep extrema of a line that goes to and fro", async () => {
    const loss = Array.from({ length: 5000 }, (_, i) => (i === 2500 ? -50 : Math.sin(i)));
    const rate = Array.from({ length: 5000 }, (_, i) => Math.abs((i % 100) - 50));
    const frame = await ask(tagged({ loss: seriesOf(loss), rate: seriesOf(rate) }), { x: "tag:rate", columns: 20 });
    expect(frame.curves[0].isPath).toBe(true);
    expect(Math.min(...frame.values)).toBe(-50);
    expect(Math.max(...(frame.extras.x ?? []))).toBe(50);
    expect(frame.curves[0].length).toBeLessThan(500);
  });
});

describe("groups of runs", () => {
  it("are one curve with a band, under their own id", async () => {
    const store = storeOf({ a: seriesOf([1, 2]), b: seriesOf([3, 6]) });
    const ids = store.runs().map(({ id }) => id);
    const frame = await ask(store, { runs: [], groups: [{ id: "g", runs: ids }], band: "minmax" });
    expect(frame.curves.map(({ run, members }) => [run, members])).toEqual([["g", 2]]);
    expect([...frame.values]).toEqual([2, 4]);
    expect([[...(frame.extras.low ?? [])], [...(frame.extras.high ?? [])], [...(frame.extras.count ?? [])]]).toEqual([
      [1, 2],
      [3, 6],
      [2, 2],
    ]);
  });

  it("grow with their members", async () => {
    const store = storeOf({ a: seriesOf([1, 2]), b: seriesOf([3, 6]) });
    const [a, b] = store.runs();
    const question = { runs: [], groups: [{ id: "g", runs: [a.id, b.id] }] };
    expect((await ask(store, question)).steps).toHaveLength(2);
    for (const run of [a, b]) store.appendPoints(run, "events", [{ tag: "loss", series: seriesOf([5], [2]) }]);
    expect([...(await ask(store, question)).steps]).toEqual([0, 1, 2]);
  });
});
