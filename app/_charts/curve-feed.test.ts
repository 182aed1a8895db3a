import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SeriesRequest } from "../../lib/core/api.ts";
import type { SeriesFrame } from "../../lib/core/series-frame.ts";
import { CurveFeed, type Want } from "./curve-feed.ts";

/** An engine that answers when the test says so. Every run has one point, whose value is the number of the question. */
class Engine {
  readonly asked: SeriesRequest[] = [];
  readonly #answers: (() => void)[] = [];

  readonly fetch = (request: SeriesRequest, signal: AbortSignal): Promise<SeriesFrame> => {
    this.asked.push(request);
    const value = this.asked.length;
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      this.#answers.push(() => resolve(frame(request, value)));
    });
  };

  async answer(): Promise<void> {
    await settle();
    this.#answers.shift()?.();
    await settle();
  }
}

/** Lets timers of no delay and everything that was promised run. */
const settle = () => vi.advanceTimersByTimeAsync(5);

function frame({ tag, x, runs }: SeriesRequest, value: number): SeriesFrame {
  const values = new Float64Array(runs.length).fill(value);
  return {
    version: 1,
    tag,
    x,
    columns: 100,
    curves: runs.map((run, start) => ({ run, start, length: 1, total: 1, restarts: [], startedAt: 0 })),
    steps: new Int32Array(runs.length),
    relative: new Float32Array(runs.length),
    values,
    smoothed: values,
    extras: {},
  };
}

const want = (change: Partial<Want> = {}): Want => ({
  tag: "loss",
  runs: ["a", "b"],
  x: "step",
  smoothing: 0.6,
  columns: 400,
  range: null,
  ...change,
});

function startFeed() {
  const engine = new Engine();
  const feed = new CurveFeed(engine.fetch, () => {});
  const held = (run: string) => feed.held.curves.get(run)?.values[0];
  return { engine, feed, held };
}

describe("the curves of a card", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("are asked for when more runs are wanted while a question is under way", async () => {
    const { engine, feed, held } = startFeed();
    feed.want(want());
    await settle();
    feed.want(want({ runs: ["a", "b", "c"] }));
    await engine.answer();
    expect(feed.held.isLoading).toBe(true);
    await engine.answer();
    expect(engine.asked.map(({ runs }) => runs)).toEqual([["a", "b"], ["c"]]);
    expect(held("c")).toBe(2);
    expect(feed.held.isLoading).toBe(false);
  });

  it("are asked for once", async () => {
    const { engine, feed } = startFeed();
    feed.want(want());
    await engine.answer();
    feed.want(want());
    await settle();
    expect(engine.asked).toHaveLength(1);
    expect([...feed.held.curves.keys()]).toEqual(["a", "b"]);
    expect(feed.held.isLoading).toBe(false);
  });

  it("of runs that are selected later are asked for alone", async () => {
    const { engine, feed } = startFeed();
    feed.want(want());
    await engine.answer();
    feed.want(want({ runs: ["a", "b", "c"] }));
    await settle();
    expect(engine.asked[1]?.runs).toEqual(["c"]);
  });

  it("are asked for again when points came, but only those that grew", async () => {
    const { engine, feed, held } = startFeed();
    feed.want(want());
    await engine.answer();
    feed.hear({ loss: ["b", "unselected"], accuracy: ["a"] });
    await vi.advanceTimersByTimeAsync(250); // the pause between two looks
    await engine.answer();
    expect(engine.asked[1]?.runs).toEqual(["b"]);
    expect([held("a"), held("b")]).toEqual([1, 2]);
  });

  it("are asked for again when news overtakes the answer", async () => {
    const { engine, feed } = startFeed();
    feed.want(want());
    await settle();
    feed.hear({ loss: ["a"] });
    await engine.answer();
    await vi.advanceTimersByTimeAsync(250);
    expect(engine.asked[1]?.runs).toEqual(["a"]);
  });

  it("stay on the screen until those of another smoothing are there, and an outdated question is dropped", async () => {
    const { engine, feed, held } = startFeed();
    feed.want(want());
    await engine.answer();
    feed.want(want({ smoothing: 0.7 }));
    await vi.advanceTimersByTimeAsync(80);
    feed.want(want({ smoothing: 0.8 }));
    expect(held("a")).toBe(1);
    await vi.advanceTimersByTimeAsync(80);
    expect(engine.asked.map(({ smoothing }) => smoothing)).toEqual([0.6, 0.7, 0.8]);
    await engine.answer(); // the one that was dropped
    await engine.answer();
    expect(held("a")).toBe(3);
  });

  it("of a run without points are held as empty, not asked for again and again", async () => {
    const { engine, feed } = startFeed();
    feed.want(want({ runs: [] }));
    await settle();
    expect(engine.asked).toHaveLength(0);
    expect(feed.held.isLoading).toBe(false);
  });

  it("say what went wrong", async () => {
    const feed = new CurveFeed(
      () => Promise.reject(new Error("engine is gone")),
      () => {},
    );
    feed.want(want());
    await settle();
    expect(feed.held.error).toBe("engine is gone");
    feed.stop();
  });
});
